"""What a Berita Acara says of members: how many were found MS, BMS and TMS, and each row that was doubted."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from sipol.extensions import db
from sipol.models import Member, Submission
from sipol.render import MemberRow, ResultRow, thousands
from sipol.rules.identity import masked
from sipol.rules.indications import INDICATIONS, Code
from sipol.rules.member_life import MEMBER_STATUS_WORDS, STANDING, MemberStatus
from sipol.rules.workflow import Subject

MOST_ROWS = 50_000
"""Rows of the annex; all of them are counted in the results."""
DOUBTED = (MemberStatus.INCOMPLETE, MemberStatus.NOT_MET)


def member_results(sent: Sequence[Submission]) -> Iterable[ResultRow]:
    """One line for the members of all units that handed theirs in."""
    units = [row.unit_id for row in sent if row.subject is Subject.MEMBERS]
    if not units:
        return
    query = select(Member.status, func.count()).where(_handed_in(units)).group_by(Member.status)
    counts = dict(db.session.execute(query).all())
    doubted = db.session.scalar(select(func.count()).select_from(_doubted(units).subquery())) or 0
    shown = f"; lampiran memuat {thousands(MOST_ROWS)} baris pertama" if doubted > MOST_ROWS else ""
    yield ResultRow(
        subject="Keanggotaan (orang)",
        submitted=sum(counts.values()),
        met=counts.get(MemberStatus.MET, 0),
        incomplete=counts.get(MemberStatus.INCOMPLETE, 0),
        not_met=counts.get(MemberStatus.NOT_MET, 0),
        remarks=f"{thousands(doubted)} baris dengan indikasi, BMS, atau TMS{shown}" if doubted else "",
    )


def member_rows(sent: Sequence[Submission]) -> Iterable[MemberRow]:
    """The annex: rows with an indication, BMS or TMS, with the NIK masked."""
    units = [row.unit_id for row in sent if row.subject is Subject.MEMBERS]
    if not units:
        return
    query = _doubted(units).order_by(Member.region_code, Member.name_key, Member.id).limit(MOST_ROWS)
    for member in db.session.scalars(query):
        labels = dict.fromkeys(INDICATIONS[Code(code)].label for code in member.codes)
        yield MemberRow(
            nik=masked(member.nik),
            name=member.name,
            district=member.region_code,
            indication=", ".join(labels) or "–",
            outcome=MEMBER_STATUS_WORDS[member.status],
        )


def _handed_in(units: Sequence[UUID]) -> ColumnElement[bool]:
    return and_(Member.unit_id.in_(units), Member.status.in_(STANDING), Member.handed_in_at.is_not(None))


def _doubted(units: Sequence[UUID]) -> Select[Member]:
    either = or_(func.cardinality(Member.codes) > 0, Member.status.in_(DOUBTED))
    return select(Member).where(_handed_in(units), either)
