"""Enter how many pupils somebody saw in a class."""

from sisoho import clock, db
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.errors import NotAllowed
from sisoho.rollcall import queries
from sisoho.rollcall.models import HeadCount
from sisoho.rollcall.rules import Source, check_heads, refuse_impossible
from sisoho.school_calendar import Slot
from sisoho.schools.queries.due import class_roll


def count_heads(access: Access, class_id: str, slot: Slot, seen: int, source: Source | None) -> HeadCount:
    """One more count of a class (public id); earlier ones stay. A leader's and a commune's name themselves.

    Raises NotAllowed, NotFound, RuleBroken (a number no class of the size shows, an impossible day).
    """
    if access.staff_id is None:
        raise NotAllowed("Kiểm đếm cần tên người đếm; tài khoản này không gắn với một thầy cô nào.")
    here, row_id = queries.access_to_count(access, class_id)
    roll = class_roll(here, class_id)
    refuse_impossible(roll.calendar, slot, clock.today())
    check_heads(seen, len(roll.enrolled(slot.date)))
    with db.write():
        row = HeadCount.create(
            unit=here.unit_id,
            school_class=row_id,
            date=slot.date,
            half_day=slot.half_day.value,
            seen=seen,
            source=_source(access, source).value,
            by=access.staff_id,
            at=clock.now(),
        )
        record(access, "count_heads", "head_count", row.id, ("seen", "source"))
    return row


def _source(access: Access, said: Source | None) -> Source:
    if access.may(Right.SEE_COMMUNE):
        return Source.COMMUNE
    if access.may(Right.SEE_SCHOOL):
        return Source.LEADER
    return said if said is Source.DOI else Source.DAY_DUTY
