"""The seal of this register: which key seals its papers, by the settings."""

from pathlib import Path

from flask import current_app

from config import made_once, secret_bytes
from sipol.lines import SettingMissing
from sipol.render.signet import (
    FILE_SETTING,
    PASSPHRASE_SETTING,
    Signet,
    local_signet,
    new_local_signet,
    signet_from_file,
)
from sipol.rules.errors import Refused


def signet() -> Signet:
    """The key and certificate that seal papers, opened once for the app; a local one is made when none is given.

    Refused when the file of the settings cannot be used. The key itself is never logged and never in the database.
    """
    kept = current_app.extensions.get("sipol_signet")
    if not isinstance(kept, Signet):
        kept = current_app.extensions["sipol_signet"] = _opened()
    return kept


def _opened() -> Signet:
    given, passphrase = str(current_app.config[FILE_SETTING]), str(current_app.config[PASSPHRASE_SETTING])
    if passphrase and not given:
        raise Refused(FILE_SETTING, f"{PASSPHRASE_SETTING} diisi tanpa {FILE_SETTING}. Isi keduanya, atau hapus.")
    if not given:
        path = Path(str(current_app.config["SIPOL_HOME"])) / "secrets" / "seal.pem"
        return local_signet(made_once(path, new_local_signet))
    secret = _read(PASSPHRASE_SETTING, passphrase).rstrip(b"\r\n") if passphrase else None
    return signet_from_file(_read(FILE_SETTING, given), secret)


def _read(setting: str, path: str) -> bytes:
    try:
        return secret_bytes(Path(path))
    except SettingMissing as open_to_all:
        raise Refused(setting, str(open_to_all)) from open_to_all
    except OSError as absent:
        reason = f"{setting} menunjuk berkas {path} yang tidak ada atau tidak boleh dibaca. Perbaiki pengaturan itu."
        raise Refused(setting, reason) from absent
