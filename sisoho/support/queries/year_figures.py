"""What one teacher did in a year, counted: half-days, contacts, visits, pupils who came back."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta

from sisoho.access import Access
from sisoho.outreach.models import HomeVisit, VisitedPupil
from sisoho.outreach.queries import answers, returns
from sisoho.rollcall.models import RollCallSheet
from sisoho.school_calendar import Slot, at_vietnam, vietnam_date, vietnam_time
from sisoho.schools.models import Duty, Enrolment
from sisoho.schools.queries import YearCard, settings_of
from sisoho.support.queries.evidence import Share

STAYED = timedelta(days=30)  # criterion 3.8.4
_LIMITS = ("report_by_morning", "report_by_afternoon")

Held = dict[int, list[tuple[date, date | None]]]
"""Class id → the spans in which the person was its homeroom teacher."""


def half_days(access: Access, staff_id: int, year: YearCard) -> Share:
    s, limits = RollCallSheet, settings_of(access, _LIMITS, access.on)
    by = {"S": limits["report_by_morning"], "C": limits["report_by_afternoon"]}
    wanted = (s.unit == access.unit_id) & (s.taken_by == staff_id)
    rows = s.select(s.date, s.half_day, s.first_device_at).where(
        wanted & (s.date >= year.starts) & (s.date < year.ends)
    )
    times = [(row.half_day, vietnam_time(row.first_device_at)) for row in rows]
    return Share(sum(f"{at:%H:%M}" <= by[half] for half, at in times), len(times))


def own_classes(access: Access, staff_id: int) -> Held:
    d = Duty
    rows = d.select().where((d.unit == access.unit_id) & (d.staff == staff_id) & (d.kind == "homeroom"))
    found: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    for row in rows:
        found[row.school_class_id].append((row.starts, row.ends))
    return found


def _held(classes: Held, class_id: int, on: date) -> bool:
    spans = classes.get(class_id, ())
    return any(starts <= on and (ends is None or on < ends) for starts, ends in spans)


def contacts(access: Access, year: YearCard, until: date, classes: Held) -> Share:
    """Of the absences that ask for it in the classes while they were the person's, those asked about."""
    if not classes:
        return Share(0, 0)
    found = answers(access, year.starts, until + timedelta(days=1))
    own = [one.promptness for one in found if _held(classes, one.class_id, one.slot.date)]
    return Share(sum(one.done for one in own), sum(one.due for one in own))


def visits(access: Access, staff_id: int, year: YearCard) -> list[tuple[date, int, int]]:
    """(day, visit id, pupil id)."""
    v, p = HomeVisit, VisitedPupil
    rows = (
        v.select(v.at, v.id, p.pupil)
        .join(p, on=(p.visit == v.id) & (p.unit == v.unit))
        .where((v.unit == access.unit_id) & (v.by == staff_id) & (v.at >= at_vietnam(year.starts)))
        .tuples()
    )
    return [(vietnam_date(at), visit_id, pupil_id) for at, visit_id, pupil_id in rows]


def back(
    access: Access,
    year: YearCard,
    until: date,
    classes: Held,
    seen: dict[int, date],
) -> dict[int, Slot]:
    """pupil id → last return, of pupils of the own classes or seen at home before it."""
    found: dict[int, Slot] = {}
    for class_id, came in returns(access, year.starts, until + timedelta(days=1)).items():
        for one in came:
            visited = seen.get(one.pupil_id, date.max) <= one.slot.date
            if visited or _held(classes, class_id, one.slot.date):
                found[one.pupil_id] = max(one.slot, found.get(one.pupil_id, one.slot))
    return found


def stayed(access: Access, back: dict[int, Slot], until: date) -> Share:
    """Of who has been back for thirty days, those in class still."""
    long_back = [pupil_id for pupil_id, slot in back.items() if slot.date + STAYED <= until]
    return Share(len(_in_class(access, long_back)), len(long_back))


def _in_class(access: Access, pupil_ids: Collection[int]) -> set[int]:
    e = Enrolment
    rows = e.select(e.pupil).where(
        (e.unit == access.unit_id)
        & e.pupil.in_(list(pupil_ids))
        & (e.starts <= access.on)
        & (e.ends.is_null() | (e.ends > access.on))
    )
    return {pupil_id for (pupil_id,) in rows.tuples()}
