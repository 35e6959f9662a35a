"""Places each pupil on the board, from what was read."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sisoho.access import Access
from sisoho.outreach.queries.duties import Duties
from sisoho.outreach.queries.entries import Entry
from sisoho.outreach.queries.histories import Histories, History
from sisoho.outreach.queries.touches import REQUEST, VISIT, Touch, Touches
from sisoho.outreach.queries.villages import Villages
from sisoho.outreach.rules import (
    LastVisit,
    Listing,
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
from sisoho.rollcall.queries.first_said import first_said_absent
from sisoho.school_calendar import Season, vietnam_date
from sisoho.schools.queries.due import ClassRoll, RollPupil


@dataclass(frozen=True, slots=True)
class Placing:
    """What was read for one board, and the place it gives each pupil."""

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

    def _season(self, pupil: RollPupil, streak: Streak) -> Season | None:
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
        self, roll: ClassRoll, pupil: RollPupil, known: Situation, listing: Listing | None, history: History
    ) -> Entry:
        village_id = pupil.village_id(vietnam_date(self.now))
        season = self._season(pupil, known.streak)
        return Entry(
            pupil_id=pupil.id,
            public_id=pupil.public_id,
            name=pupil.label,
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
