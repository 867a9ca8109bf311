"""``sipol up``: the whole register with one command, on one machine."""

import gc
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing, nullcontext, suppress
from dataclasses import dataclass
from functools import partial

import click
from flask import Flask
from flask.cli import ScriptInfo
from gunicorn.app.base import BaseApplication
from sqlalchemy import select

from config import NAME, Environment, home_of
from sipol.cli.db_roles import move_schema
from sipol.cli.demo_cast import accounts
from sipol.cli.supervisor import FIRST_PAUSE, FORK, LONGEST_PAUSE, Child, Supervisor
from sipol.embedded import Cluster, DatabaseFailed
from sipol.extensions import db
from sipol.lines import SettingMissing
from sipol.models import Party
from sipol.rules.errors import Refused
from sipol.services.seals import signet


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
    cluster = None if production or os.environ.get("DATABASE_URL") else Cluster(home_of(os.environ))
    with cluster or nullcontext():
        if cluster is not None:
            os.environ["DATABASE_URL"] = cluster.url()
        os.umask(0o077)  # Received papers are nobody else's business on this machine.
        gc.freeze()  # What is loaded by now is shared with the children; the collector would copy it page by page.
        told = prepare(ctx)
        children = [Child("web", partial(serve, ctx, host, port)), Child("worker", partial(work, ctx))]
        supervisor = Supervisor(children, tend=Revival(cluster).look, say=click.echo)
        supervisor.run(ready=partial(answers, host, port), welcome=partial(welcome, port, told))
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
    """Bring the schema up to date and, in a demo, fill an empty register; the lines about its accounts come back.

    It happens in a child of its own: the supervisor never opens the database or the files, so that whatever it
    forks later, today or after a crash next month, begins clean.
    """
    receiver, sender = FORK.Pipe(duplex=False)
    process = FORK.Process(target=_prepare, args=(ctx, sender.send), name="prepare")
    process.start()
    sender.close()
    told: Sequence[str] = ()
    try:
        with suppress(EOFError):
            told = receiver.recv()
        process.join()
    finally:
        process.terminate()
        process.join()
    if process.exitcode:
        ctx.exit(1)
    return told


def serve(ctx: click.Context, host: str, port: int) -> None:
    """The web child: gunicorn with threads, for a page waits for the database most of its time."""
    Web(ctx.ensure_object(ScriptInfo), f"[{host}]:{port}" if ":" in host else f"{host}:{port}").run()


def work(ctx: click.Context) -> None:
    """The worker child: ``sipol worker``."""
    command(ctx, "worker").main([], prog_name="sipol worker", obj=ctx.ensure_object(ScriptInfo))


class Web(BaseApplication):
    """Gunicorn around the application that the command line would use."""

    def __init__(self, info: ScriptInfo, address: str) -> None:
        self.info = info
        self.address = address
        super().__init__()

    def load_config(self) -> None:
        settings = {"bind": self.address, "worker_class": "gthread", "workers": 2, "threads": 4, "preload_app": True}
        # An upload of 20 MB over a slow line takes a while.
        settings |= {"timeout": 120, "graceful_timeout": 3, "loglevel": "warning", "control_socket_disable": True}
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self.info.load_app()


@dataclass(slots=True)
class Revival:
    """Starts the embedded server again, on the same socket, if it ended; patiently, where the disk is full."""

    cluster: Cluster | None
    due: float = 0.0
    pause: float = FIRST_PAUSE

    def look(self) -> None:
        """What is done at every tick; web and worker go on meanwhile, and tell people to come again."""
        cluster, moment = self.cluster, time.monotonic()
        if cluster is None or cluster.process is None or cluster.process.poll() is None or moment < self.due:
            return
        click.echo("PostgreSQL berhenti; dijalankan lagi.")
        try:
            cluster.start()
            self.pause = FIRST_PAUSE
        except DatabaseFailed as failed:
            self.pause = min(2 * self.pause, LONGEST_PAUSE)
            self.due = moment + self.pause
            click.echo(f"{failed}\nDicoba lagi dalam {self.pause:.0f} detik.")


def answers(host: str, port: int) -> bool:
    """Whether somebody listens there already; gunicorn does so only after the application is loaded."""
    try:
        socket.create_connection((host, port), timeout=0.2).close()
    except OSError:
        return False
    return True


def welcome(port: int, told: Sequence[str]) -> None:
    click.echo(f"\n{NAME} siap: http://localhost:{port}")
    for line in told:
        click.echo(f"  {line}")
    click.echo("Tekan Ctrl-C untuk menghentikan semuanya.\n")


def command(ctx: click.Context, name: str) -> click.Command:
    """Another command of ``sipol``; those that print load slowly and only here."""
    root = ctx.find_root().command
    assert isinstance(root, click.Group)
    found = root.get_command(ctx, name)
    assert found is not None, name
    return found


def _prepare(ctx: click.Context, tell: Callable[[Sequence[str]], None]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        app = ctx.ensure_object(ScriptInfo).load_app()
        with app.app_context():
            signet()
            move_schema()
            # Building the demo loads the press, which takes a while; an ordinary start does without.
            demo = app.config["SIPOL_ENV"] == Environment.DEMO
            if demo and db.session.scalars(select(Party.id)).first() is None:
                ctx.invoke(command(ctx, "demo"), quiet=True)
        if demo:
            tell(accounts(home_of(os.environ)))
    except Refused as refused:
        click.echo(refused.reason, err=True)
        sys.exit(1)
    except (SettingMissing, DatabaseFailed) as failed:
        click.echo(failed, err=True)
        sys.exit(1)
