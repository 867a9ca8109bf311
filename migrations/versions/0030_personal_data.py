"""Who was shown personal data, one row for each page, picture or file; and when personal data were erased."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

ERASED = ("member", "member_list")
MEDIA = ("page", "picture", "file")
REASONS = ("match", "duplicate", "objection", "correct", "report", "other")


def worded(column: str, name: str, words: tuple[str, ...]) -> sa.CheckConstraint:
    quoted = ", ".join(repr(word) for word in words)
    return sa.CheckConstraint(f"{column} IN ({quoted})", name=op.f(f"ck_disclosure_{name}"))


def upgrade() -> None:
    op.create_table(
        "disclosure",
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column("viewer_id", sa.Uuid(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("medium", sa.String(length=24), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("people", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        worded("medium", "medium", MEDIA),
        worded("reason", "seeingreason", REASONS),
        sa.CheckConstraint("NOT whole OR reason IS NOT NULL", name=op.f("ck_disclosure_a_whole_nik_has_a_reason")),
        sa.CheckConstraint("rows >= cardinality(people)", name=op.f("ck_disclosure_counts_whom_it_names")),
        sa.ForeignKeyConstraint(["viewer_id"], ["user_account.id"], name=op.f("fk_disclosure_viewer_id_user_account")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_disclosure")),
    )
    op.create_index("ix_disclosure_at", "disclosure", ["at"])
    op.create_index("ix_disclosure_viewer", "disclosure", ["viewer_id", "at"])
    op.create_index("ix_disclosure_subject", "disclosure", ["subject_id", "at"])
    op.create_index("ix_disclosure_people", "disclosure", ["people"], postgresql_using="gin")
    op.execute(
        "CREATE TRIGGER disclosure_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON disclosure "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()"
    )
    for table in ERASED:
        op.add_column(table, sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for table in ERASED:
        op.drop_column(table, "erased_at")
    op.drop_table("disclosure")
