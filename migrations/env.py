"""Run migrations inside the app: its engine, its models. The queue's own tables are frozen SQL, never compared."""

from alembic import context
from flask import current_app

migrate = current_app.extensions["migrate"]
db = migrate.db


def ours(_object: object, name: str | None, kind: str, _reflected: bool, _compared: object) -> bool:
    return not (kind == "table" and name is not None and name.startswith("procrastinate_"))


def run() -> None:
    with db.engine.connect() as connection:
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
