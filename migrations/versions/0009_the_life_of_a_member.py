"""When members were handed in, and every change of their status."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

STATUSES = ("pending", "unchecked", "met", "incomplete", "not_met", "removed")
REASONS = (
    "name", "nik", "sex", "birth", "card", "proof", "age", "occupation", "duplicate", "other_party", "absent",
    "statement", "not_a_voter", "denied", "not_found", "died", "resigned", "moved_party", "misused", "other",
)  # fmt: skip


def words(kind: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*kind, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    op.add_column("member", sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "member_turn",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column("seq", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("former", words(STATUSES, "turn_former"), nullable=False),
        sa.Column("status", words(STATUSES, "turn_status"), nullable=False),
        sa.Column("reason", words(REASONS, "memberreason"), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "reason IS NOT NULL OR NOT (status IN ('incomplete', 'not_met', 'removed'))",
            name=op.f("ck_member_turn_bms_tms_and_removal_have_reasons"),
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_member_turn_member_id_member")),
        sa.ForeignKeyConstraint(["actor_id"], ["user_account.id"], name=op.f("fk_member_turn_actor_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_turn")),
        sa.UniqueConstraint("seq", name=op.f("uq_member_turn_seq")),
    )
    op.create_index(op.f("ix_member_turn_member_id"), "member_turn", ["member_id"], unique=False)
    op.create_index(op.f("ix_member_turn_batch_id"), "member_turn", ["batch_id"], unique=False)


def downgrade() -> None:
    op.drop_table("member_turn")
    op.drop_column("member", "handed_in_at")
