"""Bawaslu's advice with a day for the answer, its own notes, and what it was shown."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

KINDS = (
    "handed_in", "waits_for_centre", "centre_approved", "centre_refused", "taken_up", "returned", "decided",
    "minuted", "announced", "reopened", "minutes_issued", "period_opened", "period_extended", "correction_opened",
    "deadline_near", "correction_ends", "centre_reminded", "approval_near",
)  # fmt: skip
ADVICE = ("advice_given", "advice_answered")
KEPT = ("viewing", "supervisor_note")


def allow(kinds: tuple[str, ...]) -> None:
    """What somebody may be told."""
    quoted = ", ".join(repr(kind) for kind in kinds)
    op.drop_constraint(op.f("ck_notice_noticekind"), "notice", type_="check")
    op.create_check_constraint(op.f("ck_notice_noticekind"), "notice", f"kind IN ({quoted})")


def upgrade() -> None:
    _create_advice()
    _create_viewing_and_note()
    for table in KEPT:
        op.execute(
            f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()"
        )
    allow((*KINDS, *ADVICE))


def _stamped() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
    ]


def _create_advice() -> None:
    op.create_table(
        "advice",
        *_stamped(),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("given_by", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by IS NULL) AND (answered_at IS NULL) = (answer = '')",
            name=op.f("ck_advice_dated_and_signed_when_answered"),
        ),
        sa.CheckConstraint("text <> ''", name=op.f("ck_advice_says_something")),
        sa.ForeignKeyConstraint(["answered_by"], ["user_account.id"], name=op.f("fk_advice_answered_by_user_account")),
        sa.ForeignKeyConstraint(["given_by"], ["user_account.id"], name=op.f("fk_advice_given_by_user_account")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_advice_party_id_party")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_advice_region_code_region")),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_advice_submission_id_submission")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice")),
    )
    waits = sa.text("answered_at IS NULL")
    op.create_index("ix_advice_open", "advice", ["region_code", "answer_by"], postgresql_where=waits)
    for column in ("party_id", "region_code", "submission_id"):
        op.create_index(op.f(f"ix_advice_{column}"), "advice", [column])


def _create_viewing_and_note() -> None:
    op.create_table(
        "viewing",
        *_stamped(),
        sa.Column("viewer_id", sa.Uuid(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["viewer_id"], ["user_account.id"], name=op.f("fk_viewing_viewer_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_viewing")),
    )
    about = sa.text("subject_id IS NOT NULL")
    op.create_index("ix_viewing_subject", "viewing", ["subject_id", "created_at"], postgresql_where=about)
    op.create_index("ix_viewing_viewer", "viewing", ["viewer_id", "created_at"])
    note = "supervisor_note"
    op.create_table(
        note,
        *_stamped(),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f("ck_supervisor_note_says_something")),
        *(
            sa.ForeignKeyConstraint([own], [f"{table}.{key}"], name=op.f(f"fk_{note}_{own}_{table}"))
            for own, table, key in (
                ("author_id", "user_account", "id"),
                ("region_code", "region", "code"),
                ("submission_id", "submission", "id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervisor_note")),
    )
    op.create_index(op.f("ix_supervisor_note_submission_id"), note, ["submission_id"])


def downgrade() -> None:
    for table in ("supervisor_note", "viewing", "advice"):
        op.drop_table(table)
    notice = sa.table("notice", sa.column("kind"))
    op.execute(notice.delete().where(notice.c.kind.in_(ADVICE)))
    allow(KINDS)
