"""A window may be open on some weekdays and hours only, a correction round has its letter, and letters are kept."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

COLUMNS = (
    ("weekdays", ARRAY(sa.SmallInteger()), "{1,2,3,4,5,6,7}"),
    ("from_time", sa.Time(), "00:00"),
    ("until_time", sa.Time(), "23:59:59.999999"),
    ("letter_number", sa.String(), ""),
    ("reason", sa.String(), ""),
)
CHECKS = {
    "ends_after_it_begins": "until_time > from_time",
    "days_of_a_week": "weekdays <@ ARRAY[1, 2, 3, 4, 5, 6, 7]::smallint[] AND weekdays <> '{}'",
    "a_letter_has_its_date": "(letter_number = '') = (letter_date IS NULL)",
}


def upgrade() -> None:
    op.add_column("period", sa.Column("letter_digest", sa.String(), nullable=True))
    op.add_column("period_window", sa.Column("letter_date", sa.Date(), nullable=True))
    for name, kind, before in COLUMNS:
        op.add_column("period_window", sa.Column(name, kind, server_default=before, nullable=False))
        op.alter_column("period_window", name, server_default=None)
    for name, condition in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_period_window_{name}"), "period_window", condition)


def downgrade() -> None:
    for name in CHECKS:
        op.drop_constraint(op.f(f"ck_period_window_{name}"), "period_window")
    for name, _, _ in COLUMNS:
        op.drop_column("period_window", name)
    op.drop_column("period_window", "letter_date")
    op.drop_column("period", "letter_digest")
