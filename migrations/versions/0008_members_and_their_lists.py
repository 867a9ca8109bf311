"""Members, the lists they come with, and the rows that wait outside."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "member_list",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("columns", ARRAY(sa.Text()), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("sent_by", sa.Uuid(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "waiting",
                "checked",
                "confirmed",
                "undone",
                "failed",
                name="liststage",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("clean", sa.Integer(), nullable=False),
        sa.Column("noted", sa.Integer(), nullable=False),
        sa.Column("blocked", sa.Integer(), nullable=False),
        sa.Column("failure", sa.String(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(stage = 'failed') = (failure IS NOT NULL)", name=op.f("ck_member_list_failure_when_failed")
        ),
        sa.CheckConstraint(
            "(stage IN ('confirmed', 'undone')) = (settled_at IS NOT NULL)",
            name=op.f("ck_member_list_dated_when_settled"),
        ),
        sa.CheckConstraint("rows = clean + noted + blocked", name=op.f("ck_member_list_every_row_is_counted_once")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_member_list_party_id_party")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_member_list_region_code_region")),
        sa.ForeignKeyConstraint(["sent_by"], ["user_account.id"], name=op.f("fk_member_list_sent_by_user_account")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_member_list_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_list")),
        sa.UniqueConstraint("unit_id", "digest", name=op.f("uq_member_list_unit_id")),
    )
    op.create_index(op.f("ix_member_list_party_id"), "member_list", ["party_id"], unique=False)
    op.create_index(op.f("ix_member_list_region_code"), "member_list", ["region_code"], unique=False)
    op.create_table(
        "blocked_row",
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("written", sa.LargeBinary(), nullable=False),
        sa.Column("codes", ARRAY(sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"], ["member_list.id"], name=op.f("fk_blocked_row_list_id_member_list"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("list_id", "row", name=op.f("pk_blocked_row")),
    )
    op.create_table(
        "member",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("list_id", sa.Uuid(), nullable=True),
        sa.Column("list_row", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "pending",
                "unchecked",
                "met",
                "incomplete",
                "not_met",
                "removed",
                name="memberstatus",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("nik", sa.LargeBinary(), nullable=False),
        sa.Column("nik_hash", sa.LargeBinary(), nullable=False),
        sa.Column("person_hash", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.Text(collation="C"), nullable=False),
        sa.Column(
            "sex",
            sa.Enum("male", "female", name="sex", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column("birth_place", sa.String(), nullable=False),
        sa.Column("born", sa.LargeBinary(), nullable=False),
        sa.Column("married", sa.Boolean(), nullable=True),
        sa.Column("occupation", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("card_number", sa.String(), nullable=False),
        sa.Column("codes", ARRAY(sa.Text()), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.CheckConstraint("(list_id IS NULL) = (list_row IS NULL)", name=op.f("ck_member_of_a_list_with_its_row")),
        sa.ForeignKeyConstraint(["list_id"], ["member_list.id"], name=op.f("fk_member_list_id_member_list")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_member_party_id_party")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_member_region_code_region")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_member_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sa.UniqueConstraint("list_id", "list_row", name=op.f("uq_member_list_id")),
    )
    op.create_index(
        "ix_member_name",
        "member",
        ["unit_id", "name_key"],
        unique=False,
        postgresql_where=sa.text("status <> 'pending'"),
    )
    op.create_index(op.f("ix_member_nik_hash"), "member", ["nik_hash"], unique=False)
    op.create_index(op.f("ix_member_party_id"), "member", ["party_id"], unique=False)
    op.create_index(op.f("ix_member_region_code"), "member", ["region_code"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_member_region_code"), table_name="member")
    op.drop_index(op.f("ix_member_party_id"), table_name="member")
    op.drop_index(op.f("ix_member_nik_hash"), table_name="member")
    op.drop_index("ix_member_name", table_name="member", postgresql_where=sa.text("status <> 'pending'"))
    op.drop_table("member")
    op.drop_table("blocked_row")
    op.drop_index(op.f("ix_member_list_region_code"), table_name="member_list")
    op.drop_index(op.f("ix_member_list_party_id"), table_name="member_list")
    op.drop_table("member_list")
