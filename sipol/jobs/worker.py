"""Work off the queue. A job whose worker died is taken up again, at most ATTEMPTS times, then given up in words."""

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from uuid import UUID

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from procrastinate import App, PsycopgConnector, RetryStrategy
from procrastinate.jobs import Status

from sipol.extensions import db
from sipol.jobs.tasks import TASKS

log = logging.getLogger(__name__)

ATTEMPTS = 4
DEAD_AFTER = 15.0


def work_book(app: Flask) -> App:
    """The queue of this register, with every task of ``TASKS`` known by its name."""
    address = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    book = App(connector=PsycopgConnector(conninfo=address, min_size=1, max_size=4))
    retry = RetryStrategy(max_attempts=ATTEMPTS, exponential_wait=2)
    for name, task in TASKS.items():
        book.task(name=name, retry=retry)(partial(_within, app, task))
    return book


def _within(app: Flask, task: Callable[[UUID], None], subject_id: str) -> None:
    with app.app_context():
        task(UUID(subject_id))


async def work(book: App, *, once: bool = False, dead_after: float = DEAD_AFTER) -> None:
    """Run until told to stop, or with ``once`` until the queue is empty; a silent worker counts as dead in seconds."""
    async with book.open_async():
        rescue = asyncio.create_task(_rescue_for_ever(book, dead_after))
        try:
            await book.run_worker_async(
                wait=not once,
                concurrency=2,
                update_heartbeat_interval=dead_after / 3,
                stalled_worker_timeout=dead_after,
                delete_jobs="successful",
                install_signal_handlers=not once,
                shutdown_graceful_timeout=1,
            )
        finally:
            rescue.cancel()


async def _rescue_for_ever(book: App, dead_after: float) -> None:
    """Nothing else re-runs the jobs of a worker that was killed."""
    while True:
        for job in await book.job_manager.get_stalled_jobs(seconds_since_heartbeat=dead_after):
            if job.attempts < ATTEMPTS:
                log.warning("job %s of a lost worker is taken up again", job.id)
                await book.job_manager.retry_job(job)
            else:
                log.error("job %s was given up after %s attempts", job.id, job.attempts)
                await book.job_manager.finish_job(job, Status.FAILED, delete_job=False)
        await asyncio.sleep(dead_after / 3)


@click.command("worker")
@click.option("--once", is_flag=True, help="Selesaikan antrean yang ada, lalu berhenti.")
@click.option(
    "--dead-after", default=DEAD_AFTER, show_default=True, help="Detik tanpa kabar sebelum pekerja dianggap mati."
)
@with_appcontext
def worker(once: bool, dead_after: float) -> None:
    """Kerjakan antrean pekerjaan: membaca SK dan mencetak surat."""
    asyncio.run(work(work_book(current_app._get_current_object()), once=once, dead_after=dead_after))  # type: ignore[attr-defined]
