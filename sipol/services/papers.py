"""Papers that anyone can check: a frozen sheet, its digest, a code, and the PDF that a worker prints from it."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from uuid import UUID

from flask import current_app
from sqlalchemy import select

from sipol.access.scope import visible_to
from sipol.extensions import db, local_zone, now
from sipol.models import Paper, PaperKind, User
from sipol.models.base import Place
from sipol.render import AnySheet, Letterhead, sheet_from_data
from sipol.render import seal as frozen
from sipol.render.sheets import S
from sipol.render.signet import Seal
from sipol.rules.codes import CROCKFORD
from sipol.rules.errors import NotFound
from sipol.services.checkpoints import newest_note
from sipol.services.documents import fetch, store
from sipol.services.parties import commission_of
from sipol.services.queue import PRINT_PAPER, enqueue

KPU = "Komisi Pemilihan Umum"
NOT_PRINTED = (
    "PDF surat ini gagal dicetak. Isinya sudah dibekukan dan tetap sah; datanya dapat diperiksa dengan kodenya. "
    "Sampaikan kode itu kepada pengelola peladen agar PDF-nya dicetak ulang."
)
PREFIXES: dict[PaperKind, str] = {
    PaperKind.MINUTES: "BA",
    PaperKind.RECEIPT: "TT",
    PaperKind.VISITS: "LK",
    PaperKind.INVITATION: "UK",
    PaperKind.OFFICE_VISIT: "LV",
    PaperKind.RECAP: "RK",
    PaperKind.ANNOUNCEMENT: "PG",
    PaperKind.PLENARY: "UP",
    PaperKind.REMINDER: "SP",
    PaperKind.SIGNATURES: "LT",
}


def new_code(kind: PaperKind) -> str:
    """A code nobody can guess, in groups one can type: ``BA-7F3K-92QD-11XA``."""
    # Twelve signs carry 60 bits, too many to try.
    signs = "".join(secrets.choice(CROCKFORD) for _ in range(12))
    return "-".join((PREFIXES[kind], signs[:4], signs[4:8], signs[8:]))


def head_of(region_code: str) -> tuple[Letterhead, str]:
    """The letterhead of the office that verifies this region, and the zone in which its papers tell time."""
    office = commission_of(region_code)
    zone = office.zone if office else local_zone().key
    return Letterhead(KPU, office.region.name if office else "", office.address if office else ""), zone


def verify_url(code: str) -> str:
    """The public address that tells whether a paper with this code is genuine."""
    return f"{current_app.config['SIPOL_PUBLIC_URL']}/periksa-dokumen/{code}"


def keep_paper(kind: PaperKind, subject_id: UUID, sheet: S, place: Place) -> Paper:
    """Seal a sheet, keep it, and have it printed."""
    sealed = frozen(replace(sheet, checkpoint=newest_note()))
    paper = Paper(
        kind=kind,
        subject_id=subject_id,
        party_id=place.party_id,
        region_code=place.region_code,
        code=sealed.code,
        sheet=sealed.to_data(),
        digest=sealed.digest,
    )
    db.session.add(paper)
    db.session.flush()
    enqueue(PRINT_PAPER, paper.id)
    return paper


def sheet_of(paper: Paper) -> AnySheet:
    """The sheet as it was frozen."""
    return sheet_from_data(paper.sheet)


def print_paper(paper_id: UUID, press: Callable[[AnySheet], bytes], seal: Seal | None = None) -> None:
    """Print one paper, seal it if there is a seal, and keep these bytes.

    May run twice: a paper that is printed stays as it is, so it is sealed once, though each seal tells its own moment.
    """
    query = select(Paper).where(Paper.id == paper_id).with_for_update(skip_locked=True)
    paper = db.session.scalars(query).first()
    if paper is None or paper.printed_at is not None:
        return
    sheet = sheet_of(paper)
    printed = press(sheet)
    if seal is not None:
        printed, paper.sealed_by = seal.sign(printed, sheet.letterhead.region), seal.name
    paper.file_digest, paper.file_size = sha256(printed).hexdigest(), len(printed)
    paper.printed_at, paper.failure = now(), None
    store(_path(paper.file_digest), printed)


def give_paper_up(paper_id: UUID) -> None:
    """No worker could print this paper: say so, so that nobody waits for it."""
    query = select(Paper).where(Paper.id == paper_id, Paper.printed_at.is_(None)).with_for_update(skip_locked=True)
    paper = db.session.scalars(query).first()
    if paper is not None:
        paper.failure = NOT_PRINTED


def printed_bytes(paper: Paper) -> bytes:
    """The PDF; NotFound while it is not printed yet."""
    if paper.file_digest is None:
        raise NotFound
    return fetch(_path(paper.file_digest))


def _path(digest: str) -> str:
    return f"papers/{digest[:2]}/{digest}"


def newest_paper(actor: User, subject_id: UUID, kind: PaperKind) -> Paper | None:
    """The newest paper of a row among those the actor may know about; None before there is one."""
    query = select(Paper).where(Paper.subject_id == subject_id, Paper.kind == kind, visible_to(actor, Paper))
    return db.session.scalars(query.order_by(Paper.created_at.desc()).limit(1)).first()


def paper_for(actor: User, subject_id: UUID, kind: PaperKind) -> Paper:
    """The same; NotFound before there is one."""
    paper = newest_paper(actor, subject_id, kind)
    if paper is None:
        raise NotFound
    return paper


def last_receipt_for(actor: User) -> Paper | None:
    """The last tanda terima within the actor's scope."""
    query = select(Paper).where(Paper.kind == PaperKind.RECEIPT, visible_to(actor, Paper))
    return db.session.scalars(query.order_by(Paper.created_at.desc()).limit(1)).first()
