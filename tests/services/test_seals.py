"""Which key seals the papers of a register, and what is kept of that."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from sipol.extensions import db
from sipol.jobs.tasks import print_one
from sipol.models import Paper
from sipol.render.reprint import verify
from sipol.render.signet import LOCAL_NAME, Signet
from sipol.rules.errors import Refused
from sipol.services.papers import printed_bytes
from sipol.services.seals import signet
from tests.factories import seals
from tests.factories.world import World

MakeApp = Callable[..., Flask]
NOWHERE = "postgresql+psycopg://nobody@localhost:1/none"


def opened(make_app: MakeApp, home: Path, **settings: str) -> Signet:
    with make_app(NOWHERE, SIPOL_HOME=home, **settings).app_context():
        return signet()


@pytest.fixture
def key_file(tmp_path: Path) -> dict[str, str]:
    """Settings for a PKCS#12 file and its passphrase, which an editor ended with a new line."""
    file, passphrase = tmp_path / "segel.p12", tmp_path / "sandi"
    file.write_bytes(seals.from_authority()[0])
    passphrase.write_bytes(seals.PASSPHRASE + b"\n")
    for secret in (file, passphrase):
        secret.chmod(0o600)
    return {"SIPOL_SEAL_FILE": str(file), "SIPOL_SEAL_PASSPHRASE_FILE": str(passphrase)}


def test_a_local_seal_is_made_once_and_kept_for_its_owner_only(make_app: MakeApp, tmp_path: Path) -> None:
    first, second = opened(make_app, tmp_path), opened(make_app, tmp_path)
    kept = tmp_path / "secrets" / "seal.pem"
    assert first.certificate == second.certificate
    assert first.pem in kept.read_text()
    assert kept.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in kept.parent.iterdir()] == ["seal.pem"]


def test_a_key_file_seals_in_its_stead(make_app: MakeApp, tmp_path: Path, key_file: dict[str, str]) -> None:
    used = opened(make_app, tmp_path, **key_file)
    assert used.name == f"sertifikat {seals.OWNER} yang diterbitkan {seals.AUTHORITY}"
    assert len(used.above) == 1
    assert not (tmp_path / "secrets").exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"SIPOL_SEAL_FILE": "/tidak/ada.p12"}, "SIPOL_SEAL_FILE menunjuk berkas /tidak/ada.p12 yang tidak ada"),
        ({"SIPOL_SEAL_PASSPHRASE_FILE": "/tidak/ada"}, "SIPOL_SEAL_PASSPHRASE_FILE menunjuk berkas /tidak/ada"),
        ({"SIPOL_SEAL_PASSPHRASE_FILE": ""}, "kata sandinya salah"),
        ({"SIPOL_SEAL_FILE": ""}, "SIPOL_SEAL_PASSPHRASE_FILE diisi tanpa SIPOL_SEAL_FILE"),
    ],
)
def test_settings_that_cannot_seal_are_refused_in_words(
    make_app: MakeApp, tmp_path: Path, key_file: dict[str, str], wrong: dict[str, str], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        opened(make_app, tmp_path, **key_file | wrong)


@pytest.mark.parametrize("setting", ["SIPOL_SEAL_FILE", "SIPOL_SEAL_PASSPHRASE_FILE"])
def test_a_secret_that_others_on_the_machine_may_read_is_refused(
    make_app: MakeApp, tmp_path: Path, key_file: dict[str, str], setting: str
) -> None:
    Path(key_file[setting]).chmod(0o644)
    with pytest.raises(Refused, match=r"dapat dibaca atau diubah pengguna lain.*chmod 600"):
        opened(make_app, tmp_path, **key_file)
    Path(key_file[setting]).chmod(0o640)
    assert opened(make_app, tmp_path, **key_file).name


def test_the_worker_prints_and_seals_and_the_digest_is_that_of_the_sealed_file(world: World) -> None:
    world.submitted()
    paper = db.session.scalars(select(Paper)).one()
    print_one(paper.id)
    data = printed_bytes(paper)
    assert (paper.file_digest, paper.file_size) == (sha256(data).hexdigest(), len(data))
    assert paper.sealed_by == LOCAL_NAME
    found = verify(data, [signet().certificate])
    assert (found.holds, [seal.trusted for seal in found.seals]) == (True, [True])
    print_one(paper.id)
    assert printed_bytes(paper) == data


def test_a_paper_that_is_not_printed_carries_no_seal(world: World) -> None:
    world.submitted()
    db.session.scalars(select(Paper)).one().sealed_by = LOCAL_NAME
    with pytest.raises(IntegrityError, match="sealed_when_printed"):
        db.session.flush()
