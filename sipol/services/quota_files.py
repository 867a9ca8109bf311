"""KPU's decree on the least members, brought in as a table: a code and a number for each kabupaten/kota."""

import re
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from sipol.models import User
from sipol.reading.sheets import folded, plain_rows, plain_safely
from sipol.reading.sheets.values import bare
from sipol.rules.errors import Refused, Unreadable
from sipol.services.quotas import QuotaDraft, quotas_in, set_quota

CODE = re.compile(r"\b(?:kode|kd)\b")
LEAST = re.compile(r"minim|paling sedikit|nilai|syarat|jumlah anggota|kuota")
NO_HEADER = "Tabel ini harus memuat kolom kode wilayah dan kolom jumlah paling sedikit, misalnya: kode; paling sedikit."
NO_ROWS = "Tabel ini tidak memuat satu kabupaten/kota pun."


def import_quotas(actor: User, file: BinaryIO, letter: str, valid_from: date) -> int:
    """Set every number of a table, all or none; returns how many. Refused("file", …) names the row that cannot be."""
    known = {quota.region.code for quota in quotas_in(actor.region_code)}
    try:
        with plain_safely(file) as plain:
            rows = list(_rows(plain_rows(plain)))
    except Unreadable as unreadable:
        raise Refused("file", str(unreadable)) from unreadable
    if not rows:
        raise Refused("file", NO_ROWS)
    drafts: dict[str, QuotaDraft] = {}
    for line, code, least in rows:
        if code not in known:
            raise Refused("file", f"Baris {line}: “{code}” bukan kode kabupaten/kota di wilayah Anda.")
        if code in drafts:
            raise Refused("file", f"Baris {line}: kode {code} sudah ada pada baris sebelumnya.")
        if not re.fullmatch("[0-9]{1,7}", least) or not 0 < int(least) <= 1_000_000:
            raise Refused("file", f"Baris {line}: jumlah paling sedikit untuk {code} tidak terbaca.")
        drafts[code] = QuotaDraft(code, int(least), letter, valid_from)
    for draft in drafts.values():
        set_quota(actor, draft)
    return len(drafts)


def _rows(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, str, str]]:
    """Line, code and number as written, from below the titles."""
    for _, cells in rows:
        titles = [folded(cell) for cell in cells]
        code_at = next((at for at, title in enumerate(titles) if CODE.search(title)), -1)
        least_at = next((at for at, title in enumerate(titles) if LEAST.search(title) and at != code_at), -1)
        if code_at >= 0 <= least_at:
            break
    else:
        raise Unreadable(NO_HEADER)
    for line, cells in rows:
        code, least = (bare(cells[at]) if at < len(cells) else "" for at in (code_at, least_at))
        if code or least:
            yield line, _dotted(code), re.sub(r"[.\s]", "", least)


def _dotted(code: str) -> str:
    return f"{code[:2]}.{code[2:]}" if re.fullmatch(r"\d{4}", code) else code
