"""Nghỉ Tết Nguyên đán, as the school's own calendar declares it: the lunar day is not computed."""

from collections.abc import Iterable
from datetime import date, timedelta

from sisoho.school_calendar.timetable import ClassCalendar, Scope
from sisoho.vietnamese import unaccented

_LEAST = timedelta(days=5)


def tet_breaks(calendars: Iterable[ClassCalendar]) -> tuple[tuple[date, date], ...]:
    """(first day, first day after) of the Tết holidays of the whole school, in time order.

    The single day of Tết dương lịch is none.
    """
    found = {
        (closure.first.date, closure.last.date + timedelta(days=1))
        for calendar in calendars
        for closure in calendar.closures
        if closure.scope is Scope.SCHOOL and "tet" in unaccented(closure.reason).split()
    }
    return tuple(sorted((starts, ends) for starts, ends in found if ends - starts >= _LEAST))
