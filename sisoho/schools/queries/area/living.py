"""Pupils of the commune's schools as children of a village: where each studies, or how each left."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from peewee import JOIN

from sisoho.schools.models import Enrolment, Move, Pupil, PupilLink, PupilPlace, SchoolClass, YearResult
from sisoho.schools.queries.classes import enrolled_on
from sisoho.schools.rules import LEAVING, MoveKind, MoveState, Result
from sisoho.vietnamese import BirthDate, Precision


@dataclass(frozen=True, slots=True)
class LivingPupil:
    """`grade`, `class_name` of who is enrolled; else `left` says how, `to_school` where a transfer went."""

    id: int
    unit_id: int
    public_id: str
    name: str
    sort_key: str
    birth: BirthDate | None
    sex: str
    ethnic_group: str
    disability: bool
    village_id: int | None
    class_name: str
    grade: int | None
    left: MoveKind | None = None
    left_on: date | None = None
    to_school: str = ""
    completed: bool = False


def living_pupils(
    school_ids: Collection[int], village_ids: Collection[int], also: Collection[int], on: date
) -> dict[int, LivingPupil]:
    """Pupil id → pupil, of those who live in the villages on a day, and those of the ids `also`.

    Three statements. Who went on to another school of the commune is there, not here: see `went_on`.
    """
    p, place, e, c = Pupil, PupilPlace, Enrolment, SchoolClass
    home = (place.pupil == p.id) & (place.unit == p.unit) & (place.starts <= on)
    rows = list(
        p.select(p, place.village.alias("village_id"), e.grade.alias("grade"), c.name.alias("class_name"))
        .join(place, JOIN.LEFT_OUTER, on=home & (place.ends.is_null() | (place.ends > on)))
        .join(e, JOIN.LEFT_OUTER, on=(e.pupil == p.id) & (e.unit == p.unit) & enrolled_on(on))
        .join(c, JOIN.LEFT_OUTER, on=(c.id == e.school_class) & (c.unit == e.unit))
        .where(p.unit.in_(list(school_ids)) & (place.village.in_(list(village_ids)) | p.id.in_(list(also))))
        .objects()
    )
    gone = [row.id for row in rows if row.grade is None]
    left = {pupil_id: rest for pupil_id, *rest in _left(school_ids, gone, on)}
    done = _completed(school_ids, gone, on)
    return {row.id: _living(row, left.get(row.id), row.id in done) for row in rows}


def _living(row: Any, left: list[Any] | None, completed: bool) -> LivingPupil:
    birth = BirthDate(row.birth_date, cast(Precision, row.birth_precision)) if row.birth_date else None
    kind, on, to_school = left or (None, None, "")
    return LivingPupil(
        row.id, row.unit_id, row.public_id, row.full_name, row.sort_key, birth, row.sex, row.ethnic_group,
        row.disability, row.village_id, row.class_name or "", row.grade, kind, on, to_school, completed,
    )  # fmt: skip


def _left(
    school_ids: Collection[int], pupil_ids: Collection[int], on: date
) -> Iterator[tuple[int, MoveKind, date, str]]:
    """How each left, the last word coming last."""
    m = Move
    rows = (
        m.select(m.pupil, m.kind, m.on, m.other_name)
        .where(
            m.unit.in_(list(school_ids))
            & m.pupil.in_(list(pupil_ids))
            & m.kind.in_([kind.value for kind in LEAVING])
            & (m.state != MoveState.CANCELLED.value)
            & (m.on <= on)
        )
        .order_by(m.on, m.id)
    )
    return ((pupil_id, MoveKind(kind), day, name) for pupil_id, kind, day, name in rows.tuples())


def _completed(school_ids: Collection[int], pupil_ids: Collection[int], on: date) -> set[int]:
    r = YearResult
    rows = r.select(r.pupil).where(
        r.unit.in_(list(school_ids))
        & r.pupil.in_(list(pupil_ids))
        & (r.result == Result.COMPLETED_LOWER_SECONDARY.value)
        & (r.on <= on)
    )
    return {pupil_id for (pupil_id,) in rows.tuples()}


def went_on(school_ids: Collection[int]) -> dict[int, int]:
    """Pupil of the old school → the same child at the new one, as its clerk confirmed."""
    rows = PupilLink.select(PupilLink.former, PupilLink.pupil).where(PupilLink.unit.in_(list(school_ids)))
    return dict(rows.tuples())
