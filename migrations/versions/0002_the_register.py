"""The register"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "period",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("semester", sa.Integer(), nullable=False),
        sa.Column("letter_number", sa.String(), nullable=False),
        sa.Column("letter_date", sa.Date(), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("semester IN (1, 2)", name=op.f("ck_period_two_semesters_a_year")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period")),
        sa.UniqueConstraint("year", "semester", name=op.f("uq_period_year")),
    )
    op.create_table(
        "region",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("parent_code", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "nation",
                "province",
                "regency",
                "district",
                "village",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("kpu_code", sa.String(), nullable=True),
        sa.Column("bps_code", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(code = 'ID') = (parent_code IS NULL)", name=op.f("ck_region_only_the_nation_has_no_parent")
        ),
        sa.CheckConstraint(
            "code = 'ID' OR code ~ '^[0-9]{2}(\\.[0-9]{2}(\\.[0-9]{2}(\\.[0-9]{4})?)?)?$'",
            name=op.f("ck_region_code_is_dotted"),
        ),
        sa.CheckConstraint("valid_until > valid_from", name=op.f("ck_region_ends_after_it_begins")),
        sa.ForeignKeyConstraint(["parent_code"], ["region.code"], name=op.f("fk_region_parent_code_region")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_region")),
    )
    with op.batch_alter_table("region", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_region_parent_code"), ["parent_code"], unique=False)

    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column("login_digest", sa.String(), nullable=False),
        sa.Column("address_digest", sa.String(), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index("ix_sign_in_attempt_address", ["address_digest", "created_at"], unique=False)
        batch_op.create_index("ix_sign_in_attempt_login", ["login_digest", "created_at"], unique=False)

    op.create_table(
        "commission",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("seat", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("minutes_pattern", sa.String(), nullable=False),
        sa.Column("legal_basis", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_commission_region_code_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commission")),
        sa.UniqueConstraint("region_code", name=op.f("uq_commission_region_code")),
    )
    op.create_table(
        "party",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("abbreviation", sa.String(), nullable=False),
        sa.Column("home_region", sa.String(), nullable=False),
        sa.Column("centre_approves", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["home_region"], ["region.code"], name=op.f("fk_party_home_region_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party")),
        sa.UniqueConstraint("abbreviation", name=op.f("uq_party_abbreviation")),
        sa.UniqueConstraint("name", name=op.f("uq_party_name")),
    )
    op.create_table(
        "period_extension",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("letter_number", sa.String(), nullable=False),
        sa.Column("letter_date", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("deadline_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline_after", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "deadline_after > deadline_before", name=op.f("ck_period_extension_moves_the_deadline_back")
        ),
        sa.ForeignKeyConstraint(["period_id"], ["period.id"], name=op.f("fk_period_extension_period_id_period")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period_extension")),
    )
    with op.batch_alter_table("period_extension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_period_extension_period_id"), ["period_id"], unique=False)

    op.create_table(
        "period_window",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_period_window_closes_after_it_opens")),
        sa.ForeignKeyConstraint(["period_id"], ["period.id"], name=op.f("fk_period_window_period_id_period")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period_window")),
    )
    with op.batch_alter_table("period_window", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_period_window_period_id"), ["period_id"], unique=False)

    op.create_table(
        "commissioner",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column("commission_id", sa.Uuid(), nullable=False),
        sa.Column("order", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("post", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commission_id"], ["commission.id"], name=op.f("fk_commissioner_commission_id_commission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commissioner")),
        sa.UniqueConstraint("commission_id", "order", name=op.f("uq_commissioner_commission_id")),
    )
    op.create_table(
        "paper",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("minutes", "receipt", name="paperkind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("sheet", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("file_digest", sa.String(), nullable=True),
        sa.Column("file_size", sa.Integer(), nullable=True),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(file_digest IS NULL) = (file_size IS NULL) AND (file_digest IS NULL) = (printed_at IS NULL)",
            name=op.f("ck_paper_sized_and_dated_when_printed"),
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_paper_party_id_party")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_paper_region_code_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sa.UniqueConstraint("code", name=op.f("uq_paper_code")),
    )
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.create_index("ix_paper_digest", ["digest"], unique=False)
        batch_op.create_index("ix_paper_file_digest", ["file_digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_party_id"), ["party_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_region_code"), ["region_code"], unique=False)
        batch_op.create_index("ix_paper_subject", ["subject_id", "created_at"], unique=False)

    op.create_table(
        "party_label",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "nation",
                "province",
                "regency",
                "district",
                "village",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("short", sa.String(), nullable=False),
        sa.Column(
            "issuer_level",
            sa.Enum(
                "nation",
                "province",
                "regency",
                "district",
                "village",
                name="issuer_level",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_party_label_party_id_party")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_label")),
        sa.UniqueConstraint("party_id", "level", name=op.f("uq_party_label_party_id")),
    )
    op.create_table(
        "party_organ",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("order", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_party_organ_party_id_party")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_organ")),
        sa.UniqueConstraint("party_id", "name", name=op.f("uq_party_organ_party_id")),
    )
    op.create_table(
        "party_post",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("order", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_party_post_party_id_party")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_post")),
        sa.UniqueConstraint("party_id", "name", name=op.f("uq_party_post_party_id")),
    )
    op.create_table(
        "unit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "nation",
                "province",
                "regency",
                "district",
                "village",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.CheckConstraint("level <> 'village'", name=op.f("ck_unit_no_unit_in_a_village")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_unit_party_id_party")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_unit_region_code_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("party_id", "region_code", name=op.f("uq_unit_party_id")),
    )
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_party_id"), ["party_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_unit_region_code"), ["region_code"], unique=False)

    op.create_table(
        "user_account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "centre",
                "liaison",
                "verifier",
                "head",
                "supervisor",
                "admin",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("signed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(role IN ('centre', 'liaison')) = (party_id IS NOT NULL)",
            name=op.f("ck_user_account_party_people_have_a_party"),
        ),
        sa.CheckConstraint("login = lower(login)", name=op.f("ck_user_account_login_is_lower_case")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_user_account_party_id_party")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_user_account_region_code_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("login", name=op.f("uq_user_account_login")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.Column("region_code", sa.String(), nullable=True),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["user_account.id"], name=op.f("fk_audit_entry_actor_id_user_account")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_audit_entry_party_id_party")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_audit_entry_region_code_region")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index("ix_audit_entry_scope", ["region_code", "party_id", "seq"], unique=False)
        batch_op.create_index("ix_audit_entry_subject", ["subject_id", "seq"], unique=False)

    op.create_table(
        "document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("received_by", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.CheckConstraint("digest ~ '^[0-9a-f]{64}$'", name=op.f("ck_document_digest_is_sha256")),
        sa.CheckConstraint("size > 0 AND pages > 0", name=op.f("ck_document_is_not_empty")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_document_party_id_party")),
        sa.ForeignKeyConstraint(
            ["received_by"], ["user_account.id"], name=op.f("fk_document_received_by_user_account")
        ),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_document_region_code_region")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_document_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("unit_id", "digest", name=op.f("uq_document_unit_id")),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_party_id"), ["party_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_document_region_code"), ["region_code"], unique=False)

    op.create_table(
        "minutes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("paper_id", sa.Uuid(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=False),
        sa.Column("amends_id", sa.Uuid(), nullable=True),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["amends_id"], ["minutes.id"], name=op.f("fk_minutes_amends_id_minutes")),
        sa.ForeignKeyConstraint(["issued_by"], ["user_account.id"], name=op.f("fk_minutes_issued_by_user_account")),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_minutes_paper_id_paper")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_minutes_party_id_party")),
        sa.ForeignKeyConstraint(["period_id"], ["period.id"], name=op.f("fk_minutes_period_id_period")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_minutes_region_code_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
        sa.UniqueConstraint("amends_id", name=op.f("uq_minutes_amends_id")),
        sa.UniqueConstraint("paper_id", name=op.f("uq_minutes_paper_id")),
        sa.UniqueConstraint("region_code", "number", name=op.f("uq_minutes_region_code")),
    )
    with op.batch_alter_table("minutes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_minutes_party_id"), ["party_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_minutes_period_id"), ["period_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_minutes_region_code"), ["region_code"], unique=False)
        batch_op.create_index(
            "uq_minutes_one_per_party_and_period",
            ["party_id", "region_code", "period_id"],
            unique=True,
            postgresql_where=sa.text("amends_id IS NULL"),
        )

    op.create_table(
        "decree",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
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
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("issued_in", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("term_start", sa.Integer(), nullable=True),
        sa.Column("term_end", sa.Integer(), nullable=True),
        sa.Column("extended_until", sa.Date(), nullable=True),
        sa.Column("replaces_number", sa.String(), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("signatories", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=True),
        sa.Column("in_force_until", sa.Date(), nullable=True),
        sa.Column("filled", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(standing = 'replaced') = (in_force_until IS NOT NULL)", name=op.f("ck_decree_ended_when_replaced")
        ),
        sa.CheckConstraint(
            "(standing IN ('in_force', 'replaced')) = (in_force_from IS NOT NULL)",
            name=op.f("ck_decree_dated_when_in_force"),
        ),
        sa.CheckConstraint(
            "standing IN ('draft', 'turned_down') OR (number <> '' AND issued_on IS NOT NULL)",
            name=op.f("ck_decree_numbered_and_dated_when_in_force"),
        ),
        sa.CheckConstraint("term_end >= term_start", name=op.f("ck_decree_term_ends_after_it_begins")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_decree_document_id_document")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_decree_party_id_party")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_decree_region_code_region")),
        sa.ForeignKeyConstraint(["replaces_id"], ["decree.id"], name=op.f("fk_decree_replaces_id_decree")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_decree_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decree")),
    )
    with op.batch_alter_table("decree", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decree_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decree_party_id"), ["party_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decree_region_code"), ["region_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_decree_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(
            "uq_decree_one_in_force_per_unit",
            ["unit_id"],
            unique=True,
            postgresql_where=sa.text("standing = 'in_force'"),
        )

    op.create_table(
        "reading",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "waiting", "read", "failed", name="readingstatus", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("failure", sa.String(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(status = 'failed') = (failure IS NOT NULL)", name=op.f("ck_reading_failure_when_failed")),
        sa.CheckConstraint("(status = 'read') = (facts IS NOT NULL)", name=op.f("ck_reading_facts_when_read")),
        sa.CheckConstraint("(status = 'waiting') = (finished_at IS NULL)", name=op.f("ck_reading_dated_when_finished")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_reading_document_id_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
        sa.UniqueConstraint("document_id", "engine", name=op.f("uq_reading_document_id")),
    )
    op.create_table(
        "finding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column("decree_id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column(
            "field",
            sa.Enum(
                "number",
                "issued_on",
                "period",
                "name",
                "position",
                "missing",
                "extra",
                "scan",
                name="field",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "against",
            sa.Enum("paper", "in_force", name="against", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("order", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("stated", sa.String(), nullable=False),
        sa.Column("found", sa.String(), nullable=False),
        sa.Column("difference", sa.String(), nullable=True),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("harmless", sa.Boolean(), nullable=False),
        sa.Column("evidence", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("marks", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("party_note", sa.String(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "alike",
                "fix_data",
                "fix_paper",
                "other_person",
                name="answer",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recalled", sa.Boolean(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_finding_dated_when_answered")),
        sa.CheckConstraint("(answer IS NULL) = (answered_by IS NULL)", name=op.f("ck_finding_signed_when_answered")),
        sa.ForeignKeyConstraint(["answered_by"], ["user_account.id"], name=op.f("fk_finding_answered_by_user_account")),
        sa.ForeignKeyConstraint(["decree_id"], ["decree.id"], name=op.f("fk_finding_decree_id_decree")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_finding_party_id_party")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_finding_region_code_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sa.UniqueConstraint("decree_id", "fingerprint", name=op.f("uq_finding_decree_id")),
    )
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_finding_party_id"), ["party_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_finding_region_code"), ["region_code"], unique=False)

    op.create_table(
        "officer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column("decree_id", sa.Uuid(), nullable=False),
        sa.Column("order", sa.Integer(), nullable=False),
        sa.Column("organ", sa.String(), nullable=False),
        sa.Column("position", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sex", sa.String(), nullable=True),
        sa.Column("card_number", sa.String(), nullable=False),
        sa.CheckConstraint("name <> '' AND position <> ''", name=op.f("ck_officer_has_a_name_and_a_post")),
        sa.CheckConstraint("sex IN ('P', 'L')", name=op.f("ck_officer_sex_is_p_or_l")),
        sa.ForeignKeyConstraint(
            ["decree_id"], ["decree.id"], name=op.f("fk_officer_decree_id_decree"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer")),
        sa.UniqueConstraint(
            "decree_id", "order", deferrable=True, initially="DEFERRED", name=op.f("uq_officer_decree_id")
        ),
    )
    op.create_table(
        "submission",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column(
            "subject",
            sa.Enum(
                "decree", "members", "office", name="subject", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("decree_id", sa.Uuid(), nullable=True),
        sa.Column("no_change", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "awaiting_centre",
                "submitted",
                "in_review",
                "returned",
                "decided",
                "minuted",
                "announced",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "outcome",
            sa.Enum(
                "met", "incomplete", "not_met", name="outcome", native_enum=False, create_constraint=True, length=24
            ),
            nullable=True,
        ),
        sa.Column("receipt", sa.String(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_by", sa.Uuid(), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("region_code", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(state = 'in_review') = (claimed_by IS NOT NULL AND claimed_until IS NOT NULL)",
            name=op.f("ck_submission_claimed_when_in_review"),
        ),
        sa.CheckConstraint(
            "(state = 'returned') = (outcome IS NOT NULL AND outcome = 'incomplete')",
            name=op.f("ck_submission_bms_when_returned"),
        ),
        sa.CheckConstraint(
            "(state IN ('announced', 'decided', 'minuted')) = (decided_at IS NOT NULL)",
            name=op.f("ck_submission_dated_when_decided"),
        ),
        sa.CheckConstraint(
            "(state IN ('announced', 'decided', 'minuted')) = (outcome IN ('met', 'not_met') AND outcome IS NOT NULL)",
            name=op.f("ck_submission_met_or_not_when_decided"),
        ),
        sa.CheckConstraint(
            "no_change OR subject <> 'decree' OR decree_id IS NOT NULL",
            name=op.f("ck_submission_a_decree_or_no_change"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'awaiting_centre') OR (submitted_at IS NOT NULL AND receipt IS NOT NULL)",
            name=op.f("ck_submission_receipted_when_sent"),
        ),
        sa.ForeignKeyConstraint(
            ["claimed_by"], ["user_account.id"], name=op.f("fk_submission_claimed_by_user_account")
        ),
        sa.ForeignKeyConstraint(["decree_id"], ["decree.id"], name=op.f("fk_submission_decree_id_decree")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_submission_party_id_party")),
        sa.ForeignKeyConstraint(["period_id"], ["period.id"], name=op.f("fk_submission_period_id_period")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_submission_region_code_region")),
        sa.ForeignKeyConstraint(
            ["submitted_by"], ["user_account.id"], name=op.f("fk_submission_submitted_by_user_account")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_submission_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint("decree_id", name=op.f("uq_submission_decree_id")),
        sa.UniqueConstraint("receipt", name=op.f("uq_submission_receipt")),
        sa.UniqueConstraint("unit_id", "period_id", "subject", name=op.f("uq_submission_unit_id")),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_party_id"), ["party_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_submission_period_id"), ["period_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_submission_region_code"), ["region_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_submission_state"), ["state"], unique=False)

    op.create_table(
        "decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "met", "incomplete", "not_met", name="outcome", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("reasons", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "outcome = 'met' OR cardinality(reasons) > 0", name=op.f("ck_decision_bms_and_tms_have_reasons")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["user_account.id"], name=op.f("fk_decision_decided_by_user_account")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_decision_submission_id_submission")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_submission_id"), ["submission_id"], unique=False)

    op.create_table(
        "known_spelling",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("sipol_now()"), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("stated", sa.String(), nullable=False),
        sa.Column("found", sa.String(), nullable=False),
        sa.Column("said_by", sa.Uuid(), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_known_spelling_finding_id_finding")),
        sa.ForeignKeyConstraint(["said_by"], ["user_account.id"], name=op.f("fk_known_spelling_said_by_user_account")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_known_spelling_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_spelling")),
    )
    with op.batch_alter_table("known_spelling", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_known_spelling_finding_id"), ["finding_id"], unique=False)
        batch_op.create_index(
            "uq_known_spelling_standing",
            ["unit_id", "stated", "found"],
            unique=True,
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("known_spelling", schema=None) as batch_op:
        batch_op.drop_index("uq_known_spelling_standing", postgresql_where=sa.text("withdrawn_at IS NULL"))
        batch_op.drop_index(batch_op.f("ix_known_spelling_finding_id"))

    op.drop_table("known_spelling")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_submission_id"))

    op.drop_table("decision")
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_state"))
        batch_op.drop_index(batch_op.f("ix_submission_region_code"))
        batch_op.drop_index(batch_op.f("ix_submission_period_id"))
        batch_op.drop_index(batch_op.f("ix_submission_party_id"))

    op.drop_table("submission")
    op.drop_table("officer")
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_finding_region_code"))
        batch_op.drop_index(batch_op.f("ix_finding_party_id"))

    op.drop_table("finding")
    op.drop_table("reading")
    with op.batch_alter_table("decree", schema=None) as batch_op:
        batch_op.drop_index("uq_decree_one_in_force_per_unit", postgresql_where=sa.text("standing = 'in_force'"))
        batch_op.drop_index(batch_op.f("ix_decree_unit_id"))
        batch_op.drop_index(batch_op.f("ix_decree_region_code"))
        batch_op.drop_index(batch_op.f("ix_decree_party_id"))
        batch_op.drop_index(batch_op.f("ix_decree_document_id"))

    op.drop_table("decree")
    with op.batch_alter_table("minutes", schema=None) as batch_op:
        batch_op.drop_index("uq_minutes_one_per_party_and_period", postgresql_where=sa.text("amends_id IS NULL"))
        batch_op.drop_index(batch_op.f("ix_minutes_region_code"))
        batch_op.drop_index(batch_op.f("ix_minutes_period_id"))
        batch_op.drop_index(batch_op.f("ix_minutes_party_id"))

    op.drop_table("minutes")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_region_code"))
        batch_op.drop_index(batch_op.f("ix_document_party_id"))

    op.drop_table("document")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entry_subject")
        batch_op.drop_index("ix_audit_entry_scope")
        batch_op.drop_index(batch_op.f("ix_audit_entry_actor_id"))

    op.drop_table("audit_entry")
    op.drop_table("user_account")
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_region_code"))
        batch_op.drop_index(batch_op.f("ix_unit_party_id"))

    op.drop_table("unit")
    op.drop_table("party_post")
    op.drop_table("party_organ")
    op.drop_table("party_label")
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.drop_index("ix_paper_subject")
        batch_op.drop_index(batch_op.f("ix_paper_region_code"))
        batch_op.drop_index(batch_op.f("ix_paper_party_id"))
        batch_op.drop_index("ix_paper_file_digest")
        batch_op.drop_index("ix_paper_digest")

    op.drop_table("paper")
    op.drop_table("commissioner")
    with op.batch_alter_table("period_window", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_period_window_period_id"))

    op.drop_table("period_window")
    with op.batch_alter_table("period_extension", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_period_extension_period_id"))

    op.drop_table("period_extension")
    op.drop_table("party")
    op.drop_table("commission")
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_in_attempt_login")
        batch_op.drop_index("ix_sign_in_attempt_address")

    op.drop_table("sign_in_attempt")
    with op.batch_alter_table("region", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_region_parent_code"))

    op.drop_table("region")
    op.drop_table("period")
