"""A list of members is held against its unit, party, list and regions once a statement, not row by row.

Four foreign keys cost 11 µs a row of a COPY, more than the rest of it; a trigger on what came looks at the few
different homes among thousands of rows, and sees too that unit, party and list belong together.
"""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

HOMES = {"unit_id": "unit.id", "party_id": "party.id", "region_code": "region.code", "list_id": "member_list.id"}
LEFT = {"unit": ("unit_id", "id"), "region": ("region_code", "code"), "member_list": ("list_id", "id")}


def upgrade() -> None:
    op.execute(
        """
        CREATE FUNCTION refuse_the_homeless() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF EXISTS (
                SELECT FROM (SELECT DISTINCT unit_id, party_id, list_id FROM came) AS one
                WHERE NOT EXISTS (SELECT FROM unit WHERE unit.id = one.unit_id AND unit.party_id = one.party_id)
                OR one.list_id IS NOT NULL AND NOT EXISTS (
                    SELECT FROM member_list AS list WHERE list.id = one.list_id AND list.unit_id = one.unit_id
                )
            ) OR EXISTS (
                SELECT FROM (SELECT DISTINCT region_code FROM came) AS one
                WHERE NOT EXISTS (SELECT FROM region WHERE region.code = one.region_code)
            ) THEN
                RAISE foreign_key_violation USING MESSAGE = 'a member of no unit, list or region that is here';
            END IF;
            RETURN NULL;
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER member_has_a_home AFTER INSERT ON member REFERENCING NEW TABLE AS came "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_the_homeless()"
    )
    op.execute(
        """
        CREATE FUNCTION refuse_leaving_members() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE lived boolean;
        BEGIN
            EXECUTE format('SELECT EXISTS (SELECT FROM member WHERE %I = ($1).%I)', TG_ARGV[0], TG_ARGV[1])
            INTO lived USING OLD;
            IF lived THEN
                RAISE foreign_key_violation USING MESSAGE = 'members are still here';
            END IF;
            RETURN OLD;
        END $$
        """
    )
    for table, (column, key) in LEFT.items():
        op.execute(
            f"CREATE TRIGGER {table}_keeps_its_members BEFORE DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION refuse_leaving_members('{column}', '{key}')"
        )
    for column, home in HOMES.items():
        op.drop_constraint(f"fk_member_{column}_{home.partition('.')[0]}", "member", type_="foreignkey")
    op.drop_index("ix_member_party_id", table_name="member")


def downgrade() -> None:
    op.create_index("ix_member_party_id", "member", ["party_id"])
    for column, home in HOMES.items():
        table, _, key = home.partition(".")
        op.create_foreign_key(f"fk_member_{column}_{table}", "member", table, [column], [key])
    for table in LEFT:
        op.execute(f"DROP TRIGGER {table}_keeps_its_members ON {table}")
    op.execute("DROP FUNCTION refuse_leaving_members()")
    op.execute("DROP TRIGGER member_has_a_home ON member")
    op.execute("DROP FUNCTION refuse_the_homeless()")
