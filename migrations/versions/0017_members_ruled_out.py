"""Those found TMS in a party are asked for with every list it sends; those who stand twice by office and by name."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TWINNED = "status <> 'pending' AND codes && ARRAY['ganda_identik', 'potensi_ganda', 'ganda_eksternal']"


def upgrade() -> None:
    op.create_index(
        "ix_member_ruled_out", "member", ["party_id", "nik_hash"], postgresql_where=sa.text("status = 'not_met'")
    )
    op.drop_index("ix_member_noted_anywhere", table_name="member")
    op.create_index("ix_member_twin_name", "member", ["name_key", "id"], postgresql_where=sa.text(TWINNED))
    op.create_index("ix_member_twin_region", "member", ["region_code"], postgresql_where=sa.text(TWINNED))


def downgrade() -> None:
    op.drop_index("ix_member_twin_region", table_name="member")
    op.drop_index("ix_member_twin_name", table_name="member")
    op.create_index(
        "ix_member_noted_anywhere",
        "member",
        ["name_key", "id"],
        postgresql_where=sa.text("status <> 'pending' AND cardinality(codes) > 0"),
    )
    op.drop_index("ix_member_ruled_out", table_name="member")
