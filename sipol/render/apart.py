"""Where a paper is printed: a long one in a child that loads the press and nothing of the register besides.

The press takes some 0.15 MB for each row of a table, on top of what the process holds already.
"""

from sipol.render.data import canonical
from sipol.render.press import pdf as print_here
from sipol.render.sheets import AnySheet, MinutesSheet
from sipol.rules.errors import Busy, PrintFailed, Unreadable
from sipol.sandbox import Task, run

LONG = 500
"""Rows of annexes from which on the second that a child takes to begin is well spent."""
TOO_SLOW = "Surat ini terlalu panjang untuk dicetak dalam {seconds} detik."
GAVE_UP = "Surat ini tidak selesai dicetak karena kehabisan memori atau galat pustaka."

PRINT = Task("sipol.render.press:pdf_of_data", 300, 2048, TOO_SLOW, GAVE_UP, output_mb=64, patience=None)


def pdf(sheet: AnySheet) -> bytes:
    """As ``press.pdf``: the same bytes, and PrintFailed. Raises Busy when the machine has no room for a child."""
    return print_apart(sheet) if rows_of(sheet) >= LONG else print_here(sheet)


def print_apart(sheet: AnySheet) -> bytes:
    """The same, always in a child: at most 300 s and 2 GB of address space."""
    try:
        return run(PRINT, canonical(sheet.to_data()))
    except Busy:
        raise
    except Unreadable as told:
        raise PrintFailed(str(told)) from told


def rows_of(sheet: AnySheet) -> int:
    """How many rows the annexes of a sheet have."""
    if not isinstance(sheet, MinutesSheet):
        return 0
    return len(sheet.members) + sum(len(group.rows) for group in sheet.officers)
