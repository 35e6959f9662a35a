"""People read what they have been told: on Saturday evening, and on the evening before the last day."""

from datetime import time, timedelta
from functools import partial

from sisoho.demo.stage import Stage
from sisoho.notices.actions import mark_seen
from sisoho.notices.queries import unseen
from sisoho.school_calendar import at_vietnam, days

_SATURDAY = 5


def write_evenings(stage: Stage) -> None:
    for day in days(stage.dates.first, stage.dates.as_of):
        if day.weekday() == _SATURDAY or day == stage.dates.as_of - timedelta(days=1):
            stage.diary.at(at_vietnam(day, time(20, 45)), partial(_read_notices, stage))


def _read_notices(stage: Stage) -> None:
    for person in stage.cast:
        if not stage.cast.has_signed_in(person):
            continue
        access = stage.access(person)
        while lines := unseen(access):
            for line in lines:
                mark_seen(access, line.public_id)
