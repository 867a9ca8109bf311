"""What the pages say while a submission waits for its centre, and the page on which a centre lets others approve."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from sipol.extensions import db, now, today
from sipol.models import Delegation, Submission
from sipol.render import long_date, short_date
from sipol.rules.workflow import State
from sipol.services.delegations import grant_delegation, revoke_delegation
from sipol.services.handover import settle_for_centre
from sipol.services.periods import name_of
from tests.factories.pages import next_semester, words
from tests.factories.statements import statements
from tests.factories.world import World
from tests.services.test_delegations import DAY, draft_for, provincial, waiting

SignIn = Callable[[str], FlaskClient]


def back(submission: Submission, days: int) -> str:
    """Let it wait for so many days already; the words that must be told."""
    assert submission.asked_at is not None
    submission.asked_at -= days * DAY
    db.session.flush()
    return f"sejak {long_date(today() - days * DAY)} ({days} hari)"


@pytest.fixture
def three_days(world: World) -> tuple[Submission, str]:
    submission = waiting(world)
    return submission, back(submission, 3)


def test_the_unit_reads_since_when_its_submission_waits(
    world: World, sign_in: SignIn, three_days: tuple[Submission, str]
) -> None:
    submission, since = three_days
    client = sign_in("liaison_tunas")
    assert f"Menunggu pusat {since}." in words(client.get("/beranda"))
    page = words(client.get(f"/pengajuan/{submission.id}/tinjau-jawaban"))
    assert f"Menunggu pusat {since}." in page
    assert "7 hari lagi." in page


def test_the_centre_reads_the_oldest_first_with_its_deadline(world: World, sign_in: SignIn) -> None:
    provincial(world)
    young, old = waiting(world), waiting(world, "65.71", "province")
    since = back(old, 4)
    page = words(sign_in("centre_tunas").get("/beranda"))
    assert f"Menunggu persetujuan Anda {since}. Batas " in page
    assert ", 7 hari lagi." in page
    assert page.index(old.unit.name) < page.index(young.unit.name)
    review = words(sign_in("centre_tunas").get(f"/pengajuan/{old.id}/tinjau-jawaban"))
    assert f"Menunggu persetujuan Anda {since}. Batas: " in review


def test_what_waits_from_a_former_semester_stays_with_the_centre_and_is_told_once(
    world: World, sign_in: SignIn
) -> None:
    submission = waiting(world)
    before = name_of(world.period)
    next_semester(world)
    page = words(sign_in("centre_tunas").get("/beranda"))
    assert page.count(submission.unit.name) == 1
    assert f"{submission.unit.name}, {before}" in page
    assert "Dari semester lain" not in page


@pytest.mark.parametrize("who", ["verifier", "supervisor"])
def test_kpu_and_bawaslu_see_that_it_waits_and_since_when(
    world: World, sign_in: SignIn, three_days: tuple[Submission, str], who: str
) -> None:
    _, since = three_days
    client = sign_in(who)
    grid = words(client.get("/antrean"))
    assert f"Menunggu pusat {since}; belum sampai ke KPU" in grid
    assert f"Menunggu pusat partai 1, terlama {since}" in grid
    assert f"1 menunggu pusat {since}" in words(client.get("/dasbor"))


@pytest.mark.parametrize("who", ["far", "supervisor"])
def test_waiting_is_not_silence_even_behind_the_deadline(world: World, sign_in: SignIn, who: str) -> None:
    provincial(world)
    world.people["supervisor"].region_code = "65.71"
    waiting(world, "65.71", "province")
    district = waiting(world, "65.71.01", "province")
    since = back(district, 2)
    world.period.deadline = now() - timedelta(minutes=1)
    db.session.flush()
    page = words(sign_in(who).get("/antrean"))
    assert f"1 menunggu pusat {since}" in page
    assert "Menunggu pusat sejak hari ini" in page
    assert "Menunggu pusat partai 2, terlama" in page


def test_more_that_waits_asks_the_database_no_more(world: World, sign_in: SignIn) -> None:
    provincial(world)
    grant_delegation(world.people["centre_tunas"], draft_for(world.people["province"]))
    waiting(world)
    clients = [(sign_in(who), url) for who, url in (
        ("centre_tunas", "/beranda"), ("province", "/beranda"), ("far", "/antrean"), ("above", "/dasbor"),
    )]  # fmt: skip
    waiting(world, "65.71", "province")
    few = [statements(client, url) for client, url in clients]
    waiting(world, "65.71.01", "province")
    assert [statements(client, url) for client, url in clients] == few


def test_the_unit_reminds_by_one_button_and_reads_when_it_can_again(
    world: World, sign_in: SignIn, three_days: tuple[Submission, str]
) -> None:
    submission, _ = three_days
    client, review = sign_in("liaison_tunas"), f"/pengajuan/{submission.id}/tinjau-jawaban"
    page = client.get(review)
    assert "Pusat belum pernah diingatkan" in words(page)
    assert "Ingatkan pusat partai" in page.text
    assert client.post(f"/pengajuan/{submission.id}/ingatkan-pusat").location == review
    page = client.get(review)
    tomorrow = long_date(today() + DAY)
    assert f"Pusat partai sudah diingatkan. Pusat dapat diingatkan lagi mulai {tomorrow}." in words(page)
    assert "Pusat terakhir diingatkan sejak" not in words(page)
    assert "Pusat terakhir diingatkan hari ini pukul" in words(page)
    assert f"disabled>Dapat diingatkan lagi mulai {tomorrow}" in page.text
    first = submission.reminded_at
    client.post(f"/pengajuan/{submission.id}/ingatkan-pusat")
    assert "sudah diingatkan hari ini, jadi tidak diingatkan sekali lagi." in words(client.get(review))
    assert submission.reminded_at == first
    assert "Ingatkan" not in sign_in("centre_tunas").get(review).text
    assert "Pusat partai diingatkan: pengajuan SK kepengurusan" in words(client.get("/riwayat"))
    assert "diingatkan" not in words(sign_in("verifier").get("/riwayat"))
    notices = sign_in("centre_tunas").get("/pemberitahuan")
    assert "Pengingat: SK kepengurusan menunggu persetujuan pusat" in words(notices)


def test_a_centre_lets_an_account_approve_and_the_account_does(
    world: World, sign_in: SignIn, three_days: tuple[Submission, str]
) -> None:
    submission, since = three_days
    delegate = provincial(world)
    centre, day = sign_in("centre_tunas"), today()
    assert 'href="/pelimpahan"' in centre.get("/beranda").text
    assert "Belum ada pelimpahan" in words(centre.get("/pelimpahan"))
    typed = {
        "delegate_id": str(delegate.id), "region_code": "65.01", "starts_on": f"{day:%d-%m-%Y}",
        "ends_on": f"{day:%d-%m-%Y}", "letter_number": "7/DPP", "reason": "Pusat berkongres.",
    }  # fmt: skip
    assert centre.post("/pelimpahan/baru", data=typed).location == "/pelimpahan"
    listed = words(centre.get("/pelimpahan"))
    assert f"Kabupaten Bulungan {short_date(day)} – {short_date(day)} 7/DPP Pusat berkongres. Berlaku" in listed
    client, review = sign_in("province"), f"/pengajuan/{submission.id}/tinjau-jawaban"
    home = words(client.get("/beranda"))
    assert "Menunggu persetujuan Anda atas pelimpahan pusat" in home
    assert f"Menunggu persetujuan Anda {since}. Batas " in home
    assert "Anda memutus atas pelimpahan pusat dengan surat Nomor 7/DPP" in words(client.get(review))
    answer = client.post(f"/pengajuan/{submission.id}/persetujuan-pusat", data={"act": "approve"})
    assert "Tanda terima" in client.get(answer.location).text
    for reader in ("province", "centre_tunas", "verifier", "supervisor"):
        told = words(sign_in(reader).get("/riwayat"))
        assert "disetujui atas pelimpahan pusat dan diajukan ke KPU (surat Nomor 7/DPP)" in told
    assert "dilimpahkan dengan surat Nomor 7/DPP" in words(centre.get("/riwayat"))
    assert "dilimpahkan" not in words(sign_in("verifier").get("/riwayat"))


def test_a_revoked_delegate_finds_nothing_and_the_door_closed(world: World, sign_in: SignIn) -> None:
    submission, delegate = waiting(world), provincial(world)
    delegation = grant_delegation(world.people["centre_tunas"], draft_for(delegate))
    centre, client = sign_in("centre_tunas"), sign_in("province")
    assert centre.post(f"/pelimpahan/{delegation.id}/cabut").location == "/pelimpahan"
    page = words(centre.get("/pelimpahan"))
    assert "dicabut dan tidak berlaku lagi" in page
    assert "Dicabut" in page
    assert "atas pelimpahan pusat" not in words(client.get("/beranda"))
    address = f"/pengajuan/{submission.id}/persetujuan-pusat"
    assert client.post(address, data={"act": "approve"}).status_code == 403
    centre.post(f"/pelimpahan/{delegation.id}/cabut")
    assert "tidak ada yang berubah" in words(centre.get("/pelimpahan"))
    history = words(centre.get("/riwayat"))
    assert "Pelimpahan persetujuan pusat untuk wilayah Kalimantan Utara dengan surat Nomor 7/DPP/2025" in history
    span = f"berlaku {short_date(today())} sampai {short_date(today() + 9 * DAY)}."
    assert f"Kalimantan Utara dan di bawahnya dilimpahkan dengan surat Nomor 7/DPP/2025, {span}" in history
    assert submission.state is State.AWAITING_CENTRE


def test_who_sent_it_is_told_that_another_must_approve(world: World, sign_in: SignIn) -> None:
    delegate = provincial(world)
    grant_delegation(world.people["centre_tunas"], draft_for(delegate))
    submission, client = waiting(world, who="province"), sign_in("province")
    page = client.get(f"/pengajuan/{submission.id}/tinjau-jawaban")
    assert "Anda sendiri yang mengajukannya" in words(page)
    assert "Setujui" not in page.text
    answer = client.post(f"/pengajuan/{submission.id}/persetujuan-pusat", data={"act": "approve"})
    assert answer.status_code == 422
    assert "Pengajuan ini Anda ajukan sendiri" in words(answer)


def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(world: World, sign_in: SignIn) -> None:
    delegate, centre = provincial(world), sign_in("centre_tunas")
    typed = {
        "delegate_id": str(delegate.id), "region_code": "65.71", "starts_on": "31-02-2026", "ends_on": "01-01-2020",
        "letter_number": "", "reason": "Pusat berkongres.",
    }  # fmt: skip
    answer = centre.post("/pelimpahan/baru", data=typed)
    assert answer.status_code == 422
    page = words(answer)
    assert "Tulis tanggal sebagai HH-BB-TTTT" in page
    assert "Isi nomor surat pelimpahan" in page
    for kept in ('value="31-02-2026"', 'value="01-01-2020"', "Pusat berkongres.</textarea>"):
        assert kept in answer.text
    assert f'<option selected value="{delegate.id}">' in answer.text
    assert '<option selected value="65.71">' in answer.text
    late = centre.post("/pelimpahan/baru", data=typed | {"starts_on": "01-01-2020", "letter_number": "7/DPP"})
    assert late.status_code == 422
    assert "Pelimpahan tidak berlaku surut" in words(late)
    assert 'href="#starts_on"' in late.text
    for foreign in (str(world.people["liaison"].id), "nobody", ""):
        refused = centre.post("/pelimpahan/baru", data=typed | {"delegate_id": foreign})
        assert 'id="delegate_id-err"' in refused.text
    assert db.session.scalars(select(Delegation)).all() == []


def test_a_liaison_officer_reads_of_the_own_region_and_changes_nothing(world: World, sign_in: SignIn) -> None:
    delegate = provincial(world)
    grant_delegation(world.people["centre_tunas"], draft_for(delegate))
    page = sign_in("province").get("/pelimpahan")
    assert "7/DPP/2025" in page.text
    assert "Cabut" not in page.text
    assert 'href="/pelimpahan/baru"' not in page.text
    assert "Belum ada pelimpahan" in words(sign_in("liaison_tunas").get("/pelimpahan"))


def test_a_party_that_asks_no_centre_needs_no_delegation(world: World, sign_in: SignIn) -> None:
    assert "pelimpahan tidak diperlukan" in words(sign_in("centre").get("/pelimpahan"))
    assert "/pelimpahan" not in sign_in("centre").get("/beranda").text


def test_what_came_back_by_a_delegate_says_so_to_the_unit(world: World, sign_in: SignIn) -> None:
    submission, delegate = waiting(world), provincial(world)
    delegation = grant_delegation(world.people["centre_tunas"], draft_for(delegate))
    settle_for_centre(delegate, submission, approved=False, note="Tanggal keliru")
    assert "Dikembalikan atas pelimpahan pusat partai: Tanggal keliru." in words(
        sign_in("liaison_tunas").get("/beranda")
    )
    assert revoke_delegation(world.people["centre_tunas"], delegation)
