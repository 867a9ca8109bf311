"""Cards and letters sent along with a member: kept sealed, shown as a clean picture to whoever may know the member."""

from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from sipol.access.policy import Permission, require
from sipol.access.scope import visible_to
from sipol.audit.member_events import MemberPaperOpened, MemberPaperReceived
from sipol.audit.trail import record
from sipol.extensions import db
from sipol.models import Member, MemberPaper, User
from sipol.models.sealed import keys
from sipol.reading import photo_safely
from sipol.rules.errors import Busy, NotFound, Refused, Unreadable
from sipol.rules.member_life import STANDING, MemberPaperKind
from sipol.services.documents import fetch, store

LARGEST = 10 * 1024 * 1024
MOST = 12
"""Papers that one member may have."""
SEALED_AS = "member_paper.file"
FOLDER = "member-papers"
"""Where sealed papers lie in the store."""


def receive_paper(actor: User, member: Member, kind: MemberPaperKind, data: bytes) -> MemberPaper:
    """Keep a paper of a member. Refused("file", …) says what is wrong with it; the same one twice is one."""
    require(actor, Permission.MEMBER_WRITE, member)
    if member.status not in STANDING:
        raise Refused("file", "Orang ini sudah tidak terdaftar, jadi berkasnya tidak dapat ditambah.")
    if len(data) > LARGEST:
        raise Refused("file", "Berkas ini lebih besar dari 10 MB. Perkecil fotonya, lalu unggah lagi.")
    try:
        picture = photo_safely(data)
    except Busy:
        raise
    except Unreadable as unreadable:
        raise Refused("file", str(unreadable)) from unreadable
    digest = sha256(data).hexdigest()
    own = papers_of(member)
    known = next((one for one in own if (one.kind, one.digest) == (kind, digest)), None)
    if known is not None:
        return known
    if len(own) >= MOST:
        raise Refused("file", f"Sudah ada {MOST} berkas untuk orang ini.")
    paper = MemberPaper(member_id=member.id, kind=kind, digest=digest, size=len(data), received_by=actor.id)
    db.session.add(paper)
    db.session.flush()
    store(_path(paper, "file"), keys().seal(data, SEALED_AS))
    store(_path(paper, "picture"), keys().seal(picture, SEALED_AS))
    record(actor, MemberPaperReceived(member.id, kind=kind, size=len(data)), member)
    return paper


def papers_of(member: Member) -> Sequence[MemberPaper]:
    """What was sent along with a member, the oldest first. The caller may already know of the member."""
    query = select(MemberPaper).where(MemberPaper.member_id == member.id)
    return db.session.scalars(query.order_by(MemberPaper.created_at, MemberPaper.id)).all()


def paper_to_see(actor: User, paper_id: UUID) -> MemberPaper:
    """A paper that is to be shown; that somebody saw it is kept. NotFound where the actor may not know the member."""
    query = select(MemberPaper).join(MemberPaper.member).where(MemberPaper.id == paper_id, visible_to(actor, Member))
    paper = db.session.scalars(query.options(joinedload(MemberPaper.member))).first()
    if paper is None:
        raise NotFound
    record(actor, MemberPaperOpened(paper.member_id, kind=paper.kind), paper.member)
    return paper


def picture_of_paper(paper: MemberPaper) -> bytes:
    """The clean picture, as WebP."""
    return keys().opened(fetch(_path(paper, "picture")), SEALED_AS)


def _path(paper: MemberPaper, what: str) -> str:
    """Each row has files of its own: one digest in two parties would tell the one of the other."""
    return f"{FOLDER}/{paper.id}/{what}"
