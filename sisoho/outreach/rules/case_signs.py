"""What the marks say of a case: back, away again, no reason any more. Computed anew, so that a corrected
mark corrects the case by a further event.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sisoho.outreach.rules.absence import Seen
from sisoho.outreach.rules.case_words import CaseState, EventKind, Why
from sisoho.outreach.rules.cases import Case, Event, watch_ends
from sisoho.outreach.rules.returns import long_absences
from sisoho.school_calendar import Slot


@dataclass(frozen=True, slots=True)
class Signs:
    """`away_on`: the first day of the absence that lasts; `back_on`: the first day seen after the last one.

    Neither is set for a pupil who was never missed since the case's beginning.
    """

    away_on: date | None = None
    back_on: date | None = None
    has_reason: bool = True


def read_signs(
    oldest_first: Sequence[tuple[Slot, Seen]],
    known_from: date,
    case: Case,
    visited: Collection[datetime],
    needed: int,
) -> Signs:
    """`known_from`: the first day of the history; a case from before it (last year's) began with an absence.

    `needed`: how many half-days in a row call for a visit.
    """
    since_then = [(slot, seen) for slot, seen in oldest_first if slot.date >= case.since]
    is_older = case.since < known_from
    away_on, back_on = (case.since if is_older else None), None
    for slot, seen in since_then:
        if seen is Seen.UNEXCUSED and (back_on is not None or away_on is None):
            away_on, back_on = slot.date, None
        elif seen is Seen.PRESENT and away_on is not None and back_on is None:
            back_on = slot.date
    by_marks = case.why in (Why.ABSENCE, Why.SEASON)
    has_reason = not by_marks or is_older or any(long_absences(since_then, visited, needed))
    return Signs(None if back_on else away_on, back_on, has_reason)


def what_follows(case: Case, signs: Signs, now: datetime, today: date, watch_days: int) -> Event | None:
    """The event the marks call for today, or None. `watch_days` of the school's setting."""
    if case.state is CaseState.CLOSED:
        return None
    if signs.has_reason is case.reason_gone:
        kind = EventKind.REASON_BACK if signs.has_reason else EventKind.REASON_GONE
        return Event(kind, now)
    if signs.back_on is not None and signs.back_on != case.back_on:
        return Event(EventKind.CAME_BACK, now, day=signs.back_on)
    if case.state is CaseState.WATCHING and case.back_on is not None:
        if signs.away_on is not None:
            return Event(EventKind.AWAY_AGAIN, now, day=signs.away_on)
        if today >= watch_ends(case.back_on, watch_days):
            return Event(EventKind.WATCH_ENDED, now, day=case.back_on + timedelta(days=watch_days - 1))
    return None
