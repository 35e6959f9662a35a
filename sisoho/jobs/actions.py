"""Put work in, run it, and take up again what a crash left lying."""

import logging
from datetime import timedelta
from typing import Any

from sisoho import clock
from sisoho.db import after_commit, unscoped, write
from sisoho.jobs import queue
from sisoho.jobs.models import Job
from sisoho.jobs.registry import JobRun, kinds

log = logging.getLogger(__name__)

MOST_TRIES = 3


def enqueue(unit_id: int, kind: str, args: dict[str, Any], staff_id: int | None = None) -> Job:
    """Record a job in the caller's transaction; the worker is woken once that is committed."""
    job = Job.create(unit=unit_id, kind=kind, args=args, staff_id=staff_id, created_at=clock.now())
    after_commit(lambda: queue.wake(job.id))
    return job


def run_job(job_id: int) -> None:
    """Do a queued job. A job that another worker took, or that is done, is left alone."""
    with unscoped("the worker serves every unit"), write():
        taken = (
            Job.update(state="running", started_at=clock.now(), tries=Job.tries + 1)
            .where((Job.id == job_id) & (Job.state == "queued"))
            .execute()
        )
        job = Job.get_by_id(job_id) if taken else None
    if job is not None:
        _finish(job)


def run_queued() -> None:
    """Do every waiting job here and now, in the order in which they were put in."""
    with unscoped("whoever runs the server's jobs serves every unit"):
        waiting = [row.id for row in Job.select(Job.id).where(Job.state == "queued").order_by(Job.id)]
    for job_id in waiting:
        run_job(job_id)


def _finish(job: Job) -> None:
    try:
        result = kinds[job.kind](JobRun(job.unit_id, job.args, job.staff_id, _progress_of(job)))
    except Exception as problem:  # the row must say so whatever went wrong; the log keeps the trace
        log.exception("job %s (%s) failed", job.public_id, job.kind)
        state = "failed" if job.tries >= MOST_TRIES else "queued"
        _set(job, state=state, error=type(problem).__name__, finished_at=clock.now())
    else:
        _set(job, state="done", result=result, error="", finished_at=clock.now())


def _progress_of(job: Job):  # type: ignore[no-untyped-def]
    def progress(done: int, total: int) -> None:
        _set(job, done=done, total=total)

    return progress


def _set(job: Job, **values: Any) -> None:
    with write():
        Job.update(**values).where((Job.unit == job.unit_id) & (Job.id == job.id)).execute()


def requeue_lost(*, at_start: bool = False) -> list[int]:
    """Wake jobs whose wake-up was lost; at a worker's start also those a crash left running.

    One that took the worker down MOST_TRIES times is given up: else nothing behind it is ever done.
    """
    with unscoped("the worker serves every unit"), write():
        if at_start:
            left = Job.state == "running"
            given_up = Job.update(state="failed", error="Crash", finished_at=clock.now())
            given_up.where(left & (Job.tries >= MOST_TRIES)).execute()
            Job.update(state="queued").where(left).execute()
        age = clock.now() - timedelta(seconds=0 if at_start else 60)
        rows = Job.select(Job.id).where((Job.state == "queued") & (Job.created_at <= age))
        ids = [row.id for row in rows.order_by(Job.id)]
    for job_id in ids:
        queue.wake(job_id)
    return ids
