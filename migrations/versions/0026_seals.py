"""Whose seal a printed paper carries. What was printed before carries none, and stays as it is."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("paper", sa.Column("sealed_by", sa.String(), nullable=True))
    op.create_check_constraint(
        op.f("ck_paper_sealed_when_printed"), "paper", "sealed_by IS NULL OR printed_at IS NOT NULL"
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_paper_sealed_when_printed"), "paper", type_="check")
    op.drop_column("paper", "sealed_by")
