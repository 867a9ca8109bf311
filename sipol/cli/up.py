"""``sipol up``: the whole register with one command, on one machine."""

import os
import signal
import socket
import sys
from collections.abc import Sequence
from contextlib import closing, nullcontext

import click
import flask_migrate
from flask.cli import ScriptInfo

from config import NAME, Environment, SettingMissing, home_of, shipped
from sipol.cli.supervisor import Child, Supervisor
from sipol.embedded import Cluster

WEB_PROCESSES, WEB_THREADS = 2, 4


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, envvar="SIPOL_PORT", show_default=True)
@click.option("--host", default="127.0.0.1", envvar="SIPOL_HOST", show_default=True)
@click.pass_context
def up(ctx: click.Context, port: int, host: str) -> None:
    """Jalankan basis data, web dan pekerja; Ctrl-C menghentikan semuanya."""
    refuse_a_taken_port(host, port)
    # From here on SIGTERM leaves through the same door as Ctrl-C, so that the database is always shut.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    os.environ["SIPOL_PORT"] = str(port)
    production = os.environ.get("SIPOL_ENV") == Environment.PRODUCTION
    given = production or "DATABASE_URL" in os.environ
    cluster = None if given else Cluster(home_of(os.environ))
    with cluster or nullcontext():
        if cluster is not None:
            os.environ["DATABASE_URL"] = cluster.url()
        accounts = prepare(ctx)
        supervisor = Supervisor([web(host, port), worker()], tend=lambda: revive(cluster), say=click.echo)
        supervisor.run(ready=lambda: answers(host, port), welcome=lambda: welcome(port, accounts))
    click.echo("Semua sudah berhenti.")


def refuse_a_taken_port(host: str, port: int) -> None:
    """Say so before anything is started, not in the middle of gunicorn's log."""
    with closing(socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as taken:
            sentence = f"Alamat {host}:{port} sudah dipakai atau tidak boleh dipakai."
            raise SettingMissing(f"{sentence} Pilih yang lain, misalnya: sipol up --port {port + 1}") from taken


def prepare(ctx: click.Context) -> Sequence[str]:
    """Bring the schema up to date and, in a demo, fill an empty register; the lines on its accounts come back.

    The command ``demo`` does nothing to a register that holds something already.
    """
    app = ctx.ensure_object(ScriptInfo).load_app()
    with app.app_context():
        flask_migrate.upgrade(directory=str(shipped("migrations")))
    root = ctx.find_root().command
    demo = root.get_command(ctx, "demo") if isinstance(root, click.Group) else None
    if app.config["SIPOL_ENV"] != Environment.DEMO or demo is None:
        return ()
    return ctx.invoke(demo, quiet=True) or ()


def web(host: str, port: int) -> Child:
    """Gunicorn with threads: a page waits for the database most of its time."""
    command = [sys.executable, "-m", "gunicorn", "wsgi:app", f"--bind={host}:{port}", "--worker-class=gthread"]
    command += [f"--workers={WEB_PROCESSES}", f"--threads={WEB_THREADS}", "--graceful-timeout=3"]
    # Uploads of 20 MB over a slow line take a while; the heartbeat file belongs in memory, not on the disk.
    command += ["--timeout=120", "--no-control-socket", "--log-level=warning"]
    return Child("web", command, surroundings())


def worker() -> Child:
    """The same program as this one, so that it needs no path: ``sipol worker``."""
    return Child("worker", [sys.executable, "-c", "from sipol.app import main; main()", "worker"], surroundings())


def surroundings() -> dict[str, str]:
    return {**os.environ, "PYTHONUNBUFFERED": "1"}


def revive(cluster: Cluster | None) -> None:
    """Start the embedded server again, on the same socket, if it was killed."""
    if cluster is not None and cluster.process is not None and cluster.process.poll() is not None:
        click.echo("PostgreSQL berhenti; dijalankan lagi.")
        cluster.start()


def answers(host: str, port: int) -> bool:
    """Whether somebody listens there already."""
    try:
        socket.create_connection((host, port), timeout=0.2).close()
    except OSError:
        return False
    return True


def welcome(port: int, accounts: Sequence[str]) -> None:
    click.echo(f"\n{NAME} siap: http://localhost:{port}")
    for line in accounts:
        click.echo(f"  {line}")
    click.echo("Tekan Ctrl-C untuk menghentikan semuanya.\n")
