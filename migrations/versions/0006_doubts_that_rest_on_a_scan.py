"""A finding that rests on letters of a scan says that they may be misread."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("finding", sa.Column("doubtful", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column("finding", "doubtful", server_default=None)


def downgrade() -> None:
    op.drop_column("finding", "doubtful")
