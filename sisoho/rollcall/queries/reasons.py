"""Absences whose reason nobody knows yet: "Cần xác minh lý do"."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from peewee import Value, fn

from sisoho import clock
from sisoho.access import Access, Right
from sisoho.errors import NotFound
from sisoho.rollcall.models import Mark, RollCallSheet
from sisoho.rollcall.queries.locks import authority_of, lock_setting
from sisoho.rollcall.queries.records import SheetRecord
from sisoho.rollcall.rules import LockSetting, MarkKind, Window, window
from sisoho.school_calendar import HalfDay, Slot
from sisoho.schools.models import Enrolment, Guardian, Pupil, PupilHousehold, SchoolClass
from sisoho.schools.queries.birth import birth_text
from sisoho.schools.queries.due import ClassRoll


@dataclass(frozen=True, slots=True)
class Reason:
    """One absence. `sheet_id` and `pupil_id` are public ids; `phone` is of the guardian `relation`.

    `pupil`: the name, with the birth date where the class has two of it.
    """

    sheet_id: str
    pupil_id: str
    pupil: str
    class_name: str
    slot: Slot
    kind: MarkKind
    reason: str
    asks_reason: bool  # past the lock, so settling it needs a reason
    relation: str = ""
    phone: str = ""


def open_reasons(access: Access) -> list[Reason]:
    """V marks the person may settle now, newest first, at most three statements.

    Homeroom classes, or every class for a leader; not of pupils who were not in the class that day.
    """
    enrolled = (
        (Enrolment.unit == Mark.unit)
        & (Enrolment.pupil == Mark.pupil)
        & (Enrolment.school_class == RollCallSheet.school_class)
        & (Enrolment.starts <= RollCallSheet.date)
        & (Enrolment.ends.is_null() | (Enrolment.ends > RollCallSheet.date))
    )
    query = _query(access).join(Enrolment, on=enrolled).where(Mark.kind == MarkKind.V)
    if not access.may(Right.SEE_SCHOOL):
        query = query.where(RollCallSheet.school_class.in_(list(access.class_ids)))
    found = _reasons(access, query)
    return sorted(found, key=lambda reason: (reason.slot, reason.class_name), reverse=True)


def to_verify(
    access: Access, rolls: Iterable[ClassRoll], records: Iterable[SheetRecord], setting: LockSetting
) -> frozenset[int]:
    """The pupils of the person's homeroom classes behind `open_reasons`, of what was already read."""
    enrolled = {roll.id: roll for roll in rolls if roll.id in access.class_ids}
    now, authority = clock.now(), authority_of(access)
    return frozenset(
        pupil_id
        for record in records
        if record.class_id in enrolled
        and MarkKind.V in record.marks.values()
        and int(window(record.slot.date, now, setting)) <= int(authority)
        for pupil_id in (pupil.id for pupil in enrolled[record.class_id].enrolled(record.slot.date))
        if record.marks.get(pupil_id) is MarkKind.V
    )


def one_reason(access: Access, sheet_id: str, pupil_id: str) -> Reason:
    """One absence, settled or not, by public ids. Raises NotFound."""
    chosen = (RollCallSheet.public_id == sheet_id) & (Pupil.public_id == pupil_id)
    found = _reasons(access, _query(access).where(chosen))
    if not found:
        raise NotFound
    return found[0]


def _query(access: Access) -> Any:
    m, s, p, c = Mark, RollCallSheet, Pupil, SchoolClass
    return (
        m.select(
            p.id, s.public_id, p.public_id, p.full_name, c.name, s.date, s.half_day, m.kind, m.reason,
            p.birth_date, p.birth_precision, fn.EXISTS(_namesakes()),
        )
        .join(s, on=(s.id == m.sheet) & (s.unit == m.unit))
        .join(c)
        .switch(m)
        .join(p)
        .switch(m)
        .where(m.unit == access.unit_id)
        .tuples()
    )  # fmt: skip


def _namesakes() -> Any:
    """Others who are or were in the sheet's class under the pupil's name."""
    e, other = Enrolment.alias(), Pupil.alias()
    return (
        e.select(Value(1))
        .join(other, on=(other.id == e.pupil) & (other.unit == e.unit))
        .where(
            (e.unit == Mark.unit)
            & (e.school_class == RollCallSheet.school_class)
            & (other.full_name == Pupil.full_name)
            & (other.id != Pupil.id)
        )
    )


def _reasons(access: Access, query: Any) -> list[Reason]:
    rows = list(query)
    if not rows:
        return []
    setting, now, authority = lock_setting(access), clock.now(), authority_of(access)
    phones = _phones(access, {row[0] for row in rows})
    found = []
    for id_, sheet_id, pupil_id, name, class_name, day, half_day, kind, reason, born, precision, twin in rows:
        state = window(day, now, setting)
        if int(state) > int(authority):
            continue
        slot, asks = Slot(day, HalfDay(half_day)), state is not Window.OPEN
        label = f"{name} ({birth_text(born, precision)})" if twin and born else name
        found.append(
            Reason(
                sheet_id, pupil_id, label, class_name, slot, MarkKind(kind), reason, asks,
                *phones.get(id_, ()),
            )
        )  # fmt: skip
    return found


def _phones(access: Access, pupil_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """pupil id → (relation, phone) of the first guardian with a phone in the pupil's present household."""
    joined, on = PupilHousehold, access.on
    rows = (
        Guardian.select(joined.pupil, Guardian.relation, Guardian.phone)
        .join(joined, on=(joined.household == Guardian.household) & (joined.unit == Guardian.unit))
        .where(
            (Guardian.unit == access.unit_id)
            & joined.pupil.in_(list(pupil_ids))
            & (joined.starts <= on)
            & (joined.ends.is_null() | (joined.ends > on))
            & (Guardian.phone != "")
        )
        .order_by(Guardian.id.desc())
        .tuples()
    )
    return {pupil_id: (relation, phone) for pupil_id, relation, phone in rows}
