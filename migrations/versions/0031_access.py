"""Who asks for an account, who is invited, in what capacity people act for a party, and why accounts were closed."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

KINDS = ("access_asked", "account_dormant", "work_handed_over")
TOPICS = ("accounts",)
CAPACITIES = "capacity IN ('liaison', 'board', 'operator')"


def allowed(name: str) -> set[str]:
    """The words a constraint allows now."""
    told = op.get_bind().scalar(
        sa.text("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = :name"), {"name": name}
    )
    return set(re.findall(r"'([a-z_]+)'", str(told)))


def allow(table: str, column: str, name: str, words: set[str]) -> None:
    quoted = ", ".join(repr(word) for word in sorted(words))
    op.drop_constraint(op.f(name), table, type_="check")
    op.create_check_constraint(op.f(name), table, f"{column} IN ({quoted})")


def upgrade() -> None:
    kind, topic = ("notice", "kind", "ck_notice_noticekind"), ("mail_wish", "topic", "ck_mail_wish_topic")
    allow(*kind, allowed(kind[-1]) | set(KINDS))
    allow(*topic, allowed(topic[-1]) | set(TOPICS))
    _widen_accounts()
    _create_requests()
    _create_invitations()


def _widen_accounts() -> None:
    op.add_column("user_account", sa.Column("capacity", sa.String(length=24), nullable=True))
    for column in ("closed_at", "reopened_at", "dormancy_told_at"):
        op.add_column("user_account", sa.Column(column, sa.DateTime(timezone=True), nullable=True))
    op.add_column("user_account", sa.Column("closed_because", sa.String(length=24), nullable=True))
    # Whoever acted for a party until now could hand in, and goes on.
    op.execute("UPDATE user_account SET capacity = 'liaison' WHERE party_id IS NOT NULL")
    for name, condition in (
        ("capacity", CAPACITIES),
        ("closure", "closed_because IN ('left', 'dormant')"),
        ("party_people_have_a_capacity", "(party_id IS NULL) = (capacity IS NULL)"),
        (
            "dated_and_out_of_use_when_closed",
            "(closed_at IS NULL) = (closed_because IS NULL) AND (closed_at IS NULL OR NOT active)",
        ),
    ):
        op.create_check_constraint(op.f(f"ck_user_account_{name}"), "user_account", condition)


def _appointed() -> list[sa.Column[object]]:
    words = ("name", "email", "position", "letter_number", "letter_digest")
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        *(sa.Column(word, sa.String(), nullable=False) for word in words),
        sa.Column("letter_date", sa.Date(), nullable=False),
    ]


def _points_to(table: str, column: str, other: str, key: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}_{other}"))


def _create_requests() -> None:
    op.create_table(
        "access_request",
        *_appointed(),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("refusal", sa.String(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settled_by IS NULL) AND (settled_at IS NULL) = (granted IS NULL)",
            name=op.f("ck_access_request_dated_and_signed_when_settled"),
        ),
        sa.CheckConstraint(
            "granted IS NOT FALSE OR refusal <> ''", name=op.f("ck_access_request_who_refuses_says_why")
        ),
        _points_to("access_request", "settled_by", "user_account"),
        _points_to("access_request", "party_id", "party"),
        _points_to("access_request", "region_code", "region", "code"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_request")),
    )
    for column in ("party_id", "region_code"):
        op.create_index(op.f(f"ix_access_request_{column}"), "access_request", [column])
    still_open = sa.text("settled_at IS NULL")
    op.create_index(
        "ix_access_request_open", "access_request", ["party_id", "region_code"], postgresql_where=still_open
    )
    op.create_table(
        "access_knock",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column("address_digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_knock")),
    )
    op.create_index("ix_access_knock_address", "access_knock", ["address_digest", "created_at"])


def _create_invitations() -> None:
    op.create_table(
        "invitation",
        *_appointed(),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("capacity", sa.String(length=24), nullable=True),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=True),
        sa.Column("invited_by", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=True),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mail_failure", sa.String(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Uuid(), nullable=True),
        *_promises_of_invitations(),
        _points_to("invitation", "party_id", "party"),
        _points_to("invitation", "region_code", "region", "code"),
        _points_to("invitation", "request_id", "access_request"),
        *(_points_to("invitation", column, "user_account") for column in ("invited_by", "user_id", "revoked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        *(
            sa.UniqueConstraint(column, name=op.f(f"uq_invitation_{column}"))
            for column in ("request_id", "token_hash", "user_id")
        ),
    )
    for column in ("party_id", "region_code"):
        op.create_index(op.f(f"ix_invitation_{column}"), "invitation", [column])


def _promises_of_invitations() -> list[sa.CheckConstraint]:
    told = {
        "role": "role IN ('centre', 'liaison', 'verifier', 'head', 'supervisor', 'admin')",
        "capacity": CAPACITIES,
        "party_people_have_a_party_and_a_capacity": (
            "(role IN ('centre', 'liaison')) = (party_id IS NOT NULL) AND (party_id IS NULL) = (capacity IS NULL)"
        ),
        "a_link_that_was_mailed_ends": (
            "(mailed_at IS NULL) = (token_hash IS NULL) AND (mailed_at IS NULL) = (expires_at IS NULL)"
        ),
        "whoever_accepts_has_an_account": "(accepted_at IS NULL) = (user_id IS NULL)",
        "dated_and_signed_when_revoked": "(revoked_at IS NULL) = (revoked_by IS NULL)",
        "accepted_or_revoked": "accepted_at IS NULL OR revoked_at IS NULL",
    }
    return [sa.CheckConstraint(rule, name=op.f(f"ck_invitation_{name}")) for name, rule in told.items()]


def downgrade() -> None:
    for table in ("invitation", "access_knock", "access_request"):
        op.drop_table(table)
    for name in ("dated_and_out_of_use_when_closed", "party_people_have_a_capacity", "closure", "capacity"):
        op.drop_constraint(op.f(f"ck_user_account_{name}"), "user_account")
    for column in ("closed_because", "dormancy_told_at", "reopened_at", "closed_at", "capacity"):
        op.drop_column("user_account", column)
    _take_back("notice", "kind", "ck_notice_noticekind", KINDS)
    _take_back("mail_wish", "topic", "ck_mail_wish_topic", TOPICS)


def _take_back(table: str, column: str, name: str, words: tuple[str, ...]) -> None:
    there = sa.table(table, sa.column(column))
    op.execute(sa.delete(there).where(there.c[column].in_(words)))
    allow(table, column, name, allowed(name) - set(words))
