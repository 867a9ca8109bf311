from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from sipol.render import (
    clock,
    date_in_words,
    in_words,
    long_date,
    long_moment,
    percent,
    short_date,
    since,
    thousands,
    until,
)

SPOKEN = """
0 | nol
1 | satu
10 | sepuluh
11 | sebelas
12 | dua belas
19 | sembilan belas
20 | dua puluh
25 | dua puluh lima
100 | seratus
101 | seratus satu
111 | seratus sebelas
200 | dua ratus
999 | sembilan ratus sembilan puluh sembilan
1000 | seribu
1001 | seribu satu
1945 | seribu sembilan ratus empat puluh lima
2000 | dua ribu
2025 | dua ribu dua puluh lima
11000 | sebelas ribu
100000 | seratus ribu
101000 | seratus satu ribu
1000000 | satu juta
1001000 | satu juta seribu
2000000000 | dua miliar
1000000000000 | satu triliun
"""


@pytest.mark.parametrize("line", SPOKEN.strip().splitlines())
def test_a_number_is_said_as_a_notary_would_say_it(line: str) -> None:
    number, words = line.split(" | ")
    assert in_words(int(number)) == words


@pytest.mark.parametrize("number", [-1, 10**15])
def test_a_number_beyond_the_words_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="in words"):
        in_words(number)


def test_the_day_of_a_berita_acara_is_written_in_words() -> None:
    assert date_in_words(date(2025, 12, 31)) == (
        "Rabu, tanggal tiga puluh satu bulan Desember tahun dua ribu dua puluh lima"
    )


@pytest.mark.parametrize(
    ("day", "name"),
    list(enumerate(["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"], start=15)),
)
def test_every_day_of_the_week_has_its_name(day: int, name: str) -> None:
    assert long_date(date(2025, 12, day)) == f"{name}, {day} Desember 2025"


def test_every_month_has_its_name() -> None:
    written = [short_date(date(2026, month, 1)).split()[1] for month in range(1, 13)]
    assert " ".join(written) == (
        "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"
    )


@pytest.mark.parametrize(
    ("zone", "read"),
    [("Asia/Jakarta", "14.04 WIB"), ("Asia/Makassar", "15.04 WITA"), ("Asia/Jayapura", "16.04 WIT")],
)
def test_one_moment_is_read_on_three_clocks(zone: str, read: str) -> None:
    assert clock(datetime(2025, 12, 31, 7, 4, tzinfo=UTC), zone) == read


def test_a_moment_falls_on_the_day_of_the_place_not_of_the_server() -> None:
    moment = datetime(2025, 12, 31, 20, 0, tzinfo=UTC)
    assert long_moment(moment, "Asia/Makassar") == "Kamis, 1 Januari 2026, pukul 04.00 WITA"
    assert long_moment(moment.astimezone(timezone(timedelta(hours=7))), "Asia/Makassar") == long_moment(
        moment, "Asia/Makassar"
    )


def test_a_moment_without_a_zone_is_not_printed() -> None:
    with pytest.raises(ValueError, match="zone"):
        clock(datetime(2025, 12, 31, 7, 4), "Asia/Makassar")  # noqa: DTZ001


@pytest.mark.parametrize(
    ("number", "written"), [(0, "0"), (999, "999"), (1271, "1.271"), (258229, "258.229"), (-1234, "-1.234")]
)
def test_thousands_are_parted_by_a_point(number: int, written: str) -> None:
    assert thousands(number) == written


@pytest.mark.parametrize(
    ("part", "whole", "written"),
    [
        (6, 13, "46,2 persen"),
        (1, 3, "33,3 persen"),
        (1, 16, "6,3 persen"),
        (5, 5, "100,0 persen"),
        (0, 0, "0,0 persen"),
    ],
)
def test_a_share_is_rounded_half_up_to_one_decimal(part: int, whole: int, written: str) -> None:
    assert percent(part, whole) == written


@pytest.mark.parametrize(
    ("began", "told"),
    [
        (datetime(2025, 6, 5, 1, 4, tzinfo=UTC), "sejak hari ini pukul 09.04 WITA"),
        # Half past eleven in the evening is yesterday, though it is 40 minutes ago.
        (datetime(2025, 6, 4, 15, 30, tzinfo=UTC), "sejak Rabu, 4 Juni 2025 (1 hari)"),
        (datetime(2025, 6, 2, 1, 4, tzinfo=UTC), "sejak Senin, 2 Juni 2025 (3 hari)"),
    ],
)
def test_how_long_something_waits_is_counted_in_calendar_days(began: datetime, told: str) -> None:
    at = datetime(2025, 6, 5, 2, tzinfo=UTC) if began.hour == 1 else datetime(2025, 6, 4, 16, 10, tzinfo=UTC)
    assert since(began, at, "Asia/Makassar") == told


@pytest.mark.parametrize(
    ("at", "left"),
    [
        (datetime(2025, 12, 26, 1, tzinfo=UTC), "3 hari lagi"),
        (datetime(2025, 12, 29, 7, 59, tzinfo=UTC), "hari ini"),
        (datetime(2025, 12, 29, 8, tzinfo=UTC), "sudah lewat"),
        (datetime(2025, 12, 30, 8, tzinfo=UTC), "sudah lewat"),
    ],
)
def test_a_deadline_says_what_is_left_of_it(at: datetime, left: str) -> None:
    deadline = datetime(2025, 12, 29, 8, tzinfo=UTC)
    assert until(deadline, at, "Asia/Makassar") == f"Senin, 29 Desember 2025, pukul 16.00 WITA, {left}"
