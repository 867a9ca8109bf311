"""The page “Mengapa?”: the whole reasoning about one name, for all who may see the finding."""

import re
from collections.abc import Callable
from datetime import timedelta

import html5lib
import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from sipol.cli.demo_cast import BOARD_PBS, BOARD_PBS_NEW
from sipol.extensions import db, today
from sipol.models import Finding
from sipol.names import compare
from sipol.names.account import account
from sipol.names.account_words import percent, signed
from sipol.names.weights import current
from sipol.rules.findings import Against, Field
from sipol.services.findings import findings_of
from sipol.services.handover import send
from sipol.services.submissions import submission_of_decree
from tests.factories.pages import next_semester, words
from tests.factories.statements import statements
from tests.factories.world import World

SignIn = Callable[[str], FlaskClient]


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html5lib")


def url(finding: Finding) -> str:
    return f"/temuan/{finding.id}/mengapa"


def value(text: str) -> int:
    """A shown number in hundredths."""
    return int(text.replace("−", "-").replace("+", "").replace(",", ""))


def values(page: BeautifulSoup, selector: str) -> list[int]:
    return [value(cell.get_text()) for cell in page.select(selector) if re.fullmatch(r"[+−]?\d+,\d\d", cell.get_text())]


@pytest.fixture
def finding(world: World) -> Finding:
    decree = world.upload()
    world.retype(decree, row_2="H. Junaidi Nur Ilhan", number="9/SK/2025")
    send(world.people["liaison"], submission_of_decree(decree))
    return next(finding for finding in findings_of(decree) if finding.field is Field.NAME)


@pytest.fixture
def since(world: World) -> Finding:
    """A name that is spelled otherwise than in the decree in force."""
    world.decided(board=BOARD_PBS, number="64/KPTS/PBS/2025", issued_on=today() - timedelta(days=400))
    next_semester(world)
    decree = world.upload(board=BOARD_PBS_NEW, number="127/SK/2025")
    return next(f for f in findings_of(decree) if f.against is Against.IN_FORCE and not f.harmless)


@pytest.mark.parametrize("who", ["liaison", "centre", "verifier", "second", "above", "head", "supervisor"])
def test_party_verifier_and_bawaslu_read_the_same_reasoning(
    world: World, sign_in: SignIn, finding: Finding, who: str
) -> None:
    page = words(sign_in(who).get(url(finding)))
    assert "Mengapa “H. Junaidi Nur Ilhan” dan “Djunaidi Nur Ilham” dianggap" in page
    assert "‘Junaidi’ dan ‘Djunaidi’" in page or "‘Djunaidi’ ejaan lama ‘Junaidi’ (dj/j)." in page
    assert "Gelar ‘H.’ hanya ada pada data." in page
    assert "Sama huruf demi huruf" in page
    assert "Nama yang sama tidak membuktikan orang yang sama." in page


@pytest.mark.parametrize(("who", "status"), [("rival", 404), ("neighbour", 404), ("far", 404), ("admin", 403)])
def test_a_neighbour_finds_nothing_there(
    world: World, sign_in: SignIn, finding: Finding, who: str, status: int
) -> None:
    assert sign_in(who).get(url(finding)).status_code == status


def test_a_finding_that_is_not_about_a_name_has_no_such_page(world: World, sign_in: SignIn, finding: Finding) -> None:
    other = next(row for row in findings_of(finding.decree) if row.field is Field.NUMBER)
    for who in ("liaison", "verifier", "supervisor"):
        assert sign_in(who).get(url(other)).status_code == 404
        assert url(other) not in sign_in(who).get("/temuan?semua=1").text


def test_the_shown_values_add_up_to_the_shown_sum_and_that_gives_the_score(
    world: World, sign_in: SignIn, finding: Finding
) -> None:
    match = compare(finding.stated, finding.found)
    told, page = account(match), soup(sign_in("liaison").get(url(finding)).text)
    in_words = values(page, "td[data-l=Nilai]")
    assert len(in_words) == len(told.words) == 3
    start, of_words, *others, total = values(page, ".facts-rows dd")
    assert sum(in_words) == of_words
    assert start + of_words + sum(others) == total
    text = page.get_text(" ").replace("\N{NO-BREAK SPACE}", " ")
    for shown in (signed(told.cents), percent(told.chance), percent(match.score)):
        assert shown.replace("\N{NO-BREAK SPACE}", " ") in text


def test_the_score_is_placed_between_the_published_thresholds(world: World, sign_in: SignIn, finding: Finding) -> None:
    table = current()
    page = soup(sign_in("verifier").get(url(finding)).text)
    bounds = [" ".join(item.get_text(" ").split()) for item in page.select(".scale-key li")]
    assert len(bounds) == 4
    for threshold in (table.same, table.likely, table.unsure):
        assert sum(" ".join(percent(threshold).split()) in told for told in bounds) == 2
    picture = page.select_one("svg.scale")
    assert picture is not None
    assert str(picture["aria-label"]).startswith(f"Skor {percent(finding.score or 0)}")
    assert len(page.select(".scale-key .here")) == 1


def test_against_the_decree_in_force_the_other_side_is_called_the_old_sk(
    world: World, sign_in: SignIn, since: Finding
) -> None:
    answer = sign_in("liaison").get(url(since))
    page = soup(answer.text)
    labels = [term.get_text() for term in page.select(".diff dt")]
    told = [term.get_text() for term in page.select(".diff dd")]
    assert labels == ["SK lama", "Data"]
    assert "Data SK lama Hubungannya" in words(answer)
    assert re.sub(r"\(hanya di sini: |\)", "", told[0]) == since.found
    assert re.sub(r"\(hanya di sini: |\)", "", told[1]) == since.stated
    assert "nama pertama" not in answer.text and "nama kedua" not in answer.text


def test_a_score_from_an_older_table_is_told(world: World, sign_in: SignIn, finding: Finding) -> None:
    assert "tabel bobot sesudah itu diperbarui" not in words(sign_in("verifier").get(url(finding)))
    finding.score = 0.5
    db.session.flush()
    page = words(sign_in("verifier").get(url(finding)))
    assert "Ketika temuan ini dicatat, skornya 50 %; tabel bobot sesudah itu diperbarui." in page


def test_the_page_is_valid_and_says_what_it_is(world: World, sign_in: SignIn, finding: Finding) -> None:
    html = sign_in("liaison").get(url(finding)).text
    html5lib.HTMLParser(strict=True).parse(html)
    page = soup(html)
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))
    (heading,) = page.select("h1")
    assert page.title is not None
    assert page.title.get_text().startswith(heading.get_text())
    assert [item.get_text() for item in page.select(".crumb li")] == ["Beranda", "Temuan", "Mengapa"]


def links(page: BeautifulSoup, address: str) -> list[Tag]:
    found = page.select(f'a[href="{address}"]')
    for link in found:
        assert re.fullmatch(r"Mengapa\? Alasan penilaian nama: \S.*", " ".join(link.get_text().split()))
    return found


def test_every_place_that_shows_a_name_finding_leads_there(world: World, sign_in: SignIn) -> None:
    decree = world.upload()
    world.retype(decree, row_2="Junaidi Nur Ilham", row_6="Liriana Rosidah")
    submission = submission_of_decree(decree)
    spelled, titled = sorted(findings_of(decree), key=lambda row: row.harmless)
    liaison = sign_in("liaison")
    for place in ("/temuan?semua=1", f"/sk/{decree.id}/periksa", f"/pengajuan/{submission.id}/tinjau-jawaban"):
        page = soup(liaison.get(place).text)
        assert [len(links(page, url(finding))) for finding in (spelled, titled)] == [1, 1], place
    send(world.people["liaison"], submission)
    page = soup(sign_in("verifier").get(f"/tinjau/{submission.id}").text)
    assert [len(links(page, url(finding))) for finding in (spelled, titled)] == [1, 1]
    receipt = sign_in("liaison").get(f"/pengajuan/{submission.id}/tanda-terima").text
    assert "Mengapa?" not in receipt


def test_a_spelling_that_changed_since_the_decree_in_force_leads_there_too(
    world: World, sign_in: SignIn, since: Finding
) -> None:
    page = soup(sign_in("liaison").get(f"/sk/{since.decree_id}/periksa").text)
    assert len(links(page, url(since))) == 1


@pytest.mark.parametrize(
    ("came", "words_back", "back"),
    [
        ("", "Kembali ke temuan", "/temuan#f-{finding}"),
        (
            "http://localhost/tinjau/{submission}?temuan=2",
            "Kembali ke tinjauan verifikator",
            "/tinjau/{submission}?temuan=2",
        ),
        ("http://localhost/sk/{decree}/periksa", "Kembali memeriksa SK", "/sk/{decree}/periksa"),
        ("http://localhost/keluar", "Kembali ke temuan", "/temuan#f-{finding}"),
        ("http://localhost//tinjau/{submission}", "Kembali ke tinjauan verifikator", "/tinjau/{submission}"),
        ("http://elsewhere.example/tinjau/{submission}", "Kembali ke temuan", "/temuan#f-{finding}"),
        ("http://[", "Kembali ke temuan", "/temuan#f-{finding}"),
    ],
)
def test_the_way_back_leads_to_the_page_one_came_from_and_never_elsewhere(
    world: World, sign_in: SignIn, finding: Finding, came: str, words_back: str, back: str
) -> None:
    submission = submission_of_decree(finding.decree)
    named = {"submission": submission.id, "decree": finding.decree_id, "finding": finding.id}
    page = soup(sign_in("verifier").get(url(finding), headers={"Referer": came.format(**named)}).text)
    (link,) = [link for link in page.select("main a") if link.get_text().startswith("Kembali")]
    assert (link.get_text(), link["href"]) == (words_back, back.format(**named))


def test_more_findings_ask_the_database_no_more(world: World, sign_in: SignIn, finding: Finding) -> None:
    client = sign_in("verifier")
    few = statements(client, url(finding))
    world.submitted("rival", unit=world.units["PCN", "65.01"], number="9/PCN")
    assert statements(client, url(finding)) == few
