"""Titles before and behind a name: which letter groups are titles, and which writings are one title.

A code is the letters of a title alone, in capitals: ``S.Pd.I.`` is ``SPDI``. The lists hold what Indonesian
candidate lists, decrees and identity cards carry: academic, religious, noble, military and courtesy titles.
"""


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


COURTESY = _words(
    "NY TN BPK BAPAK SDR SDRI SAUDARA SAUDARI NN",
)
RELIGIOUS = _words(
    "H HJ HI HAJI HAJJAH HAJAH KH KIAI KYAI UST USTAD USTADZ USTADZAH TGK TGH TENGKU TEUNGKU BUYA",
    "HABIB HBB PDT PDM PDP PENDETA EV PASTOR PST RM RD ROMO BIKSU BHIKKHU PINANDITA PANDITA GURUTA",
    "SYEKH SYECH SYEIKH",
)
NOBLE = _words(
    "RADEN RR RA RAY RNGT RNG KRT KRTH KRH KRA KRAT KPH KPA KP GKR GPH BRM BRAJ BRAY KANJENG RMT RRA",
    "RADENMAS RADENAJENG RADENAYU RADENRORO NGABEHI KMT",
)
MILITARY = _words(
    "JENDERAL JEND LETJEN MAYJEN BRIGJEN KOLONEL KOL LETKOL MAYOR KAPTEN KAPT CAPT LETTU LETDA SERKA",
    "SERMA SERTU PELTU PELDA PURN PUR PURNAWIRAWAN KOMJEN IRJEN KOMBES AKBP KOMPOL AKP IPTU IPDA AIPTU",
    "AIPDA BRIPKA BRIPTU LAKSAMANA LAKSDA LAKSMA MARSEKAL MARSDA MARSMA POL INF KAV ART CZI CHB CBA CAJ",
    "CKU CPM CHK MAR TNI",
)
ACADEMIC_FRONT = _words(
    "DR DRS DRA DRG DRH IR PROF PROFESOR NS NERS APT HC DRHC CAND KAND DOKTOR DOKTORANDUS INSINYUR DRTR",
    "EC DREC DRSEC DRAEC TR BD BIDAN ASSOCPROF ASSPROF ASSOC",
)
FRONT: frozenset[str] = COURTESY | RELIGIOUS | NOBLE | MILITARY | ACADEMIC_FRONT
"""Codes that are titles before a name."""

BACK = _words(
    "SE SH ST SP SS SPD SPDI SIP SAG SSOS SSOSI SKOM SSI SAP SHI SKM SKEP SHUT SIKOM SPSI SPI SPT STH",
    "STHI STP SM SEI SSY SESY SHUM SPDK SPDSD SPDAUD SPDH SPDB SPDT SFARM SKG SKED SKH SKEL SAB SAN SAK",
    "SEAK SAKUN SAKT SSN SSTP SSTPAR SST STRT STRKEB STRPAR STRKES STRAK STRKOM STRPI STRSTAT STRGZ",
    "STRFT STRTP STRIP STRHUB STRPEL STRTRA STRIK STRBNS STRTRN STRSOS STR SIK SUD SFIL SFILI SIPOL",
    "SIPEM SIAN SIPUST SPWK SARS SPAR SPN SLOG SSTAT SMN SKPM SKOMI SARK STEOL SFARMAPT STI SPAK SKEB",
    "SPU SMB SDS SDES SSG STPI SGZ SHINT SHUBINT SIL SPKP SEM SBUD SAMSU SHN SINF SOR SKMB SFT MM MH",
    "MSI MT MA MPD MPDI MBA MAP MSC MKN MAG MHUM MIP MS MKES ME MP MIKOM MAK MSOS MMA MENG MHI MKM MARS",
    "MPSI MPH MPA MPP MMTR MKP MKT MAB MAKT MSOSIO MBY MRA MCOMM MCOMMLAW MCOM MECON MECDEV MDIV MDIN",
    "MDIM MDMIN MTH MTI MFIL MMSI MEI MESY MKOM MKOMI MKEP MKEB MHAN MIPOL MPM MPMAT MPAA MAGR",
    "MCS MMR MMRS MKESOS MPDK MTPD MPWP MHP MTR MSTR MPWK MPAR MSN MDS MED MEC MEV",
    "MEVALPD MTP MBUS MINOV MMINOV MMT MPSDM MPU MIKES MSTAT MFARM MSY MUD LLM LLB LC BA BSC BE BBA",
    "BED BENG BIT BCOM BSBA BCIP BCM BCHK BCKN BCAP BC BSN BIBA BHK BTH BAC AMD AMA",
    "AMAPD AMK AMDKEB AMDKEP AMDKOM AMDT AMDPAR AMDPD AMDSOS AMDTEK AMDG AMDM AMDSEK AMDAK AMDIP AMDPI",
    "AMDRAD AMDFARM AMDP AMDKES AMDKL AMDGZ AMDPK AMKEP AMKEB AMKG AMKL AMS AMDHUT AMDTRA AMDPJK",
    "AMDLLAJ AMDIK AMDPS AMP AMDAN AMDKG AK CA CFE CPA CMA CRA CME CH CHT CSE DEA PHD DSC DPHIL DTH",
    "DMIN DBA DRPH DIC IPU IPM IPP ASEAN ENG AIFOK SPOG SPA SPB SPPD SPM SPTHT SPKK SPJP SPAN SPKJ",
    "SPRAD SPK SPBS SPOT QH CN CIQAR CIQNR CLA CTL CIL NERS MPHIL MDR DVM SPP",
    "BCHS CPHR CHRP CRMP AAAIJ ACPA CHRM CPM CPCLE CMED CPL CLI CIRBC QIA PIA APT DESS DIPLING",
    "FCBARB",
)
"""Codes that are titles behind a name, whether dotted, spaced or bare."""

BARE_DOUBT = _words(
    "MA MS ME SI AK BA BE SS SP ST SM LC CA CH CN ENG MAR SAN SAP STR SPA SPAN SAK SIL SOR MAP MARS MAK",
    "SEM SPU MED MEI STI PIA CIL ASEAN SIP BIT AMA SIAN SLOG SPAR AMP BC AMS BED SARS DIC QH SIK MAB",
    "SAB SUD",
)
"""Codes that may also be a part of a name when they stand bare, without comma or dots: both readings are tried."""

NEVER_BARE = _words(
    "SIL SAN SEM SIAN PIA MAR SARS BIT ENG CIL SPA",
)
"""Codes that are a title only when dotted or behind a comma; bare they are commonly names."""

ANYWHERE = _words(
    "HJ HAJI HAJJAH DRS DRA PROF PDT KH DRG DRH TGK HI PURN LETKOL",
)
"""Codes that are titles even amid a name, where they stand by mistake."""

ONE_TITLE: dict[str, str] = {
    "HI": "H",
    "HAJI": "H",
    "HAJJAH": "HJ",
    "HAJAH": "HJ",
    "KIAI": "KIAI",
    "KYAI": "KIAI",
    "USTAD": "UST",
    "USTADZ": "UST",
    "TENGKU": "TGK",
    "TEUNGKU": "TGK",
    "PENDETA": "PDT",
    "PASTOR": "PST",
    "ROMO": "RM",
    "PROFESOR": "PROF",
    "DOKTORANDUS": "DRS",
    "INSINYUR": "IR",
    "DOKTOR": "Dr",
    "NERS": "NS",
    "NYONYA": "NY",
    "SYECH": "SYEKH",
    "SYEIKH": "SYEKH",
    "RADEN": "RADEN",
    "RD": "RADEN",
    "R": "RADEN",
    "JEND": "JENDERAL",
    "KOL": "KOLONEL",
    "KAPT": "KAPTEN",
    "CAPT": "KAPTEN",
    "PUR": "PURN",
    "PURNAWIRAWAN": "PURN",
    "BAPAK": "BPK",
    "AKT": "AK",
    "MCOM": "MCOMM",
    "SAKT": "SAK",
    "SAKUN": "SAK",
    "FARMAPT": "SFARM",
}
"""Different writings of one title."""

LEADING_PAIRS: dict[str, str] = {
    "HM": "M",
    "HA": "A",
    "HR": "R",
    "HS": "S",
    "HAR": "AR",
    "HMA": "MA",
    "HB": "B",
    "HT": "T",
    "HL": "L",
}
"""Title and initial written together in front: ``HM.`` is Haji and an ``M``."""

JOINED_FRONT: frozenset[str] = _words(
    "KH RA RM RR HC KRT KRH KRA KRAT KRTH GKR KPH KPA GPH BRM DRHC DREC DRSEC DRAEC DRTR RAY",
)
"""Titles in front that may be written in several dotted groups (``K.H.``); ``H. J.`` is Haji and an initial."""

MAYBE_NAME: frozenset[str] = _words("RADEN HABIB TENGKU TEUNGKU BUYA KANJENG SYEKH SYEIKH MAYOR HAJI MARSEKAL PASTOR")
"""Titles that may as well be the first word of the name: both readings are tried."""

MAYBE_INITIAL: frozenset[str] = frozenset({"H", "R"})
"""Titles of one letter that may as well be the initial of the name behind them: both readings are tried."""


def _fragments() -> frozenset[str]:
    found = {"ALIAS", "ALS"} | set(LEADING_PAIRS) | set(ONE_TITLE)
    for code in BACK:
        found |= {code[start:end] for start in range(len(code)) for end in range(start + 1, len(code) + 1)}
    for code in FRONT | ANYWHERE:
        found |= {code} | {code[start : start + 2] for start in range(len(code))}
    return frozenset(found)


FRAGMENTS: frozenset[str] = _fragments()
"""Every letter group that is a title or could be a part of one written apart."""

PLAIN_BACK: frozenset[str] = frozenset(
    code
    for code in BACK - FRONT - BARE_DOUBT - ANYWHERE
    if len(code) > 1 and not any(other != code and other.endswith(code) for other in BACK)
)
"""Codes behind a name that are read alike whatever stands before them (unlike ``Si``, which may end an ``M. Si``)."""
