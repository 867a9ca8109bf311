"""How a written name is taken apart: titles, the words of the name, an alias."""

import pytest

from sipol.names.parts import pieces_in, readings
from sipol.names.plans import plans_for


@pytest.mark.parametrize(
    ("name", "words", "titles"),
    [
        ("Budiarto, M.M.", "BUDIARTO", "MM"),
        ("Budiarto M.M.", "BUDIARTO", "MM"),
        ("M. M. Kelasih", "M M KELASIH", ""),
        ("H. Wardoyo", "WARDOYO", "H"),
        ("Wardoyo, H.", "WARDOYO", "H"),
        ("Wardoyo H", "WARDOYO H", ""),
        ("HM. Lestario Wukir", "M LESTARIO WUKIR", "H"),
        ("H. A. R. Lestario", "A R LESTARIO", "H"),
        ("K.H. Zamroni", "ZAMRONI", "KH"),
        ("Drs. H. J. Daudi", "J DAUDI", "DRS H"),
        ("dr. A. Basrun", "A BASRUN", "dr"),
        ("Dr. Basrun", "BASRUN", "Dr"),
        ("DR. BASRUN", "BASRUN", "DR"),
        ("MD Alwi Semeru", "MD ALWI SEMERU", ""),
        ("Alwi Semeru, A. Md. Keb", "ALWI SEMERU", "AMDKEB"),
        ("Alwi Semeru S. Pd. I", "ALWI SEMERU", "SPDI"),
        ("Alwi Semeru,S.H.,M.H.", "ALWI SEMERU", "SH MH"),
        ("Alwi Semeru , S,Sos", "ALWI SEMERU", "SSOS"),
        ("Alwi Semeru, S.Tr.Kom", "ALWI SEMERU", "STRKOM"),
        ("Prof., Dr. (H.C.) Alwi Semeru", "ALWI SEMERU", "PROF DRHC"),
        ("Kolonel (Purn.) Alwi", "ALWI", "KOLONEL PURN"),
        ("Alwi Hj. Semeru", "ALWI SEMERU", "HJ"),
        ("Raden Panji Kusumo", "PANJI KUSUMO", "RADEN"),
        ("Ma’shum bin Al-Hafiz", "MASHUM BIN AL HAFIZ", ""),
        ("José Wanggur", "JOSE WANGGUR", ""),
        ("Alwi alias Bang Jago", "ALWI", ""),
        ("Dr. H.", "H", "Dr"),
        ("", "", ""),
        ("...", "", ""),
    ],
)
def test_the_usual_reading_parts_titles_from_the_name(name: str, words: str, titles: str) -> None:
    usual = readings(name)[0]
    assert (" ".join(usual.keys), " ".join(usual.codes)) == (words, titles)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("H. Santosaji", "H SANTOSAJI"),
        ("R. Kelasih", "R KELASIH"),
        ("Raden Kelasih", "RADEN KELASIH"),
        ("Alwi alias Bang Jago", "BANG JAGO"),
        ("Wardoyo H", "WARDOYO"),
        ("Rasdiman Ma", "RASDIMAN MA"),
    ],
)
def test_an_ambiguous_writing_has_another_reading(name: str, other: str) -> None:
    assert other in [" ".join(reading.keys) for reading in readings(name)[1:]]


@pytest.mark.parametrize(
    "name",
    [
        "PRANOTO WIRA, S.H., M.H.",
        "PRANOTO WIRA, S.E, M.Si",
        "PRANOTO WIRA, S.Tr.Kom",
        "Ir, H. PRANOTO, MM",
        "PRANOTO , S.E",
        "dr. PRANOTO, S.E., dr",
        "H.M. PRANOTO (Bang Pran), SE. MM",
        "PRANOTO S.Pd. I",
    ],
)
def test_names_of_one_shape_are_read_as_each_would_be_alone(name: str) -> None:
    readings.cache_clear()
    for before in ("DEPID WAHONO, S.E, M.Si", "HERNI SUKOCO, S.T., M.Si.", "LANI WIRA, IR., S.E.", name):
        readings(before)
    assert tuple(reading.plan for reading in readings(name)) == plans_for(pieces_in(name))
