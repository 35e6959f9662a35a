"""What is known about one pupil's absence, for those who may read it."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sisoho.access import Access
from sisoho.outreach.models import Contact, VisitRequest
from sisoho.outreach.queries.case_lines import CaseLine, live_cases
from sisoho.outreach.queries.due_marks import DueMarks
from sisoho.outreach.queries.duties import StaffCard
from sisoho.outreach.queries.entries import Entry
from sisoho.outreach.queries.families import NO_FAMILY, Family, families
from sisoho.outreach.queries.reach import PupilCard, household_of, readable_pupil
from sisoho.outreach.queries.visits import VisitView, visits_of_pupil
from sisoho.outreach.rules import Channel
from sisoho.rollcall.queries import MarkRow, is_locked, leaves_since, marks_between
from sisoho.rollcall.rules import Leave, MarkKind, counted_kind
from sisoho.school_calendar import Slot, vietnam_date
from sisoho.schools.models import StaffMember


@dataclass(frozen=True, slots=True)
class ContactLine:
    at: datetime
    by: str
    channel: Channel
    reached: bool
    note: str


@dataclass(frozen=True, slots=True)
class RequestLine:
    """`id` is the row id; an open one has no `closed_at`."""

    id: int
    at: datetime
    by: str
    reason: str
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class AbsenceLine:
    """One half-day missed. `locked`: its mark may not change any more."""

    slot: Slot
    kind: MarkKind
    locked: bool
    reason: str

    @property
    def is_unverified(self) -> bool:
        """Nobody asked in time: it counts as K (domain.md §8.7)."""
        return self.locked and self.kind is MarkKind.V

    @property
    def why(self) -> str:
        return "chưa xác minh, tính là không phép" if self.is_unverified else self.reason


@dataclass(frozen=True, slots=True)
class PupilPage:
    """`absences` of half-days on which the pupil was due, newest first.

    `may_ask`: the homeroom teacher or a leader, who can ask the village's team to go. `case`: the live one.
    """

    card: PupilCard
    entry: Entry | None
    family: Family
    siblings: tuple[PupilCard, ...]
    team: tuple[StaffCard, ...]
    homeroom: tuple[StaffCard, ...]
    absences: tuple[AbsenceLine, ...]
    contacts: tuple[ContactLine, ...]
    requests: tuple[RequestLine, ...]
    visits: tuple[VisitView, ...]
    may_ask: bool
    case: CaseLine | None

    @property
    def totals(self) -> str:
        """`có phép 2 · không phép 3, trong đó chưa xác minh 1 · chưa rõ lý do 1`, of this school year."""
        counted = Counter(counted_kind(line.kind, line.locked) for line in self.absences)
        unverified = sum(line.is_unverified for line in self.absences)
        said = (
            ("có phép", counted[MarkKind.P], ""),
            (
                "không phép",
                counted[MarkKind.K],
                f", trong đó chưa xác minh {unverified}" if unverified else "",
            ),
            ("chưa rõ lý do", counted[MarkKind.V], ""),
        )
        return " · ".join(f"{word} {count}{more}" for word, count, more in said if count)

    @property
    def open_request(self) -> RequestLine | None:
        return next((line for line in self.requests if line.closed_at is None), None)


def pupil_page(access: Access, public_id: str) -> PupilPage:
    """Raises NotFound unless the person may read about this pupil now (reach.readable_pupil)."""
    card, entry, found = readable_pupil(access, public_id)
    roll = next(roll for roll in found.rolls if roll.id == card.class_id)
    year = roll.calendar.year
    marks = marks_between(access, year.starts, year.ends, pupil_ids=[card.id])
    leaves = leaves_since(access, [card.id], year.starts).get(card.id, ())
    return PupilPage(
        card=card,
        entry=entry,
        family=families(access, [card.id]).get(card.id, NO_FAMILY),
        siblings=tuple(other for other in household_of(access, card) if other.id != card.id),
        team=found.duties.team(card.village_id),
        homeroom=found.duties.homeroom(card.class_id),
        absences=tuple(_absences(access, DueMarks(found.rolls).of(marks), leaves)),
        contacts=tuple(_contacts(access, card.id, year.starts)),
        requests=tuple(_requests(access, card.id)),
        visits=tuple(visits_of_pupil(access, card.id)),
        may_ask=access.sees_class(card.class_id),
        case=live_cases(access, [card.id]).get(card.id),
    )


def _absences(access: Access, marks: Iterable[MarkRow], leaves: Collection[Leave]) -> Iterator[AbsenceLine]:
    """`marks` of half-days on which the pupil was due, with the mark's own reason or the family's leave."""
    absences = [mark for mark in marks if mark.kind.is_absence]
    locked = is_locked(access, absences[-1].slot.date) if absences else None
    for mark in absences:
        asked = (leave.words for leave in leaves if leave.covers(mark.slot) and mark.kind is MarkKind.P)
        yield AbsenceLine(
            mark.slot, mark.kind, bool(locked and locked(mark.slot.date)), mark.reason or next(asked, "")
        )


def _contacts(access: Access, pupil_id: int, since: date) -> list[ContactLine]:
    c = Contact
    rows = (
        c.select(c.at, StaffMember.full_name, c.channel, c.reached, c.note)
        .join(StaffMember)
        .where((c.unit == access.unit_id) & (c.pupil == pupil_id))
        .order_by(c.at.desc(), c.id.desc())
        .tuples()
    )
    return [
        ContactLine(at, by, Channel(channel), bool(reached), note)
        for at, by, channel, reached, note in rows
        if vietnam_date(at) >= since
    ]


def _requests(access: Access, pupil_id: int) -> list[RequestLine]:
    r = VisitRequest
    rows = (
        r.select(r.id, r.at, StaffMember.full_name, r.reason, r.closed_at)
        .join(StaffMember)
        .where((r.unit == access.unit_id) & (r.pupil == pupil_id))
        .order_by(r.at.desc(), r.id.desc())
        .tuples()
    )
    return [RequestLine(*row) for row in rows]
