"""What the page “Mengapa?” shows of one comparison of names, and the way back to where its reader came from."""

from dataclasses import dataclass
from datetime import date

from flask import current_app, request, url_for
from werkzeug.exceptions import HTTPException

from sipol.models import Finding
from sipol.names import NameMatch, Verdict, compare
from sipol.names.account import Account, account
from sipol.names.account_words import VERDICT_WORDS, percent
from sipol.names.frequency import NAMES_COUNTED, NAMES_SHARED
from sipol.names.weights import Weights, current
from sipol.rules.findings import Against

QUESTIONS: dict[Verdict, str] = {
    Verdict.SAME: "Mengapa “{}” dan “{}” dianggap nama yang sama?",
    Verdict.LIKELY: "Mengapa “{}” dan “{}” dianggap kemungkinan besar sama?",
    Verdict.UNSURE: "Mengapa “{}” dan “{}” dianggap meragukan?",
    Verdict.DIFFERENT: "Mengapa “{}” dan “{}” dianggap nama yang berbeda?",
}
LOOKS: dict[Verdict, tuple[str, str]] = {
    Verdict.SAME: ("ok", "ok"),
    Verdict.LIKELY: ("info", "info"),
    Verdict.UNSURE: ("warn", "warn"),
    Verdict.DIFFERENT: ("bad", "bad"),
}
"""Kind and icon of the tag."""
WAYS_BACK = {
    "decrees.check": "Kembali memeriksa SK",
    "decrees.show": "Kembali ke SK",
    "handover.review": "Kembali ke tinjauan jawaban",
    "review.show": "Kembali ke tinjauan verifikator",
}
"""Pages that lead here, besides the page of findings."""


@dataclass(frozen=True, slots=True)
class Band:
    """One stretch of the scale, 0..1, with its verdict and its bounds in words; ``here``: the score lies in it."""

    low: float
    high: float
    verdict: str
    bounds: str
    here: bool


@dataclass(frozen=True, slots=True)
class Why:
    """``paper``: what the data are held against, in words; ``before``: the score kept with the finding, where the
    table of weights has changed since, otherwise empty; ``reasons``: the class of a difference and its sentence."""

    match: NameMatch
    account: Account
    question: str
    verdict: str
    look: tuple[str, str]
    paper: str
    score: str
    before: str
    bands: tuple[Band, ...]
    reasons: tuple[tuple[str, str], ...]
    fitted_on: date
    source: str
    counted: int = NAMES_COUNTED
    shared: str = percent(NAMES_SHARED)

    @property
    def band(self) -> Band:
        return next(band for band in self.bands if band.here)


def why_of(finding: Finding) -> Why:
    """Compare the two writings of a finding anew, and tell everything that counted."""
    match, table = compare(finding.stated, finding.found), current()
    paper = "SK lama" if finding.against is Against.IN_FORCE else "SK"
    score = percent(match.score)
    kept = percent(finding.score) if finding.score is not None else score
    return Why(
        match=match,
        account=account(match),
        question=QUESTIONS[match.verdict].format(finding.stated, finding.found),
        verdict=VERDICT_WORDS[match.verdict],
        look=LOOKS[match.verdict],
        paper=paper,
        score=score,
        before=kept if kept != score else "",
        bands=_bands(match.score, table),
        reasons=tuple((str(reason.difference), reason.told("data", paper)) for reason in match.reasons),
        fitted_on=date.fromisoformat(table.fitted_on),
        source=table.source,
    )


def _bands(score: float, table: Weights) -> tuple[Band, ...]:
    """The scale from 0 to 1, cut at the published thresholds."""
    stretches = (
        (0.0, table.unsure, Verdict.DIFFERENT),
        (table.unsure, table.likely, Verdict.UNSURE),
        (table.likely, table.same, Verdict.LIKELY),
        (table.same, 1.0, Verdict.SAME),
    )
    mine = table.verdict(score)
    return tuple(
        Band(low, high, VERDICT_WORDS[verdict], _bounds(low, high), verdict == mine) for low, high, verdict in stretches
    )


def _bounds(low: float, high: float) -> str:
    if not low:
        return f"di bawah {percent(high)}"
    return f"mulai {percent(low)}" if high == 1.0 else f"{percent(low)} sampai {percent(high)}"


def way_back(finding: Finding) -> tuple[str, str]:
    """Words and address of the page the reader came from, when it is one that leads here; else of the findings."""
    path, _, query = (request.referrer or "").removeprefix(request.host_url.rstrip("/")).partition("?")
    try:
        endpoint, values = current_app.create_url_adapter(request).match(path, method="GET")  # type: ignore[union-attr]
    except HTTPException:
        endpoint, values = "", {}
    if endpoint in WAYS_BACK:
        # Built anew, so that whatever else the browser sent leads nowhere.
        return WAYS_BACK[endpoint], url_for(endpoint, **values) + (f"?{query}" if query else "")
    everything = 1 if finding.harmless else None
    return "Kembali ke temuan", url_for("findings.index", semua=everything, _anchor=f"f-{finding.id}")
