"""Pure: who stays away when and why, drawn from the seed before the first day is told.

Nothing here is a record: teachers of the demo find out bit by bit, by roll call, calls and visits.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from random import Random

from sisoho.demo.reading import Stories, Story
from sisoho.school_calendar import Slot

_USUALLY = 0.019  # a pupil falls away on a day
_CHRONIC = 0.11
_LATE = 0.006
_TO_THE_FIELD = 0.36  # of the households of a village, once in its season
_FIELD_DAYS = (2, 2, 3, 3, 4, 5, 7)
_MONDAY, _SATURDAY = 0, 5


@dataclass(frozen=True, slots=True)
class Child:
    """A pupil as far as absence is concerned. `due`: all half-days of the demo, in order."""

    pupil_id: int
    public_id: str
    class_id: int
    grade: int
    household_id: int | None
    village_id: int | None
    has_phone: bool
    due: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class FieldSeason:
    """A harvest season of a village that is declared to the school; `ends` is the day after its last."""

    village_id: int
    story: Story
    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class Spell:
    """Half-days in a row that a pupil stays away for one reason.

    `told_before`: the family asked for leave before the bell. `known_from`: the half-day of the spell
    from which the taker of the roll knows that nobody asked for leave.
    """

    child: Child
    story: Story
    slots: tuple[Slot, ...]
    reason: str
    told_before: bool = False
    known_from: int = 99

    def first_mark(self, slot: Slot) -> str:
        """What the taker of the roll says at the bell."""
        number = self.slots.index(slot)
        if self.story.excused:
            return "P" if self.told_before or number else "V"
        return "K" if number >= self.known_from else "V"


@dataclass(slots=True)
class Absences:
    """pupil id → half-day → spell; and the half-days to which a pupil comes late."""

    spells: dict[int, dict[Slot, Spell]] = field(default_factory=lambda: defaultdict(dict))
    late: set[tuple[int, Slot]] = field(default_factory=set)

    def add(self, spell: Spell) -> None:
        """The earlier spell stays where two would meet."""
        free = tuple(slot for slot in spell.slots if slot not in self.spells[spell.child.pupil_id])
        if free:
            fitted = Spell(spell.child, spell.story, free, spell.reason, spell.told_before, spell.known_from)
            self.spells[spell.child.pupil_id].update(dict.fromkeys(free, fitted))

    def of(self, pupil_id: int, slot: Slot) -> Spell | None:
        return self.spells[pupil_id].get(slot)

    def is_late(self, pupil_id: int, slot: Slot) -> bool:
        return (pupil_id, slot) in self.late and self.of(pupil_id, slot) is None


def plan_absences(
    children: Sequence[Child],
    seasons: Iterable[FieldSeason],
    told: Stories,
    chronic: int,
    scenes: Iterable[Spell],
    chance: Random,
) -> Absences:
    """Everything that will happen; `scenes` are put in first and stay as they are."""
    found = Absences()
    for spell in scenes:
        found.add(spell)
    for season in seasons:
        _go_to_the_field(found, children, season, chance)
    often = {child.pupil_id for child in chance.sample([c for c in children if c.grade >= 3], chronic)}
    for child in children:
        _stay_away(found, child, told, _CHRONIC if child.pupil_id in often else _USUALLY, chance)
        found.late.update((child.pupil_id, slot) for slot in child.due if chance.random() < _LATE)
    return found


def _go_to_the_field(found: Absences, children: Sequence[Child], season: FieldSeason, chance: Random) -> None:
    """Whole households go, with the smaller ones where nobody is left to look after them."""
    homes: dict[int | None, list[Child]] = defaultdict(list)
    for child in children:
        if child.village_id == season.village_id:
            homes[child.household_id].append(child)
    for home in homes.values():
        if chance.random() >= _TO_THE_FIELD:
            continue
        leaves, length = chance.randrange(14), chance.choice(_FIELD_DAYS)
        reason = chance.choice(season.story.reasons)
        for child in home:
            days = _days(child, season.starts, season.ends)
            slots = tuple(slot for _, of_day in days[leaves : leaves + length] for slot in of_day)
            if slots and (child.grade >= 3 or chance.random() < 0.6):
                found.add(Spell(child, season.story, slots, reason, known_from=chance.choice((1, 2, 2, 4))))


def _stay_away(found: Absences, child: Child, told: Stories, rate: float, chance: Random) -> None:
    days = _days(child, date.min, date.max)
    usual = [story for story in told.usual if child.grade >= story.lowest_grade]
    weights = [story.weight for story in usual]
    number = 0
    while number < len(days):
        day, _ = days[number]
        heavy = 1.4 if day.weekday() in (_MONDAY, _SATURDAY) else 1.0
        if chance.random() >= rate * heavy:
            number += 1
            continue
        (story,) = chance.choices(usual, weights)
        length = chance.choice(story.days)
        found.add(_spell(child, story, days[number : number + length], chance))
        number += length + 2


def _spell(
    child: Child, story: Story, days: Sequence[tuple[date, tuple[Slot, ...]]], chance: Random
) -> Spell:
    """Usually whole days; now and then only the afternoon, as where lunch is at home."""
    slots = tuple(slot for _, of_day in days for slot in of_day)
    if len(slots) == 2 and len(days) == 1 and chance.random() < 0.35:
        slots = slots[1:]
    return Spell(
        child,
        story,
        slots,
        chance.choice(story.reasons),
        told_before=story.excused and chance.random() < 0.4,
        known_from=chance.choice((1, 1, 2, 99)),
    )


def _days(child: Child, starts: date, ends: date) -> list[tuple[date, tuple[Slot, ...]]]:
    within = (slot for slot in child.due if starts <= slot.date < ends)
    return [(day, tuple(slots)) for day, slots in groupby(within, key=lambda slot: slot.date)]


def spell_over(child: Child, story: Story, starts: date, ends: date, reason: str) -> Spell:
    """A spell over every due half-day from `starts` until the day before `ends`, for a scene."""
    slots = tuple(slot for slot in child.due if starts <= slot.date < ends)
    return Spell(child, story, slots, reason, known_from=4)


def by_class(children: Iterable[Child]) -> Mapping[int, list[Child]]:
    found: dict[int, list[Child]] = defaultdict(list)
    for child in children:
        found[child.class_id].append(child)
    return found
