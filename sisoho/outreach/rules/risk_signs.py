"""What each rule finds in one pupil's record up to a day: pure, the same for the page and the back-test."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sisoho.outreach.rules.absence import Seen, absence_streak
from sisoho.outreach.rules.risk_rules import CircumstanceKind, RiskCode, RiskRule
from sisoho.school_calendar import Season, Slot, covers

MISSED = frozenset({Seen.EXCUSED, Seen.UNEXCUSED})
FEWEST_DUE = 20  # half-days of school below which a share says nothing: one cold would be 10 %
SHORTEST_SPELL = 2  # half-days
_FIRST_LOWER_SECONDARY = 6


@dataclass(frozen=True, slots=True)
class Dated:
    """A fact about the pupil from a day until the day before `ends`."""

    word: str
    starts: date
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class Distance:
    """How far home is, as measured on a day; `km` None where only the hard terrain was noted."""

    starts: date
    km: Decimal | None
    hard_terrain: bool


Record = tuple[tuple[Slot, Seen], ...]


@dataclass(frozen=True, slots=True)
class PupilRecord:
    """What is known of a pupil. `history`: due half-days, oldest first, of this year and the one before.

    `main`: half-days of chính khóa this year. `seasons`: of the pupil's village; `after_tet`: first
    school-free day's end, by year. `poverty` words: poor | near_poor. `distances`: oldest first.
    `dropped`: (day, day of return).
    """

    grade: int
    year_starts: date
    history: Record = ()
    main: Collection[Slot] = frozenset()
    seasons: tuple[Season, ...] = ()
    after_tet: tuple[date, ...] = ()
    poverty: tuple[Dated, ...] = ()
    circumstances: tuple[Dated, ...] = ()
    distances: tuple[Distance, ...] = ()
    dropped: tuple[tuple[date, date], ...] = ()
    siblings_dropped: tuple[date, ...] = ()
    classmates_dropped: tuple[date, ...] = ()

    def until(self, on: date) -> "list[tuple[Slot, Seen]]":
        return [line for line in self.history if line[0].date <= on]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: `episode` parts one time from the next, `measure` tells worse from better."""

    rule: RiskCode
    episode: date
    since: date
    facts: Mapping[str, Any]
    measure: int
    raises_alone: bool


Found = tuple[date, date, dict[str, Any], int]  # episode, since, facts, measure


def findings(record: PupilRecord, rules: Iterable[RiskRule], on: date) -> tuple[Finding, ...]:
    """Everything found on a day; nothing unless some rule that raises alone found something.

    `with_background` is what a pupil raised by hand is told with.
    """
    found = with_background(record, rules, on)
    return found if any(one.raises_alone for one in found) else ()


def with_background(record: PupilRecord, rules: Iterable[RiskRule], on: date) -> tuple[Finding, ...]:
    seen = record.until(on)
    return tuple(
        Finding(rule.code, *found, rule.raises_alone)
        for rule in rules
        if rule.active
        for found in [SIGNS[rule.code](record, seen, rule, on)]
        if found is not None
    )


History = list[tuple[Slot, Seen]]


def _streak(record: PupilRecord, seen: History, rule: RiskRule, on: date) -> Found | None:
    row = absence_streak(reversed(seen))
    if len(row) < rule.least or row.since is None or row.latest is None:
        return None
    facts = {"half_days": len(row), "last": row.latest.date.isoformat()}
    return row.since.date, row.since.date, facts, len(row)


def _share(record: PupilRecord, seen: History, rule: RiskRule, on: date) -> Found | None:
    """Since the absence with which the share passed the threshold and stayed above it."""
    own = [line for line in seen if line[0].date >= record.year_starts and line[1] is not Seen.UNREPORTED]
    since, first, missed = None, 0, 0
    for place, (slot, what) in enumerate(own):
        missed += what in MISSED
        while own[first][0].date <= slot.date - timedelta(days=rule.window):
            missed -= own[first][1] in MISSED
            first += 1
        is_over = missed * 100 >= rule.least * (place + 1 - first) and place + 1 - first >= FEWEST_DUE
        since = (since or slot.date) if is_over else None
    if since is None:
        return None
    due = len(own) - first
    facts = {"missed": missed, "due": due, "window": rule.window}
    return record.year_starts, since, facts, missed * 100 // due


def _in_season(record: PupilRecord, seen: History, rule: RiskRule, on: date) -> Found | None:
    season = next((season for season in record.seasons if covers(season, on)), None)
    if season is None:
        return None
    away = [slot for slot, what in seen if what is Seen.UNEXCUSED and slot.date >= season.starts]
    if len(away) < rule.least:
        return None
    facts = {"half_days": len(away), "season": season.kind.value}
    return season.starts, away[0].date, facts, len(away)


def _seasonal_spells(record: PupilRecord, seen: History, rule: RiskRule, on: date) -> Found | None:
    """Short spells that began in a declared season, this year's or an earlier one; told while one is near."""
    spells = [
        spell for spell in _spells(seen) if any(covers(season, spell[0].date) for season in record.seasons)
    ]
    is_near = any(covers(season, on) for season in record.seasons) or (
        bool(spells) and spells[-1][-1].date > on - timedelta(days=rule.window)
    )
    if len(spells) < rule.least or not is_near:
        return None
    last = spells[-1]
    facts = {
        "spells": len(spells),
        "half_days": len(last),
        "first": last[0].date.isoformat(),
        "last": last[-1].date.isoformat(),
    }
    return record.year_starts, spells[rule.least - 1][0].date, facts, len(spells)


def _spells(seen: History) -> Iterator[list[Slot]]:
    row: list[Slot] = []
    for slot, what in seen:
        if what is Seen.UNEXCUSED:
            row.append(slot)
        elif what is Seen.PRESENT:
            if len(row) >= SHORTEST_SPELL:
                yield row
            row = []
    if len(row) >= SHORTEST_SPELL:
        yield row


def _after_tet(record: PupilRecord, seen: History, rule: RiskRule, on: date) -> Found | None:
    back = max((day for day in record.after_tet if day <= on), default=None)
    if back is None or on >= back + timedelta(days=rule.window):
        return None
    away = [slot for slot, what in seen if what is Seen.UNEXCUSED and slot.date >= back]
    if len(away) < rule.least:
        return None
    return back, away[0].date, {"half_days": len(away), "back": back.isoformat()}, len(away)


def _sessions(record: PupilRecord, seen: History, rule: RiskRule, on: date) -> Found | None:
    """TT 22/2021, Điều 12: excused or not, on a plan of one session a day; lower secondary alone."""
    if record.grade < _FIRST_LOWER_SECONDARY:
        return None
    missed = sorted({slot.date for slot, what in seen if what in MISSED and slot in record.main})
    reached = [step for step in rule.thresholds if len(missed) >= step]
    if not reached:
        return None
    facts = {"sessions": len(missed), "step": reached[-1]}
    return record.year_starts, missed[reached[-1] - 1], facts, reached[-1]


def _earlier_dropout(record: PupilRecord, seen: History, rule: RiskRule, on: date) -> Found | None:
    near = [back for _, back in record.dropped if on - timedelta(days=rule.window) < back <= on]
    return (near[-1], near[-1], {"times": len(near)}, len(near)) if near else None


def _dropped_nearby(record: PupilRecord, seen: History, rule: RiskRule, on: date) -> Found | None:
    first = on - timedelta(days=rule.window)
    siblings = [day for day in record.siblings_dropped if first < day <= on]
    siblings += [one.starts for one in _held(record, CircumstanceKind.SIBLING_DROPPED, on)]
    mates = [day for day in record.classmates_dropped if first < day <= on]
    if len(siblings) + len(mates) < rule.least:
        return None
    facts = {"siblings": len(siblings), "classmates": len(mates)}
    return record.year_starts, min([*siblings, *mates]), facts, len(siblings) * 10 + len(mates)


def _poverty(record: PupilRecord, seen: History, rule: RiskRule, on: date) -> Found | None:
    held = next((one for one in record.poverty if covers(one, on)), None)
    return (held.starts, held.starts, {"kind": held.word}, 2 if held.word == "poor" else 1) if held else None


def _learning(record: PupilRecord, seen: History, rule: RiskRule, on: date) -> Found | None:
    held = next(_held(record, CircumstanceKind.LEARNING, on), None)
    return (held.starts, held.starts, {}, 1) if held else None


def _held(record: PupilRecord, kind: CircumstanceKind, on: date) -> Iterator[Dated]:
    return (one for one in record.circumstances if one.word == kind and covers(one, on))


def _distance(record: PupilRecord, seen: History, rule: RiskRule, on: date) -> Found | None:
    now = next((one for one in reversed(record.distances) if one.starts <= on), None)
    if now is None or not (now.hard_terrain or (now.km is not None and now.km >= rule.least)):
        return None
    facts = {"km": str(now.km) if now.km is not None else "", "hard_terrain": now.hard_terrain}
    return now.starts, now.starts, facts, int(now.km or 0)


def _entry_grade(record: PupilRecord, seen: History, rule: RiskRule, on: date) -> Found | None:
    if record.grade not in rule.thresholds:
        return None
    return record.year_starts, record.year_starts, {"grade": record.grade}, 1


Sign = Callable[[PupilRecord, History, RiskRule, date], Found | None]
SIGNS: dict[RiskCode, Sign] = {
    RiskCode.STREAK: _streak,
    RiskCode.SHARE: _share,
    RiskCode.IN_SEASON: _in_season,
    RiskCode.SEASONAL_SPELLS: _seasonal_spells,
    RiskCode.AFTER_TET: _after_tet,
    RiskCode.SESSIONS: _sessions,
    RiskCode.EARLIER_DROPOUT: _earlier_dropout,
    RiskCode.DROPPED_NEARBY: _dropped_nearby,
    RiskCode.POVERTY: _poverty,
    RiskCode.LEARNING: _learning,
    RiskCode.DISTANCE: _distance,
    RiskCode.ENTRY_GRADE: _entry_grade,
}
