"""Evidence for the week of the classes: contacts in time, and pupils who came back."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sisoho import clock
from sisoho.access import Access
from sisoho.outreach import rules
from sisoho.outreach.queries.board import visit_thresholds
from sisoho.outreach.queries.due_marks import DueMarks
from sisoho.outreach.queries.histories import ONE_DAY, histories
from sisoho.outreach.queries.touches import REACHED, TRIED, VISIT, Touches, touches
from sisoho.outreach.rules import LongAbsence, Promptness, promptness
from sisoho.rollcall.queries import MarkRow, marks_between
from sisoho.rollcall.queries.first_said import first_said_on
from sisoho.rollcall.rules import MarkKind
from sisoho.school_calendar import Slot, covers
from sisoho.schools.queries.due import ClassRoll, class_rolls
from sisoho.schools.queries.settings import setting

# How long before a span a row of absences may have begun and still end in it as a return.
_REACH = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class Answer:
    """One absence first marked V, and whether the family was asked in time."""

    class_id: int
    slot: Slot
    promptness: Promptness


@dataclass(frozen=True, slots=True)
class Return:
    """A pupil (row id) seen again at `slot`."""

    pupil_id: int
    slot: Slot


def contacts_within_24h(access: Access, starts: date, ends: date) -> dict[int, Promptness]:
    """class id → absences first marked V, and how many of them were answered in time (`answers`)."""
    found: dict[int, Promptness] = defaultdict(Promptness)
    for answer in answers(access, starts, ends):
        found[answer.class_id] += answer.promptness
    return dict(found)


def answers(
    access: Access, starts: date, ends: date, rolls: Collection[ClassRoll] | None = None
) -> list[Answer]:
    """The absences first marked V from `starts` until the day before `ends`, oldest first.

    Only of pupils who were due: where the water closed a village afterwards, nobody had to be called.
    A contact, a try, a visit, or the reason found out and settled is an answer; the hours are the
    school's setting `contact_hours`. One absence counts a pupil and day: nobody is called twice a day.
    `rolls`: the classes of the span, where the caller has read them already.
    """
    within = timedelta(hours=setting(access, "contact_hours", starts))
    done = touches(access, starts)
    first_said = first_said_on(access, starts, ends)
    due_at = DueMarks(class_rolls(access, starts, ends) if rolls is None else rolls)
    found = []
    for mark in _first_of_day(due_at.of(marks_between(access, starts, ends))):
        known_at = first_said.get((mark.class_id, mark.slot, mark.pupil_id))
        if known_at is None:
            continue
        tried = [touch.at for touch in done.get(mark.pupil_id, Touches()).of(REACHED, TRIED, VISIT)]
        tried += [mark.settled_at] if mark.settled_at else []
        prompt = promptness(mark.slot.date, known_at, tried, within, clock.now())
        found.append(Answer(mark.class_id, mark.slot, prompt))
    return sorted(found, key=lambda answer: (answer.slot, answer.class_id))


def _first_of_day(marks: Iterable[MarkRow]) -> list[MarkRow]:
    unknown = [mark for mark in marks if mark.first is MarkKind.V and mark.kind.is_absence]
    oldest_last = {(mark.pupil_id, mark.slot.date): mark for mark in unknown}
    return list(oldest_last.values())


def returns(access: Access, starts: date, ends: date) -> Mapping[int, list[Return]]:
    """class id → pupils who came back from `starts` until the day before `ends`.

    Back after as many half-days as call for a visit, or after a visit (rules.long_absences).
    """
    found: dict[int, list[Return]] = defaultdict(list)
    for class_id, pupil_id, absence in _long_absences(access, starts, ends):
        if absence.returned is not None:
            found[class_id].append(Return(pupil_id, absence.returned))
    return dict(found)


def long_absences(access: Access, starts: date, ends: date) -> Mapping[int, list[LongAbsence]]:
    """class id → the absences that called for a visit and lasted into the span, ended in it or not.

    Of pupils in class on its last day: who has left the roll is told elsewhere.
    """
    found: dict[int, list[LongAbsence]] = defaultdict(list)
    for class_id, _, absence in _long_absences(access, starts, ends):
        found[class_id].append(absence)
    return dict(found)


def _long_absences(access: Access, starts: date, ends: date) -> Iterator[tuple[int, int, LongAbsence]]:
    """(class id, pupil id, absence)."""
    last = min(ends - ONE_DAY, access.on)
    after = visit_thresholds(access, starts).visit_after
    past = histories(access, starts - _REACH, last)
    done = touches(access, starts - _REACH)
    classes = {
        pupil.id: roll.id
        for roll in past.rolls
        for pupil in roll.pupils
        if any(covers(span, last) for span in pupil.dates.enrolled)
    }
    for pupil_id, history in past.newest_first(past.marked_absent() & classes.keys()).items():
        visited = [touch.at for touch in done.get(pupil_id, Touches()).of(VISIT)]
        for absence in rules.long_absences(reversed(history), visited, after):
            if absence.returned is None or absence.returned.date >= starts:
                yield classes[pupil_id], pupil_id, absence
