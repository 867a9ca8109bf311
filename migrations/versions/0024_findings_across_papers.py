"""Findings that hold an SK against other papers, and a name by which a person is looked for on other boards."""

import sqlalchemy as sa
from alembic import op

from sipol.names import core

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

FIELDS = (
    "number", "issued_on", "period", "name", "position", "missing", "extra", "scan", "slot", "legible", "signed",
)  # fmt: skip
NEW_FIELDS = ("issuer", "signatory", "succession", "two_parties", "two_posts", "membership")
AGAINST = ("paper", "in_force")
NEW_AGAINST = ("issuer", "members", "boards", "rule")
PIECE = 1_000
COLUMNS = (("id", sa.Uuid()), ("name", sa.Text()), ("name_core", sa.Text()))

OFFICER = sa.table(
    "officer", sa.column("id", sa.Uuid()), sa.column("name", sa.Text()), sa.column("name_core", sa.Text())
)
NAMED = sa.update(OFFICER).where(OFFICER.c.id == sa.bindparam("officer_id")).values(name_core=sa.bindparam("core"))


def _allow(column: str, words: tuple[str, ...]) -> None:
    op.drop_constraint(op.f(f"ck_finding_{column}"), "finding", type_="check")
    op.create_check_constraint(op.f(f"ck_finding_{column}"), "finding", sa.column(column).in_(words))


def upgrade() -> None:
    _allow("field", FIELDS + NEW_FIELDS)
    _allow("against", AGAINST + NEW_AGAINST)
    op.add_column("finding", sa.Column("other_decree_id", sa.Uuid(), nullable=True))
    op.add_column("finding", sa.Column("other_order", sa.Integer(), nullable=True))
    op.create_foreign_key(op.f("fk_finding_other_decree_id_decree"), "finding", "decree", ["other_decree_id"], ["id"])
    op.add_column("decree", sa.Column("office_address", sa.String(), nullable=False, server_default=""))
    op.alter_column("decree", "office_address", server_default=None)
    op.add_column("officer", sa.Column("name_core", sa.String(), nullable=False, server_default=""))
    op.alter_column("officer", "name_core", server_default=None)
    _name_everybody()
    for name, column in (("ix_officer_name_core", "name_core"), ("ix_officer_card", "card_number")):
        op.create_index(name, "officer", [column], postgresql_where=sa.column(column) != "")


def _name_everybody() -> None:
    connection = op.get_bind()
    people = connection.execute(sa.select(OFFICER.c.id, OFFICER.c.name)).partitions(PIECE)
    for piece in list(people):
        connection.execute(NAMED, [{"officer_id": key, "core": core(name)} for key, name in piece])


def downgrade() -> None:
    for name in ("ix_officer_card", "ix_officer_name_core"):
        op.drop_index(name, table_name="officer")
    op.drop_column("officer", "name_core")
    op.drop_column("decree", "office_address")
    # The register before this step knows no such findings; the checks raise them again on the way up.
    finding = sa.table("finding", sa.column("field"))
    op.execute(finding.delete().where(finding.c.field.in_(NEW_FIELDS)))
    op.drop_constraint(op.f("fk_finding_other_decree_id_decree"), "finding", type_="foreignkey")
    op.drop_column("finding", "other_order")
    op.drop_column("finding", "other_decree_id")
    _allow("against", AGAINST)
    _allow("field", FIELDS)
