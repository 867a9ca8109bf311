"""Samples of members, the visits to them, and two more kinds of paper."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

PAPERS = ("minutes", "receipt")


def words(kind: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*kind, name=name, native_enum=False, create_constraint=True, length=24)


def stamped() -> tuple[sa.Column[object], sa.Column[object]]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
    )


def upgrade() -> None:
    _papers((*PAPERS, "visits", "invitation"))
    op.create_table(
        "sample",
        *stamped(),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("frame", ARRAY(sa.Uuid()), nullable=False),
        sa.Column("strata", ARRAY(sa.Text()), nullable=False),
        sa.Column("stratified", sa.Boolean(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("drawn_by", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.CheckConstraint("(serial = 1) = (reason = '')", name=op.f("ck_sample_a_later_draw_has_a_reason")),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_sample_submission_id_submission")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_sample_unit_id_unit")),
        sa.ForeignKeyConstraint(["drawn_by"], ["user_account.id"], name=op.f("fk_sample_drawn_by_user_account")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_sample_party_id_party")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_sample_region_code_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample")),
        sa.UniqueConstraint("submission_id", "serial", name=op.f("uq_sample_submission_id")),
    )
    op.create_index(op.f("ix_sample_party_id"), "sample", ["party_id"])
    op.create_index(op.f("ix_sample_region_code"), "sample", ["region_code"])
    op.create_table(
        "sampled_member",
        *stamped(),
        sa.Column("sample_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("instead_of", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(instead_of IS NULL) = (reason = '')", name=op.f("ck_sampled_member_a_replacement_has_a_reason")
        ),
        sa.ForeignKeyConstraint(["sample_id"], ["sample.id"], name=op.f("fk_sampled_member_sample_id_sample")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_sampled_member_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sampled_member")),
        sa.UniqueConstraint("sample_id", "place", name="uq_sampled_member_place"),
        sa.UniqueConstraint("sample_id", "number", name="uq_sampled_member_number"),
        sa.UniqueConstraint("sample_id", "instead_of", name="uq_sampled_member_instead_of"),
    )
    op.create_table(
        "visit",
        *stamped(),
        sa.Column("sampled_id", sa.Uuid(), nullable=False),
        sa.Column("kind", words(("home", "gathered", "video"), "visitkind"), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("result", words(("confirmed", "denied", "not_met"), "visitresult"), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("visited_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["sampled_id"], ["sampled_member.id"], name=op.f("fk_visit_sampled_id_sampled_member")),
        sa.ForeignKeyConstraint(["visited_by"], ["user_account.id"], name=op.f("fk_visit_visited_by_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("sampled_id", "kind", name=op.f("uq_visit_sampled_id")),
    )


def downgrade() -> None:
    op.drop_table("visit")
    op.drop_table("sampled_member")
    op.drop_table("sample")
    op.execute("DELETE FROM paper WHERE kind IN ('visits', 'invitation')")
    _papers(PAPERS)


def _papers(kinds: tuple[str, ...]) -> None:
    quoted = ", ".join(f"'{kind}'" for kind in kinds)
    op.drop_constraint(op.f("ck_paper_paperkind"), "paper", type_="check")
    op.create_check_constraint(op.f("ck_paper_paperkind"), "paper", f"kind IN ({quoted})")
