"""The queue's own tables, as procrastinate 3.10 ships them, frozen beside the migrations."""

from pathlib import Path

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SCHEMA = Path(__file__).parents[1] / "queue-3.10.sql"

UNDO = """
DO $$
DECLARE thing record;
BEGIN
    FOR thing IN SELECT oid::regclass AS name FROM pg_class
        WHERE relname LIKE 'procrastinate\\_%' AND relkind = 'r' AND relnamespace = current_schema()::regnamespace LOOP
        EXECUTE format('DROP TABLE %s CASCADE', thing.name);
    END LOOP;
    FOR thing IN SELECT oid::regprocedure AS name FROM pg_proc
        WHERE proname LIKE 'procrastinate\\_%' AND pronamespace = current_schema()::regnamespace LOOP
        EXECUTE format('DROP FUNCTION %s CASCADE', thing.name);
    END LOOP;
    FOR thing IN SELECT oid::regtype AS name FROM pg_type
        WHERE typname LIKE 'procrastinate\\_%' AND typtype IN ('e', 'c')
        AND typnamespace = current_schema()::regnamespace LOOP
        EXECUTE format('DROP TYPE %s CASCADE', thing.name);
    END LOOP;
END
$$
"""


def upgrade() -> None:
    _run(SCHEMA.read_text())


def downgrade() -> None:
    _run(UNDO)


def _run(script: str) -> None:
    """Many statements at once go only through the driver itself, without parameters."""
    op.get_bind().connection.driver_connection.execute(script)
