"""What each term of an account means, how common a word is, and numbers as Indonesians write them."""

from math import floor

from sipol.names.features import MISSING_TERMS, PLAIN_TERMS, RUNG_TERMS
from sipol.names.frequency import COUNTS, NAMES_COUNTED, RARE_BELOW, rarity
from sipol.names.kinds import Rung, Verdict

VERDICT_WORDS: dict[Verdict, str] = {
    Verdict.SAME: "nama yang sama",
    Verdict.LIKELY: "kemungkinan besar sama",
    Verdict.UNSURE: "meragukan",
    Verdict.DIFFERENT: "berbeda",
}

RUNG_WORDS: dict[Rung, str] = {
    Rung.CONFLICT: "Tidak ada yang menghubungkan keduanya",
    Rung.NEAR: "Hanya mirip sepintas",
    Rung.PART: "Yang satu hanya sebagian dari yang lain",
    Rung.TWICE_KNOWN: "Beberapa huruf berbeda, dan keduanya nama yang lazim",
    Rung.SLIP_SHORT_KNOWN: "Satu huruf berbeda pada kata pendek; dapat pula dua nama lain",
    Rung.TWICE: "Beberapa huruf berbeda, mungkin salah ketik",
    Rung.SLIP_SHORT: "Satu huruf berbeda pada kata pendek, mungkin salah ketik",
    Rung.SLIP_KNOWN: "Satu huruf berbeda, tetapi keduanya nama yang lazim",
    Rung.SLIP: "Satu huruf berbeda, mungkin salah ketik",
    Rung.SHORTENED: "Singkatan bertitik dari kata yang lain",
    Rung.INITIAL: "Huruf awal dari kata yang lain",
    Rung.SPELLING: "Sama sesudah ejaannya disamakan",
    Rung.FAMILY: "Bentuk lain dari nama yang sama, seperti Muh. dan Muhammad",
    Rung.EQUAL_INITIAL: "Huruf awal yang sama",
    Rung.EQUAL: "Sama huruf demi huruf",
}
"""How one word answers another."""

START = "bias"
TERM_WORDS: dict[str, str] = {
    START: "Nilai awal",
    **{term: RUNG_WORDS[rung] for term, rung in zip(RUNG_TERMS, Rung, strict=True)},
    **dict(
        zip(
            MISSING_TERMS,
            (
                "Hanya ada di satu sisi",
                "Kata pertama, hanya ada di satu sisi",
                "Satu huruf, hanya ada di satu sisi",
                "Kata sambung seperti bin atau al, hanya ada di satu sisi",
            ),
            strict=True,
        )
    ),
    **dict(
        zip(
            PLAIN_TERMS,
            (
                "Huruf yang sama ditulis serangkai di satu sisi dan terpisah di sisi lain",
                "Lebih dari satu kata hanya ada di satu sisi",
                "Paling banyak satu kata yang cocok kuat, sedangkan kata lain tidak berjawab",
                "Urutan kata berbeda",
                "Gelar yang sama pada kedua nama",
                "Gelar yang berlainan pada kedua nama",
            ),
            strict=True,
        )
    ),
}
"""What every term of the table means."""

RARE = f"langka, pada kurang dari {RARE_BELOW} nama"

EQUAL_WRITINGS = "Kedua tulisan sama persis, maka skornya 100 % tanpa hitungan."
NO_WORDS = "Salah satu tulisan tidak memuat kata yang dapat dibandingkan, maka hitungan ini tidak dipakai."
NOT_ALL_EQUAL = "Tidak semua kata sama, maka skornya {0} dari peluang itu; lebih dari {0} hanya bila semua kata sama."
ALL_EQUAL = "Semua kata sama, maka skornya tidak kurang dari {0}, dan lebih tinggi bila gelarnya juga sama."
ALL_BUT_ORDER = "Semua kata sama dan hanya urutannya berbeda, maka skornya dipatok sedikit di bawah {0}."

ABOVE_THE_THRESHOLD: dict[Verdict, str] = {
    Verdict.SAME: (
        "Tidak ada kata yang kurang, dan semuanya hanya berbeda ejaan, urutan, atau singkatan yang lazim. Karena itu "
        "keduanya disebut nama yang sama walaupun skornya di bawah {}."
    ),
    Verdict.UNSURE: (
        "Setiap kata pada nama yang lebih pendek ada jawabannya pada nama yang lain. Karena itu mesin tidak "
        "menyebutnya berbeda walaupun skornya di bawah {}; keraguannya diputus orang."
    ),
}
"""Why a verdict is milder than its score: the two rules of ``judge``; the threshold goes in."""


def term_words(term: str, amount: float) -> str:
    """What a term means that concerns the names as wholes, with its number where it counts several times."""
    return f"{TERM_WORDS[term]}\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}{amount:.0f}" if amount > 1 else TERM_WORDS[term]


def link_words(term: str, note: str) -> str:
    """What links two words, with the spelling class where there is one: ``… (oe/u)``."""
    return f"{TERM_WORDS[term]} ({note})" if note else TERM_WORDS[term]


def how_common(keys: tuple[str, str], words: tuple[str, str], rare: float) -> str:
    """How many names hold the word that a line was weighed by: the one of the two whose rarity is ``rare``.

    ``keys``: the two words in capitals, empty where there is none; ``words``: the same as they are written.
    """
    if all(len(key) < 2 for key in keys):
        return "Satu huruf saja, dihitung seperti kata yang lazim"
    weighed = [(key, word) for key, word in zip(keys, words, strict=True) if len(key) > 1 and rarity(key) == rare]
    if not weighed:
        return "Kata sambung atau satu huruf, hampir tidak dihitung"
    key, word = weighed[0]
    told = f"1 dari {thousands(round(NAMES_COUNTED / COUNTS[key]))} nama" if key in COUNTS else RARE
    return f"‘{word}’: {told}" if len(set(keys) - {""}) > 1 else told[0].upper() + told[1:]


def thousands(number: int) -> str:
    """``258229`` -> ``258.229``."""
    return f"{number:,}".replace(",", ".")


def signed(cents: int) -> str:
    """Hundredths with their sign: ``329`` -> ``+3,29``."""
    sign = "+" if cents > 0 else "−" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100},{abs(cents) % 100:02}"


def percent(share: float) -> str:
    """0..1 as per cent, cut to one decimal, so that what is shown never passes a threshold it did not reach."""
    tenths = floor(share * 1000 + 1e-6)
    return f"{tenths // 10}{f',{tenths % 10}' if tenths % 10 else ''}\N{NO-BREAK SPACE}%"
