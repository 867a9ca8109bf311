"""Those found TMS in a party are asked for with every list it sends."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_member_ruled_out", "member", ["party_id", "nik_hash"], postgresql_where=sa.text("status = 'not_met'")
    )


def downgrade() -> None:
    op.drop_index("ix_member_ruled_out", table_name="member")
