"""What stands around every page: menu, visitor, office, days left."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_login import current_user
from markupsafe import Markup

from sipol.access.door import PLAIN_FILES
from sipol.extensions import local_zone, now
from sipol.models import User
from sipol.render import clock, long_date, long_moment, short_date, since, thousands
from sipol.rules.accounts import CAPACITY_WORDS, Capacity
from sipol.rules.periods import days_left
from sipol.rules.roles import KPU_ROLES, PARTY_ROLES, ROLE_WORDS, Role
from sipol.services.inbox import unread_of
from sipol.services.parties import commission_of
from sipol.services.periods import current_period, name_of
from sipol.web.seen import nik_of

PARTY_MENU = (
    ("Beranda", "home.page"),
    ("SK", "decrees.index"),
    ("Anggota", "members.index"),
    ("Kantor", "offices.index"),
    ("Temuan", "findings.index"),
    ("Berita Acara", "minutes.index"),
    ("Riwayat", "history.index"),
)
DASHBOARD = ("Dasbor", "dashboard.index")
CENTRE_MENU = (PARTY_MENU[0], DASHBOARD, *PARTY_MENU[1:])
OFFICE_MENU = (
    ("Antrean", "review.queue"),
    DASHBOARD,
    ("Ganda", "duplicates.index"),
    ("SK", "decrees.index"),
    ("Kantor", "offices.index"),
    ("Kuota", "quotas.index"),
    ("Temuan", "findings.index"),
    ("Berita Acara", "minutes.index"),
    ("Riwayat", "history.index"),
)
UNDER = {
    "as_it_stood": "history", "completeness": "home", "likeness": "duplicates", "voters": "quotas",
    "disclosures": "history",
    "verification": "review", "rulings": "review", "sampling": "review", "advice": "review",
    "recap": "minutes", "signatures": "minutes", "coverage": "dashboard", "delegations": "home",
    "team": "home", "access": "home", "leaving": "home",
    "member": "members", "people": "members", "member_columns": "members",
}  # fmt: skip
"""Pages without an entry of their own in the menu, and whose they are found under."""
OF_THE_ACCOUNT = frozenset({"security", "factors", "resets"})
"""Pages about how the visitor signs in, which are found under the own name."""
ADMIN_MENU = (("Akun", "accounts.index"),)
VISITOR_MENU = (
    ("Beranda", "portal.home"),
    ("Pengumuman", "portal.announced"),
    ("Periksa dokumen", "portal.check"),
)


@dataclass(frozen=True, slots=True)
class Item:
    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Visitor:
    name: str
    role_label: str


@dataclass(frozen=True, slots=True)
class Inbox:
    """The notices of the visitor, and how many are unread."""

    url: str
    current: bool
    unread: int


def menu_for(role: Role | None) -> tuple[tuple[str, str], ...]:
    """The pages a role finds in its menu, as (label, endpoint)."""
    if role is None:
        return VISITOR_MENU
    if role is Role.ADMIN:
        return ADMIN_MENU
    if role is Role.CENTRE:
        return CENTRE_MENU
    return PARTY_MENU if role in PARTY_ROLES else OFFICE_MENU


def frame() -> dict[str, Any]:
    """The context every layout expects."""
    user: User | None = current_user if current_user and current_user.is_authenticated else None
    here = request.endpoint or ""
    return {
        "product": current_app.config["SIPOL_NAME"],
        "nav": [
            Item(label, url_for(endpoint), _is_under(here, endpoint))
            for label, endpoint in menu_for(user.role if user else None)
        ],
        "visitor": Visitor(user.name, _role_of(user)) if user else None,
        "security_url": url_for("security.index") if user else None,
        "security_is_current": here.partition(".")[0] in OF_THE_ACCOUNT,
        "logout_url": url_for("session.leave"),
        "login_url": url_for("session.enter"),
        "home_url": url_for("home.page") if user else url_for("portal.home"),
        "context_line": _context_line(user) if user else [],
        "inbox": _inbox(user, here) if user else None,
    }


def _inbox(user: User, here: str) -> Inbox:
    return Inbox(url_for("notices.index"), here.partition(".")[0] == "notices", unread_of(user))


def _is_under(here: str, endpoint: str) -> bool:
    """Whether a page belongs under an entry of the menu; the portal's entries stand for themselves alone."""
    room, entry = here.partition(".")[0], endpoint.partition(".")[0]
    return here == endpoint if entry == "portal" else UNDER.get(room, room) == entry


def _context_line(user: User) -> list[str | Markup]:
    place = user.region.name if user.region else ""
    who = f"{user.party.name} · {place}" if user.party else _office_name(user, place)
    line: list[str | Markup] = [Markup("<b>{}</b>").format(who), _role_of(user).capitalize()]
    period = current_period()
    if period is not None:
        left = days_left(period.deadline, now(), zone())
        wording = f"{left} hari lagi" if left > 0 else "hari ini" if left == 0 else "sudah lewat"
        line.append(
            Markup("{} · batas {} <b>({})</b>").format(
                _period_link(user, name_of(period)), long_moment(period.deadline, zone()), wording
            )
        )
    return line


def _role_of(user: User) -> str:
    """Whoever only prepares sees so on every page."""
    return CAPACITY_WORDS[Capacity.OPERATOR] if user.capacity is Capacity.OPERATOR else ROLE_WORDS[user.role]


def _period_link(user: User, name: str) -> Markup:
    """The semester's name, leading to what was set for it; the administrator has no business there."""
    if user.role is Role.ADMIN:
        return Markup("<b>{}</b>").format(name)
    return Markup('<a class="fw-bold" href="{}">{}</a>').format(url_for("periods.index"), name)


def _office_name(user: User, place: str) -> str:
    if user.role in KPU_ROLES:
        office = commission_of(user.region_code)
        return office.name if office else f"KPU {place}"
    return f"Bawaslu {place}" if user.role is Role.SUPERVISOR else str(current_app.config["SIPOL_NAME"])


def zone() -> str:
    """The time zone in which pages tell time."""
    return local_zone().key


def install(app: Flask) -> None:
    """Give the app its frame, the words for dates and numbers, and addresses of files that may be kept for long."""
    app.context_processor(frame)
    app.url_defaults(_stamp)
    app.template_filter("tanggal")(lambda day: short_date(day) if day else "–")
    app.template_filter("hari_tanggal")(_long)
    app.template_filter("tanggal_iso")(lambda day: short_date(date.fromisoformat(day)))
    app.template_filter("sejak")(lambda moment, at: since(moment, at, zone()))
    app.template_filter("waktu")(lambda moment: long_moment(moment, zone()))
    app.template_filter("jam")(lambda moment: clock(moment, zone()))
    app.template_filter("ribuan")(thousands)
    app.template_filter("nik")(nik_of)
    app.template_filter("sidik")(lambda digest: " ".join(digest[i : i + 4] for i in range(0, 16, 4)))


def _long(day: date | datetime | None) -> str:
    return long_date(day) if day else "–"


def _stamp(endpoint: str, values: dict[str, Any]) -> None:
    """A file that changes gets a new address, so that browsers may keep the old one for a year."""
    if endpoint not in PLAIN_FILES or "v" in values:
        return
    folder = current_app.static_folder if endpoint == "static" else current_app.blueprints["bootstrap"].static_folder
    values["v"] = _version(f"{folder}/{values['filename']}")


@cache
def _version(path: str) -> str:
    return f"{Path(path).stat().st_mtime_ns:x}"[-8:] if Path(path).exists() else "0"
