"""Toàn cảnh: the school at one look, each figure counted as the list that opens behind it counts.

A figure of its own making would one day disagree with its list, so this module only adds up what the
owning slices give out.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sisoho.access import Access, Right
from sisoho.outreach import queries as outreach
from sisoho.outreach.queries.case_lists import (
    AGE_WORDS,
    HolderCount,
    came_back,
    counts_by_age,
    holder_counts,
    live_or_back,
)
from sisoho.outreach.queries.risk_list import risk_lines
from sisoho.outreach.queries.villages import VillageCard
from sisoho.outreach.rules import Bucket
from sisoho.outreach.rules.case_words import CaseState
from sisoho.school_calendar import tet_breaks
from sisoho.schools.queries import current_year
from sisoho.today.queries.hours import hours
from sisoho.today.queries.school import SchoolDay, school_day
from sisoho.today.queries.standings import Standing, standings
from sisoho.today.season_rules import Ahead, seasons_ahead

Named = tuple[str, int]


@dataclass(frozen=True, slots=True)
class AtRisk:
    """Pupils with a flag that raises alone: by class in the school's order, by village most first.

    A village that is not known is "".
    """

    pupils: int
    by_class: tuple[Named, ...]
    by_village: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Cases:
    """`by_age`: (key, words, open cases). `back`: returns of this month; `watched`: now.

    `overdue` cases have passed the day until which they were to be seen to.
    """

    open: int
    overdue: int
    by_age: tuple[tuple[str, str, int], ...]
    holders: tuple[HolderCount, ...]
    back: int
    watched: int


@dataclass(frozen=True, slots=True)
class Season:
    """`ahead` with the cards of its villages and their pupils."""

    ahead: Ahead
    villages: tuple[tuple[VillageCard, int], ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """`to_visit` and `overdue` are pupils whose home is to be visited."""

    day: SchoolDay
    year: str
    to_visit: int
    overdue: int
    at_risk: AtRisk
    cases: Cases
    standings: tuple[Standing, ...]
    seasons: tuple[Season, ...]


def overview(access: Access) -> Overview:
    """For the leaders; as many statements for a school of any size. Raises NotAllowed."""
    access.need(Right.SEE_SCHOOL)
    on_board, at, year = outreach.board(access), hours(access, access.on), current_year(access)
    buckets = Counter(entry.bucket for entry in on_board.entries)
    return Overview(
        day=school_day(access, at, on_board),
        year=year.label if year else "",
        to_visit=buckets[Bucket.TO_VISIT],
        overdue=buckets[Bucket.OVERDUE],
        at_risk=_at_risk(access),
        cases=_cases(access),
        standings=tuple(standings(access, year, on_board.rolls)) if year else (),
        seasons=tuple(_seasons(access, on_board)),
    )


def _at_risk(access: Access) -> AtRisk:
    lines = list(risk_lines(access))
    classes = Counter(line.card.class_name for line in lines)
    return AtRisk(
        pupils=len(lines),
        by_class=tuple(sorted(classes.items(), key=lambda one: (len(one[0]), one[0]))),
        by_village=tuple(Counter(line.place for line in lines).most_common()),
    )


def _cases(access: Access) -> Cases:
    first = access.on.replace(day=1)
    lines = live_or_back(access, first)
    live = [line for line in lines if line.case.is_live]
    return Cases(
        open=sum(line.case.state is CaseState.OPEN for line in live),
        overdue=sum(line.is_overdue for line in live),
        by_age=tuple((age, AGE_WORDS[age], count) for age, count in counts_by_age(live).items()),
        holders=tuple(holder_counts(live)),
        back=sum(came_back(line, first) for line in lines),
        watched=sum(line.case.state is CaseState.WATCHING for line in live),
    )


def _seasons(access: Access, on_board: outreach.Board) -> Iterable[Season]:
    cards, homes = on_board.villages.by_id, on_board.homes
    tet = tet_breaks(roll.calendar for roll in on_board.rolls)
    for ahead in seasons_ahead(on_board.villages.seasons, tet, homes, cards, access.on):
        yield Season(ahead, tuple((cards[i], homes[i]) for i in ahead.village_ids))
