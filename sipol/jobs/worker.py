"""Work off the queue. A job whose worker died is taken up again, at most ATTEMPTS times, then given up in words."""

import asyncio
import logging
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from uuid import UUID

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from procrastinate import App, BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision
from procrastinate.jobs import Job, Status
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from sipol.extensions import db
from sipol.jobs.tasks import GIVEN_UP, ROUNDS, TASKS
from sipol.render.signet import refuse_an_ended_certificate
from sipol.rules.errors import Refused
from sipol.services.outages import Outage, outage_of
from sipol.services.pace import at_ease
from sipol.services.queue import ONE_AT_A_TIME, headway
from sipol.services.seals import signet

log = logging.getLogger(__name__)

ATTEMPTS = 4
"""How often a job is begun without getting anywhere; ``services.queue.headway`` counts anew.

``Job.attempts`` counts those that ended, so the last one begins at one less.
"""
DEAD_AFTER = 15.0
PAUSE = 30
"""Seconds between two attempts of a job that waits for the file store, or for room on the disk."""

_ended: dict[int, Job] = {}
"""Jobs that were done here; what became of them is being written down. Gone from here once that is seen."""


WRITTEN_AHEAD = (
    "UPDATE procrastinate_jobs SET scheduled_at = now() "
    "WHERE status = 'todo' AND scheduled_at > now() + interval '5 minutes'",
    "UPDATE procrastinate_workers SET last_heartbeat = now() WHERE last_heartbeat > now() + interval '1 minute'",
    "DELETE FROM procrastinate_periodic_defers WHERE defer_timestamp > extract(epoch FROM now()) + 300",
)
"""What a clock that was ahead left in the queue. Else jobs, a dead worker's too, and rounds would wait for that day."""
STEP, LOOKS = 60.0, 2.0
"""Seconds by which the clock must be put forward or back to count as a step, and between two looks at it."""


class Failed(Exception):
    """A job ended by an exception; ``before``: how many attempts had ended in vain by then."""

    def __init__(self, before: int) -> None:
        super().__init__(before)
        self.before = before


class Postponed(Exception):
    """A job met an outage: nothing was learned of its subject, so the attempt does not count."""


class Patience(BaseRetryStrategy):
    """Try again after 2, 4, 8 seconds, and then no more; through an outage as long as it takes."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, Postponed):
            return RetryDecision(retry_in={"seconds": PAUSE})
        before = exception.before if isinstance(exception, Failed) else job.attempts
        return None if before >= ATTEMPTS - 1 else RetryDecision(retry_in={"seconds": 2 ** (before + 1)})


def work_book(app: Flask, *, by_the_clock: bool = False) -> App:
    """The queue of this register, with every task known by its name; ``by_the_clock``: the rounds begin too."""
    address = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    book = App(connector=PsycopgConnector(conninfo=address, min_size=1, max_size=4))
    for name, task in TASKS.items():
        book.task(name=name, retry=Patience(), pass_context=True)(partial(_attempt, app, task))
    for name, (cron, round_) in ROUNDS.items():
        task_of_round = book.task(name=name, lock=ONE_AT_A_TIME.get(name))(partial(_go_round, app, name, round_))
        if by_the_clock:
            # All workers ask for the same round; the queue keeps one.
            book.periodic(cron=cron)(task_of_round)
    return book


def _go_round(app: Flask, name: str, round_: Callable[[], None], timestamp: int) -> None:
    """A round that fails is not tried again: the next one comes soon."""
    try:
        with app.app_context():
            round_()
    except Exception as error:
        log.error("the round %s of %s failed: %s", name, timestamp, type(error).__qualname__)


def _attempt(app: Flask, task: Callable[[UUID], None], context: JobContext, *, subject_id: str) -> None:
    job = context.job
    _ended.pop(job.id or 0, None)
    try:
        with app.app_context():
            task(UUID(subject_id))
    except Exception as error:
        if (outage := outage_of(error)) in (Outage.FILES, Outage.DISK):
            log.warning("job %s waits: %s is down", job.id, outage)
            _begin_counting_anew(app, job)
            raise Postponed from error
        failed = Failed(_vain_attempts(app, job))
        if failed.before >= ATTEMPTS - 1:
            _give_up(app, job)
        raise failed from error
    finally:
        _ended[job.id or 0] = job


def _begin_counting_anew(app: Flask, job: Job) -> None:
    """Attempts in an outage are not counted, and those before it were too long ago to tell anything."""
    with app.app_context(), suppress(DBAPIError):
        headway(job.task_name, UUID(str(job.task_kwargs["subject_id"])))
        db.session.commit()


def _vain_attempts(app: Flask, job: Job) -> int:
    """How many attempts ended before this one without getting anywhere; what was known at its begin may be old."""
    with app.app_context():
        try:
            found = db.session.scalar(text("SELECT attempts FROM procrastinate_jobs WHERE id = :id"), {"id": job.id})
        except DBAPIError:
            # Without its database this worker ends, and another one takes the job up.
            return 0
    return job.attempts if found is None else int(found)


def _give_up(app: Flask, job: Job) -> None:
    """Tell those who wait that this job will never be done; for a round nobody waits."""
    log.error("job %s was given up after %s attempts", job.id, job.attempts + 1)
    if job.task_name in ROUNDS:
        return
    with app.app_context():
        GIVEN_UP[job.task_name](UUID(str(job.task_kwargs["subject_id"])))


async def work(app: Flask, *, once: bool = False, dead_after: float = DEAD_AFTER) -> None:
    """Run until told to stop, or with ``once`` until the queue is empty; a silent worker counts as dead in seconds."""
    book = work_book(app, by_the_clock=not once)
    async with book.open_async():
        beside = [asyncio.create_task(_rescue_for_ever(app, book, dead_after))]
        if not once:
            beside.append(asyncio.create_task(_watch_the_clock()))
        try:
            await book.run_worker_async(
                wait=not once,
                concurrency=2,
                update_heartbeat_interval=dead_after / 3,
                stalled_worker_timeout=dead_after,
                delete_jobs="successful",
                fetch_job_polling_interval=min(5.0, dead_after / 3),
                install_signal_handlers=not once,
                shutdown_graceful_timeout=1,
            )
        finally:
            for task in beside:
                task.cancel()


async def _rescue_for_ever(app: Flask, book: App, dead_after: float) -> None:
    """Nothing else re-runs the jobs of a worker that was killed, so no single failure may end this."""
    unwritten: set[int] = set()
    while True:
        try:
            await rescue(app, book, dead_after)
            unwritten = await _rescue_unwritten(book, unwritten)
        except Exception:
            log.exception("the jobs of lost workers could not be looked after; tried again soon")
        await asyncio.sleep(dead_after / 3)


def _ahead() -> float:
    """Seconds between the clock on the wall and the one that nobody sets."""
    return time.time() - time.monotonic()


async def _watch_the_clock() -> None:
    """End this worker when the clock steps: what it remembers of its rounds is told in the old time.

    Whoever keeps workers running starts it anew, and the rounds go on at once instead of when the old time comes.
    """
    steady = _ahead()
    while abs(_ahead() - steady) < STEP:
        await asyncio.sleep(LOOKS)
    log.warning("the clock was put forward or back: the worker ends, to begin anew")
    signal.raise_signal(signal.SIGTERM)


async def rescue(app: Flask, book: App, dead_after: float) -> None:
    """Take up the jobs whose worker has been silent for ``dead_after`` seconds, or give them up."""
    for written in WRITTEN_AHEAD:
        await book.connector.execute_query_async(written)
    for job in await book.job_manager.get_stalled_jobs(seconds_since_heartbeat=dead_after):
        if job.attempts < ATTEMPTS - 1:
            log.warning("job %s of a lost worker is taken up again", job.id)
            await book.job_manager.retry_job(job)
        else:
            await asyncio.to_thread(_give_up, app, job)
            await book.job_manager.finish_job(job, Status.FAILED, delete_job=False)


async def _rescue_unwritten(book: App, before: set[int]) -> set[int]:
    """Jobs that ended here while the database was away, so that this could not be written down: they are begun again.

    Returns those that look so; one that looked so ``before`` too is one. Otherwise it would be held for ever by a
    worker that lives.
    """
    held = await book.job_manager.list_jobs_async(status=Status.DOING.value)
    workers = {job.id: job.worker_id for job in held}
    looks = {number for number, job in list(_ended.items()) if job.worker_id == workers.get(number, -1)}
    for number in set(_ended) - looks:
        _ended.pop(number, None)
    for number in looks & before:
        log.warning("job %s ended without a word and is taken up again", number)
        await book.job_manager.retry_job(_ended.pop(number))
    return looks


@click.command("worker")
@click.option("--once", is_flag=True, help="Selesaikan antrean yang ada, lalu berhenti.")
@click.option(
    "--dead-after", default=DEAD_AFTER, show_default=True, help="Detik tanpa kabar sebelum pekerja dianggap mati."
)
@with_appcontext
def worker(once: bool, dead_after: float) -> None:
    """Kerjakan antrean pekerjaan: membaca SK dan mencetak surat."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    # A seal that cannot be opened stops the start, not the first print; one that is over stops no reading and no mail.
    opened = signet()
    try:
        refuse_an_ended_certificate(opened, datetime.now(UTC))
    except Refused as over:
        click.echo(over.reason, err=True)
    at_ease()
    asyncio.run(work(app, once=once, dead_after=dead_after))
