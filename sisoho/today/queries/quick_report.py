"""The figures of the quick report: the newest half-day of today that somebody has reported."""

from collections import Counter

from sisoho.access import Access
from sisoho.outreach import queries as outreach
from sisoho.outreach.queries import VisitView
from sisoho.outreach.rules import Cause
from sisoho.rollcall.queries import states_of
from sisoho.rollcall.rules import total
from sisoho.today.queries.hours import Hours
from sisoho.today.queries.school import ONE_DAY, SchoolDay, classes_by_level
from sisoho.today.rules import QuickReport


def quick_report(
    access: Access, hours: Hours, on_board: outreach.Board, day: SchoolDay, visits: tuple[VisitView, ...]
) -> QuickReport:
    """No statement. Before the first sheet it tells of the day's first half-day."""
    told = next((half for half in reversed(day.half_days) if half.reported), None)
    figures = told or next(iter(day.half_days), None)
    if figures is None:
        return QuickReport(access.unit_name, None, day_off=day.day_off)
    end = figures.slot.date + ONE_DAY
    states = states_of(on_board.rolls, on_board.records, figures.slot.date, end, hours.is_locked)
    of_slot = ((state.roll.id, state.totals) for state in states if state.slot == figures.slot)
    sheets = {class_id: totals for class_id, totals in of_slot if totals}
    return QuickReport(
        school=access.unit_name,
        slot=figures.slot,
        reported=figures.reported,
        scheduled=figures.scheduled,
        not_reported=[missing.name for missing in figures.missing],
        total=figures.totals,
        levels=[
            (level.short_label, total(sheets[id_] for id_ in ids if id_ in sheets))
            for level, ids in classes_by_level(on_board.rolls).items()
        ],
        causes=_causes(visits),
        visits=len(visits),
        visited=len({pupil.id for visit in visits for pupil in visit.pupils}),
    )


def _causes(visits: tuple[VisitView, ...]) -> list[tuple[str, int]]:
    """The official groups as they were told today, each with its pupils; several may hold for one."""
    told = {(cause, pupil.id) for visit in visits for cause in visit.causes.groups for pupil in visit.pupils}
    counts = Counter(cause for cause, _ in told)
    return [(cause.label, counts[cause]) for cause in Cause if cause in counts]
