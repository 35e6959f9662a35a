"""How far a school's first morning has come, read from what is there."""

from dataclasses import dataclass
from datetime import date, timedelta

from sisoho.access import Access
from sisoho.schools.models import Enrolment, SchoolClass, StaffMember, Village
from sisoho.schools.queries.settings import setting
from sisoho.schools.queries.years import YearCard, current_year

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class FirstMorning:
    """Steps by their names in the address; `counts` says how much of each is there."""

    done: frozenset[str]
    put_off: frozenset[str]
    counts: dict[str, int]


def first_morning(access: Access) -> FirstMorning:
    """Staff count as done from the second person on: the first is the founder."""
    unit = access.unit_id
    counts = {
        "nam-hoc": int(current_year(access) is not None),
        "lop": SchoolClass.select().where(SchoolClass.unit == unit).count(),
        "danh-sach": Enrolment.select().where(Enrolment.unit == unit).count(),
        "thon-buon": Village.select().where(Village.unit == access.commune_id).count(),
        "nhan-su": max(0, StaffMember.select().where(StaffMember.unit == unit).count() - 1),
    }
    kept = setting(access, "first_morning", access.on)
    done = frozenset(step for step, count in counts.items() if count)
    return FirstMorning(done, frozenset(kept.get("put_off", [])), counts)


def usual_year(on: date) -> YearCard:
    """The dates a school year of the area usually has, to be corrected by the school.

    Opening on 5 September, its roll ten days later, 18 + 17 weeks (domain.md §2.3); the
    year begins on the Monday after, Gia Lai's own dates of a year come by decision.
    """
    first = on.year if on.month >= 6 else on.year - 1
    starts = date(first, 9, 5)
    while starts.weekday() >= _SATURDAY:
        starts += timedelta(days=1)
    second_term = starts - timedelta(days=starts.weekday()) + timedelta(weeks=19)
    return YearCard(0, "", starts, date(first + 1, 6, 1), second_term, date(first, 9, 15), None)
