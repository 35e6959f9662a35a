"""Jobs: none is lost to a crash, none keeps the worker from the others."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from sisoho import clock, db
from sisoho.jobs import actions, queue
from sisoho.jobs.models import Job
from sisoho.jobs.registry import JobRun, kinds
from tests.factories import Commune

KIND = "test_job"


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[JobRun]]:
    """The runs of KIND; while the block lasts nobody is woken by a commit."""
    found: list[JobRun] = []

    def work(run: JobRun) -> dict[str, Any]:
        found.append(run)
        if run.args.get("fails"):
            raise RuntimeError("Ksor H'Bia")
        return {"answer": 42}

    monkeypatch.setitem(kinds, KIND, work)
    with queue.asleep():
        yield found


def put_in(commune: Commune, **args: Any) -> int:
    return actions.enqueue(commune.school.unit.id, KIND, args).id


def job(commune: Commune, job_id: int) -> Job:
    return Job.get((Job.unit == commune.school.unit) & (Job.id == job_id))


def test_a_job_is_done_once_however_often_it_is_woken(commune: Commune, ran: list[JobRun]) -> None:
    job_id = put_in(commune)
    for _ in range(2):
        actions.run_job(job_id)
    assert len(ran) == 1
    assert (job(commune, job_id).state, job(commune, job_id).result) == ("done", {"answer": 42})


def test_a_job_of_a_transaction_that_failed_was_never_put_in(commune: Commune, ran: list[JobRun]) -> None:
    with db.write(), db.database.atomic() as failing:
        put_in(commune)
        failing.rollback()
    actions.run_queued()
    assert ran == []


def test_a_failing_job_is_tried_three_times_and_its_row_names_no_person(
    commune: Commune, ran: list[JobRun]
) -> None:
    job_id = put_in(commune, fails=True)
    for _ in range(5):
        actions.run_queued()
    assert len(ran) == actions.MOST_TRIES
    assert (job(commune, job_id).state, job(commune, job_id).error) == ("failed", "RuntimeError")


def test_what_a_crash_left_running_is_taken_up_again_at_the_start(
    commune: Commune, ran: list[JobRun]
) -> None:
    job_id = put_in(commune)
    crash_during(commune, job_id)
    assert actions.requeue_lost(at_start=True) == [job_id]
    actions.run_queued()
    assert job(commune, job_id).state == "done"


def test_a_job_that_crashes_the_worker_each_time_is_given_up(commune: Commune, ran: list[JobRun]) -> None:
    job_id = put_in(commune)
    for _ in range(actions.MOST_TRIES):
        crash_during(commune, job_id)
        actions.requeue_lost(at_start=True)
    assert job(commune, job_id).state == "failed"
    assert actions.requeue_lost(at_start=True) == []


def crash_during(commune: Commune, job_id: int) -> None:
    """The worker took the job and never came back."""
    taken = Job.update(state="running", tries=Job.tries + 1)
    own = (Job.unit == commune.school.unit) & (Job.id == job_id) & (Job.state == "queued")
    assert taken.where(own).execute() == 1


def test_a_lost_wake_up_is_made_good_within_a_minute(commune: Commune, ran: list[JobRun]) -> None:
    job_id = put_in(commune)
    assert actions.requeue_lost() == []
    with clock.at(clock.now() + timedelta(seconds=61)):
        assert actions.requeue_lost() == [job_id]


def test_a_queue_that_is_out_of_order_costs_nobody_what_was_stored(
    commune: Commune, ran: list[JobRun], monkeypatch: pytest.MonkeyPatch
) -> None:
    def out_of_order(job_id: int) -> None:
        raise OSError("database is locked")

    monkeypatch.setattr(queue._queue, "mode", "worker")
    monkeypatch.setattr(queue._queue, "task", out_of_order)
    with db.write():
        job_id = put_in(commune)
    assert job(commune, job_id).state == "queued"
