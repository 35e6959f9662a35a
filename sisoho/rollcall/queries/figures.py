"""Có mặt, vắng, trễ of a day or a span, by class, village and day."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sisoho.access import Access
from sisoho.rollcall.queries.states import SheetState, states_between
from sisoho.rollcall.rules import SheetTotals, total


@dataclass(frozen=True, slots=True)
class Attendance:
    """Sums over the reported sheets, in pupil half-days.

    Keys are class ids, village ids (None: village not known) and dates.
    """

    total: SheetTotals
    by_class: Mapping[int, SheetTotals]
    by_village: Mapping[int | None, SheetTotals]
    by_day: Mapping[date, SheetTotals]
    reported: int  # scheduled class half-days with a sheet
    scheduled: int  # class half-days with school


def attendance(
    access: Access, starts: date, ends: date, class_ids: Collection[int] | None = None
) -> Attendance:
    """The figures from `starts` until the day before `ends`; as many statements as `states_between`."""
    return attendance_of(states_between(access, starts, ends, class_ids))


def attendance_of(states: Collection[SheetState]) -> Attendance:
    """The figures of states already read; no statement."""
    by_class: dict[int, SheetTotals] = defaultdict(SheetTotals)
    by_village: dict[int | None, SheetTotals] = defaultdict(SheetTotals)
    by_day: dict[date, SheetTotals] = defaultdict(SheetTotals)
    for state in states:
        totals = state.totals
        if totals is None:
            continue
        by_class[state.roll.id] += totals
        by_day[state.slot.date] += totals
        for village_id, pupil_ids in _homes(state).items():
            by_village[village_id] += state.totals_among(pupil_ids)
    scheduled = [state for state in states if state.scheduled]
    return Attendance(
        total=total(by_class.values()),
        by_class=dict(by_class),
        by_village=dict(by_village),
        by_day=dict(by_day),
        reported=sum(state.record is not None for state in scheduled),
        scheduled=len(scheduled),
    )


def _homes(state: SheetState) -> dict[int | None, set[int]]:
    """Village id → its due pupils."""
    due_ids = set(state.due)
    homes: dict[int | None, set[int]] = defaultdict(set)
    for pupil in state.roll.pupils:
        if pupil.id in due_ids:
            homes[pupil.village_id(state.slot.date)].add(pupil.id)
    return homes
