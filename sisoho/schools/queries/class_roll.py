"""What is known of a class: when it has school, who is or was in it, and so who is due."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from sisoho.school_calendar import (
    ClassCalendar,
    Closure,
    HalfDay,
    PupilDates,
    Scope,
    Slot,
    covers,
    due,
    due_by_pupil,
    due_slots,
)


@dataclass(frozen=True, slots=True)
class RollPupil:
    """A pupil who is or was in a class. `id` is the row id.

    `birth`: the birth date where another pupil of the class bears the same name, else "".
    """

    id: int
    public_id: str
    name: str
    dates: PupilDates
    birth: str = ""

    @property
    def label(self) -> str:
        """The name; `Siu H'Đào (12/03/2018)` where the class has two."""
        return f"{self.name} ({self.birth})" if self.birth else self.name

    def village_id(self, on: date) -> int | None:
        place = next((place for place in self.dates.places if covers(place, on)), None)
        return place.village_id if place else None


@dataclass(frozen=True, slots=True)
class ClassCard:
    """A class and when it has school. `id` is the row id; several grades for a multigrade class."""

    id: int
    public_id: str
    name: str
    grades: tuple[int, ...]
    unit_id: int
    calendar: ClassCalendar

    def half_days(self, day: date) -> tuple[HalfDay, ...]:
        """The half-days on which the whole class has school that day."""
        return tuple(slot.half_day for slot in self.slots(day, day + timedelta(days=1)))

    def slots(self, starts: date, ends: date) -> tuple[Slot, ...]:
        """The half-days on which the whole class has school, from `starts` until the day before `ends`."""
        return due_slots(self.calendar, starts, ends)

    def closed_slots(self, day: date) -> tuple[Slot, ...]:
        """The half-days of a day that a closure of the school or the campus takes from the whole class."""
        usual = due_slots(replace(self.calendar, closures=()), day, day + timedelta(days=1))
        held = self.slots(day, day + timedelta(days=1))
        return tuple(slot for slot in usual if slot not in held)

    def closure(self, slot: Slot) -> Closure | None:
        """Why the whole class has no school at `slot`, if a closure is the reason."""
        mine = {(Scope.SCHOOL, None), (Scope.CAMPUS, self.calendar.campus_id)}
        closures = self.calendar.closures
        return next(
            (c for c in closures if c.first <= slot <= c.last and (c.scope, c.scope_id) in mine), None
        )


@dataclass(frozen=True, slots=True)
class ClassRoll(ClassCard):
    """A class with everyone who ever was in it, by given name."""

    pupils: tuple[RollPupil, ...]

    def due(self, slot: Slot) -> tuple[RollPupil, ...]:
        """The pupils due at `slot`, by given name."""
        ids = set(self.due_ids(slot))
        return tuple(pupil for pupil in self.pupils if pupil.id in ids)

    def enrolled(self, on: date) -> tuple[RollPupil, ...]:
        """Who is in the class on a day, whether it has school or not."""
        return tuple(p for p in self.pupils if any(covers(span, on) for span in p.dates.enrolled))

    def due_ids(self, slot: Slot) -> tuple[int, ...]:
        return due(self.calendar, (pupil.dates for pupil in self.pupils), slot)

    def due_by_pupil(self, starts: date, ends: date) -> dict[int, tuple[Slot, ...]]:
        """pupil id → the half-days due from `starts` until the day before `ends`."""
        return due_by_pupil(self.calendar, (pupil.dates for pupil in self.pupils), starts, ends)
