"""Compare written Indonesian names and say why they differ: text in, answer out."""

from sipol.names.boards import BoardMatch, Change, Seat, SeatPair, compare_boards
from sipol.names.bulk import candidates, scores
from sipol.names.keys import keys
from sipol.names.kinds import Difference, Verdict
from sipol.names.marks import Mark, Marks
from sipol.names.match import NameMatch, compare
from sipol.names.misread import misreading
from sipol.names.parts import core
from sipol.names.positions import same_position
from sipol.names.wording import Reason

__all__ = [
    "BoardMatch",
    "Change",
    "Difference",
    "Mark",
    "Marks",
    "NameMatch",
    "Reason",
    "Seat",
    "SeatPair",
    "Verdict",
    "candidates",
    "compare",
    "compare_boards",
    "core",
    "keys",
    "misreading",
    "same_position",
    "scores",
]
