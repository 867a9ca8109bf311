"""Findings about the whole paper: another party's, not legible, without a stamp."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

CHECK = "ck_finding_field"
FORMER = ("number", "issued_on", "period", "name", "position", "missing", "extra", "scan")
ADDED = ("slot", "legible", "signed")


def _allow(words: tuple[str, ...]) -> None:
    op.drop_constraint(op.f(CHECK), "finding", type_="check")
    op.create_check_constraint(op.f(CHECK), "finding", sa.column("field").in_(words))


def upgrade() -> None:
    _allow(FORMER + ADDED)


def downgrade() -> None:
    # The register before this step knows no such findings; the checks raise them again on the way up.
    finding = sa.table("finding", sa.column("id"), sa.column("field"))
    known = sa.table("known_spelling", sa.column("finding_id"))
    gone = sa.select(finding.c.id).where(finding.c.field.in_(ADDED))
    op.execute(known.delete().where(known.c.finding_id.in_(gone)))
    op.execute(finding.delete().where(finding.c.field.in_(ADDED)))
    _allow(FORMER)
