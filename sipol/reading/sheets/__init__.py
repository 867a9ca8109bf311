"""Member lists as people send them: any columns, any order, any of the usual encodings."""

from sipol.reading.sheets.child import plain_safely
from sipol.reading.sheets.columns import COLUMN_WORDS, Column, Columns, columns_in
from sipol.reading.sheets.rows import Names, cells_of
from sipol.reading.sheets.table import Sheet, sheet_of

__all__ = ["COLUMN_WORDS", "Column", "Columns", "Names", "Sheet", "cells_of", "columns_in", "plain_safely", "sheet_of"]
