"""Cases as lists tell of them, and whose they are: loading a case and asking who may see it is one thing."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from peewee import JOIN, fn

from sisoho.access import Access, Right
from sisoho.db import UtcField
from sisoho.errors import NotFound
from sisoho.outreach.models import CaseEvent, OutreachCase
from sisoho.outreach.rules.case_holding import has_lapsed
from sisoho.outreach.rules.case_words import CaseEnd, CaseState, EventKind, Priority, Why
from sisoho.outreach.rules.cases import Case
from sisoho.school_calendar import vietnam_date
from sisoho.schools.models import (
    Duty,
    Enrolment,
    Pupil,
    PupilPlace,
    SchoolClass,
    StaffMember,
    Village,
)
from sisoho.schools.rules import Duty as DutyDates
from sisoho.schools.rules import DutyKind


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case with its pupil as of today (no class for who has left). Ids are row ids.

    `holder`: the person or body, "" when nobody holds it (any more): `lapsed` tells that a duty ended.
    """

    id: int
    public_id: str
    pupil_id: int
    pupil_public_id: str
    name: str
    class_id: int | None
    class_name: str
    village_id: int | None
    village: str
    case: Case
    opened_at: datetime
    crossed_on: date | None
    holder: str
    lapsed: bool
    on: date

    @property
    def is_overdue(self) -> bool:
        case = self.case
        if case.state is not CaseState.OPEN or case.reason_gone:
            return False
        return case.due_on is not None and case.due_on < self.on

    @property
    def age(self) -> int:
        """Days since the opening; the day of opening is 0."""
        return (self.on - self.case.opened_on).days

    @property
    def watch_day(self) -> int | None:
        """Counts from 1 on the day of return."""
        if self.case.state is not CaseState.WATCHING or self.case.back_on is None:
            return None
        return (self.on - self.case.back_on).days + 1

    @property
    def where(self) -> str:
        return " · ".join(filter(None, (self.class_name and f"Lớp {self.class_name}", self.village)))


def case_lines(access: Access, wanted: Any = None) -> list[CaseLine]:
    """Those of the cases this person may see, the oldest first; two statements."""
    rows = list(_query(access, wanted))
    duties = _duties(access, {row.staff_id for row in rows if row.staff_id is not None})
    lines = [_line(access, row, duties) for row in rows]
    return [line for line in lines if may_see(access, line)]


def live_cases(access: Access, pupil_ids: Collection[int]) -> dict[int, CaseLine]:
    """pupil id → the live case; no statement for no pupil."""
    if not pupil_ids:
        return {}
    return {line.pupil_id: line for line in case_lines(access, OutreachCase.live.in_(list(pupil_ids)))}


def case_line(access: Access, public_id: str) -> CaseLine:
    """Raises NotFound, NotAllowed."""
    access.need(Right.LOG_VISIT)
    found = case_lines(access, OutreachCase.public_id == public_id)
    if not found:
        raise NotFound("Không tìm thấy hồ sơ vận động này trong nhiệm vụ của thầy cô.")
    return found[0]


def may_see(access: Access, line: CaseLine) -> bool:
    """Leaders; the pupil's homeroom teacher and village team of today; the holder while it is held."""
    if access.may(Right.SEE_SCHOOL) or (line.class_id is not None and line.class_id in access.class_ids):
        return True
    if line.village_id is not None and line.village_id in access.village_ids:
        return True
    holds = access.staff_id is not None and line.case.staff_id == access.staff_id
    return holds and line.case.is_live and not line.lapsed


def held_pupils(access: Access) -> set[int]:
    """The pupils (row ids) whose cases this person holds now."""
    c = OutreachCase
    if access.staff_id is None:
        return set()
    lines = case_lines(access, c.live.is_null(False) & (c.staff == access.staff_id))
    return {line.pupil_id for line in lines if not line.lapsed}


def _query(access: Access, wanted: Any) -> Any:
    c, e, k, place, v = OutreachCase, Enrolment, SchoolClass, PupilPlace, Village

    def today(row: Any) -> Any:
        in_force = (row.starts <= access.on) & (row.ends.is_null() | (row.ends > access.on))
        return (row.unit == c.unit) & (row.pupil == c.pupil) & in_force

    given = CaseEvent.select(fn.MAX(CaseEvent.at)).where(
        (CaseEvent.unit == c.unit) & (CaseEvent.case == c.id) & (CaseEvent.kind == EventKind.ASSIGNED.value)
    )
    return (
        c.select(
            c, Pupil.public_id.alias("pupil_public_id"), Pupil.full_name.alias("name"),
            k.id.alias("class_id"), k.name.alias("class_name"), v.id.alias("village_id"),
            v.name.alias("village"), StaffMember.full_name.alias("staff_name"), given.alias("given_at"),
        )
        .join(Pupil, on=(Pupil.id == c.pupil) & (Pupil.unit == c.unit))
        .switch(c)
        .join(e, JOIN.LEFT_OUTER, on=today(e))
        .join(k, JOIN.LEFT_OUTER, on=(k.id == e.school_class) & (k.unit == e.unit))
        .switch(c)
        .join(place, JOIN.LEFT_OUTER, on=today(place))
        .join(v, JOIN.LEFT_OUTER, on=(v.id == place.village) & (v.unit == access.commune_id))
        .switch(c)
        .join(StaffMember, JOIN.LEFT_OUTER, on=(StaffMember.id == c.staff) & (StaffMember.unit == c.unit))
        .where((c.unit == access.unit_id) if wanted is None else (c.unit == access.unit_id) & wanted)
        .order_by(c.opened_at, c.id)
        .objects()
    )  # fmt: skip


def _duties(access: Access, staff_ids: Iterable[int]) -> list[DutyDates]:
    """Every duty these people ever had here: an ended one tells that its holder must be asked no more."""
    ids, d = list(staff_ids), Duty
    if not ids:
        return []
    rows = d.select(d.staff, d.kind, d.starts, d.ends, d.school_class, d.village).where(
        (d.unit == access.unit_id) & d.staff.in_(ids)
    )
    return [DutyDates(staff, DutyKind(kind), *rest) for staff, kind, *rest in rows.tuples()]


def _line(access: Access, row: Any, duties: list[DutyDates]) -> CaseLine:
    lapsed = row.staff_id is not None and has_lapsed(
        duties, row.staff_id, row.village_id, row.class_id, _given_on(row), access.on
    )
    holder = row.organisation or ("" if lapsed else row.staff_name or "")
    return CaseLine(
        id=row.id,
        public_id=row.public_id,
        pupil_id=row.pupil_id,
        pupil_public_id=row.pupil_public_id,
        name=row.name,
        class_id=row.class_id,
        class_name=row.class_name or "",
        village_id=row.village_id,
        village=row.village or "",
        case=case_of(row),
        opened_at=row.opened_at,
        crossed_on=row.crossed_on,
        holder=holder,
        lapsed=bool(lapsed),
        on=access.on,
    )


def _given_on(row: Any) -> date:
    """The day of the last assignment; the subquery's instant comes as the database keeps it, naive in UTC."""
    at: Any = UtcField().python_value(row.given_at) if row.given_at else row.opened_at
    return vietnam_date(at if at.tzinfo else at.replace(tzinfo=UTC))


def case_of(row: Any) -> Case:
    """A stored case in the shape of the pure rules."""
    return Case(
        why=Why(row.why),
        opened_on=vietnam_date(row.opened_at),
        since=row.since,
        state=CaseState(row.state),
        priority=Priority(row.priority),
        due_on=row.due_on,
        staff_id=row.staff_id,
        organisation=row.organisation,
        back_on=row.back_on,
        end=CaseEnd(row.end) if row.end else None,
        ended_on=row.ended_on,
        reason_gone=bool(row.reason_gone),
        referred_at=row.referred_at,
    )
