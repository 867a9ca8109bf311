"""Against the material that lies beside the project, where it does: invented decrees and real pairs."""

import json
from pathlib import Path

import pytest

from sipol.names import Change, Seat, compare, compare_boards
from sipol.names.bench import by_set, read_pairs
from sipol.names.fit import in_folds
from sipol.names.weights import current

SHARED = Path(__file__).parents[2].parent / "shared"
DECREES = sorted((SHARED / "samples" / "sk").glob("*.json"))
PAIRS = SHARED / "data" / "names" / "pairs.csv"


@pytest.mark.skipif(not DECREES, reason="the invented decrees lie beside the project")
def test_every_planted_slip_is_told_by_its_kind_and_no_other_row_is() -> None:
    for path in DECREES:
        paper = json.loads(path.read_text(encoding="utf-8"))
        slips = {slip["order"]: slip["kind"] for slip in paper["form_slips"] if slip["field"] == "name"}
        typed = {row["order"]: row["name"] for row in paper["form"]["officers"]}
        for row in paper["decree"]["officers"]:
            match = compare(typed[row["order"]], row["name"])
            told = None if match.written_alike else match.difference
            assert told == slips.get(row["order"]), (path.name, typed[row["order"]], row["name"])


@pytest.mark.skipif(not DECREES, reason="the invented decrees lie beside the project")
def test_every_change_between_an_old_board_and_the_new_is_found() -> None:
    for path in DECREES:
        paper = json.loads(path.read_text(encoding="utf-8"))
        if "changes_from_old" not in paper:
            continue
        earlier = json.loads(path.with_name(path.name.replace("baru", "lama")).read_text(encoding="utf-8"))
        old, new = (
            [Seat(row["position"], row["name"], row["organ"]) for row in board["decree"]["officers"]]
            for board in (earlier, paper)
        )
        told = set()
        for pair in compare_boards(old, new).pairs:
            assert pair.stated is not None
            assert pair.found is not None
            assert pair.match is not None
            kind = pair.match.difference if pair.change == Change.SPELLING else pair.change
            told.add((old[pair.stated].name, new[pair.found].name, str(kind)))
        assert told == {(change["old"], change["new"], change["kind"]) for change in paper["changes_from_old"]}


@pytest.mark.skipif(not PAIRS.exists(), reason="the pairs of real names lie beside the project")
def test_held_out_pairs_are_parted_as_well_as_promised() -> None:
    rows = read_pairs(PAIRS)
    found = by_set(rows, in_folds([(row.stated, row.found, row.same) for row in rows], folds=2, base=current()))
    assert found["GOLD"].f1 >= 0.93
    assert found["GOLD"].recall >= 0.80
    assert found["BOARD"].f1 >= 0.985
    assert found["BOARD"].recall >= 0.97
