"""A table with personal data says on every page, and in its properties, who took it, when and for what."""

import csv
import io
import re
import zipfile
from datetime import UTC, datetime
from html import unescape

from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from sipol.render.tables import TableFile, write_table
from sipol.render.watermarks import LONGEST, Watermark

AT = datetime(2026, 5, 12, 1, 30, tzinfo=UTC)
MARK = Watermark("Daftar anggota", "Yusuf Labo", AT, "Asia/Makassar", "rapat pleno, NIK utuh")
NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=400)
LINE = (
    "Diunduh Yusuf Labo pada Selasa, 12 Mei 2026, pukul 09.30 WITA untuk rapat pleno, NIK utuh. "
    "Memuat data pribadi: jangan diteruskan."
)


def written(form: TableFile, mark: Watermark | None = MARK) -> bytes:
    file = io.BytesIO()
    write_table(file, form, ["Daftar anggota"], ["NIK"], [["6501011501790001"]], mark=mark)
    return file.getvalue()


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: unescape(packed.read(name).decode()) for name in packed.namelist()}


def test_an_xlsx_tells_it_above_the_table_in_its_margins_and_in_its_properties() -> None:
    data = written(TableFile.XLSX)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows] == ["Daftar anggota", LINE, "NIK", "6501011501790001"]
    held = parts(data)
    sheet = held["xl/worksheets/sheet1.xml"]
    assert "<oddHeader>&L&8 Daftar anggota. Memuat data pribadi: jangan diteruskan.&R&8&P/&N</oddHeader>" in sheet
    assert "Diunduh Yusuf Labo, Selasa, 12 Mei 2026, pukul 09.30 WITA, untuk rapat pleno, NIK utuh&R" in sheet
    core, own = held["docProps/core.xml"], held["docProps/custom.xml"]
    for told in ("Yusuf Labo", LINE, "rapat pleno, NIK utuh", "2026-05-12T01:30:00Z"):
        assert told in core
    assert re.findall(r"<vt:lpwstr>([^<]*)<", own) == ["Yusuf Labo", AT.isoformat(), "rapat pleno, NIK utuh"]


def test_a_csv_tells_it_above_the_table() -> None:
    rows = list(csv.reader(io.StringIO(written(TableFile.CSV).decode("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows] == ["Daftar anggota", LINE, "NIK", "6501011501790001"]


def test_a_table_without_people_carries_no_mark() -> None:
    held = parts(written(TableFile.XLSX, None))
    assert "headerFooter" not in held["xl/worksheets/sheet1.xml"]
    assert "docProps/custom.xml" not in held


@given(NAMES, st.sampled_from(["&", "&P", "12 ", "&&L", "&G", "&[Picture]"]))
def test_no_name_is_too_long_or_an_order_to_excel(name: str, order: str) -> None:
    mark = Watermark(f"Daftar {name}", order + name, AT, "UTC", order * 90)
    sheet = parts(written(TableFile.XLSX, mark))["xl/worksheets/sheet1.xml"]
    for margin in ("oddHeader", "oddFooter"):
        (told,) = re.findall(f"<{margin}>(.*)</{margin}>", sheet, re.DOTALL)
        assert len(told.encode("utf-16-le")) // 2 <= LONGEST
        inner = told.removeprefix("&L&8 ").removesuffix("&R&8&P/&N")
        assert len(told) - len(inner) == len("&L&8 &R&8&P/&N")
        assert "&" not in inner
