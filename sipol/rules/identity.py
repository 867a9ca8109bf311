"""The NIK (UU 23/2006, PP 40/2019): 6 digits of a kecamatan, the day of birth (a woman's plus 40), 4 in turn."""

from datetime import date
from enum import StrEnum
from functools import lru_cache

LENGTH = 16
WOMENS_DAYS = 40
PROVINCES = frozenset(
    str(code)
    for codes in ((11, 20), (21, 22), (31, 37), (51, 54), (61, 66), (71, 77), (81, 83), (91, 98))
    for code in range(*codes)
)
"""Provinces that have issued a NIK, by Kemendagri's code (Permendagri 73/2022); a NIK keeps the code of its day."""
_DAYS = frozenset(f"{day + more:02}" for day in range(1, 32) for more in (0, WOMENS_DAYS))
_MONTHS = frozenset(f"{month:02}" for month in range(1, 13))


class Sex(StrEnum):
    MALE = "male"
    FEMALE = "female"


class NikFault(StrEnum):
    """Why a text cannot be a NIK."""

    EMPTY = "empty"
    LETTERS = "letters"
    SHORT = "short"
    LONG = "long"
    PROVINCE = "province"
    DAY = "day"
    MONTH = "month"
    TURN = "turn"


def fault_of(nik: str) -> NikFault | None:
    """The first reason why ``nik`` cannot be one; None when it is shaped like one."""
    if not nik:
        return NikFault.EMPTY
    if not (nik.isascii() and nik.isdigit()):
        return NikFault.LETTERS
    if len(nik) != LENGTH:
        return NikFault.SHORT if len(nik) < LENGTH else NikFault.LONG
    return _fault_inside(nik)


def _fault_inside(nik: str) -> NikFault | None:
    if nik[:2] not in PROVINCES:
        return NikFault.PROVINCE
    if nik[6:8] not in _DAYS:
        return NikFault.DAY
    if nik[8:10] not in _MONTHS:
        return NikFault.MONTH
    return NikFault.TURN if nik.endswith("0000") else None


def sex_in(nik: str) -> Sex:
    """The sex a well-formed NIK tells."""
    return Sex.FEMALE if nik[6] > "3" else Sex.MALE


def born_in(nik: str) -> tuple[int, int, int]:
    """Day, month and two digits of the year of birth that a well-formed NIK tells."""
    day = int(nik[6:8])
    return (day - WOMENS_DAYS if day > WOMENS_DAYS else day), int(nik[8:10]), int(nik[10:12])


def tells_birth(nik: str, born_on: date) -> bool:
    """Whether a well-formed NIK tells this date of birth; the century is not in it."""
    return nik[6:12] in birth_digits(born_on)


@lru_cache(maxsize=1 << 16)
def birth_digits(born_on: date) -> tuple[str, str]:
    """A date of birth as the NIK of a man, and that of a woman, tells it: its digits 7 to 12."""
    return f"{born_on:%d%m%y}", f"{born_on.day + WOMENS_DAYS}{born_on:%m%y}"


def masked(nik: str) -> str:
    """A NIK as it may be shown: ``657101**********`` (UU 27/2022). A text that is none is masked as a whole.

    Pages print the date of birth and the sex, which are digits 7 to 12, so the digits in turn are what hides it.
    """
    if len(nik) != LENGTH:
        return "*" * len(nik)
    return nik[:6] + "*" * 10
