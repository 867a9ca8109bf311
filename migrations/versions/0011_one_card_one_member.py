"""A member is found by the number of the KTA, and one number is one MS member of a party."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_member_card", "member", ["party_id", "card_number"], postgresql_where=sa.text("card_number <> ''")
    )
    op.create_index(
        "uq_member_met_card",
        "member",
        ["party_id", "card_number"],
        unique=True,
        postgresql_where=sa.text("status = 'met' AND card_number <> ''"),
    )


def downgrade() -> None:
    op.drop_index("uq_member_met_card", table_name="member")
    op.drop_index("ix_member_card", table_name="member")
