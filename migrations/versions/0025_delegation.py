"""Since when a submission waits for the party's centre and who asked, and whom the centre lets approve in its stead.

Of a submission that waits already, both are taken from the history.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

KINDS = (
    "handed_in", "waits_for_centre", "centre_approved", "centre_refused", "taken_up", "returned", "decided",
    "minuted", "announced", "reopened", "minutes_issued", "period_opened", "period_extended", "correction_opened",
    "deadline_near", "correction_ends",
)  # fmt: skip
REMINDERS = ("centre_reminded", "approval_near")

TAKE_OVER = """
UPDATE submission SET asked_at = asked.at, asked_by = asked.actor_id
FROM (
    SELECT DISTINCT ON (subject_id) subject_id, at, actor_id
    FROM audit_entry
    WHERE event = 'SubmissionMoved' AND facts ->> 'act' = 'ask_centre'
    ORDER BY subject_id, seq DESC
) AS asked
WHERE asked.subject_id = submission.id AND submission.state = 'awaiting_centre'
"""


def allow(kinds: tuple[str, ...]) -> None:
    """What somebody may be told."""
    quoted = ", ".join(repr(kind) for kind in kinds)
    op.drop_constraint(op.f("ck_notice_noticekind"), "notice", type_="check")
    op.create_check_constraint(op.f("ck_notice_noticekind"), "notice", f"kind IN ({quoted})")


def upgrade() -> None:
    op.add_column("submission", sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("submission", sa.Column("asked_by", sa.Uuid(), nullable=True))
    op.add_column("submission", sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))
    op.create_foreign_key(
        op.f("fk_submission_asked_by_user_account"), "submission", "user_account", ["asked_by"], ["id"]
    )
    op.execute(TAKE_OVER)
    op.create_check_constraint(
        op.f("ck_submission_asked_while_it_awaits_the_centre"),
        "submission",
        "(state = 'awaiting_centre') = (asked_at IS NOT NULL) AND (state = 'awaiting_centre') = (asked_by IS NOT NULL)",
    )
    op.create_check_constraint(
        op.f("ck_submission_reminded_while_it_awaits_the_centre"),
        "submission",
        "reminded_at IS NULL OR state = 'awaiting_centre'",
    )
    _create_delegation()
    allow((*KINDS, *REMINDERS))


def _create_delegation() -> None:
    op.create_table(
        "delegation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column("delegate_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("letter_number", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("granted_by", sa.Uuid(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Uuid(), nullable=True),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_delegation_ends_after_it_starts")),
        sa.CheckConstraint(
            "letter_number <> '' AND reason <> ''", name=op.f("ck_delegation_has_a_letter_and_a_reason")
        ),
        sa.CheckConstraint("granted_by <> delegate_id", name=op.f("ck_delegation_nobody_delegates_to_oneself")),
        sa.CheckConstraint(
            "(revoked_at IS NULL) = (revoked_by IS NULL)", name=op.f("ck_delegation_dated_and_signed_when_revoked")
        ),
        sa.ForeignKeyConstraint(
            ["delegate_id"], ["user_account.id"], name=op.f("fk_delegation_delegate_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["granted_by"], ["user_account.id"], name=op.f("fk_delegation_granted_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["revoked_by"], ["user_account.id"], name=op.f("fk_delegation_revoked_by_user_account")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_delegation_party_id_party")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_delegation_region_code_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )
    for column in ("delegate_id", "party_id", "region_code"):
        op.create_index(op.f(f"ix_delegation_{column}"), "delegation", [column])


def downgrade() -> None:
    op.execute("DELETE FROM notice WHERE kind IN ('centre_reminded', 'approval_near')")
    allow(KINDS)
    op.drop_table("delegation")
    op.drop_constraint(op.f("ck_submission_reminded_while_it_awaits_the_centre"), "submission")
    op.drop_constraint(op.f("ck_submission_asked_while_it_awaits_the_centre"), "submission")
    op.drop_constraint(op.f("fk_submission_asked_by_user_account"), "submission")
    op.drop_column("submission", "reminded_at")
    op.drop_column("submission", "asked_by")
    op.drop_column("submission", "asked_at")
