"""A decision is changed by two people, and some are looked at by a second one.

The database holds it too: a decided submission leaves its state only after two people agreed on it since.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reopening",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed", sa.Boolean(), nullable=True),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.CheckConstraint("reason <> '' AND reference <> ''", name=op.f("ck_reopening_has_a_reason_and_a_reference")),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settled_by IS NULL) AND (settled_at IS NULL) = (confirmed IS NULL)",
            name=op.f("ck_reopening_dated_and_signed_when_settled"),
        ),
        sa.CheckConstraint("settled_by <> proposed_by", name=op.f("ck_reopening_two_people")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_reopening_party_id_party")),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["user_account.id"], name=op.f("fk_reopening_proposed_by_user_account")
        ),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_reopening_region_code_region")),
        sa.ForeignKeyConstraint(["settled_by"], ["user_account.id"], name=op.f("fk_reopening_settled_by_user_account")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_reopening_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reopening")),
    )
    op.create_index(op.f("ix_reopening_party_id"), "reopening", ["party_id"], unique=False)
    op.create_index(op.f("ix_reopening_region_code"), "reopening", ["region_code"], unique=False)
    op.create_index(op.f("ix_reopening_submission_id"), "reopening", ["submission_id"], unique=False)
    op.create_index(
        "uq_reopening_one_open_per_submission",
        "reopening",
        ["submission_id"],
        unique=True,
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_table(
        "second_look",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("looked_by", sa.Uuid(), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agrees", sa.Boolean(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.CheckConstraint("agrees IS NOT FALSE OR note <> ''", name=op.f("ck_second_look_who_disagrees_says_why")),
        sa.CheckConstraint(
            "(looked_at IS NULL) = (looked_by IS NULL) AND (looked_at IS NULL) = (agrees IS NULL)",
            name=op.f("ck_second_look_dated_and_signed_when_looked_at"),
        ),
        sa.CheckConstraint("looked_by <> decided_by", name=op.f("ck_second_look_another_looks")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["user_account.id"], name=op.f("fk_second_look_decided_by_user_account")
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_second_look_decision_id_decision")),
        sa.ForeignKeyConstraint(["looked_by"], ["user_account.id"], name=op.f("fk_second_look_looked_by_user_account")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_second_look_party_id_party")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_second_look_region_code_region")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_second_look_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_look")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_second_look_decision_id")),
    )
    op.create_index(op.f("ix_second_look_party_id"), "second_look", ["party_id"], unique=False)
    op.create_index(op.f("ix_second_look_region_code"), "second_look", ["region_code"], unique=False)
    op.create_index(op.f("ix_second_look_submission_id"), "second_look", ["submission_id"], unique=False)
    op.execute(
        """
        CREATE FUNCTION refuse_a_change_by_one() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            -- As many words of two people as there were decisions: one word serves for one change.
            IF OLD.decided_at IS NOT NULL
            AND (NEW.decided_at, NEW.outcome) IS DISTINCT FROM (OLD.decided_at, OLD.outcome)
            AND (SELECT count(*) FROM reopening WHERE submission_id = OLD.id AND confirmed) < (
                SELECT count(*) FROM decision WHERE submission_id = OLD.id AND outcome IN ('met', 'not_met')
            ) THEN
                RAISE integrity_constraint_violation USING MESSAGE = 'a decision is changed by two people';
            END IF;
            RETURN NEW;
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER submission_decided_by_more_than_one BEFORE UPDATE OF state, outcome, decided_at ON submission "
        "FOR EACH ROW EXECUTE FUNCTION refuse_a_change_by_one()"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER submission_decided_by_more_than_one ON submission")
    op.execute("DROP FUNCTION refuse_a_change_by_one()")
    op.drop_table("second_look")
    op.drop_table("reopening")
