"""Who is to sign a frozen Berita Acara, and what they did. A commissioner may have an account to sign with.

A Berita Acara that is there already waits for its signatures: the register never knew who signed it. Who declined
at the plenary stands on its sheet and is taken over.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

KINDS = (
    "minutes", "receipt", "visits", "invitation", "office_visit", "recap", "announcement", "plenary", "reminder",
)  # fmt: skip

TAKE_OVER = """
INSERT INTO signature
    (id, minutes_id, party_id, region_code, commissioner_id, "order", name, post,
     answer, reason, way, settled_at, settled_by)
SELECT gen_random_uuid(), minutes.id, minutes.party_id, minutes.region_code, commissioner.id, signer.place,
    signer.told ->> 'name', signer.told ->> 'post',
    CASE WHEN signer.told ->> 'declined' <> '' THEN 'declined' END,
    coalesce(signer.told ->> 'declined', ''),
    CASE WHEN signer.told ->> 'declined' <> '' THEN 'at_plenary' END,
    CASE WHEN signer.told ->> 'declined' <> '' THEN minutes.issued_at END,
    CASE WHEN signer.told ->> 'declined' <> '' THEN minutes.issued_by END
FROM minutes
JOIN paper ON paper.id = minutes.paper_id
CROSS JOIN LATERAL jsonb_array_elements(paper.sheet -> 'signers') WITH ORDINALITY AS signer (told, place)
JOIN commission ON commission.region_code = minutes.region_code
LEFT JOIN commissioner ON commissioner.commission_id = commission.id
    AND commissioner."order" = signer.place AND commissioner.name = signer.told ->> 'name'
"""


def allow(kinds: tuple[str, ...]) -> None:
    """What a paper may be."""
    quoted = ", ".join(repr(kind) for kind in kinds)
    op.drop_constraint(op.f("ck_paper_paperkind"), "paper", type_="check")
    op.create_check_constraint(op.f("ck_paper_paperkind"), "paper", f"kind IN ({quoted})")


def _word(*words: str, name: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    op.add_column("commissioner", sa.Column("user_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_commissioner_user_id_user_account"), "commissioner", "user_account", ["user_id"], ["id"]
    )
    op.create_unique_constraint(op.f("uq_commissioner_user_id"), "commissioner", ["user_id"])
    op.create_table(
        "signature",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("commissioner_id", sa.Uuid(), nullable=True),
        sa.Column("order", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("answer", _word("signed", "declined", "absent", name="signeranswer"), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("way", _word("at_plenary", "own_account", "from_paper", name="signingway"), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(answer IS NULL) = (settled_at IS NULL) AND (answer IS NULL) = (settled_by IS NULL) "
            "AND (answer IS NULL) = (way IS NULL)",
            name=op.f("ck_signature_dated_and_known_when_settled"),
        ),
        sa.CheckConstraint(
            "(answer IS NOT DISTINCT FROM 'signed') = (signed_on IS NOT NULL)",
            name=op.f("ck_signature_a_signature_has_a_day"),
        ),
        sa.CheckConstraint(
            "answer IS DISTINCT FROM 'declined' OR reason <> ''", name=op.f("ck_signature_who_declines_says_why")
        ),
        sa.CheckConstraint(
            "reason = '' OR (answer IS NOT NULL AND answer <> 'signed')",
            name=op.f("ck_signature_who_signs_gives_no_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["commissioner_id"], ["commissioner.id"], name=op.f("fk_signature_commissioner_id_commissioner")
        ),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_signature_minutes_id_minutes")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_signature_party_id_party")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_signature_region_code_region")),
        sa.ForeignKeyConstraint(["settled_by"], ["user_account.id"], name=op.f("fk_signature_settled_by_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
        sa.UniqueConstraint("minutes_id", "order", name=op.f("uq_signature_minutes_id")),
    )
    op.create_index(op.f("ix_signature_party_id"), "signature", ["party_id"])
    op.create_index(op.f("ix_signature_region_code"), "signature", ["region_code"])
    op.execute(TAKE_OVER)
    allow((*KINDS, "signatures"))


def downgrade() -> None:
    op.drop_table("signature")
    op.drop_constraint(op.f("uq_commissioner_user_id"), "commissioner")
    op.drop_constraint(op.f("fk_commissioner_user_id_user_account"), "commissioner")
    op.drop_column("commissioner", "user_id")
    op.execute("DELETE FROM paper WHERE kind = 'signatures'")
    allow(KINDS)
