"""A paper whose printing failed for good says so, instead of being printed for ever."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

CHECK = "ck_paper_printed_or_failed"


def upgrade() -> None:
    op.add_column("paper", sa.Column("failure", sa.String(), nullable=True))
    op.create_check_constraint(op.f(CHECK), "paper", "printed_at IS NULL OR failure IS NULL")


def downgrade() -> None:
    op.drop_constraint(op.f(CHECK), "paper", type_="check")
    op.drop_column("paper", "failure")
