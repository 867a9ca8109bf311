"""The permanent office of a unit: where it is, by what right, its papers and photographs, and what KPU found there."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

KINDS = ("minutes", "receipt", "visits", "invitation")
NEEDED = "no_change OR subject <> 'office' OR office_id IS NOT NULL"


def allow(kinds: tuple[str, ...]) -> None:
    """What a paper may be."""
    quoted = ", ".join(repr(kind) for kind in kinds)
    op.drop_constraint(op.f("ck_paper_paperkind"), "paper", type_="check")
    op.create_check_constraint(op.f("ck_paper_paperkind"), "paper", f"kind IN ({quoted})")


def upgrade() -> None:
    op.create_table(
        "office",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column(
            "standing",
            sa.Enum(
                "draft",
                "in_force",
                "replaced",
                "turned_down",
                name="standing",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("address_key", sa.String(), nullable=False),
        sa.Column("district_code", sa.String(), nullable=True),
        sa.Column("village", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column(
            "tenure",
            sa.Enum("own", "rent", "loan", name="tenure", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("letter_number", sa.String(), nullable=False),
        sa.Column("letter_date", sa.Date(), nullable=True),
        sa.Column("in_force_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("in_force_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(standing = 'replaced') = (in_force_until IS NOT NULL)", name=op.f("ck_office_ended_when_replaced")
        ),
        sa.CheckConstraint(
            "(standing IN ('in_force', 'replaced')) = (in_force_from IS NOT NULL)",
            name=op.f("ck_office_dated_when_in_force"),
        ),
        sa.CheckConstraint(
            "standing IN ('draft', 'turned_down') OR (address <> '' AND district_code IS NOT NULL)",
            name=op.f("ck_office_somewhere_when_in_force"),
        ),
        sa.CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name=op.f("ck_office_a_point_has_two_figures")),
        sa.ForeignKeyConstraint(["district_code"], ["region.code"], name=op.f("fk_office_district_code_region")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_office_party_id_party")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_office_region_code_region")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_office_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
    )
    op.create_index(op.f("ix_office_party_id"), "office", ["party_id"], unique=False)
    op.create_index(op.f("ix_office_region_code"), "office", ["region_code"], unique=False)
    op.create_index(op.f("ix_office_unit_id"), "office", ["unit_id"], unique=False)
    op.create_index(
        "uq_office_one_in_force_per_unit",
        "office",
        ["unit_id"],
        unique=True,
        postgresql_where=sa.text("standing = 'in_force'"),
    )
    op.create_table(
        "office_visit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column(
            "result",
            sa.Enum(
                "found",
                "differs",
                "not_found",
                name="officevisitresult",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("visited_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_office_visit_office_id_office")),
        sa.ForeignKeyConstraint(
            ["visited_by"], ["user_account.id"], name=op.f("fk_office_visit_visited_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_visit")),
    )
    op.create_index(op.f("ix_office_visit_office_id"), "office_visit", ["office_id"], unique=False)
    op.create_table(
        "office_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column("office_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "letter",
                "proof",
                "building",
                "board",
                "visit",
                name="officefilekind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("is_pdf", sa.Boolean(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "sight",
            sa.Enum(
                "clear", "small", "dark", "blank", name="sight", native_enum=False, create_constraint=True, length=24
            ),
            nullable=True,
        ),
        sa.Column("lines", sa.String(), nullable=True),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("received_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(kind = 'visit') = (visit_id IS NOT NULL)", name=op.f("ck_office_file_of_a_visit")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_office_file_office_id_office")),
        sa.ForeignKeyConstraint(
            ["received_by"], ["user_account.id"], name=op.f("fk_office_file_received_by_user_account")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["office_visit.id"], name=op.f("fk_office_file_visit_id_office_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_file")),
        sa.UniqueConstraint("office_id", "kind", "digest", name=op.f("uq_office_file_office_id")),
    )
    op.add_column("submission", sa.Column("office_id", sa.Uuid(), nullable=True))
    op.create_unique_constraint(op.f("uq_submission_office_id"), "submission", ["office_id"])
    op.create_foreign_key(op.f("fk_submission_office_id_office"), "submission", "office", ["office_id"], ["id"])
    op.create_check_constraint(op.f("ck_submission_an_office_or_no_change"), "submission", NEEDED)
    allow((*KINDS, "office_visit"))


def downgrade() -> None:
    op.execute("DELETE FROM paper WHERE kind = 'office_visit'")
    allow(KINDS)
    op.execute("DELETE FROM decision WHERE submission_id IN (SELECT id FROM submission WHERE subject = 'office')")
    op.execute("DELETE FROM submission WHERE subject = 'office'")
    op.drop_constraint(op.f("ck_submission_an_office_or_no_change"), "submission", type_="check")
    op.drop_constraint(op.f("fk_submission_office_id_office"), "submission", type_="foreignkey")
    op.drop_constraint(op.f("uq_submission_office_id"), "submission", type_="unique")
    op.drop_column("submission", "office_id")
    for table in ("office_file", "office_visit", "office"):
        op.drop_table(table)
