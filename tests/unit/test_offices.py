"""What the rules notice of an office, as plain values."""

from datetime import date

import pytest

from sipol.rules.offices import NEEDED, DoubtCode, OfficeFileKind, OfficeSeen, Tenure, doubts_of
from sipol.rules.reasons import ReasonCode
from sipol.web.review import REASON_FOR_DOUBT, REASON_FOR_MISSING

TODAY, COVERS = date(2026, 11, 9), date(2026, 12, 31)
ALL = frozenset(NEEDED)


@pytest.mark.parametrize(
    ("tenure", "until", "code", "told"),
    [
        (Tenure.RENT, date(2026, 11, 8), DoubtCode.OVER, "sudah berakhir pada 08-11-2026. Unggah yang baru."),
        (Tenure.LOAN, date(2026, 11, 8), DoubtCode.OVER, "sudah berakhir"),
        (Tenure.RENT, TODAY, DoubtCode.SHORT, "sebelum semester ini selesai pada 31-12-2026"),
        (Tenure.RENT, date(2026, 12, 30), DoubtCode.SHORT, "Perpanjang"),
        (Tenure.RENT, date(2026, 12, 31), DoubtCode.SOON, "Siapkan yang baru"),
        (Tenure.RENT, date(2027, 2, 7), None, ""),
        (Tenure.OWN, date(2020, 1, 1), None, ""),
        (Tenure.RENT, None, None, ""),
    ],
)
def test_a_proof_that_is_over_or_ends_too_soon_is_told_of(
    tenure: Tenure, until: date | None, code: DoubtCode | None, told: str
) -> None:
    doubts = list(doubts_of(OfficeSeen(tenure, until, ALL), TODAY, COVERS))
    assert [doubt.code for doubt in doubts] == ([code] if code else [])
    assert all(told in doubt.sentence for doubt in doubts)
    assert all(doubt.light == (code is DoubtCode.SOON) for doubt in doubts)


@pytest.mark.parametrize("kind", NEEDED)
def test_each_file_that_is_missing_is_named_and_has_its_own_reason(kind: OfficeFileKind) -> None:
    (doubt,) = doubts_of(OfficeSeen(Tenure.OWN, None, ALL - {kind}), TODAY, COVERS)
    assert (doubt.code, doubt.file) == (DoubtCode.MISSING, kind)
    assert REASON_FOR_MISSING[kind] in (ReasonCode.DOMICILE, ReasonCode.PROOF, ReasonCode.PHOTO)


def test_every_doubt_leads_to_a_reason() -> None:
    assert set(REASON_FOR_DOUBT) == set(DoubtCode) - {DoubtCode.MISSING}
