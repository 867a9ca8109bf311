"""What strangers write: text and bytes made to trip whoever reads them, and how many of each a test takes."""

import os
import random

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

EXAMPLES = int(os.environ.get("SIPOL_EXAMPLES", "25"))
"""Examples of each property: few in the suite, thousands when somebody looks for trouble."""


def probe(share: float = 1.0) -> settings:
    """Settings of a property; ``share``: of the examples, where each of them is dear.

    The suite takes the same examples every time; a search takes new ones.
    """
    count = max(3, int(EXAMPLES * share))
    checks = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture)
    return settings(
        max_examples=count,
        deadline=None,
        derandomize="SIPOL_EXAMPLES" not in os.environ,
        database=None,
        suppress_health_check=checks,
    )


PIECES = (
    "", " ", "  ", "\t", "\n", "\r\n", "\x00", "\x01", "\x1e", "\x1f", "\x85", "\xa0", "\u200b", "\u202e", "\ufeff",
    "0", "1", "9", "31", "32", "00", "65", "65.71", "65.71.01", "6571", "657101", "1963", "2025", "9999", "99999",
    "²", "³", "①", "٣", "٦٥", "१२", "¼", "Ⅻ", "𝟜", "_", "-", "–", "—", ".", ",", ":", ";", "/", "\\", "'", '"', "’",
    "(", ")", "=", "+", "%", "&", "#", "|", "İ", "ß", "ǆ", "é", "e\u0301", "🙂", "E+15", "1e309", "NaN", "-1", "a", "b",
    "L", "P", "jl", "no", "gg", "rt", "Jalan", "Nomor", "Kecamatan", "Kab.", "kota", "km", "lt", "nik", "nama", "kode",
    "tanggal lahir", "jumlah", "Total", "tempat", "status", "Tarakan", "Jan", "Mei", "Nopember", "Desember", "satu",
    "dua", "sebelas", "belas", "puluh", "ratus", "seratus", "ribu", "seribu", "ribu ribu ratus", "tahun", "bulan",
    "masa bakti", "periode", "s.d.", "sampai dengan", "Ketua", "Waket", "Bid.", "I", "V", "Plt.", "dan", "&", "H.",
    "Dr.", "S.H.", "alias", "berkantor", "keputusan", "sk", "tentang", "tgl", "T", "Z", "+07:00", "12.30", "23:59",
)  # fmt: skip
"""Bits out of which things that look nearly right are put together."""

BITS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
SPACED = st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)
WRITING = st.one_of(SPACED, BITS, st.text(max_size=60))
"""A text of any kind; most are nearly right."""
CELL = WRITING.map(lambda text: text[:2_000])
DIGITS = st.text("0123456789", max_size=20)
SIGNS = st.text("0189²³①٣१𝟜_.,:/-+ \x01'", max_size=12)
SAME = st.builds(lambda sign, times: sign * times, st.sampled_from(PIECES), st.integers(0, 20))
NUMBERS = ("satu", "sepuluh", "belas", "puluh", "ratus", "ribu", "Mei", "dua ribu")
NUMERALS = st.lists(st.sampled_from(NUMBERS), max_size=20)
LINE = st.one_of(CELL, DIGITS, SIGNS, SAME, NUMERALS.map(" ".join), st.integers(0, 10**17).map(str))


def mangled(data: bytes, seed: int) -> bytes:
    """A file with some of it changed, cut out, doubled or cut off."""
    dice, made = random.Random(seed), bytearray(data)
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(len(made)) if made else 0
        span = dice.choice((1, 1, 2, 8, 64, 512))
        act = dice.randrange(5)
        if act == 0:
            made[at : at + 1] = bytes([dice.randrange(256)])
        elif act == 1:
            del made[at : at + span]
        elif act == 2:
            made[at:at] = made[at : at + span]
        elif act == 3:
            made[at : at + span] = dice.randbytes(span)
        elif dice.random() < 0.2:
            del made[at:]
    return bytes(made)


SEEDS = st.integers(0, 2**32)
