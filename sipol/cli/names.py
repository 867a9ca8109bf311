"""``sipol names``: compare two names, explain the comparison, measure the scorer and refit its table."""

from datetime import date
from pathlib import Path

import click

from sipol.names import Mark, NameMatch, compare
from sipol.names.account import Account, account
from sipol.names.account_words import VERDICT_WORDS, percent, signed
from sipol.names.bench import PEERS, Figures, by_set, pace, read_pairs, score, speed
from sipol.names.fit import fit, in_folds
from sipol.names.weights import TABLE, current, write_weights

_PAIRS = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def names() -> None:
    """Membandingkan nama dan menjelaskan perbedaannya."""


@names.command("compare")
@click.argument("stated")
@click.argument("found")
def compare_names(stated: str, found: str) -> None:
    """Bandingkan dua nama: putusan, skor, golongan perbedaan, dan alasannya."""
    _tell(compare(stated, found))


@names.command()
@click.argument("stated")
@click.argument("found")
def explain(stated: str, found: str) -> None:
    """Jelaskan perbandingan dua nama sampai ke bobot tiap unsurnya."""
    match = compare(stated, found)
    _tell(match)
    click.echo(f"  {_marked(match.marks.stated)}\n  {_marked(match.marks.found)}")
    for label, reading in (("pertama", match.seen.stated), ("kedua", match.seen.found)):
        click.echo(f"Nama {label}: kata {' '.join(reading.keys) or '-'}; gelar {' '.join(reading.codes) or '-'}")
    _account(account(match), match.score)


def _account(told: Account, score: float) -> None:
    click.echo(f"Bobot tertanggal {current().fitted_on}:")
    for line in told.lines:
        words = " / ".join((line.stated or "–", line.found or "–")) if line.stated or line.found else ""
        meant = "; ".join(part for part in (words, line.told, line.common) if part)
        click.echo(f"  {signed(line.cents):>6}  {line.term:<17} {line.amount:5.2f}  {meant}")
    click.echo(f"  {signed(told.cents):>6}  jumlah, berarti peluang {percent(told.chance)}")
    click.echo(f"{told.scored} Skor: {percent(score)}.")
    if told.above:
        click.echo(told.above)


def _tell(match: NameMatch) -> None:
    difference = match.difference or "tidak ada"
    click.echo(
        f"Putusan: {VERDICT_WORDS[match.verdict]} ({match.verdict}), skor {match.score:.4f}, perbedaan: {difference}"
    )
    for reason in match.reasons:
        click.echo(f"- {reason.difference}: {reason.sentence}")


def _marked(pieces: tuple[Mark, ...]) -> str:
    return "".join(f"[{piece.text}]" if piece.differs else piece.text for piece in pieces)


@names.command()
@click.argument("pairs", type=_PAIRS)
@click.option("--peers", is_flag=True, help="Ukur juga RapidFuzz dan cara sederhana pada pasangan yang sama.")
@click.option("--folds", default=0, help="Nilai tiap bagian dengan bobot yang dihitung tanpa bagian itu.")
def bench(pairs: Path, peers: bool, folds: int) -> None:
    """Ukur ketepatan dan kecepatan pada PAIRS (kolom name_a, name_b, same, tier, class)."""
    rows = read_pairs(pairs)
    click.echo(f"{len(rows)} pasangan dari {pairs.name}")
    if folds > 1:
        triples = [(row.stated, row.found, row.same) for row in rows]
        _row(f"sipol, {folds} bagian", by_set(rows, in_folds(triples, folds=folds, base=current())))
    _row(f"sipol, {current().fitted_on}", by_set(rows, [score(row.stated, row.found) for row in rows]))
    for name, scorer in PEERS.items() if peers else ():
        _row(name, by_set(rows, [scorer(row.stated, row.found) for row in rows]), pace(scorer, rows))
    measured = speed(rows)
    click.echo("Pasangan per detik pada satu inti (waktu prosesor, terbaik dari tiga):")
    for label, met, fresh in (
        ("dengan penjelasan", measured.explained, measured.fresh),
        ("massal", measured.bulk, measured.bulk_fresh),
    ):
        click.echo(f"  {label:<18} {met:>12,.0f}   tanpa ingatan {fresh:>10,.0f}")
    click.echo(f"  {'massal, silang':<18} {measured.crossed:>12,.0f}")


def _row(name: str, found: dict[str, Figures], paced: float | None = None) -> None:
    cells = [f"{label} F1 {f.f1:.3f} R@.99 {f.recall:.3f} AP {f.average:.3f}" for label, f in found.items()]
    if paced is not None:
        cells.append(f"{paced:,.0f} pasangan per detik")
    click.echo(f"{name:<26} {' | '.join(cells)}")


@names.command("fit")
@click.argument("pairs", type=_PAIRS)
@click.option("--source", required=True, help="Asal pasangan, dicatat dalam tabel bobot.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default=TABLE, help="Tempat tabel bobot.")
@click.option("--on", "day", default=None, help="Tanggal perhitungan (bawaan: hari ini).")
def refit(pairs: Path, source: str, out: Path, day: str | None) -> None:
    """Hitung ulang tabel bobot dari PAIRS."""
    triples = [(row.stated, row.found, row.same) for row in read_pairs(pairs)]
    when = day or date.today().isoformat()  # noqa: DTZ011  the clerk's own day is meant
    table = fit(triples, fitted_on=when, source=source, base=current())
    write_weights(table, out)
    click.echo(f"Tabel bobot dari {len(triples)} pasangan ditulis ke {out}")
