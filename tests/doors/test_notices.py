"""The page of notices: the newest first, what is unread stands out, and everybody says what is mailed to them."""

from collections.abc import Callable

import html5lib
import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from sipol.extensions import db
from sipol.models import AuditEntry, Notice
from sipol.rules.notices import TOPIC_WORDS, NoticeKind, Topic
from sipol.rules.reasons import ReasonCode
from sipol.rules.workflow import Outcome
from sipol.services import inbox
from sipol.services.inbox import topics_mailed_to, unread_of
from sipol.services.review import rule
from tests.doors.test_budgets import counted
from tests.doors.test_decrees import words
from tests.factories.world import World

SignIn = Callable[[str], FlaskClient]
UNREAD = "Belum dibaca"


def of(world: World, who: str, kind: NoticeKind) -> Notice:
    query = select(Notice).where(Notice.recipient == world.people[who], Notice.kind == kind)
    return db.session.scalars(query).one()


def test_what_came_last_stands_first_and_opening_it_marks_it_read(world: World, sign_in: SignIn) -> None:
    submission = world.taken()
    rule(world.people["verifier"], submission, Outcome.INCOMPLETE, (ReasonCode.NAME,), "")
    client = sign_in("liaison")
    page = words(client.get("/pemberitahuan"))
    assert page.index("SK kepengurusan perlu perbaikan (BMS)") < page.index("SK kepengurusan mulai diverifikasi")
    assert submission.unit.name in page
    assert page.count(UNREAD) == 3
    notice = of(world, "liaison", NoticeKind.RETURNED)
    answer = client.get(f"/pemberitahuan/{notice.id}")
    assert (answer.status_code, answer.location) == (303, f"/sk/{submission.decree_id}/periksa")
    assert notice.read_at is not None
    assert words(client.get("/pemberitahuan")).count(UNREAD) == 2


def test_each_notice_leads_to_a_page_that_opens(world: World, sign_in: SignIn) -> None:
    world.decided()
    world.member(who="neighbour", nik="6571011501790001")
    world.handed_in("neighbour")
    for who in ("liaison", "centre", "far", "second", "supervisor"):
        notices = db.session.scalars(select(Notice).where(Notice.recipient == world.people[who])).all()
        assert len(notices) >= 2
        for notice in notices:
            there = sign_in(who).get(f"/pemberitahuan/{notice.id}").location
            assert sign_in(who).get(there).status_code == 200, (who, notice.kind, there)


def test_all_that_was_shown_is_read_and_what_came_meanwhile_is_not(world: World, sign_in: SignIn) -> None:
    client = sign_in("liaison")
    shown = client.get("/pemberitahuan").text.split('name="sampai" value="')[1].split('"')[0]
    world.taken()
    assert unread_of(world.people["liaison"]) == 2
    assert client.post("/pemberitahuan/dibaca", data={"sampai": shown}).status_code == 303
    assert unread_of(world.people["liaison"]) == 1
    assert unread_of(world.people["rival"]) == 1
    assert of(world, "liaison", NoticeKind.TAKEN_UP).read_at is None


def test_every_page_says_how_many_are_unread(world: World, sign_in: SignIn) -> None:
    world.taken()
    assert "Pemberitahuan 2 belum dibaca" in words(sign_in("liaison").get("/beranda"))
    assert "belum dibaca" not in words(sign_in("head").get("/antrean"))


def test_a_long_list_is_read_page_by_page(world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    world.decided()
    monkeypatch.setattr(inbox, "PAGE", 2)
    client, seen, url, marker = sign_in("centre"), 0, "/pemberitahuan", 'rel="next" href="'
    while url:
        page = client.get(url).text
        seen += page.count('<span class="why sm sub">')
        url = page.split(marker)[1].split('"')[0].replace("&amp;", "&") if marker in page else ""
    assert seen == 4


def test_more_notices_ask_no_more_questions(world: World, sign_in: SignIn) -> None:
    client = sign_in("centre")
    client.get("/pemberitahuan")
    with counted() as few:
        assert client.get("/pemberitahuan").status_code == 200
    world.decided()
    db.session.flush()
    with counted() as more:
        assert client.get("/pemberitahuan").status_code == 200
    assert len(more) == len(few)


def test_the_pages_are_valid_and_begin_their_title_with_their_heading(world: World, sign_in: SignIn) -> None:
    world.taken()
    for url in ("/pemberitahuan", "/pemberitahuan/pengaturan"):
        page = sign_in("centre").get(url).text
        html5lib.HTMLParser(strict=True).parse(page)
        seen = BeautifulSoup(page, "html5lib")
        [heading] = seen.find_all("h1")
        assert seen.title is not None and seen.title.get_text().startswith(heading.get_text())


def test_whoever_has_none_is_told_what_will_come(world: World, sign_in: SignIn) -> None:
    assert "Belum ada pemberitahuan" in words(sign_in("head").get("/pemberitahuan"))


def test_everybody_says_where_to_and_what(world: World, sign_in: SignIn) -> None:
    client, liaison = sign_in("liaison"), world.people["liaison"]
    page = client.get("/pemberitahuan/pengaturan").text
    assert page.count(" checked") == len(TOPIC_WORDS)
    assert "belum terhubung dengan peladen surel" in page
    sent = {"email": " lo@contoh.id ", "minutes": "y", "deadlines": "y"}
    assert client.post("/pemberitahuan/pengaturan", data=sent).status_code == 303
    assert liaison.email == "lo@contoh.id"
    assert topics_mailed_to(liaison) == {Topic.MINUTES, Topic.DEADLINES}
    again = client.get("/pemberitahuan/pengaturan").text
    assert 'value="lo@contoh.id"' in again
    assert again.count(" checked") == 2
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "MailWishesSet")).one()
    assert entry.facts == {"topics": ["minutes", "deadlines"], "address_changed": True}
    client.post("/pemberitahuan/pengaturan", data={"email": "", "steps": "y"})
    assert (liaison.email, topics_mailed_to(liaison)) == (None, {Topic.STEPS})


@pytest.mark.parametrize(
    "address", ["lo.contoh.id", "lo@contoh.id, lain@contoh.id", "lo@contoh.id\r\nBcc: x@contoh.id"]
)
def test_what_is_no_address_is_refused_and_nothing_typed_is_lost(world: World, sign_in: SignIn, address: str) -> None:
    answer = sign_in("liaison").post("/pemberitahuan/pengaturan", data={"email": address, "steps": "y"})
    assert answer.status_code == 422
    assert "Tulis alamat surel lengkap, misalnya nama@contoh.id" in words(answer)
    assert answer.text.count(" checked") == 1
    assert address.split("\r", maxsplit=1)[0] in answer.text
    assert world.people["liaison"].email is None
