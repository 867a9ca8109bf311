"""The papers of a sample: the list for the visits, and what anyone needs to draw it again."""

from collections.abc import Iterator

from sipol.access.policy import Permission, require
from sipol.audit.member_events import VisitSheetIssued
from sipol.audit.trail import record
from sipol.models import Paper, PaperKind, Sample, SampledMember, User
from sipol.render import VisitRow, VisitSheet
from sipol.rules.identity import masked
from sipol.services.papers import head_of, keep_paper, new_code, verify_url
from sipol.services.periods import name_of
from sipol.services.samples import drawn_in, replaced_in


def issue_visit_sheet(actor: User, sample: Sample) -> Paper:
    """Freeze the list of who is visited, as it stands now, and have it printed."""
    require(actor, Permission.MEMBER_RULE, sample)
    letterhead, zone = head_of(sample.region_code)
    code = new_code(PaperKind.VISITS)
    drawn = drawn_in(sample)
    replaced = replaced_in(drawn)
    sheet = VisitSheet(
        letterhead=letterhead,
        number=f"{sample.submission.receipt}/{sample.serial}",
        party=sample.unit.party.name,
        unit=sample.unit.name,
        period=name_of(sample.submission.period),
        zone=zone,
        drawn_at=sample.created_at,
        drawn_by=sample.drawer.name,
        seed=sample.seed,
        frame=len(sample.frame),
        frame_digest=sample.digest,
        rows=tuple(_row(one) for one in drawn if one.place not in replaced),
        code=code,
        verify_url=verify_url(code),
    )
    paper = keep_paper(PaperKind.VISITS, sample.id, sheet, sample)
    record(actor, VisitSheetIssued(sample.id, rows=len(sheet.rows)), sample)
    return paper


def _row(drawn: SampledMember) -> VisitRow:
    member = drawn.member
    return VisitRow(
        drawn.place,
        drawn.number,
        member.name,
        masked(member.nik),
        member.card_number,
        member.address,
        member.region_code,
        drawn.instead_of,
    )


def frame_lines(sample: Sample) -> Iterator[str]:
    """The frame for drawing it again: a line of numbers and kecamatan for each, nothing that tells of a person."""
    yield "nomor;kecamatan\n"
    for number, district in enumerate(sample.strata, start=1):
        yield f"{number};{district}\n"
