"""“Tidak ada perubahan semester ini”: from the first page to the receipt, and what stands in its way."""

import re
from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select

from sipol.extensions import db, now
from sipol.models import Submission
from sipol.rules.workflow import Outcome, State
from tests.factories.pages import next_semester, send_file, sk, words
from tests.factories.world import World

SignIn = Callable[[str], FlaskClient]


def stays(world: World, verifier: str = "verifier", **upload: object) -> str:
    """The page of a unit whose SK came into force a semester ago."""
    submission = world.decided(verifier, **upload)
    next_semester(world)
    return f"/unit/{submission.unit_id}/tidak-ada-perubahan"


def said(world: World) -> Submission:
    db.session.expire_all()
    return db.session.scalars(select(Submission).where(Submission.no_change)).one()


def test_it_takes_two_clicks_from_the_first_page_to_a_receipt(world: World, sign_in: SignIn) -> None:
    url = stays(world)
    client = sign_in("liaison")
    assert f'href="{url}"' in client.get("/beranda").text
    page = words(client.get(url))
    assert "Nomor 111/SK/DW-PBS/V/2025" in page
    assert "Djunaidi Nur Ilham" in page
    assert "Ajukan ke KPU Kabupaten Bulungan" in page
    answer = client.post(url)
    submission = said(world)
    assert (answer.status_code, answer.location) == (303, f"/pengajuan/{submission.id}/tanda-terima")
    assert (submission.state, submission.decree_id) == (State.SUBMITTED, None)
    assert str(submission.receipt) in client.get(answer.location).text
    home = client.get("/beranda")
    assert f'href="{url}"' not in home.text
    assert "Tidak ada perubahan; diajukan" in words(home)


def test_a_second_press_hands_in_nothing_new(world: World, sign_in: SignIn) -> None:
    url = stays(world)
    client = sign_in("liaison")
    assert client.post(url).location == client.post(url).location
    assert said(world).receipt is not None


def test_a_verifier_decides_it_with_one_act(world: World, sign_in: SignIn) -> None:
    sign_in("liaison").post(stays(world))
    submission, client = said(world), sign_in("verifier")
    client.post(f"/tinjau/{submission.id}/ambil")
    assert "111/SK/DW-PBS/V/2025" in client.get(f"/tinjau/{submission.id}").text
    assert client.post(f"/tinjau/{submission.id}/putuskan", data={"outcome": "met"}).status_code == 303
    assert (said(world).state, said(world).outcome) == (State.DECIDED, Outcome.MET)
    assert "SK yang berlaku tetap" in words(sign_in("liaison").get("/beranda"))


def test_a_party_that_wants_it_has_its_centre_approve(world: World, sign_in: SignIn) -> None:
    url = stays(world)
    world.parties["PBS"].centre_approves = True
    answer = sign_in("liaison").post(url)
    submission = said(world)
    assert answer.location == f"/pengajuan/{submission.id}/tinjau-jawaban"
    assert submission.state is State.AWAITING_CENTRE
    sign_in("centre").post(f"/pengajuan/{submission.id}/persetujuan-pusat", data={"act": "refuse", "note": "Tunggu"})
    assert "Tunggu" in words(sign_in("liaison").get("/beranda"))
    sign_in("liaison").post(f"/pengajuan/{submission.id}/ajukan")
    sign_in("centre").post(f"/pengajuan/{submission.id}/persetujuan-pusat", data={"act": "approve"})
    assert said(world).state is State.SUBMITTED


def test_an_sk_after_it_is_refused_in_plain_words(world: World, sign_in: SignIn) -> None:
    client = sign_in("liaison")
    client.post(stays(world))
    answer = send_file(client, world, sk(world, number="2/SK"))
    assert answer.status_code == 422
    assert "Anda sudah menyatakan tidak ada perubahan" in words(answer)


def test_what_stands_in_its_way_is_said(world: World, sign_in: SignIn) -> None:
    client, url = sign_in("liaison"), f"/unit/{world.unit.id}/tidak-ada-perubahan"
    assert "Belum ada SK yang berlaku" in words(client.post(url))
    assert not re.search("<form[^>]*method=.post.[^>]*panel", client.get(url).text)
    assert stays(world) == url
    world.upload(number="2/SK")
    answer = client.post(url)
    assert (answer.status_code, "sudah mempunyai pengajuan" in words(answer)) == (422, True)
    world.period.windows[0].closes_at = now() - timedelta(minutes=1)
    assert "sedang tidak dibuka" in words(client.post(url))
    assert db.session.scalars(select(Submission).where(Submission.no_change)).all() == []
