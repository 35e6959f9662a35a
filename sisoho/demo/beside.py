"""Said beside the marks on the last morning: leave for later, a child who goes home, heads counted."""

from datetime import time, timedelta
from functools import partial

from sisoho.demo.stage import Stage
from sisoho.rollcall import actions, queries
from sisoho.rollcall.queries import SheetState
from sisoho.rollcall.rules import Leave, Seen
from sisoho.school_calendar import HalfDay, at_vietnam
from sisoho.schools.queries.due import ClassRoll, RollPupil

_DAYS_AHEAD = timedelta(days=7)


def write_beside(stage: Stage) -> None:
    for clock_time, deed in ((time(6, 55), _ask_leave), (time(8, 50), _send_home), (time(9, 5), _count)):
        stage.diary.at(at_vietnam(stage.dates.as_of, clock_time), partial(deed, stage))


def _ask_leave(stage: Stage) -> None:
    """A mother asks for the next half-day that nobody has called yet: the sheet bears the mark then."""
    today = stage.dates.as_of
    teacher = next(person for person in stage.cast if person.class_ids)
    roll = next(roll for roll in stage.rolls.values() if roll.id in teacher.class_ids)
    later = [
        slot
        for slot in roll.slots(today, today + _DAYS_AHEAD)
        if slot.date > today or slot.half_day is HalfDay.AFTERNOON
    ]
    present = _present(stage, roll)
    if later and present:
        asked = Leave(present[-1].id, later[0], later[0], "khám răng ở trạm y tế", "mẹ")
        actions.ask_leave(stage.access(teacher), roll, asked)


def _present(stage: Stage, roll: ClassRoll) -> list[RollPupil]:
    """Those who stay away on no half-day of the last day, and have no part in a scene."""
    today = stage.dates.as_of
    slots = roll.slots(today, today + timedelta(days=1))
    return [
        pupil
        for pupil in roll.enrolled(today)
        if pupil.id not in stage.taken and not any(stage.absences.of(pupil.id, slot) for slot in slots)
    ]


def _send_home(stage: Stage) -> None:
    """A child of the first class feels ill after the second lesson; the sheet is not opened again."""
    for state in _called(stage)[:1]:
        assert state.record is not None
        marks = state.record.marks
        pupil = next(pupil for pupil in state.roll.due(state.slot) if pupil.id not in marks)
        teacher = stage.access(stage.cast.homeroom(state.roll.id))
        actions.note_lesson(teacher, state.roll, state.slot, pupil.id, Seen.LEFT_EARLY, 2, "đau bụng")


def _count(stage: Stage) -> None:
    """The principal sees in one class whom the sheet explains, and in the next one child fewer."""
    for state in _called(stage)[:2]:
        assert state.totals is not None
        seen = state.totals.present - state.totals.late - 1
        actions.count_heads(stage.of_post("principal"), state.roll.public_id, state.slot, seen, None)


def _called(stage: Stage) -> list[SheetState]:
    """The classes whose sheet of the last morning has come in."""
    states = queries.sheet_states(stage.of_post("principal"), stage.dates.as_of)
    return [state for state in states if state.record and state.slot.half_day is HalfDay.MORNING]
