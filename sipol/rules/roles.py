"""Who the people of the register are (domain: party, KPU, Bawaslu, administrator)."""

from enum import StrEnum


class Role(StrEnum):
    CENTRE = "centre"
    LIAISON = "liaison"
    VERIFIER = "verifier"
    HEAD = "head"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"


class Audience(StrEnum):
    """Who may knock at a door. What they may do inside is a Permission."""

    PUBLIC = "public"
    HALFWAY = "halfway"
    """Whoever gave the right password and has the second step before them; no role."""
    SIGNED_IN = "signed_in"
    PARTY = "party"
    KPU = "kpu"
    OVERSIGHT = "oversight"
    CASEWORK = "casework"
    ADMIN = "admin"
    KEEPERS = "keepers"
    """Who looks after the accounts of others."""


PARTY_ROLES = frozenset({Role.CENTRE, Role.LIAISON})
KPU_ROLES = frozenset({Role.VERIFIER, Role.HEAD})

WELCOMES: dict[Audience, frozenset[Role]] = {
    Audience.HALFWAY: frozenset(),
    Audience.SIGNED_IN: frozenset(Role),
    Audience.PARTY: PARTY_ROLES,
    Audience.KPU: KPU_ROLES,
    Audience.OVERSIGHT: KPU_ROLES | {Role.SUPERVISOR},
    Audience.CASEWORK: PARTY_ROLES | KPU_ROLES | {Role.SUPERVISOR},
    Audience.ADMIN: frozenset({Role.ADMIN}),
    Audience.KEEPERS: frozenset({Role.CENTRE, Role.HEAD, Role.ADMIN}),
}

ROLE_WORDS: dict[Role, str] = {
    Role.CENTRE: "admin partai pusat",
    Role.LIAISON: "petugas penghubung",
    Role.VERIFIER: "verifikator",
    Role.HEAD: "ketua divisi",
    Role.SUPERVISOR: "Bawaslu",
    Role.ADMIN: "admin sistem",
}
