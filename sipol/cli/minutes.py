"""``sipol minutes verify``: hold a Berita Acara or receipt against its own data, without server or database."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from cryptography.x509 import Certificate, load_pem_x509_certificates

from sipol.cli.seal_words import sentences_of_seals
from sipol.render.reprint import Verified, verify
from sipol.rules.errors import Unreadable

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
CANNOT_READ = 2


@click.group()
def minutes() -> None:
    """Berita Acara dan tanda terima."""


def _certificates(_ctx: click.Context, _option: click.Parameter, paths: tuple[Path, ...]) -> list[Certificate]:
    """The certificates in PEM files, several in one file too."""
    try:
        return [each for path in paths for each in load_pem_x509_certificates(path.read_bytes())]
    except ValueError as wrong:
        sentence = "Berkas itu tidak memuat sertifikat PEM. Berikan sertifikat dari “sipol seal show” atau penerbitnya."
        raise click.BadParameter(sentence) from wrong


@minutes.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Jawab sebagai JSON.")
@click.option(
    "--trust",
    type=FILE,
    multiple=True,
    callback=_certificates,
    help="Sertifikat PEM yang dipercaya; boleh diulang. Segel lain, atau tanpa segel, lalu berstatus 1.",
)
@click.argument("file", type=FILE)
@click.pass_context
def check(ctx: click.Context, as_json: bool, trust: list[Certificate], file: Path) -> None:
    """Hitung ulang sidik, tabel, dan halaman FILE dari data yang terlampir di dalamnya, dan periksa segelnya.

    Status 0: semua cocok; 1: ada yang diubah atau segelnya rusak; 2: bukan berkas dari register ini.
    """
    try:
        found = verify(file.read_bytes(), trust)
    except Unreadable as unreadable:
        click.echo(json.dumps({"error": str(unreadable)}) if as_json else str(unreadable), err=not as_json)
        ctx.exit(CANNOT_READ)
    click.echo(json.dumps(_told(found), ensure_ascii=False) if as_json else "\n".join(_sentences(found)))
    ctx.exit(0 if found.holds else 1)


def _told(found: Verified) -> dict[str, Any]:
    return {
        "kind": found.sheet.KIND,
        "number": found.sheet.number,
        "party": found.sheet.party,
        "code": found.sheet.code,
        "verify_url": found.sheet.verify_url,
        "digest": found.digest,
        "file_sha256": found.file_digest,
        "holds": found.holds,
        "changed_tables": list(found.tables),
        "changed_pages": None if found.pages is None else list(found.pages),
        "seals": [
            asdict(seal) | {"said_at": seal.said_at and seal.said_at.isoformat(), "holds": seal.holds}
            for seal in found.seals
        ],
    }


def _sentences(found: Verified) -> list[str]:
    sheet = found.sheet
    told = [
        f"{sheet.NAME} Nomor {sheet.number}, {sheet.party}.",
        f"Sidik data cocok: {found.digest}",
        f"Sidik berkas: {found.file_digest}",
    ]
    if found.tables:
        told.append(f"Tabel terlampir TIDAK cocok dengan datanya: {', '.join(found.tables)}.")
    else:
        told.append("Tabel terlampir cocok dengan datanya.")
    if found.pages is None:
        told.append("Halaman tidak dapat dibandingkan: berkas dicetak dengan versi lain. Bandingkan dengan datanya.")
    elif found.pages:
        told.append(f"Halaman {', '.join(map(str, found.pages))} TIDAK sama dengan cetakan ulang dari datanya.")
    else:
        told.append("Semua halaman sama dengan cetakan ulang dari datanya.")
    told += sentences_of_seals(found.seals, sheet.zone)
    told.append(f"Bahwa KPU menerbitkannya, periksa pada {sheet.verify_url}")
    return told
