"""The principal's confidential record: read here and nowhere else.

The principal and one named deputy read all; who reported reads the own entry and not what followed.
A vice-principal who is not the deputy reads nothing.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sisoho.access import Access, Right, Role
from sisoho.errors import NotFound
from sisoho.outreach.models import ConfidentialDeputy, ConfidentialRecord, ConfidentialStep
from sisoho.schools.models import Pupil, StaffMember


@dataclass(frozen=True, slots=True)
class StepLine:
    told: str
    on: date
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class ConfidentialView:
    """`id` is the row id. `steps` are empty for who only reported; `sees_all` tells which it is."""

    id: int
    public_id: str
    pupil: str
    by: str
    said: str
    at: datetime
    steps: tuple[StepLine, ...]
    sees_all: bool


def deputy_id(access: Access) -> int | None:
    """The staff row id of the named deputy, None for nobody."""
    d = ConfidentialDeputy
    row = d.select(d.staff).where(d.unit == access.unit_id).order_by(d.id.desc()).tuples().first()
    return row[0] if row else None


def reads_confidential(access: Access) -> bool:
    """A person, never a job: the system acts with the principal's roles."""
    if access.staff_id is None:
        return False
    return Role.PRINCIPAL in access.roles or access.staff_id == deputy_id(access)


def confidential_records(access: Access, public_id: str | None = None) -> list[ConfidentialView]:
    """Newest first: all for who may read them, else the person's own entries."""
    access.need(Right.LOG_VISIT)
    sees_all = reads_confidential(access)
    c = ConfidentialRecord
    wanted: Any = c.unit == access.unit_id
    if not sees_all:
        wanted &= c.by == access.staff_id
    if public_id is not None:
        wanted &= c.public_id == public_id
    rows = list(
        c.select(c.id, c.public_id, Pupil.full_name, StaffMember.full_name, c.said, c.at)
        .join(Pupil, on=(Pupil.id == c.pupil) & (Pupil.unit == c.unit))
        .switch(c)
        .join(StaffMember, on=(StaffMember.id == c.by) & (StaffMember.unit == c.unit))
        .where(wanted)
        .order_by(c.id.desc())
        .tuples()
    )
    steps = _steps(access, [row[0] for row in rows]) if sees_all else {}
    return [
        ConfidentialView(id_, key, pupil, by, said, at, tuple(steps.get(id_, ())), sees_all)
        for id_, key, pupil, by, said, at in rows
    ]


def confidential_record(access: Access, public_id: str) -> ConfidentialView:
    """Raises NotFound for everybody it is not for: not even that it exists is told."""
    found = confidential_records(access, public_id)
    if not found:
        raise NotFound()
    return found[0]


def _steps(access: Access, record_ids: list[int]) -> dict[int, list[StepLine]]:
    s = ConfidentialStep
    rows = (
        s.select(s.record, s.told, s.on, s.note, StaffMember.full_name)
        .join(StaffMember, on=(StaffMember.id == s.by) & (StaffMember.unit == s.unit))
        .where((s.unit == access.unit_id) & s.record.in_(record_ids))
        .order_by(s.on, s.id)
        .tuples()
    )
    found: dict[int, list[StepLine]] = {}
    for record_id, *line in rows:
        found.setdefault(record_id, []).append(StepLine(*line))
    return found
