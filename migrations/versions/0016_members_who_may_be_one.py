"""Members with different NIK who may be one person; indexes that the pages follow in a register of millions.

``birth_hash`` is empty for members who came in before: they are found by the nationwide pass, which reads dates.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

NOTED = "status <> 'pending' AND cardinality(codes) > 0"
INDEXES = (
    ("ix_member_name", ["unit_id", "name_key", "id"], "status <> 'pending'"),
    ("ix_member_noted", ["unit_id", "name_key", "id"], NOTED),
    ("ix_member_noted_anywhere", ["name_key", "id"], NOTED),
)


def upgrade() -> None:
    op.add_column("member", sa.Column("birth_hash", sa.LargeBinary(), nullable=True))
    op.create_index("ix_member_birth_hash", "member", ["birth_hash"])
    op.drop_index("ix_member_name", table_name="member")
    for name, columns, condition in INDEXES:
        op.create_index(name, "member", columns, postgresql_where=sa.text(condition))
    op.create_table(
        "likeness",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column("one_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "nearby", "nationwide", name="likenesssource", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("told_apart_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_apart_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_likeness_a_pair_is_kept_once")),
        sa.CheckConstraint(
            "(told_apart_at IS NULL) = (told_apart_by IS NULL)", name=op.f("ck_likeness_signed_when_told_apart")
        ),
        sa.ForeignKeyConstraint(["one_id"], ["member.id"], name=op.f("fk_likeness_one_id_member"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["other_id"], ["member.id"], name=op.f("fk_likeness_other_id_member"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["told_apart_by"], ["user_account.id"], name=op.f("fk_likeness_told_apart_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_likeness")),
        sa.UniqueConstraint("one_id", "other_id", name=op.f("uq_likeness_one_id")),
    )
    op.create_index("ix_likeness_other_id", "likeness", ["other_id"])


def downgrade() -> None:
    op.drop_index("ix_likeness_other_id", table_name="likeness")
    op.drop_table("likeness")
    op.drop_index("ix_member_birth_hash", table_name="member")
    op.drop_column("member", "birth_hash")
    for name, _, _ in INDEXES:
        op.drop_index(name, table_name="member")
    op.create_index(
        "ix_member_name", "member", ["unit_id", "name_key"], postgresql_where=sa.text("status <> 'pending'")
    )
