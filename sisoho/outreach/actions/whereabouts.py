"""Note where a family is now."""

from sisoho import clock, db
from sisoho.access import Access
from sisoho.audit.actions import record
from sisoho.errors import RuleBroken
from sisoho.outreach.actions.author import author_id
from sisoho.outreach.forms import WhereaboutsData
from sisoho.outreach.models import FamilyWhereabouts
from sisoho.outreach.queries import writable_pupil
from sisoho.outreach.rules import check_since
from sisoho.school_calendar import vietnam_date


def note_whereabouts(access: Access, pupil_public_id: str, data: WhereaboutsData) -> FamilyWhereabouts:
    """A new row each time; the last one is where the family is. Raises NotFound, RuleBroken."""
    card, now = writable_pupil(access, pupil_public_id), clock.now()
    if card.household_id is None:
        raise RuleBroken("Em này chưa có hộ gia đình trong sổ; nhờ văn thư ghi hộ trước. Chưa lưu nơi ở.")
    since = data.since or vietnam_date(now)
    check_since(since, now)
    with db.write():
        return write_whereabouts(access, card.household_id, WhereaboutsData(data.place, since, data.note))


def write_whereabouts(access: Access, household_id: int, data: WhereaboutsData) -> FamilyWhereabouts:
    """The row itself, within the caller's transaction; rights and dates have been asked before."""
    made = FamilyWhereabouts.create(
        unit=access.unit_id,
        household=household_id,
        place=data.place.value,
        note=data.note,
        since=data.since,
        by=author_id(access),
        recorded_at=clock.now(),
    )
    record(access, "note_whereabouts", "household", household_id, fields=["place", "since", "note"])
    return made
