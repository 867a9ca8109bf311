"""The register's clock: the database's own, moved by a setting in a demo."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE FUNCTION sipol_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS $$
            SELECT now() + coalesce(nullif(current_setting('sipol.clock_offset', true), ''), '0')::interval
        $$
        """
    )


def downgrade() -> None:
    op.execute("DROP FUNCTION sipol_now()")
