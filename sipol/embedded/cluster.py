"""One PostgreSQL server from its first start to its last: made, started, found, stopped."""

import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from urllib.parse import quote

from sipol.embedded.seat import ROLE, DatabaseFailed, Seat, take_seat

PATIENCE = 10.0
"""Seconds for an old server to leave and for a stopping one to write everything down."""
RECOVERY = 120.0
"""Seconds for a new server to answer; after a power cut it first replays its log."""
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "max_wal_size": "1GB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "jit": "off",
    # A refused row is quoted in full otherwise, names and all.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "log_min_messages": "warning",
}
HASTE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}
"""For throwaway clusters: the data may be lost with the machine, so nothing waits for the disk."""


def running_url(home: Path, database: str = ROLE) -> str | None:
    """SQLAlchemy address of the server that runs on ``home`` just now, or None."""
    lines = _pid_lines(home / "postgres")
    if len(lines) < 8 or lines[7].strip() != "ready" or not _is_postgres(int(lines[0])):
        return None
    return _address(Path(lines[4]), database)


@dataclass(slots=True)
class Cluster:
    """One server with its own data folder ``home/postgres``; a throwaway one is quick and keeps nothing safe.

    Use it as a context, or ``start`` and ``stop`` it. Raises ``DatabaseFailed``.
    """

    home: Path
    throwaway: bool = False
    process: subprocess.Popen[bytes] | None = None
    _seat: Seat | None = field(default=None, repr=False)
    _socket: Path | None = field(default=None, repr=False)
    _lock: IO[str] | None = field(default=None, repr=False)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Bring the server up, making the data folder the first time; returns when it answers.

        One that ran before keeps its socket although it may not come up now, so that whoever knows it finds it later.
        """
        self.home.mkdir(parents=True, exist_ok=True)
        ran_before = self._socket is not None
        self._lock = self._lock or _hold(self.home / "postgres.lock")
        try:
            self._seat = seat = self._seat or take_seat(self.home)
            if not (seat.data / "PG_VERSION").exists():
                _initialise(seat, self.throwaway)
            _clear_the_way(seat.data, ours=self._socket)
            self._socket = self._socket or _socket_folder(seat)
            self._launch(seat, self._socket)
        except BaseException as error:
            if not (ran_before and isinstance(error, DatabaseFailed)):
                self.stop()
            raise

    def stop(self) -> None:
        """Shut down fast but cleanly: open transactions are rolled back, everything committed is on disk."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)
                self.process.wait(PATIENCE)
            self.process = None
        if self._socket is not None:
            shutil.rmtree(self._socket, ignore_errors=True)
            self._socket = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def url(self, database: str = ROLE) -> str:
        """SQLAlchemy address of one database on this server, through its private socket."""
        assert self._socket is not None, "the cluster is not started"
        return _address(self._socket, database)

    def _launch(self, seat: Seat, socket: Path) -> None:
        settings = SETTINGS | (HASTE if self.throwaway else {}) | {"unix_socket_directories": f'"{socket}"'}
        # setpriv sets the death signal after it changed the user: the change itself would clear the signal.
        command = [*(seat.humbly or ("setpriv",)), "--pdeathsig", "INT", str(seat.programs / "postgres")]
        command += ["-D", str(seat.data)] + [f"--{name}={value}" for name, value in settings.items()]
        deadline = time.monotonic() + RECOVERY
        before = self._log().stat().st_size if self._log().exists() else 0
        while not self._answers(command, seat.data, deadline):
            last = self._log().read_bytes()[before:][-800:].decode(errors="replace")
            before = self._log().stat().st_size
            # A killed server's children may still hold its memory for a moment; they leave by themselves.
            if "pre-existing shared memory block" not in last or time.monotonic() > deadline:
                raise DatabaseFailed(f"PostgreSQL bawaan tidak dapat dijalankan. Catatan terakhirnya:\n{last}")
            time.sleep(0.2)

    def _answers(self, command: list[str], data: Path, deadline: float) -> bool:
        """Start the server; False when it ended again or did not answer in time."""
        with self._log().open("a") as kept:
            self.process = process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=kept, stderr=kept, cwd="/", start_new_session=True
            )
        while time.monotonic() < deadline and process.poll() is None:
            lines = _pid_lines(data)
            if len(lines) > 7 and lines[0] == str(process.pid) and lines[7].strip() == "ready":
                return True
            time.sleep(0.01)
        return False

    def _log(self) -> Path:
        return self.home / "postgres.log"


def _initialise(seat: Seat, throwaway: bool) -> None:
    """Make the data beside its place and move it there when whole: a broken-off start leaves nothing half."""
    fresh = seat.data.with_name(f"{seat.data.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    owner = seat.data.stat()
    os.chown(fresh, owner.st_uid, owner.st_gid)
    folder = ["-D", str(fresh)]
    make = [*seat.humbly, str(seat.programs / "initdb"), *folder, "-U", ROLE, "--no-instructions"]
    make += ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    make += ["--auth-local=trust", "--auth-host=reject"]
    make += ["--no-sync", "--wal-segsize=4"] if throwaway else []
    alone = [*seat.humbly, str(seat.programs / "postgres"), "--single", *folder, "postgres"]
    for command, order in ((make, ""), (alone, f"CREATE DATABASE {ROLE};\n")):
        done = subprocess.run(command, input=order, capture_output=True, text=True, cwd="/", check=False)
        if done.returncode:
            raise DatabaseFailed(f"Folder basis data {seat.data} tidak dapat dibuat: {done.stderr.strip()}")
    try:
        fresh.rename(seat.data)
    except OSError as full:
        raise DatabaseFailed(f"Folder {seat.data} berisi berkas lain. Kosongkan atau pilih SIPOL_HOME lain.") from full


def _address(socket: Path, database: str) -> str:
    return f"postgresql+psycopg://{ROLE}@/{database}?host={quote(str(socket), safe='/')}"


def _hold(path: Path) -> IO[str]:
    lock = path.open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as busy:
        lock.close()
        sentence = f"Basis data di folder {path.parent} sudah dijalankan dari terminal lain."
        raise DatabaseFailed(f"{sentence} Pakai yang itu, atau hentikan dahulu.") from busy
    return lock


def _socket_folder(seat: Seat) -> Path:
    """A short new folder that only the server's user may enter: socket paths end at 107 letters."""
    folder = Path(tempfile.mkdtemp(prefix="sipol-"))
    if len(str(folder / ".s.PGSQL.5432")) > 107:
        folder.rmdir()
        raise DatabaseFailed("Nama folder sementara (TMPDIR) terlalu panjang. Pakai yang lebih pendek, misalnya /tmp.")
    owner = seat.data.stat()
    os.chown(folder, owner.st_uid, owner.st_gid)
    return folder


def _clear_the_way(data: Path, ours: Path | None) -> None:
    """Deal with what an older server left: send away one that still lives, forget one that is gone.

    We hold the lock, so no living supervisor stands behind it. A process id is believed only if that process
    really is a PostgreSQL: ids are given out again, quickly so in containers.
    """
    lines = _pid_lines(data)
    if not lines:
        return
    pid = int(lines[0])
    deadline = time.monotonic() + PATIENCE
    while _is_postgres(pid) and time.monotonic() < deadline:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)
        time.sleep(0.1)
    if _is_postgres(pid):
        raise DatabaseFailed(f"PostgreSQL lama (proses {pid}) belum berhenti. Hentikan dahulu, lalu coba lagi.")
    (data / "postmaster.pid").unlink(missing_ok=True)
    if len(lines) > 4 and Path(lines[4]) != ours and Path(lines[4]).name.startswith("sipol-"):
        shutil.rmtree(lines[4], ignore_errors=True)


def _pid_lines(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text().splitlines()
    except (FileNotFoundError, PermissionError, NotADirectoryError):
        return []


def _is_postgres(pid: int) -> bool:
    """A zombie is named ``postgres`` too, but holds nothing any more."""
    try:
        name, _, rest = Path(f"/proc/{pid}/stat").read_text().partition(") ")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return name.endswith("(postgres") and not rest.startswith("Z")
