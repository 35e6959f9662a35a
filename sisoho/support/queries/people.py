"""Whose pupils these are, and which of them a person may help and read about."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from peewee import JOIN

from sisoho.access import Access, Right
from sisoho.errors import NotFound
from sisoho.schools.models import Enrolment, Pupil, PupilPlace, SchoolClass, StaffMember
from sisoho.schools.queries.birth import birth_text, births_of_namesakes


@dataclass(frozen=True, slots=True)
class PupilLine:
    """A pupil and the class of today ("" and None for one who has left). Ids are row ids.

    `birth` is said only of who shares name and class with another of the list.
    """

    id: int
    public_id: str
    name: str
    sort_key: str
    class_id: int | None
    class_name: str
    grade: int
    village_id: int | None
    ethnic_group: str
    disability: bool
    class_order: tuple[int, int, str]
    birth: str

    @property
    def label(self) -> str:
        born = f" (sinh {self.birth})" if self.birth else ""
        return f"{self.class_name or 'đã rời lớp'} · {self.name}{born}"

    @property
    def order(self) -> tuple[Any, ...]:
        return (*self.class_order, self.sort_key, self.id)


def pupils_of(access: Access, ids: Collection[int]) -> dict[int, PupilLine]:
    """Row id → pupil, whether still in class or not; no statement for none."""
    return {line.id: line for line in _lines(access, Pupil.id.in_(list(ids)))} if ids else {}


def own_pupils(access: Access) -> list[PupilLine]:
    """The pupils in class today whom this person sees in full: all, or those of the own classes.

    The clerk and the accountant see every pupil in lists; what families told is kept from them by
    `sees_narrative`.
    """
    if sees_all(access):
        wanted = SchoolClass.id.is_null(False)
    elif access.class_ids:
        wanted = SchoolClass.id.in_(list(access.class_ids))
    else:
        return []
    return sorted(_lines(access, wanted), key=lambda line: line.order)


def pupils_to_help(access: Access) -> list[PupilLine]:
    """Whom this person may offer help to: the own classes and villages, a leader any."""
    if access.may(Right.SEE_SCHOOL):
        return own_pupils(access)
    mine = SchoolClass.id.in_(list(access.class_ids)) | PupilPlace.village.in_(list(access.village_ids))
    return sorted(
        _lines(access, SchoolClass.id.is_null(False) & mine),
        key=lambda line: line.order,
    )


def sees_all(access: Access) -> bool:
    return access.may(Right.SEE_SCHOOL) or access.may(Right.SEE_BENEFITS)


def sees_narrative(access: Access, line: PupilLine | None) -> bool:
    """What is said of a family: the homeroom teacher and the leaders, never the clerk (domain.md §9)."""
    if access.may(Right.SEE_SCHOOL):
        return True
    return line is not None and line.class_id in access.class_ids


def chosen(lines: Iterable[PupilLine], public_id: str) -> PupilLine:
    """Raises NotFound."""
    found = next((line for line in lines if line.public_id == public_id), None)
    if found is None:
        raise NotFound("Không tìm thấy em này trong nhiệm vụ của thầy cô.")
    return found


def staff_names(access: Access, *, active: bool = True) -> dict[int, tuple[str, str]]:
    """Row id → (public id, name) of the school's people, by given name."""
    wanted = StaffMember.unit == access.unit_id
    if active:
        wanted &= StaffMember.active
    rows = sorted(StaffMember.select().where(wanted), key=lambda row: row.sort_key)
    return {row.id: (row.public_id, row.full_name) for row in rows}


def _lines(access: Access, wanted: Any) -> list[PupilLine]:
    p, e, c, place = Pupil, Enrolment, SchoolClass, PupilPlace

    def today(row: Any) -> Any:
        in_force = (row.starts <= access.on) & (row.ends.is_null() | (row.ends > access.on))
        return (row.unit == p.unit) & (row.pupil == p.id) & in_force

    rows = (
        p.select(
            p.id, p.public_id, p.full_name, p.sort_key, c.id, c.name, e.grade, place.village,
            p.ethnic_group, p.disability, c.grades, p.birth_date, p.birth_precision,
        )
        .join(e, JOIN.LEFT_OUTER, on=today(e))
        .join(c, JOIN.LEFT_OUTER, on=(c.id == e.school_class) & (c.unit == p.unit))
        .join(place, JOIN.LEFT_OUTER, on=today(place))
        .where((p.unit == access.unit_id) & wanted)
        .tuples()
    )  # fmt: skip
    found = {}
    for row in rows:
        pupil_id, public_id, name, key, class_id, class_name, grade, *rest = row
        village_id, group, disabled, grades, born, precision = rest
        found[pupil_id] = PupilLine(
            id=pupil_id,
            public_id=public_id,
            name=name,
            sort_key=key,
            class_id=class_id,
            class_name=class_name or "",
            grade=grade or 0,
            village_id=village_id,
            ethnic_group=group,
            disability=bool(disabled),
            class_order=(int((grades or "99").split(",")[0]), len(class_name or ""), class_name or ""),
            birth=birth_text(born, precision),
        )
    told = births_of_namesakes((key, (line.class_id, line.name), line.birth) for key, line in found.items())
    return [replace(line, birth=told.get(key, "")) for key, line in found.items()]
