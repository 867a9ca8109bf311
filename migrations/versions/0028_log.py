"""The log as a tree: places of entries and signed checkpoints. What is there already is sealed by the first round."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

KEPT = ("log_leaf", "checkpoint")


def upgrade() -> None:
    op.create_table(
        "log_leaf",
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry_seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("place >= 0", name=op.f("ck_log_leaf_counted_from_zero")),
        sa.ForeignKeyConstraint(["entry_seq"], ["audit_entry.seq"], name=op.f("fk_log_leaf_entry_seq_audit_entry")),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_log_leaf")),
        sa.UniqueConstraint("entry_seq", name=op.f("uq_log_leaf_entry_seq")),
    )
    op.create_table(
        "checkpoint",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("edge", postgresql.ARRAY(sa.LargeBinary()), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkpoint")),
        sa.UniqueConstraint("size", name=op.f("uq_checkpoint_size")),
    )
    for table in KEPT:
        op.execute(
            f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()"
        )


def downgrade() -> None:
    for table in reversed(KEPT):
        op.drop_table(table)
