"""Chưa thấy mặt: who is due in the new year and no sheet has seen since its first day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sisoho.access import Access, Right
from sisoho.rollcall.queries import SheetRecord, records_between
from sisoho.schools.models import Arrival
from sisoho.schools.queries import YearCard, current_year
from sisoho.schools.queries.due import class_rolls

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Unseen:
    """`id` is the row id. `note`: why a leader keeps the pupil on the roll; "" while nobody has said."""

    id: int
    public_id: str
    name: str
    class_id: int
    class_name: str
    note: str


@dataclass(frozen=True, slots=True)
class FirstDays:
    """`open`: nobody has said a word yet; `awaited`: kept on the roll by a leader.

    `not_called`: class → pupils of the classes that have not taken a roll call yet: of these nobody
    can say who came, and a list of all their names would only hide the others.
    """

    year: YearCard
    open: tuple[Unseen, ...]
    awaited: tuple[Unseen, ...]
    not_called: dict[str, int]

    @property
    def by_class(self) -> dict[str, list[Unseen]]:
        found: dict[str, list[Unseen]] = {}
        for one in self.open:
            found.setdefault(one.class_name, []).append(one)
        return found


def first_days(access: Access) -> FirstDays | None:
    """The own classes of a homeroom teacher, all of a leader's; None before the year's first day."""
    year = current_year(access)
    if year is None or access.on < year.starts:
        return None
    mine = None if access.may(Right.SEE_SCHOOL) else access.class_ids
    said = _said(access, year.id)
    records = records_between(access, year.starts, access.on + ONE_DAY)
    seen, called = set(_seen(records)), {record.class_id for record in records}
    rolls = class_rolls(access, access.on, access.on + ONE_DAY, mine)
    missing = [
        Unseen(pupil.id, pupil.public_id, pupil.name, roll.id, roll.name, said.get(pupil.id, ("", ""))[1])
        for roll in rolls
        for pupil in roll.enrolled(access.on)
        if roll.id in called and pupil.id not in seen and said.get(pupil.id, ("", ""))[0] != "seen"
    ]
    sizes = {roll.name: len(list(roll.enrolled(access.on))) for roll in rolls if roll.id not in called}
    return FirstDays(
        year,
        tuple(one for one in missing if not one.note),
        tuple(one for one in missing if one.note),
        {name: size for name, size in sizes.items() if size},
    )


def _seen(records: list[SheetRecord]) -> Iterator[int]:
    for record in records:
        absent = {pupil_id for pupil_id, kind in record.marks.items() if kind.is_absence}
        yield from record.roll - absent


def _said(access: Access, year_id: int) -> dict[int, tuple[str, str]]:
    """pupil id → kind and note of the latest word."""
    a = Arrival
    rows = (
        a.select(a.pupil, a.kind, a.note)
        .where((a.unit == access.unit_id) & (a.year == year_id))
        .order_by(a.recorded_at, a.id)
        .tuples()
    )
    return {pupil_id: (kind, note) for pupil_id, kind, note in rows}
