"""Who is missing without leave on one sheet, and where they live: for those who are to be told."""

from collections.abc import Mapping
from dataclasses import dataclass

from peewee import JOIN

from sisoho.access import Access
from sisoho.errors import NotFound
from sisoho.rollcall.models import Mark, RollCallSheet
from sisoho.rollcall.rules import MarkKind
from sisoho.school_calendar import HalfDay, Slot
from sisoho.schools.models import PupilPlace, SchoolClass

_WITHOUT_LEAVE = (MarkKind.V.value, MarkKind.K.value)


@dataclass(frozen=True, slots=True)
class SheetAbsences:
    """`village_ids`: pupil id → village id that day, None when it is not known. Ids are row ids."""

    sheet_id: int
    public_id: str
    class_id: int
    class_public_id: str
    class_name: str
    slot: Slot
    taken_by_id: int
    village_ids: Mapping[int, int | None]


def sheet_absences(
    access: Access, *, public_id: str | None = None, sheet_id: int | None = None
) -> SheetAbsences:
    """One sheet of the acting school by either id; one statement. Raises NotFound."""
    s, m, place = RollCallSheet, Mark, PupilPlace
    that_day = (
        (place.unit == m.unit)
        & (place.pupil == m.pupil)
        & (place.starts <= s.date)
        & (place.ends.is_null() | (place.ends > s.date))
    )
    absent = (m.unit == s.unit) & (m.sheet == s.id) & m.kind.in_(_WITHOUT_LEAVE)
    rows = list(
        s.select(
            s.id, s.public_id, s.school_class, SchoolClass.public_id, SchoolClass.name, s.date, s.half_day,
            s.taken_by, m.pupil, place.village,
        )
        .join(SchoolClass)
        .switch(s)
        .join(m, JOIN.LEFT_OUTER, on=absent)
        .join(place, JOIN.LEFT_OUTER, on=that_day)
        .where((s.unit == access.unit_id) & ((s.public_id == public_id) | (s.id == sheet_id)))
        .tuples()
    )  # fmt: skip
    if not rows:
        raise NotFound("Không tìm thấy buổi điểm danh này trong trường của thầy cô.")
    id_, public, class_id, class_public, class_name, day, half_day, taken_by_id = rows[0][:8]
    return SheetAbsences(
        sheet_id=id_,
        public_id=public,
        class_id=class_id,
        class_public_id=class_public,
        class_name=class_name,
        slot=Slot(day, HalfDay(half_day)),
        taken_by_id=taken_by_id,
        village_ids={row[8]: row[9] for row in rows if row[8] is not None},
    )
