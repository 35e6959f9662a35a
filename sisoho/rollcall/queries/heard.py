"""Which schools below a unit have sent anything on a day."""

from datetime import date

from sisoho.access import Access
from sisoho.rollcall.models import RollCallSheet


def schools_heard(access: Access, day: date) -> frozenset[int]:
    """Row ids of the schools with at least one sheet; one statement, however many schools."""
    s = RollCallSheet
    rows = s.select(s.unit).where(s.unit.in_(list(access.school_ids)) & (s.date == day)).distinct()
    return frozenset(unit_id for (unit_id,) in rows.tuples())
