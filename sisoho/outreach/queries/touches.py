"""Everything done about the school's pupils: visits, open requests, contacts, in one statement."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import Cast, Value

from sisoho.access import Access
from sisoho.outreach.models import Contact, HomeVisit, VisitedPupil, VisitRequest
from sisoho.school_calendar import at_vietnam

VISIT, REQUEST, REACHED, TRIED = "visit", "request", "reached", "tried"


@dataclass(frozen=True, slots=True)
class Touch:
    """`what` is one of the words above. `word`: the visit's place, the request's reason, the channel.

    `day` is the visit's appointment.
    """

    what: str
    at: datetime
    word: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Touches:
    """What was done about one pupil, newest first."""

    all: tuple[Touch, ...] = ()

    def last(self, *what: str) -> Touch | None:
        return next(self.of(*what), None)

    def of(self, *what: str) -> Iterator[Touch]:
        return (touch for touch in self.all if touch.what in what)


def touches(access: Access, since: date) -> dict[int, Touches]:
    """pupil id → visits and contacts since a day, and every open request."""
    start = at_vietnam(since)
    rows = (_visits(access, start) + _requests(access) + _contacts(access, start)).tuples()
    found: dict[int, list[Touch]] = defaultdict(list)
    for what, pupil_id, at, word, day, reached in rows:
        found[pupil_id].append(Touch(_word(what, reached), at, word, day))
    return {
        pupil_id: Touches(tuple(sorted(done, key=lambda touch: touch.at, reverse=True)))
        for pupil_id, done in found.items()
    }


def _word(what: str, reached: Any) -> str:
    if what == "contact":
        return REACHED if reached else TRIED
    return what


_NO_DAY = Cast(Value(None), "date")


def _visits(access: Access, start: datetime) -> Any:
    v, p = HomeVisit, VisitedPupil
    return (
        v.select(Value(VISIT), p.pupil, v.at, v.place, v.look_again_on, Value(True))
        .join(p, on=(p.visit == v.id) & (p.unit == v.unit))
        .where((v.unit == access.unit_id) & (v.at >= start))
    )


def _requests(access: Access) -> Any:
    r = VisitRequest
    return r.select(Value(REQUEST), r.pupil, r.at, r.reason, _NO_DAY, Value(True)).where(
        (r.unit == access.unit_id) & r.closed_at.is_null()
    )


def _contacts(access: Access, start: datetime) -> Any:
    c = Contact
    return c.select(Value("contact"), c.pupil, c.at, c.channel, _NO_DAY, c.reached).where(
        (c.unit == access.unit_id) & (c.at >= start)
    )
