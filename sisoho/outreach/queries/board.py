"""Which pupils of the school are missing, flagged or watched at this moment.

A query over current marks, never a stored list: a corrected mark leaves it by itself. Every list and
count of the slice is a part of this board, so that no two pages can disagree.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from sisoho import clock
from sisoho.access import Access
from sisoho.outreach.queries.duties import Duties, duties
from sisoho.outreach.queries.entries import Entry
from sisoho.outreach.queries.histories import histories
from sisoho.outreach.queries.placing import Placing
from sisoho.outreach.queries.touches import touches
from sisoho.outreach.queries.villages import Villages, villages
from sisoho.outreach.rules import VisitThresholds
from sisoho.rollcall.queries import SheetRecord
from sisoho.school_calendar import covers, next_free_day, vietnam_date
from sisoho.schools.queries.due import ClassRoll, RollPupil
from sisoho.schools.queries.settings import settings_of

# A pupil who came back before the span began is seen present on its first days, too long ago to be
# still watched: so the span is the watch and some days more, and no query has to ask further back.
_MARGIN = timedelta(days=15)


@dataclass(frozen=True, slots=True)
class Board:
    """`homes`: village id (None: not known) → pupils of the school who live there; `sizes`: by class id.

    `rolls` and `records` are what the board was made from: every class, and the sheets of some weeks.
    """

    now: datetime
    entries: tuple[Entry, ...]
    villages: Villages
    duties: Duties
    homes: Mapping[int | None, int]
    sizes: Mapping[int, int]
    rolls: tuple[ClassRoll, ...]
    records: tuple[SheetRecord, ...]


def board(access: Access) -> Board:
    """The whole school now; nine statements at most, however many pupils."""
    now = clock.now()
    today = vietnam_date(now)
    thresholds = visit_thresholds(access, today)
    past = histories(access, today - timedelta(days=thresholds.watch_days) - _MARGIN, today)
    year_starts = min((roll.calendar.year.starts for roll in past.rolls), default=today)
    placing = Placing(
        now=now,
        thresholds=thresholds,
        past=past,
        villages=villages(access, past.starts),
        duties=duties(access, today),
        touches=touches(access, year_starts),
        free_day_after=cache(lambda day: next_free_day([roll.calendar for roll in past.rolls], day)),
    )
    enrolled = list(_enrolled(past.rolls, today))
    return Board(
        now=now,
        entries=tuple(placing.entries(access, enrolled)),
        villages=placing.villages,
        duties=placing.duties,
        homes=Counter(pupil.village_id(today) for _, pupil in enrolled),
        sizes=Counter(roll.id for roll, _ in enrolled),
        rolls=tuple(past.rolls),
        records=tuple(past.records),
    )


def visit_thresholds(access: Access, on: date) -> VisitThresholds:
    values = settings_of(access, ("visit_after", "visit_due_by", "watch_days"), on)
    due_by = time.fromisoformat(values["visit_due_by"])
    return VisitThresholds(values["visit_after"], due_by, values["watch_days"])


def _enrolled(rolls: list[ClassRoll], on: date) -> Iterator[tuple[ClassRoll, RollPupil]]:
    for roll in rolls:
        for pupil in roll.pupils:
            if any(covers(span, on) for span in pupil.dates.enrolled):
                yield roll, pupil
