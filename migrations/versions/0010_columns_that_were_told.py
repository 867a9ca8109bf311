"""What senders said of the columns of their lists, and what a party's titles mean."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BEFORE = ("waiting", "checked", "confirmed", "undone", "failed")


def upgrade() -> None:
    op.add_column("member_list", sa.Column("told", JSONB(), nullable=True))
    _stages(("waiting", "untold", "checked", "confirmed", "undone", "failed"))
    op.create_table(
        "known_title",
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("column", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_known_title_party_id_party")),
        sa.PrimaryKeyConstraint("party_id", "title", name=op.f("pk_known_title")),
    )


def downgrade() -> None:
    op.drop_table("known_title")
    op.execute("UPDATE member_list SET stage = 'failed', failure = 'Kolomnya tidak dikenali.' WHERE stage = 'untold'")
    _stages(BEFORE)
    op.drop_column("member_list", "told")


def _stages(words: tuple[str, ...]) -> None:
    quoted = ", ".join(f"'{word}'" for word in words)
    op.drop_constraint(op.f("ck_member_list_liststage"), "member_list", type_="check")
    op.create_check_constraint(op.f("ck_member_list_liststage"), "member_list", f"stage IN ({quoted})")
