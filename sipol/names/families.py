"""Names written in many ways or habitually shortened, as families whose members answer one another."""

_FAMILIES: tuple[tuple[str, str], ...] = (
    # (written out, shortened)
    (
        "MUHAMMAD MUHAMAD MOHAMMAD MOHAMAD MOCHAMAD MOCHAMMAD MUCHAMAD MUCHAMMAD MOKHAMAD MOKHAMMAD MUKHAMAD MUKHAMMAD "
        "MUHAMMED MOHAMMED MOHAMED MUHAMED MUHAMMAT MUHAMAT MOHAMAT MOCHAMAT MOKHAMAT MUHAMMADD",
        "MUH MOH MOCH MUCH MHD MOHD MUHD MUHAM MOKH MUKH MD MHMD",
    ),
    ("ABDUL ABDOEL ABDU", "ABD ABDL"),
    ("ABDULLAH ABDOELLAH", "ABD ABDL"),
    ("AHMAD ACHMAD AKHMAD AHMED AHAMAD AHMAT ACHMAT AKHMAT", "ACH AHM ACHM AKH AHD AH"),
    ("SITI SITTI SITTY SITY", "ST STI"),
    ("NYOMAN NIOMAN", "NYM NYMN NYO"),
    ("WAYAN", "WYN WY WAY"),
    ("KETUT", "KT KTT"),
    ("KADEK", "KD KDK"),
    ("PUTU", "PT PTU"),
    ("GEDE GDE", "GD"),
    ("NGURAH", "NGR NGRH GN"),
    ("GUSTI", "GST GT GUST"),
    ("DEWA", "DW"),
    ("KOMANG", "KM KMG"),
    ("TUBAGUS", "TB TBG TUB"),
    ("TEUKU", "TK TKU"),
    ("SUTAN", "ST SUT"),
    ("DAENG", "DG DNG"),
    ("DATUK DATO DATUAK DATUQ", "DT DTK"),
    ("SYARIF SARIF", "SY SYR"),
    ("SAYYID SAYID SAID", "SYD"),
    ("COKORDA", "COK TJOK TJOKORDA"),
    ("BAGUS", "BGS BG"),
    ("NASUTION", "NST"),
    ("HASIBUAN", "HSB"),
    ("HARAHAP", "HRP"),
    ("SIREGAR", "SRG SIR"),
    ("SIMANJUNTAK", "SMJ"),
    ("PULUNGAN", "PLG"),
    ("DAULAY", "DLY"),
    ("LUBIS", "LBS"),
    ("RANGKUTI", "RKT"),
    ("RITONGA", "RTG"),
    ("BATUBARA", "BB"),
    ("FRANSISKUS FRANSISCUS FRANCISCUS FRANCISKUS", "FRANS FR"),
    ("YOHANES YOHANNES JOHANES JOHANNES", "YOH JOH"),
    ("MARIA", "MA MRA"),
    ("NOOR NUR NOER NUHR", ""),
    ("SAIFUL SYAIFUL SAEFUL SYAEFUL SAYFUL SYAFUL", ""),
)

ABBREVIATIONS: frozenset[str] = frozenset(" ".join(short for _, short in _FAMILIES).split())
"""Members that are short for the others."""


def _families_of_members() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for full, short in _FAMILIES:
        for member in f"{full} {short}".split():
            found.setdefault(member, set()).add(full.split()[0])
    return {member: frozenset(families) for member, families in found.items()}


FAMILIES_OF: dict[str, frozenset[str]] = _families_of_members()
"""Which families a token belongs to; an abbreviation may belong to several."""

PARTICLES: frozenset[str] = frozenset(
    [
        "BIN",
        "BINTI",
        "BT",
        "BTE",
        "IBN",
        "IBNU",
        "AL",
        "EL",
        "A/L",
        "A/P",
        "LA",
        "WA",
        "I",
        "NI",
        "DE",
        "VAN",
        "DER",
        "DEN",
        "DA",
        "DI",
        "DOS",
        "ANAK",
        "AN",
        "UL",
        "AD",
        "AR",
        "AS",
        "ASH",
        "ASY",
    ]
)
"""Small words between names; one more or less says little."""
