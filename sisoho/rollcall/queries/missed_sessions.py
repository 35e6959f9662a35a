"""Sessions missed in a year, with leave or without: what TT 22/2021, Điều 12 counts."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sisoho.access import Access
from sisoho.rollcall.models import Mark, RollCallSheet
from sisoho.rollcall.rules import MarkKind
from sisoho.school_calendar import LessonKind, due_slots
from sisoho.schools.queries import current_year
from sisoho.schools.queries.due import class_rolls

_ABSENT = (MarkKind.V.value, MarkKind.P.value, MarkKind.K.value)


def sessions_missed(access: Access, pupil_ids: Collection[int], on: date | None = None) -> dict[int, int]:
    """pupil id → days of the year of `on` (today) with a main lesson (chính khóa) missed.

    The rule counts on a plan of one session a day: a day counts once, and afternoons of buổi 2 or
    phụ đạo not at all. Marks of half-days the pupil was not due do not count either.
    """
    day = on or access.on
    year = current_year(access, day)
    if year is None:
        return {}
    m, s = Mark, RollCallSheet
    rows = (
        m.select(m.pupil, s.school_class, s.date, s.half_day)
        .join(s, on=(s.id == m.sheet) & (s.unit == m.unit))
        .where(
            (m.unit == access.unit_id)
            & m.pupil.in_(list(pupil_ids))
            & m.kind.in_(_ABSENT)
            & (s.date >= year.starts)
            & (s.date <= day)
        )
        .tuples()
    )
    missed: dict[int, set[date]] = defaultdict(set)
    marked = {(class_id, pupil_id, date_, half) for pupil_id, class_id, date_, half in rows}
    classes = {class_id for class_id, *_ in marked}
    for roll in class_rolls(access, year.starts, year.ends, classes):
        main = set(due_slots(roll.calendar, year.starts, year.ends, kinds={LessonKind.CHINH_KHOA}))
        for pupil_id, slots in roll.due_by_pupil(year.starts, year.ends).items():
            for slot in main.intersection(slots):
                if (roll.id, pupil_id, slot.date, slot.half_day.value) in marked:
                    missed[pupil_id].add(slot.date)
    return {pupil_id: len(missed[pupil_id]) for pupil_id in pupil_ids}
