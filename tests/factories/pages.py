"""What a browser sends to the pages of a decree, and what a person reads on them."""

import re
from datetime import timedelta
from html import unescape
from io import BytesIO

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from sipol.cli.demo_cast import BOARD_PCN
from sipol.extensions import now, today
from sipol.models import Decree
from sipol.rules.periods import Window
from sipol.services.periods import PeriodDraft, open_period
from tests.factories.world import World, paper


def sk(
    world: World, number: str = "111/SK/DW-PBS/V/2025", board: tuple[tuple[str, str, str], ...] = BOARD_PCN
) -> bytes:
    return paper(world.unit.name, world.unit.party.name, number, today() - timedelta(days=20), board)


def send_file(client: FlaskClient, world: World, data: bytes) -> TestResponse:
    return client.post(f"/unit/{world.unit.id}/sk/unggah", data={"file": (BytesIO(data), "sk.pdf")})


def typed(decree: Decree, **changes: str) -> dict[str, str]:
    """What a browser would send of the page as it stands, with changes; ``officers_1_name`` is officers-1-name."""
    assert decree.issued_on is not None
    form = {
        "version": str(decree.version),
        "number": decree.number,
        "issued_on": f"{decree.issued_on:%d-%m-%Y}",
        "issued_in": decree.issued_in,
        "about": decree.about,
        "issuer": decree.issuer,
        "term_start": str(decree.term_start or ""),
        "term_end": str(decree.term_end or ""),
        "replaces_number": decree.replaces_number,
    }
    for place, person in enumerate(decree.signatories):
        form |= {f"signatories-{place}-{part}": person[part] for part in ("position", "name")}
    for place, row in enumerate(decree.officers):
        at = f"officers-{place}"
        form |= {f"{at}-position": row.position, f"{at}-name": row.name, f"{at}-organ": row.organ}
    return form | {re.sub(r"^(officers|signatories)_(\d+)_", r"\1-\2-", name): text for name, text in changes.items()}


def save(client: FlaskClient, decree: Decree, **changes: str) -> TestResponse:
    return client.post(f"/sk/{decree.id}/periksa", data=typed(decree, **changes))


def next_semester(world: World) -> None:
    """What comes after the semester the world begins in."""
    window = Window(now() - timedelta(hours=1), now() + timedelta(days=7))
    draft = PeriodDraft(world.period.year + 1, 1, "1/PL", today(), window.closes_at, (window,))
    world.period = open_period(world.people["head"], draft)


def words(answer: TestResponse) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.text)))
