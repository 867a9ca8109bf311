"""How often a page asks the database."""

from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import event

from sipol.extensions import db


def statements(client: FlaskClient, address: str) -> int:
    """The number of statements that one GET sends; everything it could have in hand is forgotten first."""
    sent: list[str] = []

    def count(*told: Any) -> None:
        sent.append(told[2])

    db.session.flush()
    db.session.expire_all()
    event.listen(db.engine, "before_cursor_execute", count)
    try:
        assert client.get(address).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    return len(sent)
