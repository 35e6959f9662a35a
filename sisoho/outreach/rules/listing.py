"""Where a pupil stands on the list of the teachers on duty for a village.

The list is computed from current marks, requests and visits each time it is looked at: a
corrected mark leaves it by itself, and nothing has to be closed by hand.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from sisoho.outreach.rules.absence import Streak
from sisoho.school_calendar import Slot, at_vietnam, vietnam_date, vietnam_time
from sisoho.schools.rules import Duty, DutyKind, on_duty


class Bucket(StrEnum):
    """The four parts of the village list, most pressing first."""

    OVERDUE = "overdue"
    TO_VISIT = "to_visit"
    NEW_TODAY = "new_today"
    WATCHING = "watching"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Bucket.OVERDUE: "Quá hẹn",
    Bucket.TO_VISIT: "Cần đến nhà",
    Bucket.NEW_TODAY: "Mới vắng hôm nay",
    Bucket.WATCHING: "Đã trở lại – theo dõi",
}


@dataclass(frozen=True, slots=True)
class VisitThresholds:
    """When a home visit is called for; a school's dated value."""

    visit_after: int  # due half-days in a row not excused
    due_by: time  # on a Vietnamese clock
    watch_days: int  # after the return


@dataclass(frozen=True, slots=True)
class LastVisit:
    at: datetime
    look_again_on: date | None


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known of one pupil.

    `learnt_at`: when the sheet of `crossing_slot` was received (None: taken as known on its day).
    `asked_at`: the homeroom teacher's open request. `returned`: `return_after` the last visit.
    """

    streak: Streak
    in_season: bool = False
    learnt_at: datetime | None = None
    asked_at: datetime | None = None
    visit: LastVisit | None = None
    returned: Slot | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A pupil's place on the list; `watch_day` counts from 1 on the day of return."""

    bucket: Bucket
    due_at: datetime | None = None
    watch_day: int | None = None


FreeDay = Callable[[date], date]


def crossing_slot(streak: Streak, in_season: bool, thresholds: VisitThresholds) -> Slot | None:
    """The half-day with which a visit is called for: the first one in a declared season of the village."""
    needed = 1 if in_season else thresholds.visit_after
    return streak.slots[needed - 1] if len(streak) >= needed else None


def list_pupil(
    known: Situation, now: datetime, thresholds: VisitThresholds, free_day_after: FreeDay
) -> Listing | None:
    """Where the pupil stands now, or None when nothing is to be done.

    `free_day_after(day)` is the school's next day without lessons (`next_free_day`).
    """
    watch_day = _watch_day(known.returned, now, thresholds)
    due_at = min(_due_times(known, thresholds, free_day_after), default=None)
    if due_at is not None:
        return Listing(Bucket.OVERDUE if now > due_at else Bucket.TO_VISIT, due_at, watch_day)
    latest = known.streak.latest
    if latest is not None and latest.date == vietnam_date(now):
        return Listing(Bucket.NEW_TODAY, watch_day=watch_day)
    return Listing(Bucket.WATCHING, watch_day=watch_day) if watch_day else None


def first_visit_due(learnt_at: datetime, thresholds: VisitThresholds, free_day_after: FreeDay) -> datetime:
    """By when to go: the hour of the same day, or of the next free day once that hour has passed."""
    local = vietnam_time(learnt_at)
    day = local.date() if local.time() <= thresholds.due_by else free_day_after(local.date())
    return at_vietnam(day, thresholds.due_by)


def _due_times(known: Situation, thresholds: VisitThresholds, free_day_after: FreeDay) -> Iterable[datetime]:
    """What calls for a visit: an unfinished one, else the row of absences; and an open request."""
    visit = known.visit
    crossed = crossing_slot(known.streak, known.in_season, thresholds)
    if visit is not None and _is_open(visit, known):
        day = visit.look_again_on or free_day_after(vietnam_date(visit.at))
        yield at_vietnam(day, thresholds.due_by)
    elif crossed is not None:
        yield first_visit_due(known.learnt_at or at_vietnam(crossed.date), thresholds, free_day_after)
    if known.asked_at is not None and (visit is None or visit.at < known.asked_at):
        yield first_visit_due(known.asked_at, thresholds, free_day_after)


def _is_open(visit: LastVisit, known: Situation) -> bool:
    """A visit is unfinished until the pupil is back: by its appointment, or while the same row goes on."""
    if known.returned is not None:
        return False
    since = known.streak.since
    return visit.look_again_on is not None or (since is not None and at_vietnam(since.date) <= visit.at)


def _watch_day(returned: Slot | None, now: datetime, thresholds: VisitThresholds) -> int | None:
    if returned is None:
        return None
    day = (vietnam_date(now) - returned.date).days + 1
    return day if day <= thresholds.watch_days else None


def answerable_staff(
    duties: Iterable[Duty], village_id: int | None, class_id: int, on: date
) -> tuple[int, ...]:
    """Staff ids who answer for a pupil's visits, the lead of the village's team first.

    A village without a team falls to the homeroom teacher; without one, to the principal.
    """
    held = tuple(duties)
    return (
        (on_duty(held, DutyKind.VILLAGE, on, village_id=village_id) if village_id is not None else ())
        or on_duty(held, DutyKind.HOMEROOM, on, class_id=class_id)
        or on_duty(held, DutyKind.PRINCIPAL, on)
    )
