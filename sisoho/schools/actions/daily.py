"""Once a day and school: the rounds that the slices above register as jobs."""

from collections.abc import Iterable

from sisoho import clock
from sisoho.db import unscoped, write
from sisoho.jobs.actions import enqueue
from sisoho.jobs.models import Job
from sisoho.school_calendar import at_vietnam
from sisoho.schools.models import Unit


def enqueue_daily(kinds: Iterable[str]) -> int:
    """Put in today's rounds that are not there yet; how many. Called every minute and at a worker's start,
    so that a machine which was off at midnight catches up."""
    starts, wanted, put_in = at_vietnam(clock.today()), list(kinds), 0
    with unscoped("the worker serves every school"), write():
        j = Job
        rows = j.select(j.unit, j.kind).where(j.kind.in_(wanted) & (j.created_at >= starts))
        there = set(rows.tuples())
        for school in Unit.select(Unit.id).where((Unit.kind == "school") & Unit.ends.is_null()):
            for kind in wanted:
                if (school.id, kind) not in there:
                    enqueue(school.id, kind, {})
                    put_in += 1
    return put_in
