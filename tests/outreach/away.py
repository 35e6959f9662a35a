"""Lets days of school go by: roll calls sent as the page sends them, each at its own morning."""

from collections.abc import Iterable, Mapping
from datetime import date, time, timedelta

from sisoho import clock
from sisoho.school_calendar import HalfDay, Slot, at_vietnam
from sisoho.schools.models import Pupil
from tests import factories
from tests.rollcall.sending import said, send

MONDAY = date(2026, 11, 23)  # the frozen today
THURSDAY, FRIDAY, SATURDAY = (MONDAY - timedelta(days=back) for back in (4, 3, 2))
LAST_DAYS = (FRIDAY, SATURDAY, MONDAY)  # three half-days in a row, the last one today


def pupils_of(school: factories.School) -> list[Pupil]:
    """Class 6A."""
    return school.pupils[: len(factories.NAMES_6A)]


def roll_call(
    school: factories.School,
    marks: Mapping[Pupil, str],
    days: Iterable[date] = (MONDAY,),
    taker: object = None,
    at: time = time(7, 5),
    **values: object,
) -> None:
    """Class 6A with these marks on each of the mornings; everybody else is there."""
    for day in days:
        with clock.at(at_vietnam(day, at)):
            access = factories.access_of(taker or school.teacher)
            sent = said(pupils_of(school), marks, **{"draft_id": f"draft-{day}", **values})
            send(access, school.class_6a, sent, Slot(day, HalfDay.MORNING))


def present(school: factories.School, day: date) -> None:
    roll_call(school, {}, [day])
