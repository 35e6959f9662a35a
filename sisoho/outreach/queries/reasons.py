"""Since when there has been something to go to a family for."""

from collections.abc import Collection
from datetime import date, timedelta

from sisoho.access import Access
from sisoho.outreach.models import HomeVisit, VisitedPupil, VisitRequest
from sisoho.rollcall.queries import marks_between
from sisoho.school_calendar import vietnam_date

_YEAR = timedelta(days=366)


def first_reason(access: Access, pupil_ids: Collection[int]) -> date | None:
    """The first day within a year of an absence, request or visit of any of these pupils; None without one.

    The first, not the last: a visit may be written down late, when the next absence has begun already.
    """
    marks = marks_between(access, access.on - _YEAR, access.on + timedelta(days=1), pupil_ids=pupil_ids)
    days = [mark.slot.date for mark in marks if mark.kind.is_absence]
    r, v, p = VisitRequest, HomeVisit, VisitedPupil
    asked = r.select(r.at).where((r.unit == access.unit_id) & r.pupil.in_(list(pupil_ids)))
    visited = (
        v.select(v.at)
        .join(p, on=(p.visit == v.id) & (p.unit == v.unit))
        .where((v.unit == access.unit_id) & p.pupil.in_(list(pupil_ids)))
    )
    days += [vietnam_date(at) for (at,) in (asked + visited).tuples()]
    return min(days, default=None)
