"""People are told what happens to what they work on, in the register and, where they gave an address, by e-mail."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

KINDS = (
    "handed_in", "waits_for_centre", "centre_approved", "centre_refused", "taken_up", "returned", "decided",
    "minuted", "announced", "reopened", "minutes_issued", "period_opened", "period_extended", "correction_opened",
    "deadline_near", "correction_ends",
)  # fmt: skip
TOPICS = ("steps", "minutes", "periods", "deadlines")


def _word(*words: str, name: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=24)


def _stamp() -> tuple[sa.Column, sa.Column]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
    )


def upgrade() -> None:
    op.add_column("user_account", sa.Column("email", sa.String(), nullable=True))
    op.create_check_constraint(
        op.f("ck_user_account_email_is_an_address"), "user_account", r"email ~ '^[^@\s]+@[^@\s]+$'"
    )
    op.create_table(
        "notice",
        *_stamp(),
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _word(*KINDS, name="noticekind"), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("occasion", sa.String(), nullable=False),
        sa.Column("facts", JSONB(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mail_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mail_attempts", sa.Integer(), nullable=False),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mail_failure", sa.String(), nullable=True),
        sa.CheckConstraint(
            "mailed_at IS NULL OR (mail_due_at IS NULL AND mail_failure IS NULL)", name=op.f("ck_notice_mailed_once")
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["user_account.id"], name=op.f("fk_notice_recipient_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("recipient_id", "kind", "subject_id", "occasion", name=op.f("uq_notice_recipient_id")),
    )
    op.create_index("ix_notice_newest", "notice", ["recipient_id", "seq"])
    op.create_index("ix_notice_unread", "notice", ["recipient_id"], postgresql_where=sa.text("read_at IS NULL"))
    op.create_index(
        "ix_notice_mail_due", "notice", ["mail_due_at"], postgresql_where=sa.text("mail_due_at IS NOT NULL")
    )
    op.create_table(
        "mail_wish",
        *_stamp(),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("topic", _word(*TOPICS, name="topic"), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_mail_wish_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_wish")),
        sa.UniqueConstraint("user_id", "topic", name=op.f("uq_mail_wish_user_id")),
    )


def downgrade() -> None:
    op.drop_table("mail_wish")
    op.drop_table("notice")
    op.drop_constraint(op.f("ck_user_account_email_is_an_address"), "user_account")
    op.drop_column("user_account", "email")
