"""Every pupil of the school as the import rules see them; a fixed number of statements."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import cast

from peewee import JOIN

from sisoho.access import Access
from sisoho.schools.import_rules import FIELDS, KnownPupil, Status, same_value, value_of
from sisoho.schools.models import (
    Enrolment,
    Guardian,
    Move,
    PovertyDecision,
    Pupil,
    PupilHousehold,
    PupilPlace,
    SchoolClass,
    Village,
)
from sisoho.schools.queries.units import campus_names
from sisoho.schools.rules import DROPPING, LEAVING, MoveKind, MoveState
from sisoho.schools.rules.poverty import poverty_label, poverty_of
from sisoho.vietnamese import BirthDate, Precision, Sex

UNNAMED = "Chưa rõ họ tên"  # a guardian of whom a list gives only the phone


@dataclass(frozen=True)
class KnownRow:
    """A pupil for the rules, and the rows that a change of the pupil touches.

    `place` and `household_id` are the ones without an end; `enrolled` whether any class of the year
    has or had the pupil.
    """

    pupil: Pupil
    known: KnownPupil
    enrolled: bool
    place: PupilPlace | None
    household_id: int | None
    guardians: tuple[Guardian, ...]

    @property
    def mother(self) -> Guardian | None:
        return _of_relation(self.guardians, "mẹ")

    @property
    def father(self) -> Guardian | None:
        return _of_relation(self.guardians, "cha")

    @property
    def reached_by(self) -> Guardian | None:
        """Whose phone is the household's first, the mother's before others'."""
        people = (self.mother, self.father, *self.guardians)
        return next((person for person in people if person and person.phone), None)


def known_pupils(access: Access, year_id: int) -> dict[str, KnownRow]:
    """Public id → pupil, everybody the school ever had, with class and status of the year."""
    classes = _classes(access, year_id)
    statuses, places = _statuses(access), _places(access)
    households, guardians = _households(access), _guardians(access)
    poverty, campuses = _poverty(access), campus_names(access)
    found = {}
    for pupil in Pupil.select().where(Pupil.unit == access.unit_id):
        place, household_id = places.get(pupil.id), households.get(pupil.id)
        row = KnownRow(
            pupil=pupil,
            known=KnownPupil(public_id=pupil.public_id, full_name=pupil.full_name),
            enrolled=pupil.id in classes,
            place=place,
            household_id=household_id,
            guardians=tuple(guardians[household_id or 0]),
        )
        class_name, attends = classes.get(pupil.id, ("", False))
        found[pupil.public_id] = replace(
            row,
            known=_known(
                row,
                class_name=class_name,
                status="studying" if attends else statuses.get(pupil.id, "studying"),
                campus=campuses.get(place.campus_id, ("", ""))[1] if place else "",
                poverty=poverty.get(household_id or 0, ""),
            ),
        )
    return found


def _known(row: KnownRow, *, class_name: str, status: Status, campus: str, poverty: str) -> KnownPupil:
    pupil, place = row.pupil, row.place
    last = pupil.last_import or {}
    # What a list says beyond poor or near poor has no field: it stands as the last list had it.
    policy = last.get("policy", "")
    known = KnownPupil(
        public_id=pupil.public_id,
        full_name=pupil.full_name,
        id_number=pupil.id_number,
        birth=_birth(pupil),
        class_name=class_name,
        village=place.village.name if place and place.village_id else "",
        campus=campus,
        status=status,
        sex=cast(Sex, pupil.sex) if pupil.sex else None,
        ethnic_group=pupil.ethnic_group,
        father=_name(row.father),
        mother=_name(row.mother),
        phone=row.reached_by.phone if row.reached_by else "",
        policy=policy if poverty_of(policy) == poverty else poverty_label(poverty),
        disability="Có" if pupil.disability else "",
        last_import=last,
    )
    edited = (f for f in FIELDS if not same_value(f, value_of(known, f), last.get(f, "")))
    return replace(known, edited_later=frozenset(edited))


def _birth(pupil: Pupil) -> BirthDate | None:
    return BirthDate(pupil.birth_date, cast(Precision, pupil.birth_precision)) if pupil.birth_date else None


def _name(guardian: Guardian | None) -> str:
    return guardian.full_name if guardian and guardian.full_name != UNNAMED else ""


def _of_relation(guardians: Iterable[Guardian], relation: str) -> Guardian | None:
    return next((person for person in guardians if person.relation == relation), None)


def _classes(access: Access, year_id: int) -> dict[int, tuple[str, bool]]:
    """Pupil → the latest class of the year, and whether the pupil is (or will be) in it."""
    rows = (
        Enrolment.select(Enrolment.pupil, SchoolClass.name, Enrolment.ends)
        .join(
            SchoolClass, on=(Enrolment.school_class == SchoolClass.id) & (SchoolClass.unit == Enrolment.unit)
        )
        .where((Enrolment.unit == access.unit_id) & (Enrolment.year == year_id))
        .order_by(Enrolment.starts, Enrolment.id)
        .tuples()
    )
    return {pupil: (name, ends is None or ends > access.on) for pupil, name, ends in rows}


def _statuses(access: Access) -> dict[int, Status]:
    """Pupil → what the latest move says of who is in no class of the year."""
    rows = (
        Move.select(Move.pupil, Move.kind)
        .where((Move.unit == access.unit_id) & (Move.state != MoveState.CANCELLED.value))
        .order_by(Move.on, Move.id)
        .tuples()
    )
    return {pupil: _status(MoveKind(kind)) for pupil, kind in rows}


def _status(last: MoveKind) -> Status:
    """A list knows one word for who dropped out, in the year or in the summer."""
    if last in DROPPING:
        return "dropped"
    return cast(Status, last.value) if last in LEAVING else "studying"


def _places(access: Access) -> dict[int, PupilPlace]:
    rows = (
        PupilPlace.select(PupilPlace, Village)
        .join(
            Village,
            JOIN.LEFT_OUTER,
            on=(PupilPlace.village == Village.id) & (Village.unit == access.commune_id),
        )
        .where((PupilPlace.unit == access.unit_id) & PupilPlace.ends.is_null())
    )
    return {row.pupil_id: row for row in rows}


def _households(access: Access) -> dict[int, int]:
    rows = PupilHousehold.select(PupilHousehold.pupil, PupilHousehold.household).where(
        (PupilHousehold.unit == access.unit_id) & PupilHousehold.ends.is_null()
    )
    return dict(rows.tuples())


def _guardians(access: Access) -> dict[int, list[Guardian]]:
    found = defaultdict(list)
    for row in Guardian.select().where(Guardian.unit == access.unit_id).order_by(Guardian.id):
        found[row.household_id].append(row)
    return found


def _poverty(access: Access) -> dict[int, str]:
    rows = PovertyDecision.select(PovertyDecision.household, PovertyDecision.kind).where(
        (PovertyDecision.unit == access.unit_id)
        & (PovertyDecision.ends.is_null() | (PovertyDecision.ends > access.on))
    )
    return dict(rows.tuples())
