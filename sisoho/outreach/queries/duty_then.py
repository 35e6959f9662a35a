"""What a person was on duty for on an earlier day."""

from dataclasses import replace
from datetime import date

from sisoho.access import Access
from sisoho.schools.models import Duty


def access_at(access: Access, day: date) -> Access:
    """The access with the classes and villages of `day`; the roles stay today's. Today or later: unchanged.

    For writing down late what was done then, never for reading: ended duty ends what may be seen.
    """
    if day >= access.on or access.staff_id is None:
        return access
    rows = list(
        Duty.select(Duty.kind, Duty.school_class, Duty.village)
        .where(
            (Duty.unit == access.unit_id)
            & (Duty.staff == access.staff_id)
            & (Duty.starts <= day)
            & (Duty.ends.is_null() | (Duty.ends > day))
        )
        .tuples()
    )
    return replace(
        access,
        on=day,
        class_ids=frozenset(class_id for kind, class_id, _ in rows if kind == "homeroom"),
        village_ids=frozenset(village_id for kind, _, village_id in rows if kind == "village"),
    )
