"""A November of 6A for the registers: two half-days a day, closures, a move, marks of every kind."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sisoho import clock
from sisoho.school_calendar import HalfDay, Slot, at_vietnam, days
from sisoho.schools import models as m
from sisoho.schools.queries import due
from tests import factories
from tests.factories import School, access_of
from tests.rollcall.sending import said, send

NOVEMBER = date(2026, 11, 1)
AFTER = at_vietnam(date(2026, 12, 5), time(8))  # the month is closed
S, C = HalfDay.MORNING, HalfDay.AFTERNOON


@dataclass
class November:
    """`sent`: what was sent at each half-day, by pupil; half-days without a sheet are not there."""

    school: School
    pupils: list[m.Pupil]
    sent: dict[Slot, dict[m.Pupil, str]] = field(default_factory=dict)


def november(school: School) -> November:
    """Two half-days a day; 20/11 off; a village flooded on 12/11; one pupil from 09/11, one until 17/11."""
    for weekday in range(5):
        m.WeeklyHalfDay.create(
            unit=school.unit,
            school_class=school.class_6a,
            weekday=weekday,
            half_day="C",
            kind="buoi_2",
            starts=factories.YEAR_STARTS,
        )
    _closed(school, 20, reason="Ngày Nhà giáo Việt Nam")
    _closed(school, 12, village=school.other_village, reason="Ngập suối", flood=True)
    made = November(school, [*school.pupils[:5], _flooded(school), _joined(school)])
    _left(made.pupils[4])
    for day in days(NOVEMBER, date(2026, 11, 28)):
        for half_day in HalfDay:
            _send(made, Slot(day, half_day))
    return made


def _closed(school: School, day: int, **what: object) -> None:
    on = date(2026, 11, day)
    m.Closure.create(unit=school.unit, first_date=on, last_date=on, **what)


def _flooded(school: School) -> m.Pupil:
    return factories.pupil(school, "Rcom H'Nguyệt", school.class_6a, school.other_village)


def _joined(school: School) -> m.Pupil:
    made = factories.pupil(school, "Siu Y Mới", school.class_6a)
    m.Enrolment.update(starts=date(2026, 11, 9)).where(
        (m.Enrolment.unit == school.unit) & (m.Enrolment.pupil == made)
    ).execute()
    return made


def _left(pupil: m.Pupil) -> None:
    m.Enrolment.update(ends=date(2026, 11, 18)).where(
        (m.Enrolment.unit == pupil.unit_id) & (m.Enrolment.pupil == pupil)
    ).execute()


def _send(made: November, slot: Slot) -> None:
    """A different pattern of marks each half-day; every ninth half-day nobody sends anything."""
    at = datetime.combine(slot.date, time(7, 10), clock.VIETNAM) + timedelta(hours=7 * (slot.half_day is C))
    with clock.at(at):
        access = access_of(made.school.teacher_6a)
        due_ids = set(due.class_roll(access, made.school.class_6a.public_id).due_ids(slot))
        number = slot.date.day * 2 + (slot.half_day is C)
        if not due_ids or number % 9 == 0:
            return
        listed = [pupil for pupil in made.pupils if pupil.id in due_ids]
        if number % 11 == 0:  # the phone's list was old: the last pupil is on nobody's roll
            listed.pop()
        marks = _marks(listed, number)
        sent = said(listed, marks, draft_id=f"draft-{slot.date}-{slot.half_day.value}")
        send(access, made.school.class_6a, sent, slot)
        made.sent[slot] = marks


def _marks(listed: list[m.Pupil], number: int) -> dict[m.Pupil, str]:
    return {
        pupil: "VPKT"[(number + place) % 4] for place, pupil in enumerate(listed) if (number + place) % 5 == 0
    }
