"""Papers of an office about a semester: recap, announcement, letters. A paper may be about all parties."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

KINDS = ("minutes", "receipt", "visits", "invitation", "office_visit")
NEW = ("recap", "announcement", "plenary", "reminder")


def allow(kinds: tuple[str, ...]) -> None:
    """What a paper may be."""
    quoted = ", ".join(repr(kind) for kind in kinds)
    op.drop_constraint(op.f("ck_paper_paperkind"), "paper", type_="check")
    op.create_check_constraint(op.f("ck_paper_paperkind"), "paper", f"kind IN ({quoted})")


def upgrade() -> None:
    op.create_table(
        "office_paper",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("paper_id", sa.Uuid(), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["issued_by"], ["user_account.id"], name=op.f("fk_office_paper_issued_by_user_account")
        ),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_office_paper_paper_id_paper")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_office_paper_party_id_party")),
        sa.ForeignKeyConstraint(["period_id"], ["period.id"], name=op.f("fk_office_paper_period_id_period")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_office_paper_region_code_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_paper")),
        sa.UniqueConstraint("paper_id", name=op.f("uq_office_paper_paper_id")),
    )
    op.create_index("ix_office_paper_office", "office_paper", ["region_code", "period_id"])
    op.create_index("ix_office_paper_party_id", "office_paper", ["party_id"])
    op.alter_column("paper", "party_id", nullable=True)
    allow((*KINDS, *NEW))


def downgrade() -> None:
    op.drop_table("office_paper")
    op.execute("DELETE FROM paper WHERE kind IN ('recap', 'announcement', 'plenary', 'reminder')")
    op.alter_column("paper", "party_id", nullable=False)
    allow(KINDS)
