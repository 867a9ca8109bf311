"""Run migrations inside the app: its engine, its models. The queue's own tables are frozen SQL, never compared."""

from alembic import context
from flask import current_app
from sqlalchemy import Engine, NullPool, create_engine

migrate = current_app.extensions["migrate"]
db = migrate.db


def owners_engine() -> Engine:
    """The database as its owner enters it; the register itself may not be allowed to change the schema."""
    url = current_app.config.get("SIPOL_MIGRATION_URL")
    return create_engine(str(url), poolclass=NullPool, hide_parameters=True) if url else db.engine


def ours(_object: object, name: str | None, kind: str, _reflected: bool, _compared: object) -> bool:
    return not (kind == "table" and name is not None and name.startswith("procrastinate_"))


def run() -> None:
    with owners_engine().connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            include_object=ours,
            transaction_per_migration=True,
            **migrate.configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
