"""What the marks say about pupils with a case, and about those who may need one."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from sisoho import clock
from sisoho.access import Access
from sisoho.outreach.models import OutreachCase
from sisoho.outreach.queries.board import visit_thresholds
from sisoho.outreach.queries.duties import Duties, duties
from sisoho.outreach.queries.histories import Histories, histories
from sisoho.outreach.queries.touches import REQUEST, VISIT, Touch, Touches, touches
from sisoho.outreach.queries.villages import Villages, villages
from sisoho.outreach.rules import Seen, VisitThresholds, first_visit_due
from sisoho.school_calendar import Slot, covers, next_free_day, vietnam_date
from sisoho.schools.models import Enrolment
from sisoho.schools.queries.due import ClassRoll, RollPupil

# How far back a row of absences is read that nobody has a case for.
_REACH = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class CaseMarks:
    """`cases`: the live ones asked for; `in_class`: pupil id → class and dates, of those in class today.

    `missing`: pupils without a case to look at, None for everybody.
    """

    now: datetime
    thresholds: VisitThresholds
    cases: Sequence[OutreachCase]
    missing: Collection[int] | None
    past: Histories
    in_class: dict[int, tuple[ClassRoll, RollPupil]]
    villages: Villages
    duties: Duties
    touches: dict[int, Touches]
    free_day_after: Callable[[date], date]

    @property
    def known_from(self) -> date:
        return self.past.starts

    def newest_first(self, pupil_ids: Collection[int]) -> dict[int, list[tuple[Slot, Seen]]]:
        return self.past.newest_first(pupil_ids)

    def visited(self, pupil_id: int) -> list[datetime]:
        return [touch.at for touch in self.touches.get(pupil_id, Touches()).of(VISIT)]

    def request(self, pupil_id: int) -> Touch | None:
        """The homeroom teacher's open request."""
        return self.touches.get(pupil_id, Touches()).last(REQUEST)

    def due_from(self, at: datetime) -> date:
        """By which day to go, once it is known at `at`."""
        return vietnam_date(first_visit_due(at, self.thresholds, self.free_day_after))


def case_marks(access: Access, live: Collection[int], missing: Collection[int] | None) -> CaseMarks:
    """`live`: pupils (row ids) whose cases are asked about. Eight statements, whatever the number."""
    c, today = OutreachCase, access.on
    cases = list(c.select().where((c.unit == access.unit_id) & c.live.in_(list(live))).order_by(c.id))
    starts = min([today - _REACH, *(row.since for row in cases)])
    class_ids = None if missing is None else _classes(access, {*live, *missing})
    past = histories(access, starts, today, class_ids)
    return CaseMarks(
        now=clock.now(),
        thresholds=visit_thresholds(access, today),
        cases=cases,
        missing=missing,
        past=past,
        in_class={
            pupil.id: (roll, pupil)
            for roll in past.rolls
            for pupil in roll.pupils
            if any(covers(span, today) for span in pupil.dates.enrolled)
        },
        villages=villages(access, past.starts),
        duties=duties(access, today),
        touches=touches(access, past.starts),
        free_day_after=cache(lambda day: next_free_day([roll.calendar for roll in past.rolls], day)),
    )


def _classes(access: Access, pupil_ids: Collection[int]) -> set[int]:
    """Every class these pupils were ever in: a row of absences goes on across a change of class."""
    e = Enrolment
    rows = e.select(e.school_class).where((e.unit == access.unit_id) & e.pupil.in_(list(pupil_ids)))
    return {class_id for (class_id,) in rows.tuples()}
