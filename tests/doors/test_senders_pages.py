"""What an account that only prepares reads where others hand in."""

from collections.abc import Callable

from flask.testing import FlaskClient

from sipol.extensions import db
from sipol.rules.accounts import Capacity
from sipol.rules.workflow import State
from sipol.services.submissions import submission_of_decree
from tests.factories.pages import next_semester, words
from tests.factories.world import World

SignIn = Callable[[str], FlaskClient]
SENTENCE = "Akun Anda adalah akun operator: Anda dapat menyiapkan pengajuan ini, tetapi tidak mengajukannya."


def operate(world: World) -> None:
    world.people["liaison"].capacity = Capacity.OPERATOR
    db.session.flush()


def test_the_page_says_who_may_hand_in_and_offers_no_button(world: World, sign_in: SignIn) -> None:
    submission = submission_of_decree(world.upload())
    client, url = sign_in("liaison"), f"/pengajuan/{submission.id}"
    assert f'action="{url}/ajukan"' in client.get(f"{url}/tinjau-jawaban").text
    assert "Ajukan ke KPU" in words(client.get(f"{url}/tinjau-jawaban"))
    operate(world)
    page = client.get(f"{url}/tinjau-jawaban")
    assert SENTENCE in words(page)
    assert "Ajukan ke KPU" not in words(page)
    assert "Ubah isian" in words(page)
    answer = client.post(f"{url}/ajukan")
    assert answer.status_code == 422
    assert words(answer).count(SENTENCE) == 1
    assert submission.state is State.DRAFT


def test_nor_can_it_say_that_nothing_changed(world: World, sign_in: SignIn) -> None:
    world.decided()
    operate(world)
    client = sign_in("liaison")
    page = client.get(f"/unit/{world.unit.id}/tidak-ada-perubahan")
    assert SENTENCE in words(page)
    assert 'method="post"' not in page.text.replace('action="/keluar"', "").split("<main")[1]
    assert client.post(f"/unit/{world.unit.id}/tidak-ada-perubahan").status_code == 422
    assert client.post(f"/unit/{world.unit.id}/kantor/tetap").status_code == 303
    assert SENTENCE in words(client.get("/kantor"))


def test_its_first_page_says_what_it_is_for_and_offers_nothing_that_hands_in(world: World, sign_in: SignIn) -> None:
    world.decided()
    next_semester(world)
    client = sign_in("liaison")
    assert "Nyatakan tidak ada perubahan" in words(client.get("/beranda"))
    operate(world)
    told = words(client.get("/beranda"))
    assert "Operator yang menyiapkan data" in told
    assert "Anda menyiapkan data; yang mengajukannya ke KPU" in told
    assert "Nyatakan tidak ada perubahan" not in told
