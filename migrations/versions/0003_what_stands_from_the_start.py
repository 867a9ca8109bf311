"""The nation, the console's account, the receipt numbers, and a log that cannot be rewritten."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("INSERT INTO region (code, name, level) VALUES ('ID', 'Indonesia', 'nation') ON CONFLICT DO NOTHING")
    # The hash is no hash, so no password opens this account; the command line acts as it.
    op.execute(
        """
        INSERT INTO user_account (id, login, name, password_hash, role, region_code, active)
        VALUES ('00000000-0000-4000-8000-000000000001', 'konsol', 'Konsol peladen', '!', 'admin', 'ID', true)
        ON CONFLICT DO NOTHING
        """
    )
    op.execute("CREATE SEQUENCE receipt_serial")
    op.execute(
        """
        CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'the log is append-only' USING ERRCODE = 'insufficient_privilege';
        END
        $$
        """
    )
    op.execute(
        """
        CREATE TRIGGER audit_entry_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()
        """
    )


def downgrade() -> None:
    # The nation and the console's account stay: rows may point at them, and the way up finds them there.
    op.execute("DROP TRIGGER audit_entry_is_append_only ON audit_entry")
    op.execute("DROP FUNCTION refuse_rewriting()")
    op.execute("DROP SEQUENCE receipt_serial")
