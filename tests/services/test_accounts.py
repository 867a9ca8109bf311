"""Accounts: one sentence for every failed sign-in, and haste is slowed without locking the owner out."""

from hashlib import sha1
from pathlib import Path

import pytest
from argon2 import Type
from flask import Flask
from sqlalchemy import text

from sipol.extensions import db
from sipol.rules.errors import NotAllowed, Refused
from sipol.rules.roles import Role
from sipol.services.accounts import HASHER, TRIES_HERE, UserDraft, add_user, change_password, console, sign_in
from tests.factories.world import PASSWORD, World


def sentence_of(login: str, password: str, address: str = "10.0.0.1") -> str:
    with pytest.raises(Refused) as refused:
        sign_in(login, password, address)
    return refused.value.reason


def test_the_right_words_open_the_account_whatever_their_case(world: World) -> None:
    assert sign_in(" Liaison ", PASSWORD, "10.0.0.1") is world.people["liaison"]


def test_an_unknown_login_a_wrong_password_and_a_closed_account_sound_alike(world: World) -> None:
    world.people["rival"].active = False
    told = {
        sentence_of("nobody", PASSWORD),
        sentence_of("liaison", "not the password"),
        sentence_of("rival", PASSWORD),
        sentence_of("konsol", "!"),
        sentence_of("", ""),
    }
    assert told == {"Nama pengguna atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi."}


def test_after_five_failures_from_one_place_only_that_place_must_wait(world: World) -> None:
    for _ in range(TRIES_HERE):
        sentence_of("liaison", "guess", "203.0.113.9")
    assert "Tunggu 15 menit" in sentence_of("liaison", PASSWORD, "203.0.113.9")
    assert sign_in("liaison", PASSWORD, "10.0.0.1") is world.people["liaison"]
    db.session.execute(text("UPDATE sign_in_attempt SET created_at = created_at - interval '16 minutes'"))
    assert sign_in("liaison", PASSWORD, "203.0.113.9") is world.people["liaison"]


def test_a_place_that_tries_many_logins_must_wait_too(world: World) -> None:
    for number in range(40):
        sentence_of(f"guess{number}", "guess", "203.0.113.9")
    assert "Tunggu 15 menit" in sentence_of("liaison", PASSWORD, "203.0.113.9")


def test_the_table_of_attempts_names_nobody(world: World) -> None:
    sentence_of("liaison", "guess", "203.0.113.9")
    kept = str(db.session.execute(text("SELECT * FROM sign_in_attempt")).all())
    assert "liaison" not in kept
    assert "203.0.113.9" not in kept


def test_a_long_password_of_any_signs_opens_its_account(world: World) -> None:
    password = "kata sandi yang panjang, tanpa aturan 🙂 \u00e9 " * 4
    assert len(password) > 128
    add_user(console(), UserDraft("panjang", "X", password, Role.VERIFIER, "65.01"))
    assert sign_in("panjang", password, "10.0.0.1").login == "panjang"
    for other in (password.strip(), password.upper(), password[:128]):
        assert "tidak cocok" in sentence_of("panjang", other)


def test_passwords_are_kept_by_argon2id_as_it_is_advised() -> None:
    """RFC 9106, section 4, second choice: 64 MiB and three rounds; OWASP asks for 19 MiB and two."""
    assert (HASHER.type, HASHER.memory_cost, HASHER.time_cost, HASHER.parallelism) == (Type.ID, 65_536, 3, 4)
    assert (HASHER.salt_len, HASHER.hash_len) == (16, 32)


BAD_DRAFTS = [
    (UserDraft("liaison", "X", PASSWORD, Role.VERIFIER, "65.01"), "login", "sudah dipakai"),
    (UserDraft("two words", "X", PASSWORD, Role.VERIFIER, "65.01"), "login", "tanpa spasi"),
    (UserDraft("new", "X", "short", Role.VERIFIER, "65.01"), "password", "12 karakter"),
    (UserDraft("new", "X", "x" * 257, Role.VERIFIER, "65.01"), "password", "256 karakter"),
    (UserDraft("new", "X", "passwordpassword", Role.VERIFIER, "65.01"), "password", "mudah ditebak"),
    (UserDraft("new.person", "Maria Ulfah", "maria ulfah 123", Role.VERIFIER, "65.01"), "password", "mudah ditebak"),
    (UserDraft("new", "X", PASSWORD, Role.LIAISON, "65.01"), "party", "Partai diisi"),
    (UserDraft("new", "X", PASSWORD, Role.VERIFIER, "99.99"), "region", "belum ada"),
]


@pytest.mark.parametrize(("draft", "field", "words"), BAD_DRAFTS)
def test_an_account_that_cannot_be_is_refused_at_its_field(
    world: World, draft: UserDraft, field: str, words: str
) -> None:
    with pytest.raises(Refused, match=words) as refused:
        add_user(console(), draft)
    assert refused.value.field == field


def test_only_the_administrator_opens_accounts(world: World) -> None:
    with pytest.raises(NotAllowed):
        add_user(world.people["head"], UserDraft("new", "X", PASSWORD, Role.VERIFIER, "65.01"))


def test_a_password_that_leaked_elsewhere_is_refused_without_asking_anybody(
    world: World, app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaked = "kuda baterai staples benar"
    digest = sha1(leaked.encode(), usedforsecurity=False).hexdigest().upper()
    (tmp_path / f"{digest[:5]}.txt").write_text(f"{'0' * 35}:4\r\n{digest[5:]}:12\r\n")
    person = world.people["liaison"]
    change_password(person, leaked)
    monkeypatch.setitem(app.config, "SIPOL_BREACHED_PASSWORDS", str(tmp_path))
    with pytest.raises(Refused, match="pernah bocor"):
        change_password(person, leaked)
    change_password(person, "kuda baterai staples keliru")
    assert sign_in("liaison", "kuda baterai staples keliru", "10.0.0.1") is person
    assert "cocok" in sentence_of("liaison", PASSWORD)


@pytest.mark.parametrize("password", ["kabupatenbulungan", "baharisejahtera", "PBS bulungan 2026"])
def test_a_password_of_ones_own_party_or_region_is_refused(world: World, password: str) -> None:
    party = world.parties["PBS"]
    with pytest.raises(Refused, match="mudah ditebak"):
        add_user(console(), UserDraft("baru", "X", password, Role.LIAISON, "65.01", party.id))
    with pytest.raises(Refused, match="mudah ditebak"):
        change_password(world.people["liaison"], password)
