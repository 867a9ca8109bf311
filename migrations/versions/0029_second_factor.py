"""Sessions that end here, second factors, and resets by two people. Whoever was signed in signs in once more."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

KINDS = (
    "handed_in", "waits_for_centre", "centre_approved", "centre_refused", "taken_up", "returned", "decided",
    "minuted", "announced", "reopened", "minutes_issued", "period_opened", "period_extended", "correction_opened",
    "deadline_near", "correction_ends", "centre_reminded", "approval_near", "advice_given", "advice_answered",
)  # fmt: skip
TOPICS = ("steps", "minutes", "periods", "deadlines")
TABLES = ("factor_reset", "passkey", "recovery_code", "authenticator_app", "sign_in")


def allow(table: str, column: str, name: str, words: tuple[str, ...]) -> None:
    """What somebody may be told, and what they may wish to be mailed."""
    quoted = ", ".join(repr(word) for word in words)
    op.drop_constraint(op.f(f"ck_{table}_{name}"), table, type_="check")
    op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, f"{column} IN ({quoted})")


def create(table: str, *parts: sa.Column[object] | sa.Constraint, people: tuple[str, ...] = ("user_id",)) -> None:
    """A stamped table with these columns that name accounts."""
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        *parts,
        *(
            sa.ForeignKeyConstraint([own], ["user_account.id"], name=op.f(f"fk_{table}_{own}_user_account"))
            for own in people
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def moment(name: str, *, given: bool = False) -> sa.Column[object]:
    """A point in time of the machine; ``given``: it is known from the beginning."""
    default = sa.text("clock_timestamp()") if given else None
    return sa.Column(name, sa.DateTime(timezone=True), server_default=default, nullable=not given)


def user(name: str = "user_id", *, later: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=later)


def words(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def upgrade() -> None:
    strength = sa.Enum("half", "full", name="strength", native_enum=False, create_constraint=True, length=24)
    create(
        "sign_in",
        user(),
        sa.Column("strength", strength, nullable=False),
        *(moment(name, given=True) for name in ("started_at", "seen_at", "proved_at")),
        moment("ended_at"),
        *words("device", "device_digest", "address"),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
    )
    op.create_index("ix_sign_in_user", "sign_in", ["user_id", "started_at"])
    _create_factors()
    _create_resets()
    op.add_column("notice", sa.Column("mail_to", sa.String(), nullable=True))
    allow("notice", "kind", "noticekind", (*KINDS, "account_changed"))
    allow("mail_wish", "topic", "topic", (*TOPICS, "security"))


def _create_factors() -> None:
    create(
        "authenticator_app",
        user(),
        sa.Column("sign_in_id", sa.Uuid(), nullable=True),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        moment("confirmed_at"),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sign_in_id"],
            ["sign_in.id"],
            name=op.f("fk_authenticator_app_sign_in_id_sign_in"),
            ondelete="SET NULL",
        ),
    )
    op.create_index("ix_authenticator_app_user", "authenticator_app", ["user_id"])
    confirmed = sa.text("confirmed_at IS NOT NULL")
    op.create_index(
        "uq_authenticator_app_in_use", "authenticator_app", ["user_id"], unique=True, postgresql_where=confirmed
    )
    create("recovery_code", user(), *words("digest"), moment("used_at"))
    create(
        "passkey",
        user(),
        *words("name"),
        sa.Column("credential", sa.LargeBinary(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        moment("used_at"),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    for table in ("recovery_code", "passkey"):
        op.create_index(op.f(f"ix_{table}_user_id"), table, ["user_id"])


def _create_resets() -> None:
    create(
        "factor_reset",
        user(),
        user("asked_by"),
        *words("reason"),
        user("answered_by", later=True),
        moment("answered_at"),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_factor_reset_says_why")),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by IS NULL) AND (answered_at IS NULL) = (agreed IS NULL)",
            name=op.f("ck_factor_reset_answered_whole"),
        ),
        sa.CheckConstraint(
            "asked_by <> user_id AND (agreed IS NOT TRUE OR (answered_by <> asked_by AND answered_by <> user_id))",
            name=op.f("ck_factor_reset_two_people"),
        ),
        people=("user_id", "asked_by", "answered_by"),
    )
    waits = sa.text("answered_at IS NULL")
    op.create_index("uq_factor_reset_open", "factor_reset", ["user_id"], unique=True, postgresql_where=waits)


def downgrade() -> None:
    op.drop_column("notice", "mail_to")
    for table in TABLES:
        op.drop_table(table)
    notice = sa.table("notice", sa.column("kind"))
    op.execute(notice.delete().where(notice.c.kind == "account_changed"))
    wish = sa.table("mail_wish", sa.column("topic"))
    op.execute(wish.delete().where(wish.c.topic == "security"))
    allow("mail_wish", "topic", "topic", TOPICS)
    allow("notice", "kind", "noticekind", KINDS)
