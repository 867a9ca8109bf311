"""Cards and letters sent along with members, and people called because several parties name them."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def stamped() -> tuple[sa.Column[object], sa.Column[object]]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
    )


def upgrade() -> None:
    op.create_table(
        "member_paper",
        *stamped(),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "ktp",
                "kta",
                "statement",
                "proof",
                name="memberpaperkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("received_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_member_paper_member_id_member")),
        sa.ForeignKeyConstraint(
            ["received_by"], ["user_account.id"], name=op.f("fk_member_paper_received_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_paper")),
        sa.UniqueConstraint("member_id", "kind", "digest", name=op.f("uq_member_paper_member_id")),
    )
    op.create_table(
        "duplicate_case",
        *stamped(),
        sa.Column("nik_hash", sa.LargeBinary(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("called_by", sa.Uuid(), nullable=False),
        sa.Column("meeting_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("meeting_place", sa.String(), nullable=False),
        sa.Column("attended", sa.Boolean(), nullable=True),
        sa.Column("chosen_id", sa.Uuid(), nullable=True),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("heard_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("chosen_id IS NULL OR attended", name=op.f("ck_duplicate_case_who_chose_was_there")),
        sa.CheckConstraint(
            "(attended IS NULL) = (heard_at IS NULL) AND (attended IS NULL) = (heard_by IS NULL)",
            name=op.f("ck_duplicate_case_dated_and_signed_when_heard"),
        ),
        sa.ForeignKeyConstraint(
            ["called_by"], ["user_account.id"], name=op.f("fk_duplicate_case_called_by_user_account")
        ),
        sa.ForeignKeyConstraint(["chosen_id"], ["party.id"], name=op.f("fk_duplicate_case_chosen_id_party")),
        sa.ForeignKeyConstraint(
            ["heard_by"], ["user_account.id"], name=op.f("fk_duplicate_case_heard_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate_case")),
        sa.UniqueConstraint("nik_hash", name=op.f("uq_duplicate_case_nik_hash")),
    )


def downgrade() -> None:
    op.drop_table("duplicate_case")
    op.drop_table("member_paper")
