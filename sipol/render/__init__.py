"""Papers: what they print (sheets) and how Indonesian papers write dates and numbers (words).

The press itself is ``sipol.render.press``, and only it loads WeasyPrint; ``sipol.render.proof`` reads a paper back.
"""

from sipol.render.member_sheets import InvitationSheet, VisitRow, VisitSheet
from sipol.render.office_sheets import OfficeVisitSheet
from sipol.render.recap_sheets import (
    AnnouncedGroup,
    AnnouncementSheet,
    LetterSheet,
    RecapCell,
    RecapRow,
    RecapSheet,
)
from sipol.render.sheet import Fact, Letterhead
from sipol.render.sheets import (
    Amendment,
    AnySheet,
    FindingRow,
    LastSubmission,
    MemberRow,
    MinutesSheet,
    OfficerGroup,
    OfficerRow,
    Participation,
    Piece,
    ReceiptSheet,
    ResultRow,
    SentDecree,
    Signer,
    Text,
    digest,
    digest_of,
    plain,
    seal,
    sheet_from_data,
)
from sipol.render.signature_sheets import SignatureRow, SignaturesSheet
from sipol.render.words import (
    clock,
    date_in_words,
    in_words,
    long_date,
    long_moment,
    percent,
    short_date,
    thousands,
)

__all__ = [
    "Amendment",
    "AnnouncedGroup",
    "AnnouncementSheet",
    "AnySheet",
    "Fact",
    "FindingRow",
    "InvitationSheet",
    "LastSubmission",
    "LetterSheet",
    "Letterhead",
    "MemberRow",
    "MinutesSheet",
    "OfficeVisitSheet",
    "OfficerGroup",
    "OfficerRow",
    "Participation",
    "Piece",
    "RecapCell",
    "RecapRow",
    "RecapSheet",
    "ReceiptSheet",
    "ResultRow",
    "SentDecree",
    "SignatureRow",
    "SignaturesSheet",
    "Signer",
    "Text",
    "VisitRow",
    "VisitSheet",
    "clock",
    "date_in_words",
    "digest",
    "digest_of",
    "in_words",
    "long_date",
    "long_moment",
    "percent",
    "plain",
    "seal",
    "sheet_from_data",
    "short_date",
    "thousands",
]
