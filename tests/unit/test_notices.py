"""The words of notices, when a reminder is due, and where mail may go."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from config import load
from sipol.lines import SettingMissing
from sipol.rules.notices import STEPS, TELLINGS, NoticeKind, Topic, is_address, reminder_due, words_of
from sipol.rules.workflow import Act

ZONE = "Asia/Makassar"
DEADLINE = datetime(2025, 12, 29, 16, tzinfo=ZoneInfo(ZONE))
LONG_AGO = DEADLINE - timedelta(days=90)
FACTS = dict.fromkeys(("about", "object", "outcome", "number", "period", "opens", "moment", "left", "since"), "x")
DEMO = {"DATABASE_URL": "postgresql://db.contoh.id/sipol"}


def test_every_kind_has_its_words_and_every_topic_its_kinds() -> None:
    assert set(TELLINGS) == set(NoticeKind)
    assert {telling.topic for telling in TELLINGS.values()} == set(Topic)
    for kind in NoticeKind:
        words = words_of(kind, FACTS)
        assert "{" not in words.title + words.hint


def test_every_step_is_told_but_that_a_verifier_lets_go() -> None:
    assert set(Act) - set(STEPS) == {Act.LET_GO}


def test_words_that_look_like_places_for_facts_are_left_as_they_are() -> None:
    assert words_of(NoticeKind.DECIDED, FACTS | {"object": "{number}"}).title == "{number} diputus: x"


@pytest.mark.parametrize(
    ("left", "known", "mark"),
    [
        (15, 90, None),
        (14, 90, 14),
        (8, 90, 14),
        (7, 90, 7),
        (4, 90, 7),
        (3, 90, 3),
        (2, 90, 3),
        (1, 90, 1),
        (0, 90, 1),
        (7, 7, None),
        (6, 7, None),
        (6, 8, 7),
        (3, 7, 3),
        (-1, 90, None),
    ],
)
def test_a_reminder_is_due_from_its_day_until_the_next_one(left: int, known: int, mark: int | None) -> None:
    at = DEADLINE - timedelta(days=left, hours=7)
    known_since = DEADLINE - timedelta(days=known)
    assert reminder_due(DEADLINE, known_since, at, ZONE) == mark


def test_days_are_those_of_the_register_and_nothing_is_due_once_it_is_over() -> None:
    just_after_midnight = datetime(2025, 12, 28, 0, 1, tzinfo=ZoneInfo(ZONE))
    assert reminder_due(DEADLINE, LONG_AGO, just_after_midnight, ZONE) == 1
    assert reminder_due(DEADLINE, LONG_AGO, just_after_midnight - timedelta(minutes=2), ZONE) == 3
    assert reminder_due(DEADLINE, LONG_AGO, DEADLINE, ZONE) is None


@pytest.mark.parametrize("address", ["lo.pbs@contoh.id", "a+b@surel.partai.or.id", "x@localhost"])
def test_addresses_that_people_have(address: str) -> None:
    assert is_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "contoh.id",
        "a@b@c",
        "a b@c.id",
        "a@b.id, c@d.id",
        "<a@b.id>",
        "a@b.id\nBcc: x@y.id",
        "é@b.id",
        "a@b.",
        "x" * 260,
    ],
)
def test_what_is_no_address_or_would_be_several(address: str) -> None:
    assert not is_address(address)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"SIPOL_SMTP_URL": "surel.contoh.id"}, "SIPOL_SMTP_URL harus berupa smtp://"),
        ({"SIPOL_SMTP_URL": "https://surel.contoh.id"}, "SIPOL_SMTP_URL harus berupa smtp://"),
        ({"SIPOL_SMTP_URL": "smtp://surel.contoh.id:banyak"}, "SIPOL_SMTP_URL harus berupa smtp://"),
        ({"SIPOL_SMTP_URL": "smtp+plain://nama:sandi@surel.contoh.id"}, "memerlukan TLS"),
        ({"SIPOL_MAIL_FROM": "KPU"}, "SIPOL_MAIL_FROM harus berupa alamat surel"),
    ],
)
def test_a_wrong_setting_for_mail_gets_a_sentence(tmp_path: Path, wrong: dict[str, str], sentence: str) -> None:
    with pytest.raises(SettingMissing, match=sentence):
        load({"SIPOL_HOME": str(tmp_path), **DEMO, **wrong})


def test_mail_stays_in_the_outbox_until_a_server_is_named(tmp_path: Path) -> None:
    given = load({"SIPOL_HOME": str(tmp_path), **DEMO, "SIPOL_PUBLIC_URL": "https://parpol.contoh.id"})
    assert (given["SIPOL_SMTP_URL"], given["SIPOL_MAIL_FROM"]) == ("", "tanpa-balas@parpol.contoh.id")
