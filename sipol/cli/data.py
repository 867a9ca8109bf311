"""``sipol data``: personal data as a whole: who was shown what, and what is kept too long."""

import csv
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TextIO

import click

from sipol.cli.register import with_register
from sipol.extensions import db, local_zone
from sipol.models import Disclosure
from sipol.render import long_moment, thousands
from sipol.render.tables import guarded
from sipol.rules.disclosures import Medium
from sipol.rules.errors import Refused
from sipol.rules.roles import ROLE_WORDS
from sipol.services.accounts import account_called, console
from sipol.services.breaches import BreachReport, Span, breach_report, people_in, showings_in
from sipol.services.disclosures import Seen, note_disclosure
from sipol.services.retention import Erased, erase_what_is_over

MOMENT = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])
SHEET = click.File("w", encoding="utf-8-sig", lazy=True)
SHOWINGS = (
    "nomor", "waktu", "akun", "nama", "peran", "wilayah", "halaman", "cara", "nik_utuh", "alasan", "keterangan",
    "orang", "tentang", "id_anggota",
)  # fmt: skip
PEOPLE = ("id_anggota", "nama", "partai", "kepengurusan", "kecamatan", "kali")


@click.group()
def data() -> None:
    """Data pribadi: siapa melihat apa, dan apa yang disimpan terlalu lama."""


@data.command("breach-report")
@click.option("--from", "begin", required=True, type=MOMENT, help="Sejak, misalnya 2026-05-12T08:00 (waktu setempat).")
@click.option("--to", "end", required=True, type=MOMENT, help="Sampai sebelum waktu ini.")
@click.option("--user", "login", help="Hanya yang dilihat akun ini (nama pengguna).")
@click.option("--csv", "sheet", type=SHEET, help="Tulis setiap penampilan ke berkas CSV.")
@click.option("--json", "plain", type=click.File("w", encoding="utf-8", lazy=True), help="Tulis semuanya sebagai JSON.")
@click.option("--people", type=SHEET, help="Tulis siapa yang datanya dilihat ke berkas CSV, untuk diberi tahu.")
@with_register
def breach(
    begin: datetime, end: datetime, login: str | None, sheet: TextIO | None, plain: TextIO | None, people: TextIO | None
) -> None:
    """Siapa melihat data pribadi apa di antara dua waktu (UU 27/2022 pasal 46: 3 x 24 jam)."""
    span = _span(begin, end, login)
    report = breach_report(console(), span)
    if sheet:
        _write(sheet, SHOWINGS, ([*one.values()] for one in map(_told, showings_in(span))))
    if plain:
        json.dump(_plain(report), plain, ensure_ascii=False, indent=1)
    if people:
        named = [(str(one[0]), *one[1:]) for one in people_in(span)]
        _write(people, PEOPLE, named)
        taken = Seen(unnamed=len(named), medium=Medium.FILE)
        note_disclosure(console().id, "cli.breach_report", taken)
    db.session.commit()
    _summarise(report)


def _span(begin: datetime, end: datetime, login: str | None) -> Span:
    viewer = account_called(login) if login else None
    if login and viewer is None:
        raise Refused("user", f"Akun {login} tidak ada. Periksa nama penggunanya.")
    if end <= begin:
        raise Refused("to", "Waktu --to harus sesudah --from.")
    return Span(begin.replace(tzinfo=local_zone()), end.replace(tzinfo=local_zone()), viewer)


def _told(one: Disclosure) -> dict[str, Any]:
    values = (
        one.seq, one.at.astimezone(local_zone()).isoformat(timespec="seconds"), one.viewer.login, one.viewer.name,
        one.viewer.role.value, one.viewer.region_code, one.page, one.medium.value, one.whole,
        one.reason.value if one.reason else "", one.note, one.rows, str(one.subject_id or ""),
        " ".join(map(str, one.people)),
    )  # fmt: skip
    return dict(zip(SHOWINGS, values, strict=True))


def _write(file: TextIO, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    table = csv.writer(file, delimiter=";")
    table.writerow(header)
    table.writerows([guarded(str(cell)) for cell in row] for row in rows)


def _plain(report: BreachReport) -> dict[str, Any]:
    viewers = [
        {
            "akun": one.viewer.login, "nama": one.viewer.name, "peran": one.viewer.role.value, "kali": one.showings,
            "nik_utuh": one.whole, "berkas": one.files, "orang": one.people, "orang_tanpa_id_terbanyak": one.unnamed,
        }
        for one in report.viewers
    ]  # fmt: skip
    return {
        "sejak": report.span.begin.isoformat(),
        "sampai": report.span.end.isoformat(),
        "kali": report.showings,
        "orang": report.people,
        "tidak_ada_lagi": report.gone,
        "dicatat_sejak": report.known_since.isoformat() if report.known_since else None,
        "akun": viewers,
        "penampilan": [_told(one) for one in showings_in(report.span)],
    }


def _summarise(report: BreachReport) -> None:
    zone = local_zone().key
    click.echo(f"{long_moment(report.span.begin, zone)} sampai {long_moment(report.span.end, zone)}:")
    click.echo(
        f"data pribadi ditampilkan {thousands(report.showings)} kali kepada {thousands(len(report.viewers))} akun, "
        f"tentang {thousands(report.people)} anggota"
        f"{f' ({thousands(report.gone)} di antaranya sudah tidak tersimpan)' if report.gone else ''}."
    )
    for one in report.viewers:
        others = f", dan berkas atau halaman berisi {thousands(one.unnamed)} orang tanpa id" if one.unnamed else ""
        click.echo(
            f"  {one.viewer.login} ({ROLE_WORDS[one.viewer.role]}): {thousands(one.showings)} kali, "
            f"{thousands(one.people)} anggota, {thousands(one.whole)} dengan NIK utuh, "
            f"{thousands(one.files)} berkas{others}"
        )
    if report.known_since is None or report.span.begin < report.known_since:
        since = f"baru dicatat sejak {long_moment(report.known_since, zone)}" if report.known_since else "belum dicatat"
        click.echo(f"Perhatian: siapa melihat apa {since}. Untuk sebelum itu hanya ada log tindakan.", err=True)


@data.command()
@click.option("--dry-run", is_flag=True, help="Hanya hitung apa yang akan dihapus.")
@with_register
def retention(dry_run: bool) -> None:
    """Hapus data pribadi yang lewat masa simpannya; pekerja melakukannya setiap hari."""
    whole = Erased()
    for step in erase_what_is_over(console(), files_too=not dry_run):
        whole += step
        if not dry_run:
            db.session.commit()
    db.session.rollback()
    click.echo(
        f"{'Akan dihapus' if dry_run else 'Dihapus'}: {thousands(whole.lists)} daftar dengan "
        f"{thousands(whole.outside)} baris di luar dan {thousands(whole.pending)} baris yang tidak pernah dimasukkan, "
        f"{thousands(whole.removed)} anggota yang sudah dikeluarkan, "
        f"{thousands(whole.requests)} permintaan atau undangan akun, {thousands(whole.sessions)} catatan masuk, "
        f"{thousands(whole.files)} berkas."
    )
