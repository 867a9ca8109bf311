"""Member lists as people send them: any columns, any order, any of the usual encodings."""

from sipol.reading.sheets.child import plain_safely
from sipol.reading.sheets.columns import COLUMN_WORDS, NOTHING_KNOWN, Column, Columns, Known, columns_in, folded
from sipol.reading.sheets.rows import Names, reader_of
from sipol.reading.sheets.table import Sheet, Told, plain_rows, sheet_of

__all__ = [
    "COLUMN_WORDS",
    "NOTHING_KNOWN",
    "Column",
    "Columns",
    "Known",
    "Names",
    "Sheet",
    "Told",
    "columns_in",
    "folded",
    "plain_rows",
    "plain_safely",
    "reader_of",
    "sheet_of",
]
