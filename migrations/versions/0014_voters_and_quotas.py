"""Voter lists as keyed hashes, and KPU's own least number of members per kabupaten/kota."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

STATUSES = ("struck", "voter", "dead", "military", "police")


def _stamps() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
    )


def upgrade() -> None:
    op.create_table(
        "voter_list",
        *_stamps(),
        sa.Column("number", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("kept_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_voter_list_region_code_region")),
        sa.ForeignKeyConstraint(["kept_by"], ["user_account.id"], name=op.f("fk_voter_list_kept_by_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voter_list")),
        sa.UniqueConstraint("number", name=op.f("uq_voter_list_number")),
    )
    op.create_index(op.f("ix_voter_list_region_code"), "voter_list", ["region_code"])
    op.create_table(
        "voter",
        sa.Column("seq", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("list_number", sa.Integer(), nullable=False),
        sa.Column("nik_hash", sa.LargeBinary(), nullable=False),
        sa.Column("person_hash", sa.LargeBinary(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(*STATUSES, name="voterstatus", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["list_number"], ["voter_list.number"], name=op.f("fk_voter_list_number_voter_list")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_voter")),
    )
    op.create_index(op.f("ix_voter_list_number"), "voter", ["list_number"])
    op.create_index(op.f("ix_voter_nik_hash"), "voter", ["nik_hash"])
    op.create_table(
        "member_quota",
        *_stamps(),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=True),
        sa.Column("letter", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("least > 0", name=op.f("ck_member_quota_at_least_one_member")),
        sa.CheckConstraint("letter <> ''", name=op.f("ck_member_quota_by_a_letter")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_member_quota_region_code_region")),
        sa.ForeignKeyConstraint(["set_by"], ["user_account.id"], name=op.f("fk_member_quota_set_by_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_quota")),
        sa.UniqueConstraint("region_code", "valid_from", name=op.f("uq_member_quota_region_code")),
    )
    op.create_index(op.f("ix_member_quota_region_code"), "member_quota", ["region_code"])


def downgrade() -> None:
    op.drop_table("member_quota")
    op.drop_table("voter")
    op.drop_table("voter_list")
