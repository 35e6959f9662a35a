"""Every child of the area once: the lists of the schools and what was surveyed, joined."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sisoho.access import Access
from sisoho.schools.queries.area.listed import latest_entries, matches
from sisoho.schools.queries.area.living import LivingPupil, living_pupils, went_on
from sisoho.schools.queries.area.scope import AreaScope, day_of
from sisoho.schools.rules import MoveKind, is_minority
from sisoho.schools.rules.area import ChildState, Person, age_in, state_in, successors
from sisoho.schools.rules.mobilisation import CountedChild
from sisoho.vietnamese import BirthDate, Precision, sort_key


@dataclass(frozen=True, slots=True)
class AreaPerson:
    """One child. `child`: public id where the child is on the list; `pupil`: of a pupil of the acting school.

    `name` is "" for a pupil of another school who is on no list: that school holds the name. `source`:
    survey | import, "" for the register of a school. `before`: what an earlier year said, where this one is
    not known.
    """

    child_id: int | None
    child: str
    pupil_id: int | None
    pupil: str
    name: str
    birth: BirthDate | None
    age: int
    sex: str
    ethnic_group: str
    disability: bool
    village_id: int
    head_name: str
    state: ChildState
    school: str = ""
    class_name: str = ""
    grade: int | None = None
    since: date | None = None
    reason: str = ""
    source: str = ""
    on: date | None = None
    before: str = ""

    @property
    def birth_year(self) -> int | None:
        return self.birth.date.year if self.birth else None

    @property
    def is_girl(self) -> bool:
        return self.sex == "female"

    @property
    def counted(self) -> CountedChild:
        minority = is_minority(self.ethnic_group)
        return CountedChild(self.age, self.state, self.grade, self.is_girl, minority, self.disability)

    @property
    def as_person(self) -> Person:
        return Person(self.child_id or self.pupil_id or 0, self.name, self.birth, self.village_id)


def area_people(access: Access, scope: AreaScope, year: str) -> list[AreaPerson]:
    """Children of the scope's villages in a school year, by village and given name; six statements.

    A pupil whose birth date is not known is of no age: left out here, named by the register's own checks.
    """
    day = day_of(access, year)
    entries = latest_entries(access, year)
    same, _apart = matches(access)
    links = went_on(scope.schools)
    meant = {child_id: successors(links, pupils) for child_id, pupils in same.items() if child_id in entries}
    every = {pupil_id for pupils in meant.values() for pupil_id in pupils}
    pupils = living_pupils(scope.schools, scope.homes, every, day)
    joined = _Joined(access, scope, year, pupils)
    found = [joined.of_entry(entry, meant.get(child_id, set())) for child_id, entry in entries.items()]
    found += joined.of_pupils(every | {old for old, new in links.items() if new in pupils})
    order = {village.id: place for place, village in enumerate(scope.villages)}
    own = [one for one in found if one is not None and one.village_id in order]
    return sorted(own, key=lambda one: (order[one.village_id], sort_key(one.name), one.birth_year or 0))


@dataclass(frozen=True, slots=True)
class _Joined:
    access: Access
    scope: AreaScope
    year: str
    pupils: Mapping[int, LivingPupil]

    def of_entry(self, entry: Any, pupil_ids: set[int]) -> AreaPerson | None:
        """A child of the list; where a pupil, the school's register says what it knows."""
        as_pupil = [self.pupils[id_] for id_ in pupil_ids if id_ in self.pupils]
        # In class somewhere before gone from elsewhere; of two, the newer record.
        as_pupil.sort(key=lambda pupil: (pupil.grade is not None, pupil.id))
        if as_pupil and not self._entry_is_newer(entry, as_pupil[-1]):
            return self._of_pupil(as_pupil[-1], entry)
        own = [pupil for pupil in as_pupil if pupil.unit_id == self.access.unit_id]
        return self._of_list(entry, own[-1] if own else None)

    def _entry_is_newer(self, entry: Any, pupil: LivingPupil) -> bool:
        """Whether the survey saw the child after the school did: a class of today is newer than any word."""
        if pupil.grade is not None:
            return False
        return entry.school_year == self.year and (pupil.left_on is None or entry.on >= pupil.left_on)

    def _of_list(self, entry: Any, pupil: LivingPupil | None) -> AreaPerson:
        state = state_in(self.year, entry.school_year, ChildState(entry.state))
        asked = state is not ChildState.UNKNOWN
        told = f"{ChildState(entry.state).label} (năm học {entry.school_year})"
        return AreaPerson(
            child_id=entry.child_id,
            child=entry.child.public_id,
            pupil_id=pupil.id if pupil else None,
            pupil=pupil.public_id if pupil else "",
            name=entry.full_name,
            birth=BirthDate(entry.birth_date, cast(Precision, entry.birth_precision)),
            age=age_in(self.year, entry.birth_date),
            sex=entry.sex,
            ethnic_group=entry.ethnic_group,
            disability=entry.disability or state is ChildState.UNABLE,
            village_id=entry.village_id,
            head_name=entry.head_name,
            state=state,
            school=entry.at_school if asked else "",
            grade=entry.grade if asked else None,
            since=entry.since if asked else None,
            reason=entry.reason if asked else "",
            source=entry.source,
            on=entry.on,
            before="" if asked else told,
        )

    def of_pupils(self, already: set[int]) -> Iterator[AreaPerson | None]:
        """Pupils on no list: those of a school are its line of the list."""
        return (
            self._of_pupil(pupil, None)
            for pupil in self.pupils.values()
            if pupil.id not in already and pupil.left is not MoveKind.TRANSFER_OUT
        )

    def _of_pupil(self, pupil: LivingPupil, entry: Any) -> AreaPerson | None:
        birth = pupil.birth or (BirthDate(entry.birth_date, entry.birth_precision) if entry else None)
        village = pupil.village_id or (entry.village_id if entry else None)
        if birth is None or village is None:
            return None
        own = pupil.unit_id == self.access.unit_id
        state = _state_of(pupil)
        return AreaPerson(
            child_id=entry.child_id if entry else None,
            child=entry.child.public_id if entry else "",
            pupil_id=pupil.id if own else None,
            pupil=pupil.public_id if own else "",
            name=pupil.name if own or entry else "",
            birth=birth if own or entry else BirthDate(date(birth.date.year, 1, 1), "year"),
            age=age_in(self.year, birth.date),
            sex=pupil.sex,
            ethnic_group=pupil.ethnic_group,
            disability=pupil.disability,
            village_id=village,
            head_name=entry.head_name if entry else "",
            state=state,
            school=self._school(pupil, state),
            class_name=pupil.class_name if own else "",
            grade=pupil.grade,
            since=pupil.left_on if state is not ChildState.STUDYING else None,
        )

    def _school(self, pupil: LivingPupil, state: ChildState) -> str:
        if pupil.left is MoveKind.TRANSFER_OUT:
            return pupil.to_school
        return self.scope.schools.get(pupil.unit_id, "") if state is not ChildState.UNKNOWN else ""


def _state_of(pupil: LivingPupil) -> ChildState:
    """Gone by transfer: in school where the paper says, for all we know; gone without a word: not known."""
    if pupil.grade is not None:
        return ChildState.STUDYING
    if pupil.completed:
        return ChildState.COMPLETED
    if pupil.left is MoveKind.DIED:
        return ChildState.DIED
    if pupil.left is MoveKind.TRANSFER_OUT:
        return ChildState.STUDYING if pupil.to_school else ChildState.UNKNOWN
    return ChildState.DROPPED if pupil.left is not None else ChildState.UNKNOWN
