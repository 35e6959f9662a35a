"""Which pupils of the school are missing, flagged or watched at this moment.

A query over current marks, never a stored list: a corrected mark leaves it by itself. Every list and
count of the slice is a part of this board, so that no two pages can disagree.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from sisoho import clock
from sisoho.access import Access
from sisoho.outreach.queries.duties import Duties, duties
from sisoho.outreach.queries.entries import Entry
from sisoho.outreach.queries.histories import Histories, History, histories
from sisoho.outreach.queries.touches import REQUEST, VISIT, Touch, Touches, touches
from sisoho.outreach.queries.villages import Villages, villages
from sisoho.outreach.rules import (
    LastVisit,
    MeetingPlace,
    Seen,
    Situation,
    Streak,
    VisitThresholds,
    absence_streak,
    crossing_slot,
    list_pupil,
    return_after,
)
from sisoho.rollcall.queries import SheetRecord
from sisoho.rollcall.queries.first_said import first_said_absent
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
    reading = _Reading(
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
        entries=tuple(reading.entries(access, enrolled)),
        villages=reading.villages,
        duties=reading.duties,
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


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was read for one board."""

    now: datetime
    thresholds: VisitThresholds
    past: Histories
    villages: Villages
    duties: Duties
    touches: Mapping[int, Touches]
    free_day_after: Callable[[date], date]

    def entries(self, access: Access, enrolled: list[tuple[ClassRoll, RollPupil]]) -> Iterator[Entry]:
        concerned = self.past.marked_absent() | self.touches.keys()
        pupils = [(roll, pupil) for roll, pupil in enrolled if pupil.id in concerned]
        brief = concerned - {pupil_id for pupil_id, done in self.touches.items() if done.last(VISIT)}
        past = self.past.newest_first([pupil.id for _, pupil in pupils], brief)
        streaks = {pupil_id: absence_streak(history) for pupil_id, history in past.items()}
        learnt = self._learnt(access, pupils, streaks)
        for roll, pupil in pupils:
            history, streak = past[pupil.id], streaks[pupil.id]
            known = self._situation(pupil, history, streak, learnt.get(pupil.id))
            listing = list_pupil(known, self.now, self.thresholds, self.free_day_after)
            if listing or streak:
                yield self._entry(roll, pupil, known, listing, history)

    def _learnt(
        self, access: Access, pupils: list[tuple[ClassRoll, RollPupil]], streaks: Mapping[int, Streak]
    ) -> dict[int, datetime]:
        """pupil id → when the absence that calls for a visit was received."""
        crossed: dict[int, int] = {}
        for roll, pupil in pupils:
            streak = streaks[pupil.id]
            slot = crossing_slot(streak, self._season(pupil, streak) is not None, self.thresholds)
            record = self.past.sheet(roll.id, slot) if slot else None
            if record:
                crossed[pupil.id] = record.id
        said = first_said_absent(access, set(crossed.values()))
        return {
            pupil_id: said[sheet_id, pupil_id]
            for pupil_id, sheet_id in crossed.items()
            if (sheet_id, pupil_id) in said
        }

    def _season(self, pupil: RollPupil, streak: Streak) -> Any:
        """Declared today, or when the pupil was last away: a season that ends excuses nobody from going."""
        today = vietnam_date(self.now)
        days = [today] + ([streak.latest.date] if streak.latest else [])
        return self.villages.season(pupil.village_id(today), days)

    def _situation(
        self, pupil: RollPupil, history: History, streak: Streak, learnt_at: datetime | None
    ) -> Situation:
        done = self.touches.get(pupil.id, Touches())
        visit, asked = done.last(VISIT), done.last(REQUEST)
        return Situation(
            streak=streak,
            in_season=self._season(pupil, streak) is not None,
            learnt_at=learnt_at,
            asked_at=asked.at if asked else None,
            visit=self._last_visit(visit) if visit else None,
            returned=return_after(history, visit.at) if visit else None,
        )

    def _last_visit(self, visit: Touch) -> LastVisit:
        """Who was not met is looked for again on the next free day, whatever had called for the visit."""
        day = visit.day
        if day is None and visit.word == MeetingPlace.NOT_MET:
            day = self.free_day_after(vietnam_date(visit.at))
        return LastVisit(visit.at, day)

    def _entry(
        self, roll: ClassRoll, pupil: RollPupil, known: Situation, listing: Any, history: History
    ) -> Entry:
        village_id = pupil.village_id(vietnam_date(self.now))
        season = self._season(pupil, known.streak)
        return Entry(
            pupil_id=pupil.id,
            public_id=pupil.public_id,
            name=pupil.name,
            class_id=roll.id,
            class_public_id=roll.public_id,
            class_name=roll.name,
            village_id=village_id,
            village=self.villages.name(village_id),
            has_team=bool(self.duties.team(village_id)),
            streak=known.streak,
            is_longer=self._is_longer(history),
            season=season.kind.label if season and known.streak else "",
            listing=listing,
            watch_days=self.thresholds.watch_days,
            touches=self.touches.get(pupil.id, Touches()),
            on=vietnam_date(self.now),
        )

    def _is_longer(self, history: History) -> bool:
        """Away from the first days that were read on: the row may have begun before."""
        if not history or any(seen is Seen.PRESENT for _, seen in history):
            return False
        oldest, seen = history[-1]
        year_starts = min(roll.calendar.year.starts for roll in self.past.rolls)
        first_days = self.past.starts + timedelta(days=3)
        return seen is Seen.UNEXCUSED and oldest.date <= first_days and self.past.starts > year_starts
