"""Bring the school of the factories to the end of its year, and into the next."""

from datetime import date, time

from sisoho import clock
from sisoho.school_calendar import at_vietnam
from sisoho.schools import actions
from sisoho.schools.models import SchoolYear
from sisoho.schools.queries.new_year import new_year_draft
from sisoho.schools.rules import Result
from tests.factories import School, access_of

END, SUMMER, FIRST = date(2027, 5, 28), date(2027, 8, 20), date(2027, 9, 6)


def on(day: date):  # type: ignore[no-untyped-def]
    return clock.at(at_vietnam(day, time(8)))


def decide(school: School, said: dict[int, tuple[Result, str]] | None = None) -> None:
    """Everyone reaches the usual, except who is `said`; the principal confirms."""
    with on(END):
        for teacher, school_class in (
            (school.teacher_1a, school.class_1a),
            (school.teacher_6a, school.class_6a),
        ):
            own = {
                pupil_id: word
                for pupil_id, word in (said or {}).items()
                if pupil_id in {p.id for p in _of(school, school_class.id)}
            }
            actions.enter_results(access_of(teacher), school_class.id, own, rest_usual=True)
            actions.confirm_results(access_of(school.principal), school_class.id)


def _of(school: School, class_id: int):  # type: ignore[no-untyped-def]
    return school.pupils[:5] if class_id == school.class_6a.id else school.pupils[5:]


def open_next(school: School) -> SchoolYear:
    with on(SUMMER):
        principal = access_of(school.principal)
        return actions.open_new_year(principal, new_year_draft(principal).version)
