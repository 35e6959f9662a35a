"""What the rules read of every pupil of a school, in the same nine statements however many there are."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from peewee import JOIN

from sisoho.access import Access
from sisoho.outreach.models import PupilCircumstance
from sisoho.outreach.queries.histories import ONE_DAY, Histories
from sisoho.outreach.queries.villages import villages
from sisoho.outreach.rules.risk_signs import Dated, Distance, PupilRecord, Record
from sisoho.rollcall.queries import records_between
from sisoho.school_calendar import (
    ClassCalendar,
    LessonKind,
    Season,
    Slot,
    covers,
    due_slots,
    tet_breaks,
    vietnam_date,
)
from sisoho.schools.models import HomeDistance, Move, PovertyDecision, PupilHousehold
from sisoho.schools.queries.due import ClassRoll, RollPupil, class_rolls
from sisoho.schools.rules import MoveKind, MoveState

# Spells of last year's seasons tell what to expect of this year's.
EARLIER = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class PupilInClass:
    """A pupil of a class; ids are row ids."""

    pupil: RollPupil
    roll: ClassRoll
    record: PupilRecord
    dropped_on: date | None


def pupil_records(access: Access, until: date) -> dict[int, PupilInClass]:
    """pupil id → what is known on a day, of everyone in class then or earlier in that school year."""
    past = SchoolPast.read(access, until)
    histories = past.histories.newest_first(past.concerned)
    return {pupil_id: past.pupil(pupil_id, tuple(reversed(histories[pupil_id]))) for pupil_id in histories}


@dataclass(frozen=True, slots=True)
class SchoolPast:
    """A year of a school: whom it concerns, the sheets, and everything beside them."""

    until: date
    histories: Histories
    concerned: Mapping[int, tuple[RollPupil, ClassRoll]]
    main: Mapping[int, frozenset[Slot]]
    about: "_About"

    @classmethod
    def read(cls, access: Access, until: date) -> "SchoolPast":
        starts = until - EARLIER
        rolls = class_rolls(access, starts, until + ONE_DAY)
        now = [roll for roll in rolls if covers(roll.calendar.year, until)]
        concerned = {pupil.id: (pupil, roll) for roll in now for pupil in roll.pupils}
        concerned |= {pupil.id: (pupil, roll) for roll in now for pupil in roll.enrolled(until)}
        return cls(
            until,
            Histories(rolls, records_between(access, starts, until + ONE_DAY), starts),
            concerned,
            {roll.id: _main(roll.calendar, until) for roll in now},
            _About.read(access, starts, rolls),
        )

    def pupil(self, pupil_id: int, history: Record) -> PupilInClass:
        pupil, roll = self.concerned[pupil_id]
        record = self.record(pupil_id, history)
        return PupilInClass(pupil, roll, record, self.about.dropped_on(pupil_id))

    def record(self, pupil_id: int, history: Record, known: date = date.max) -> PupilRecord:
        pupil, roll = self.concerned[pupil_id]
        return self.about.record(pupil, roll, history, self.main[roll.id], min(self.until, known), known)


def _main(calendar: ClassCalendar, until: date) -> frozenset[Slot]:
    slots = due_slots(calendar, calendar.year.starts, until + ONE_DAY, kinds={LessonKind.CHINH_KHOA})
    return frozenset(slots)


@dataclass(frozen=True, slots=True)
class _Household:
    of_pupil: Mapping[int, int]
    pupils: Mapping[int, list[int]]
    poverty: Mapping[int, list[Dated]]


@dataclass(frozen=True, slots=True)
class _About:
    """Everything beside the marks, by pupil, household and class; last in a line, when it was written."""

    homes: _Household
    circumstances: Mapping[int, list[tuple[Dated, date]]]
    distances: Mapping[int, list[tuple[Distance, date]]]
    moves: Mapping[int, list[tuple[MoveKind, date, int | None, date]]]
    seasons: tuple[Season, ...]
    after_tet: tuple[date, ...]

    @classmethod
    def read(cls, access: Access, starts: date, rolls: list[ClassRoll]) -> "_About":
        return cls(
            _homes(access),
            _circumstances(access),
            _distances(access),
            _moves(access),
            villages(access, starts).seasons,
            tuple(after for _, after in tet_breaks(roll.calendar for roll in rolls)),
        )

    def record(
        self, pupil: RollPupil, roll: ClassRoll, history: Record, main: frozenset[Slot], until: date,
        known: date = date.max,
    ) -> PupilRecord:  # fmt: skip
        """Without what was written after the day `known`."""
        village_id, home = pupil.village_id(until), self.homes.of_pupil.get(pupil.id)
        kin = [i for i in self.homes.pupils.get(home or 0, []) if i != pupil.id]
        left_class = [
            (i, day)
            for i, told in self.moves.items()
            for kind, day, class_id, written in told
            if kind is MoveKind.DROPPED and class_id == roll.id and written <= known
        ]
        return PupilRecord(
            grade=roll.grades[0],
            year_starts=roll.calendar.year.starts,
            history=history,
            main=main,
            seasons=tuple(s for s in self.seasons if s.village_id in (None, village_id)),
            after_tet=self.after_tet,
            poverty=tuple(self.homes.poverty.get(home or 0, ())),
            circumstances=tuple(o for o, at in self.circumstances.get(pupil.id, ()) if at <= known),
            distances=tuple(one for one, at in self.distances.get(pupil.id, ()) if at <= known),
            dropped=tuple(self._returns(pupil.id, known)),
            siblings_dropped=tuple(
                day
                for i in kin
                for kind, day, _, written in self.moves.get(i, ())
                if kind is MoveKind.DROPPED and written <= known
            ),
            classmates_dropped=tuple(day for i, day in left_class if i != pupil.id and i not in kin),
        )

    def dropped_on(self, pupil_id: int) -> date | None:
        days = [day for kind, day, *_ in self.moves.get(pupil_id, ()) if kind is MoveKind.DROPPED]
        return days[-1] if days else None

    def _returns(self, pupil_id: int, known: date) -> Iterator[tuple[date, date]]:
        left = None
        for kind, day, _, written in self.moves.get(pupil_id, ()):
            if kind is MoveKind.DROPPED:
                left = day
            elif left is not None and written <= known:
                yield left, day
                left = None


def _homes(access: Access) -> _Household:
    h, poor = PupilHousehold, PovertyDecision
    rows = (
        h.select(h.pupil, h.household, poor.kind, poor.starts, poor.ends)
        .join(poor, JOIN.LEFT_OUTER, on=(poor.household == h.household) & (poor.unit == h.unit))
        .where((h.unit == access.unit_id) & (h.ends.is_null() | (h.ends > access.on)))
        .order_by(h.id, poor.id)
        .tuples()
    )
    of_pupil: dict[int, int] = {}
    pupils: dict[int, list[int]] = defaultdict(list)
    poverty: dict[int, dict[Dated, None]] = defaultdict(dict)
    for pupil_id, home, kind, starts, ends in rows:
        if pupil_id not in of_pupil:
            pupils[home].append(pupil_id)
        of_pupil.setdefault(pupil_id, home)
        if kind is not None:
            poverty[home][Dated(kind, starts, ends)] = None
    return _Household(of_pupil, pupils, {home: list(held) for home, held in poverty.items()})


def _circumstances(access: Access) -> dict[int, list[tuple[Dated, date]]]:
    c = PupilCircumstance
    rows = c.select(c.pupil, c.at, c.kind, c.starts, c.ends).where(c.unit == access.unit_id).order_by(c.id)
    found: dict[int, list[tuple[Dated, date]]] = defaultdict(list)
    for pupil_id, at, *rest in rows.tuples():
        found[pupil_id].append((Dated(*rest), vietnam_date(at)))
    return found


def _distances(access: Access) -> dict[int, list[tuple[Distance, date]]]:
    d = HomeDistance
    rows = d.select(d.pupil, d.recorded_at, d.starts, d.km, d.hard_terrain).where(d.unit == access.unit_id)
    found: dict[int, list[tuple[Distance, date]]] = defaultdict(list)
    for pupil_id, at, *rest in rows.order_by(d.starts, d.id).tuples():
        found[pupil_id].append((Distance(*rest), vietnam_date(at)))
    return found


def _moves(access: Access) -> dict[int, list[tuple[MoveKind, date, int | None, date]]]:
    """Dropouts, and what ends one, oldest first."""
    m = Move
    back = (MoveKind.DROPPED, MoveKind.RETURNED)
    rows = (
        m.select(m.pupil, m.kind, m.on, m.from_class, m.recorded_at)
        .where(
            (m.unit == access.unit_id)
            & m.kind.in_([kind.value for kind in back])
            & (m.state != MoveState.CANCELLED.value)
        )
        .order_by(m.on, m.id)
    )
    found: dict[int, list[tuple[MoveKind, date, int | None, date]]] = defaultdict(list)
    for pupil_id, kind, day, class_id, at in rows.tuples():
        found[pupil_id].append((MoveKind(kind), day, class_id, vietnam_date(at)))
    return found
