"""Give one's own year to the leaders, or take it back."""

from datetime import datetime

from sisoho import clock, db
from sisoho.access import Access
from sisoho.audit.actions import record
from sisoho.outreach.actions.author import author_id
from sisoho.schools.models import StaffMember
from sisoho.schools.queries.loading import held_row
from sisoho.support.models import ReleasedYear


def release_year(access: Access, year_id: int) -> None:
    """From now on the leaders may open it. Raises NotAllowed."""
    _set(access, year_id, clock.now())


def take_year_back(access: Access, year_id: int) -> None:
    """Nobody else opens it any more. Raises NotAllowed."""
    _set(access, year_id, None)


def _set(access: Access, year_id: int, at: datetime | None) -> None:
    r, staff_id = ReleasedYear, author_id(access)
    with db.write():
        held_row(access, StaffMember, staff_id)
        row = r.get_or_none((r.unit == access.unit_id) & (r.staff == staff_id) & (r.year == year_id))
        row = row or r(unit=access.unit_id, staff=staff_id, year=year_id)
        row.released_at = at
        row.save()
        record(access, "release_year" if at else "take_year_back", "released_year", row.id)
