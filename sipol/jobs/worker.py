"""Work off the queue. A job whose worker died is taken up again, at most ATTEMPTS times, then given up in words."""

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from uuid import UUID

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from procrastinate import App, JobContext, PsycopgConnector, RetryStrategy
from procrastinate.jobs import Job, Status

from sipol.extensions import db
from sipol.jobs.tasks import GIVEN_UP, TASKS

log = logging.getLogger(__name__)

ATTEMPTS = 4
"""How often a job is begun. ``Job.attempts`` counts those that ended, so the last one begins at one less."""
DEAD_AFTER = 15.0


def work_book(app: Flask) -> App:
    """The queue of this register, with every task of ``TASKS`` known by its name."""
    address = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    book = App(connector=PsycopgConnector(conninfo=address, min_size=1, max_size=4))
    retry = RetryStrategy(max_attempts=ATTEMPTS - 1, exponential_wait=2)
    for name, task in TASKS.items():
        book.task(name=name, retry=retry, pass_context=True)(partial(_attempt, app, task))
    return book


def _attempt(app: Flask, task: Callable[[UUID], None], context: JobContext, *, subject_id: str) -> None:
    try:
        with app.app_context():
            task(UUID(subject_id))
    except Exception:
        if context.job.attempts >= ATTEMPTS - 1:
            _give_up(app, context.job)
        raise


def _give_up(app: Flask, job: Job) -> None:
    """Tell those who wait that this job will never be done."""
    log.error("job %s was given up after %s attempts", job.id, job.attempts + 1)
    with app.app_context():
        GIVEN_UP[job.task_name](UUID(str(job.task_kwargs["subject_id"])))


async def work(app: Flask, *, once: bool = False, dead_after: float = DEAD_AFTER) -> None:
    """Run until told to stop, or with ``once`` until the queue is empty; a silent worker counts as dead in seconds."""
    book = work_book(app)
    async with book.open_async():
        rescue = asyncio.create_task(_rescue_for_ever(app, book, dead_after))
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


async def _rescue_for_ever(app: Flask, book: App, dead_after: float) -> None:
    """Nothing else re-runs the jobs of a worker that was killed, so no single failure may end this."""
    while True:
        try:
            await rescue(app, book, dead_after)
        except Exception:
            log.exception("the jobs of lost workers could not be looked after; tried again soon")
        await asyncio.sleep(dead_after / 3)


async def rescue(app: Flask, book: App, dead_after: float) -> None:
    """Take up the jobs whose worker has been silent for ``dead_after`` seconds, or give them up."""
    for job in await book.job_manager.get_stalled_jobs(seconds_since_heartbeat=dead_after):
        if job.attempts < ATTEMPTS - 1:
            log.warning("job %s of a lost worker is taken up again", job.id)
            await book.job_manager.retry_job(job)
        else:
            await asyncio.to_thread(_give_up, app, job)
            await book.job_manager.finish_job(job, Status.FAILED, delete_job=False)


@click.command("worker")
@click.option("--once", is_flag=True, help="Selesaikan antrean yang ada, lalu berhenti.")
@click.option(
    "--dead-after", default=DEAD_AFTER, show_default=True, help="Detik tanpa kabar sebelum pekerja dianggap mati."
)
@with_appcontext
def worker(once: bool, dead_after: float) -> None:
    """Kerjakan antrean pekerjaan: membaca SK dan mencetak surat."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    asyncio.run(work(app, once=once, dead_after=dead_after))
