"""Invented offices for the demo: an address, its letter, and pictures that are drawn."""

import io
from datetime import date, timedelta

from PIL import Image, ImageDraw, ImageFont

from sipol.models import Period, Submission, Unit, User
from sipol.rules.offices import OfficeFileKind, Tenure
from sipol.services.office_files import receive_file
from sipol.services.offices import OfficeDraft, begin_office, save_office

SKY, WALL, ROOF, DOOR, SIGN, INK = "#b9d3e6", "#e8dcc4", "#8c4a3b", "#5b4634", "#8f1d22", "#20242a"
VILLAGES = {"65.01": ("65.01.05", "Tanjung Selor Hilir"), "65.71": ("65.71.02", "Selumit")}


def hand_office_over(actor: User, unit: Unit, period: Period, address: str, until: date) -> Submission:
    """The office of a unit with its papers, as a draft that can be handed in."""
    submission = begin_office(actor, unit, period)
    office = submission.office
    assert office is not None
    district, village = VILLAGES[unit.region_code]
    day = period.letter_date
    draft = OfficeDraft(
        address, district, village, "0552-21000", Tenure.RENT, until, f"470/{day:%m}/DS/{day.year}", day
    )
    save_office(actor, office, draft, office.version)
    told = [
        "PEMERINTAH KABUPATEN (CONTOH)",
        "SURAT KETERANGAN DOMISILI",
        f"Nomor {draft.letter_number}",
        f"Kantor {unit.name}",
        f"beralamat di {address}, {village}.",
    ]
    lease = ["PERJANJIAN SEWA (CONTOH)", f"Bangunan di {address}", f"berlaku sampai {until:%d-%m-%Y}"]
    receive_file(actor, office, OfficeFileKind.LETTER, _letter(told))
    receive_file(actor, office, OfficeFileKind.PROOF, _letter(lease))
    receive_file(actor, office, OfficeFileKind.BUILDING, _house(""))
    receive_file(actor, office, OfficeFileKind.BOARD, _house(unit.party.abbreviation))
    return submission


def a_year_on(day: date, years: int = 2) -> date:
    """Until when a lease runs that was made on a day."""
    return day + timedelta(days=365 * years)


def _letter(lines: list[str]) -> bytes:
    page = Image.new("RGB", (1240, 900), "white")
    pen = ImageDraw.Draw(page)
    for place, line in enumerate(lines):
        pen.text((120, 110 + 90 * place), line, fill=INK, font=ImageFont.load_default(34))
    return _png(page)


def _house(sign: str) -> bytes:
    """A house under the sky; with a sign, from near by."""
    view = Image.new("RGB", (1200, 800), SKY)
    pen = ImageDraw.Draw(view)
    pen.rectangle((0, 640, 1200, 800), fill="#9c9a90")
    pen.rectangle((240, 320, 960, 700), fill=WALL)
    pen.polygon(((180, 330), (600, 140), (1020, 330)), fill=ROOF)
    pen.rectangle((540, 480, 660, 700), fill=DOOR)
    for left in (320, 760):
        pen.rectangle((left, 440, left + 120, 560), fill=SKY, outline=INK, width=6)
    if sign:
        pen.rectangle((360, 350, 840, 460), fill=SIGN)
        pen.text((400, 372), f"KANTOR {sign}", fill="white", font=ImageFont.load_default(56))
    return _png(view)


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
