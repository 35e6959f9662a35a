"""huey, the queue that wakes the worker process. Truth stays in the job rows.

`start` is called once by `create_app`. Without a worker (tests, command line) the mode
"now" runs a job as soon as its transaction is committed, "later" leaves it to `requeue_lost`.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huey import PostgresHuey, SqliteHuey, crontab

from sisoho.db import open_connection

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Queue:
    mode: str = "later"
    run: Callable[[int], None] = lambda job_id: None
    huey: Any = None
    task: Any = None


_queue = _Queue()


def start(
    mode: str,
    run: Callable[[int], None],
    rounds: Mapping[str, Callable[[], object]],
    var: Path,
    database_url: str,
) -> None:
    """mode: "worker" (a queue beside the store), "now" or "later"; `run` does one job by its row id.

    `rounds`: what the worker does at certain minutes, written as in cron (`*`, `*/10`).
    """
    _queue.mode, _queue.run = mode, run
    if mode == "worker":
        _queue.huey = _make(var, database_url)
        _queue.task = _queue.huey.task(name="run_job")(_with_connection(run))
        for minutes, work in rounds.items():
            at = crontab(minute=minutes)
            _queue.huey.periodic_task(at, name=f"round {minutes}")(_with_connection(work))


def _make(var: Path, database_url: str) -> Any:
    if database_url.startswith("postgres"):
        return PostgresHuey("sisoho", dsn=database_url)
    name = Path(database_url.removeprefix("sqlite:///")).stem
    return SqliteHuey("sisoho", filename=str(var / f"{name}.queue.db"))


def _with_connection(work: Callable[..., object]) -> Callable[..., None]:
    def done(*args: Any) -> None:
        open_connection()
        work(*args)

    return done


def wake(job_id: int) -> None:
    """Call the worker. The job is committed already: if it cannot be called, `requeue_lost` does so later."""
    if _queue.mode == "worker":
        try:
            _queue.task(job_id)
        except Exception:  # whoever sent a roll call is not told that it failed when it is stored
            log.exception("job %s waits: the queue did not take it", job_id)
    elif _queue.mode == "now":
        _queue.run(job_id)


@contextmanager
def asleep() -> Iterator[None]:
    """Wake nobody within the block: the demo does its jobs itself, by a clock no worker has."""
    before, _queue.mode = _queue.mode, "later"
    try:
        yield
    finally:
        _queue.mode = before


def consume() -> None:
    """Serve the queue until told to stop: the body of the worker process."""
    _queue.huey.create_consumer(workers=1, worker_type="thread", max_delay=1.0).run()
