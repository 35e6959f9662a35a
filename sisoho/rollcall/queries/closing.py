"""The lock as people see it: weeks, confirmations of months, proposals, the history of a sheet."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from peewee import JOIN

from sisoho import clock
from sisoho.access import Access
from sisoho.rollcall.models import MarkChange, MonthConfirmation, ProposedMark, RollCallSheet, SheetVersion
from sisoho.rollcall.queries.locks import LOCK_KEYS, lock_of
from sisoho.rollcall.rules import Confirmation, SheetTotals, Step, Window, taken_at, window
from sisoho.school_calendar import HalfDay, Month, Slot, monday_of
from sisoho.schools.models import Pupil, SchoolClass, StaffMember
from sisoho.schools.queries import settings_of

ONE_WEEK = timedelta(days=7)
_WEEKS_SHOWN = 7


@dataclass(frozen=True, slots=True)
class WeekLine:
    """One week and its lock. `until`, `reason`, `by`: as a leader opened it longer."""

    monday: date
    state: Window
    until: date | None = None
    reason: str = ""
    by: str = ""

    @property
    def label(self) -> str:
        return f"Tuần {self.monday:%d/%m} – {self.monday + ONE_WEEK - timedelta(days=1):%d/%m}"


def week_lines(access: Access) -> list[WeekLine]:
    """The last weeks, newest first; one statement."""
    values = settings_of(access, LOCK_KEYS, access.on)
    setting, now = lock_of(values), clock.now()
    found = []
    for back in range(_WEEKS_SHOWN):
        monday = monday_of(access.on) - ONE_WEEK * back
        row = values["opened_weeks"].get(monday.isoformat(), {})
        found.append(
            WeekLine(
                monday,
                window(monday, now, setting),
                date.fromisoformat(row["until"]) if row else None,
                row.get("reason", ""),
                row.get("by", ""),
            )
        )
    return found


def confirmations(
    access: Access, month: Month, now_counted: dict[int, SheetTotals]
) -> dict[int, tuple[Confirmation, ...]]:
    """Class (row id) → who stands for its month, oldest first. `now_counted`: the totals as they are."""
    t = MonthConfirmation
    rows = (
        t.select(t.school_class, t.step, t.totals, StaffMember.full_name, t.at)
        .join(StaffMember, on=(StaffMember.id == t.by) & (StaffMember.unit == t.unit))
        .where((t.unit == access.unit_id) & (t.month == month.starts) & t.school_class.in_(list(now_counted)))
        .order_by(t.id)
        .tuples()
    )
    found: dict[int, list[Confirmation]] = defaultdict(list)
    for class_id, step, totals, by, at in rows:
        holds = totals == asdict(now_counted[class_id])
        found[class_id].append(Confirmation(Step(step), by, at, holds))
    return {class_id: tuple(given) for class_id, given in found.items()}


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A correction that waits. `sheet`: class public id and half-day; marks as letters, "" present."""

    public_id: str
    class_id: str
    class_name: str
    slot: Slot
    pupil: str
    before: str
    after: str
    reason: str
    by: str
    at: datetime


def open_proposals(access: Access) -> list[ProposalLine]:
    """What waits for the principal, oldest first; one statement."""
    t, s, c, p = ProposedMark, RollCallSheet, SchoolClass, Pupil
    rows = (
        t.select(
            t.public_id, c.public_id, c.name, s.date, s.half_day, p.full_name, t.before, t.after, t.reason,
            StaffMember.full_name, t.at,
        )
        .join(s, on=(s.id == t.sheet) & (s.unit == t.unit))
        .join(c, on=(c.id == s.school_class) & (c.unit == s.unit))
        .switch(t)
        .join(p, on=(p.id == t.pupil) & (p.unit == t.unit))
        .switch(t)
        .join(StaffMember, on=(StaffMember.id == t.by) & (StaffMember.unit == t.unit))
        .where((t.unit == access.unit_id) & (t.state == "open"))
        .order_by(t.id)
        .tuples()
    )  # fmt: skip
    return [
        ProposalLine(public_id, class_id, name, Slot(day, HalfDay(half)), *rest)
        for public_id, class_id, name, day, half, *rest in rows
    ]


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One sending. `taken`: by the phone's clock without its skew; `skew`: how far that clock was off."""

    version: int
    accepted: bool
    by: str
    taken: datetime
    received: datetime
    skew: timedelta | None
    marks: tuple[tuple[str, str], ...]  # (pupil, letter)

    @property
    def clock_words(self) -> str:
        """`máy chậm 2 giờ 25 phút`; "" for a phone's clock that was right to a minute, or never measured."""
        minutes = round(self.skew.total_seconds() / 60) if self.skew else 0
        if not minutes:
            return ""
        days, rest = divmod(abs(minutes), 24 * 60)
        parts = (days, "ngày"), (rest // 60, "giờ"), (rest % 60, "phút")
        off = " ".join(f"{count} {unit}" for count, unit in parts if count)
        return f"máy {'nhanh' if minutes > 0 else 'chậm'} {off}"


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One mark that changed; "" stands for present."""

    pupil: str
    before: str
    after: str
    intent: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class History:
    versions: tuple[VersionLine, ...]
    changes: tuple[ChangeLine, ...]


def history(access: Access, class_id: int, slot: Slot) -> History:
    """Everything ever said of a sheet, newest first; nothing while nobody has sent one. Four statements."""
    s = RollCallSheet
    sheet = (
        s.select(s.id)
        .where(
            (s.unit == access.unit_id)
            & (s.school_class == class_id)
            & (s.date == slot.date)
            & (s.half_day == slot.half_day.value)
        )
        .tuples()
        .first()
    )
    if sheet is None:
        return History((), ())
    return History(tuple(_versions(access, sheet[0])), tuple(_changes(access, sheet[0])))


def _versions(access: Access, sheet_id: int) -> list[VersionLine]:
    t = SheetVersion
    rows = list(
        t.select(
            t.version, t.accepted, StaffMember.full_name, t.device_at, t.skew_seconds, t.received_at, t.marks
        )
        .join(StaffMember, on=(StaffMember.id == t.taken_by) & (StaffMember.unit == t.unit))
        .where((t.unit == access.unit_id) & (t.sheet == sheet_id))
        .order_by(t.id.desc())
        .tuples()
    )
    names = _names(access, {int(pupil_id) for row in rows for pupil_id in row[6]})
    found = []
    for version, accepted, by, device_at, skew_seconds, received, marks in rows:
        skew = None if skew_seconds is None else timedelta(seconds=skew_seconds)
        said = tuple(sorted((names.get(int(pupil_id), "–"), kind) for pupil_id, kind in marks.items()))
        taken = taken_at(device_at, skew, received)
        found.append(VersionLine(version, accepted, by, taken, received, skew, said))
    return found


def _names(access: Access, pupil_ids: Collection[int]) -> dict[int, str]:
    if not pupil_ids:
        return {}
    rows = Pupil.select(Pupil.id, Pupil.full_name).where(
        (Pupil.unit == access.unit_id) & Pupil.id.in_(list(pupil_ids))
    )
    return dict(rows.tuples())


def _changes(access: Access, sheet_id: int) -> list[ChangeLine]:
    t = MarkChange
    rows: Any = (
        t.select(Pupil.full_name, t.before, t.after, t.intent, t.reason, StaffMember.full_name, t.at)
        .join(Pupil, on=(Pupil.id == t.pupil) & (Pupil.unit == t.unit))
        .switch(t)
        .join(StaffMember, JOIN.LEFT_OUTER, on=(StaffMember.id == t.by) & (StaffMember.unit == t.unit))
        .where((t.unit == access.unit_id) & (t.sheet == sheet_id))
        .order_by(t.id.desc())
        .tuples()
    )
    return [
        ChangeLine(pupil, before, after, intent, reason, by or "", at)
        for pupil, before, after, intent, reason, by, at in rows
    ]
