"""Where to reach a pupil's family and where it is now; one statement for any number of pupils."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from peewee import JOIN, fn

from sisoho.access import Access
from sisoho.outreach.models import FamilyWhereabouts
from sisoho.outreach.rules import FamilyPlace, tel_link
from sisoho.rollcall.models import Leave as LeaveRow
from sisoho.rollcall.rules import Leave
from sisoho.school_calendar import HalfDay, Slot
from sisoho.schools.models import Guardian, PupilHousehold


@dataclass(frozen=True, slots=True)
class GuardianCard:
    relation: str
    name: str
    phone: str
    other_names: str

    @property
    def can_be_called(self) -> bool:
        return tel_link(self.phone) is not None


@dataclass(frozen=True, slots=True)
class Family:
    """A household with its guardians, those with a phone first, and where it was last heard to be.

    `leave`: what it last asked for this pupil, until some days after.
    """

    household_id: int | None = None
    guardians: tuple[GuardianCard, ...] = field(default=())
    place: FamilyPlace | None = None
    place_note: str = ""
    place_since: date | None = None
    leave: Leave | None = None

    @property
    def first(self) -> GuardianCard | None:
        return self.guardians[0] if self.guardians else None

    @property
    def whereabouts(self) -> str:
        """`đang ở nhà rẫy (mùa gặt), từ 21/11`, "" when nothing was heard."""
        if self.place is None or self.place_since is None:
            return ""
        note = f" ({self.place_note})" if self.place_note else ""
        return f"đang {self.place.label}{note}, từ {self.place_since:%d/%m}"


NO_FAMILY = Family()
# A pupil who does not come back after leave is told apart from one of whom nobody has heard.
_LEAVE_SHOWN = timedelta(days=7)


def families(access: Access, pupil_ids: Collection[int]) -> dict[int, Family]:
    """pupil id → present household; no statement for no pupil."""
    if not pupil_ids:
        return {}
    rows: dict[int, list[Any]] = {}
    for pupil_id, *rest in _query(access, pupil_ids).tuples():
        rows.setdefault(pupil_id, []).append(rest)
    return {pupil_id: _family(pupil_id, of_pupil) for pupil_id, of_pupil in rows.items()}


def _query(access: Access, pupil_ids: Collection[int]) -> Any:
    h, g, w, x = PupilHousehold, Guardian, FamilyWhereabouts, LeaveRow
    return (
        h.select(
            h.pupil, h.household, w.place, w.note, w.since, x.first_date, x.first_half_day, x.last_date,
            x.last_half_day, x.reason, x.asked_by, g.relation, g.full_name, g.phone, g.other_names,
        )
        .join(g, JOIN.LEFT_OUTER, on=(g.household == h.household) & (g.unit == h.unit))
        .join(w, JOIN.LEFT_OUTER, on=(w.unit == h.unit) & (w.id == _newest_place(h)))
        .join(x, JOIN.LEFT_OUTER, on=(x.unit == h.unit) & (x.id == _newest_leave(access, h)))
        .where(
            (h.unit == access.unit_id)
            & h.pupil.in_(list(pupil_ids))
            & (h.starts <= access.on)
            & (h.ends.is_null() | (h.ends > access.on))
        )
        .order_by(h.id, g.id)
    )  # fmt: skip


def _newest_place(of: Any) -> Any:
    later = FamilyWhereabouts.alias()
    return later.select(fn.MAX(later.id)).where((later.unit == of.unit) & (later.household == of.household))


def _newest_leave(access: Access, of: Any) -> Any:
    later = LeaveRow.alias()
    return later.select(fn.MAX(later.id)).where(
        (later.unit == of.unit)
        & (later.pupil == of.pupil)
        & (later.last_date >= access.on - _LEAVE_SHOWN)
        & later.withdrawn_at.is_null()
    )


def _family(pupil_id: int, rows: list[Any]) -> Family:
    household_id, place, note, since, *rest = rows[0]
    guardians = [GuardianCard(*row[10:]) for row in rows if row[0] == household_id and row[10] is not None]
    guardians.sort(key=lambda guardian: not guardian.can_be_called)
    return Family(
        household_id=household_id,
        guardians=tuple(guardians),
        place=FamilyPlace(place) if place else None,
        place_note=note or "",
        place_since=since,
        leave=_leave(pupil_id, *rest[:6]) if rest[0] else None,
    )


def _leave(
    pupil_id: int, first: date, first_half: str, last: date, last_half: str, reason: str, asked_by: str
) -> Leave:
    span = Slot(first, HalfDay(first_half)), Slot(last, HalfDay(last_half))
    return Leave(pupil_id, *span, reason, asked_by)
