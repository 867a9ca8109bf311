"""Whether two written posts of a board are one post."""

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_WRITTEN_OUT: dict[str, tuple[str, ...]] = {
    "waket": ("wakil", "ketua"),
    "wkt": ("wakil", "ketua"),
    "wakasek": ("wakil", "sekretaris"),
    "waksek": ("wakil", "sekretaris"),
    "wasek": ("wakil", "sekretaris"),
    "wasekjen": ("wakil", "sekretaris", "jenderal"),
    "wasekjend": ("wakil", "sekretaris", "jenderal"),
    "wabend": ("wakil", "bendahara"),
    "waben": ("wakil", "bendahara"),
    "wakabid": ("wakil", "ketua", "bidang"),
    "wakaba": ("wakil", "kepala", "badan"),
    "kabid": ("ketua", "bidang"),
    "ketum": ("ketua", "umum"),
    "waketum": ("wakil", "ketua", "umum"),
    "sekum": ("sekretaris", "umum"),
    "bendum": ("bendahara", "umum"),
    "sekjen": ("sekretaris", "jenderal"),
    "sekjend": ("sekretaris", "jenderal"),
    "wk": ("wakil",),
    "wkl": ("wakil",),
    "wak": ("wakil",),
    "wakl": ("wakil",),
    "ket": ("ketua",),
    "sek": ("sekretaris",),
    "sekr": ("sekretaris",),
    "sekret": ("sekretaris",),
    "skr": ("sekretaris",),
    "bend": ("bendahara",),
    "bendhr": ("bendahara",),
    "jend": ("jenderal",),
    "jen": ("jenderal",),
    "jendral": ("jenderal",),
    "bid": ("bidang",),
    "dep": ("departemen",),
    "dept": ("departemen",),
    "angg": ("anggota",),
    "agt": ("anggota",),
    "koord": ("koordinator",),
    "kord": ("koordinator",),
    "koor": ("koordinator",),
    "plt": ("pelaksana", "tugas"),
    "pjs": ("pejabat", "sementara"),
    "pj": ("pejabat",),
    "pemb": ("pembina",),
    "penas": ("penasihat",),
    "penasehat": ("penasihat",),
    "dgn": ("dengan",),
    "thd": ("terhadap",),
    "dll": ("lain",),
    "i": ("1",),
    "ii": ("2",),
    "iii": ("3",),
    "iv": ("4",),
    "v": ("5",),
    "vi": ("6",),
    "vii": ("7",),
    "viii": ("8",),
    "ix": ("9",),
    "x": ("10",),
}
_FILLERS = frozenset({"dan", "serta", "untuk", "urusan"})


@lru_cache(maxsize=1 << 12)
def position_words(position: str) -> tuple[str, ...]:
    """The words of a post, written out in small letters; case, dots, signs and small words do not count."""
    words: list[str] = []
    for word in _WORD.findall(position.replace("&", " ").casefold()):
        words += _WRITTEN_OUT.get(word, (word,))
    kept = tuple(word for word in words if word not in _FILLERS)
    return kept or tuple(words)


def same_position(a: str, b: str) -> bool:
    """Whether two written posts are one, however their words are parted.

    ``Waket Bid. Hukum`` is ``Wakil Ketua Bidang Hukum``; Ketua is not Wakil Ketua.
    """
    ours, theirs = position_words(a), position_words(b)
    return ours == theirs or "".join(ours) == "".join(theirs)
