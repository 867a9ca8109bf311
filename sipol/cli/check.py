"""``sipol check``: hold a form against its SK with the register's own engines, without database or server."""

import json
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import click

from sipol.names import BoardMatch, Change, Seat
from sipol.reading import DecreeReading, read_decree_safely
from sipol.render.words import short_date
from sipol.rules.errors import Unreadable
from sipol.rules.findings import FIELD_WORDS, Field
from sipol.services.checks import Doubt, Stated, changes_since, doubts_about
from sipol.services.paper_checks import doubts_about_document

CLEAN, DOUBTED, UNREADABLE = 0, 1, 2

CLASS_WORDS: dict[Field, str] = {
    Field.NUMBER: "nomor",
    Field.ISSUED_ON: "tanggal",
    Field.PERIOD: "masa bakti",
    Field.POSITION: "jabatan",
    Field.MISSING: "tidak ada di data",
    Field.EXTRA: "tidak ada di SK",
}

PDF = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option("--form", "form", type=PDF, required=True, help="Isian yang diketik, sebagai JSON.")
@click.option("--previous", type=PDF, help="SK sebelumnya (PDF), untuk melihat siapa masuk, keluar, atau pindah.")
@click.option("--json", "as_json", is_flag=True, help="Tulis hasil sebagai JSON.")
@click.argument("decree", type=PDF)
def check(form: Path, previous: Path | None, as_json: bool, decree: Path) -> NoReturn:
    """Bandingkan isian FORM.json dengan SK. Status: 0 tanpa temuan, 1 ada temuan, 2 tidak dapat dibaca."""
    try:
        doubts = _check(form, decree, previous, as_json)
    except Unreadable as unreadable:
        click.echo(str(unreadable), err=True)
        sys.exit(UNREADABLE)
    except Exception as unforeseen:
        click.echo(f"Pemeriksaan berhenti karena kesalahan mesin ({type(unforeseen).__name__}).", err=True)
        sys.exit(UNREADABLE)
    sys.exit(DOUBTED if doubts else CLEAN)


def _check(form: Path, decree: Path, previous: Path | None, as_json: bool) -> list[Doubt]:
    stated, reading = _stated(form), _read(decree)
    changes = None
    if previous:
        former = _read(previous)
        changes = _changes(stated, former, changes_since(stated, _seats(former)))
    doubts = doubts_about(stated, reading)
    if as_json:
        answer: dict[str, Any] = {"reading": reading.to_json(), "findings": [_plain(doubt) for doubt in doubts]}
        if changes is not None:
            answer["changes"] = changes
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        _tell(reading, doubts)
        if changes is not None:
            _tell_changes(changes)
    return doubts


def _read(path: Path) -> DecreeReading:
    reading = read_decree_safely(path.read_bytes())
    if not (reading.number or reading.issued_on or reading.officers):
        raise Unreadable(
            f"Pada {path.name} tidak terbaca nomor, tanggal, maupun pengurus, sehingga tidak ada yang dibandingkan. "
            "Pastikan berkas ini SK, lalu pindai ulang pada 200 dpi."
        )
    for doubt in doubts_about_document(reading):
        click.echo(doubt.found, err=True)
    return reading


def _stated(path: Path) -> Stated:
    """The form's JSON: number, issued_on (ISO), period ([year, year]) and officers; what is absent is not checked."""
    try:
        form: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        issued_on, period = form.get("issued_on"), form.get("period")
        rows = form.get("officers") or []
        return Stated(
            number=form.get("number"),
            issued_on=date.fromisoformat(issued_on) if issued_on else None,
            term=(int(period[0]), int(period[1])) if period else None,
            seats=tuple(Seat(str(row["position"]), str(row["name"]), str(row.get("organ") or "")) for row in rows),
            orders=tuple(int(row.get("order") or place) for place, row in enumerate(rows, start=1)),
        )
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as wrong:
        raise Unreadable(
            f"{path.name} bukan isian yang dikenal. Isinya harus JSON dengan number, issued_on, dan officers "
            "(position, name, order)."
        ) from wrong


def _seats(reading: DecreeReading) -> list[Seat]:
    return [Seat(row.position, row.name, row.organ) for row in reading.officers]


def _plain(doubt: Doubt) -> dict[str, Any]:
    return {
        "field": doubt.field.value,
        "order": doubt.order,
        "stated": doubt.stated or None,
        "found": doubt.found or None,
        "class": str(doubt.difference) if doubt.difference else CLASS_WORDS.get(doubt.field),
        "score": doubt.score,
        "harmless": doubt.harmless,
        "doubtful": doubt.doubtful,
        "page": doubt.evidence.page if doubt.evidence else None,
        "box": list(doubt.evidence.box) if doubt.evidence else None,
    }


def _changes(stated: Stated, former: DecreeReading, board: BoardMatch) -> list[dict[str, Any]]:
    return [
        {
            "position": _position(stated, former, pair.found, pair.stated),
            "old": former.officers[pair.stated].name if pair.stated is not None else None,
            "new": stated.seats[pair.found].name if pair.found is not None else None,
            "kind": str(pair.change),
            "class": str(pair.match.difference) if pair.match and pair.match.difference else None,
        }
        for pair in board.pairs
    ]


def _position(stated: Stated, former: DecreeReading, here: int | None, there: int | None) -> str:
    return stated.seats[here].position if here is not None else former.officers[there or 0].position


def _tell(reading: DecreeReading, doubts: list[Doubt]) -> None:
    click.echo(f"SK Nomor {reading.number or '(tidak terbaca)'}: {len(reading.officers)} pengurus terbaca.")
    if not doubts:
        click.echo("Tidak ada perbedaan antara isian dan SK.")
        return
    click.echo(f"{len(doubts)} temuan:")
    for doubt in doubts:
        row = f"baris {doubt.order}" if doubt.order else "identitas SK"
        kind = f" ({doubt.difference})" if doubt.difference else ""
        stated, found = _said(doubt, doubt.stated), _said(doubt, doubt.found)
        weak = "; mungkin salah baca" if doubt.doubtful else ""
        click.echo(f"  {row}: {FIELD_WORDS[doubt.field]}{kind}: isian “{stated}”, SK “{found}”{weak}")


def _said(doubt: Doubt, words: str) -> str:
    return short_date(date.fromisoformat(words)) if doubt.field is Field.ISSUED_ON and words else words


def _tell_changes(changes: list[dict[str, Any]]) -> None:
    """Who came, went, moved or is spelled otherwise since the previous SK."""
    told = [change for change in changes if change["kind"] != Change.STAYS]
    if not told:
        click.echo("Susunan pengurus sama dengan SK sebelumnya.")
        return
    click.echo(f"{len(told)} perubahan sejak SK sebelumnya:")
    for change in told:
        names = " menjadi ".join(f"“{name}”" for name in dict.fromkeys((change["old"], change["new"])) if name)
        click.echo(f"  {change['kind']}: {change['position']}: {names}")
