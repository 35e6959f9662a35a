"""The people behind figures that have no list of their own: absent today, living in a village."""

from collections.abc import Collection
from dataclasses import dataclass

from sisoho.access import Access, Right
from sisoho.errors import NotFound
from sisoho.rollcall.queries import sheet_states
from sisoho.rollcall.rules import MarkKind, counted_kind
from sisoho.school_calendar import HalfDay
from sisoho.schools.queries import village_ids
from sisoho.schools.queries.due import class_rolls
from sisoho.today.queries.school import ONE_DAY


@dataclass(frozen=True, slots=True)
class Person:
    """`id` is the row id; `note` says why the pupil is in this list."""

    id: int
    public_id: str
    name: str
    note: str


@dataclass(frozen=True, slots=True)
class People:
    """`groups`: (class, its pupils) in the school's order."""

    title: str
    groups: tuple[tuple[str, tuple[Person, ...]], ...]

    @property
    def ids(self) -> list[int]:
        return [person.id for _, people in self.groups for person in people]


def absent_today(access: Access, half_days: Collection[HalfDay], kinds: Collection[MarkKind]) -> People:
    """Who was due and is missing, by the reason as it counts now. Raises NotAllowed."""
    access.need(Right.SEE_SCHOOL)
    found: dict[str, dict[int, Person]] = {}
    for state in sheet_states(access, access.on):
        if state.record is None or state.slot.half_day not in half_days:
            continue
        people = {pupil.id: pupil for pupil in state.roll.pupils}
        for pupil_id in state.due:
            mark = state.record.marks.get(pupil_id)
            kind = counted_kind(mark, state.locked) if mark else None
            if kind is None or not kind.is_absence or kind not in kinds:
                continue
            pupil, of_class = people[pupil_id], found.setdefault(state.roll.name, {})
            before = of_class[pupil_id].note + " · " if pupil_id in of_class else ""
            note = f"{before}{state.slot.half_day.label}: {kind.label}"
            of_class[pupil_id] = Person(pupil.id, pupil.public_id, pupil.name, note)
    return People(
        "Vắng hôm nay", tuple((name, tuple(people.values())) for name, people in found.items() if people)
    )


def living_in(access: Access, public_id: str) -> People:
    """The pupils of the school who live in a village today. Raises NotAllowed, NotFound."""
    access.need(Right.SEE_SCHOOL)
    row_id, name = village_ids(access).get(public_id, (None, ""))
    if row_id is None:
        raise NotFound("Không tìm thấy thôn, buôn này.")
    groups = []
    for roll in class_rolls(access, access.on, access.on + ONE_DAY):
        people = tuple(
            Person(pupil.id, pupil.public_id, pupil.name, "")
            for pupil in roll.enrolled(access.on)
            if pupil.village_id(access.on) == row_id
        )
        if people:
            groups.append((roll.name, people))
    return People(f"Học sinh ở {name}", tuple(groups))
