"""Region codes of Kemendagri (Permendagri 73/2022): text with dots, a subtree is a prefix."""

import re
from enum import StrEnum

NATION = "ID"
CODE = re.compile(r"[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?")
FIRST_CITY = 71


class Level(StrEnum):
    NATION = "nation"
    PROVINCE = "province"
    REGENCY = "regency"
    DISTRICT = "district"
    VILLAGE = "village"


BY_DOTS = (Level.PROVINCE, Level.REGENCY, Level.DISTRICT, Level.VILLAGE)

LEVEL_WORDS: dict[Level, str] = {
    Level.NATION: "pusat",
    Level.PROVINCE: "provinsi",
    Level.REGENCY: "kabupaten/kota",
    Level.DISTRICT: "kecamatan",
    Level.VILLAGE: "desa/kelurahan",
}


def is_code(text: str) -> bool:
    """Whether ``text`` is shaped like a region code, ``65``, ``65.71``, ``65.71.01``, ``65.71.01.1001``, or ``ID``."""
    return text == NATION or CODE.fullmatch(text) is not None


def level_of(code: str) -> Level:
    """The level a code stands for; the number of dots tells."""
    return Level.NATION if code == NATION else BY_DOTS[code.count(".")]


def parent_of(code: str) -> str | None:
    """The code one level up; provinces belong to the nation, the nation to nobody."""
    if code == NATION:
        return None
    return code.rpartition(".")[0] or NATION


def upwards_from(code: str) -> tuple[str, ...]:
    """The place itself and all it lies in, up to the nation."""
    above = parent_of(code)
    return (code,) if above is None else (code, *upwards_from(above))


def within(code: str, area: str) -> bool:
    """Whether ``code`` is ``area`` or lies below it."""
    return area in (NATION, code) or code.startswith(f"{area}.")


def jurisdiction(code: str) -> str:
    """The region whose KPU office verifies a unit there: kecamatan go to their kabupaten/kota (domain, section 3)."""
    return NATION if code == NATION else ".".join(code.split(".")[:2])


def district_of(code: str) -> str:
    """The kecamatan of a code of one or of a desa in it; "" for what is neither."""
    return ".".join(code.split(".")[:3]) if code.count(".") in (2, 3) else ""


def is_city(code: str) -> bool:
    """Kabupaten are numbered 01-69 and kota 71-99 within their province."""
    return level_of(code) is Level.REGENCY and int(code.split(".")[1]) >= FIRST_CITY


def compact(code: str) -> str:
    """The code without dots, as it stands in document numbers: ``65.71`` becomes ``6571``."""
    return code.replace(".", "")
