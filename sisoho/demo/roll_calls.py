"""Eleven weeks of roll call: each class, each half-day, by the teacher of the first lesson."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial

from sisoho.db import new_public_id
from sisoho.demo.absences import Spell
from sisoho.demo.cast import Person
from sisoho.demo.stage import Stage
from sisoho.rollcall import actions
from sisoho.rollcall.rules import MarkKind, RollCallSubmission
from sisoho.school_calendar import HalfDay, Slot, at_vietnam, days
from sisoho.schools.queries.due import ClassRoll

# A sheet was sent: sheet (public id), half-day, and the pupils missing from it with their spells.
Heard = Callable[[str, Slot, list[Spell]], None]

_FIRST_SECONDARY_GRADE = 6
_BELL = {HalfDay.MORNING: time(7, 0), HalfDay.AFTERNOON: time(13, 30)}
_DAY_OPENS = time(6, 30)
_OUT_OF_SIGNAL = timedelta(hours=3, minutes=55)


def write_roll_calls(stage: Stage, heard: Heard) -> None:
    """Put every day of the demo into the diary; `heard` is told of each sheet as it is sent."""
    for day in days(stage.dates.first, stage.dates.as_of + timedelta(days=1)):
        stage.diary.at(at_vietnam(day, _DAY_OPENS), partial(_open_day, stage, day, heard))


def _open_day(stage: Stage, day: date, heard: Heard) -> None:
    """Only now is it known which classes have school: closures and make-up days are declared meanwhile."""
    for name, roll in stage.rolls.items():
        for slot in roll.slots(day, day + timedelta(days=1)):
            taken_at = _taken_at(stage, name, slot)
            if taken_at is not None:
                sent_at = taken_at + _delay(stage, roll, day)
                stage.diary.at(sent_at, partial(_take, stage, name, slot, taken_at, heard))


def _taken_at(stage: Stage, class_name: str, slot: Slot) -> datetime | None:
    """When the roll is taken: mostly in the first lesson, now and then late, and sometimes forgotten."""
    today = slot.date == stage.dates.as_of
    if today and class_name in stage.school.spec.still_unreported:
        return None
    drawn = stage.chance.random()
    bell = at_vietnam(slot.date, _BELL[slot.half_day])
    if drawn < 0.90 or today:
        return bell + timedelta(seconds=stage.chance.randrange(240, 1500))
    if drawn < 0.955:
        return bell + timedelta(seconds=stage.chance.randrange(1920, 3300))
    if drawn < 0.985:
        return bell + timedelta(seconds=stage.chance.randrange(4500, 11000))
    return None


def _delay(stage: Stage, roll: ClassRoll, day: date) -> timedelta:
    """Between the tap and its arrival: seconds, but hours at the campus without signal."""
    main_campus = stage.rolls[stage.school.spec.classes[0].name].calendar.campus_id
    is_last = day == stage.dates.as_of  # which is told until mid-morning only
    if roll.calendar.campus_id != main_campus and not is_last and stage.happens(0.25):
        return _OUT_OF_SIGNAL + timedelta(seconds=stage.chance.randrange(2400))
    return timedelta(seconds=stage.chance.randrange(2, 9))


def _take(stage: Stage, class_name: str, slot: Slot, taken_at: datetime, heard: Heard) -> None:
    roll = stage.rolls[class_name]
    due = roll.due_ids(slot)
    if not due:
        return
    missing = [spell for pupil_id in due if (spell := stage.absences.of(pupil_id, slot))]
    late = [pupil_id for pupil_id in due if stage.absences.is_late(pupil_id, slot)]
    seen_late = [pupil_id for pupil_id in late if stage.happens(0.6)]
    marks = dict.fromkeys(late, MarkKind.V) | dict.fromkeys(seen_late, MarkKind.T)
    marks |= {spell.child.pupil_id: MarkKind(spell.first_mark(slot)) for spell in missing}
    sent = RollCallSubmission(new_public_id(), 1, 0, due, marks, taken_at)
    taker = stage.access(_taker(stage, roll, slot))
    done = actions.submit_roll_call(taker, roll, slot, sent, skew=timedelta(0))
    if len(seen_late) < len(late):
        _correct_soon(stage, class_name, slot, sent, late)
    heard(done.sheet.public_id, slot, missing)


def _correct_soon(
    stage: Stage, class_name: str, slot: Slot, sent: RollCallSubmission, late: list[int]
) -> None:
    """Somebody marked as missing comes in: the same draft goes on, with the pupil late."""
    at = sent.device_at + timedelta(seconds=stage.chance.randrange(420, 1500))
    marks = {**sent.marks, **dict.fromkeys(late, MarkKind.T)}
    again = replace(sent, seq=2, base_version=1, marks=marks, device_at=at)
    stage.diary.at(at + timedelta(seconds=4), partial(_correct, stage, class_name, slot, again))


def _correct(stage: Stage, class_name: str, slot: Slot, again: RollCallSubmission) -> None:
    roll = stage.rolls[class_name]
    actions.submit_roll_call(stage.access(_taker(stage, roll, slot)), roll, slot, again, skew=timedelta(0))


def _taker(stage: Stage, roll: ClassRoll, slot: Slot) -> Person:
    """In primary the homeroom teacher; in lower secondary whoever teaches the first lesson of the weekday."""
    homeroom = stage.cast.homeroom(roll.id)
    grade = next(given.grades[0] for given in stage.school.spec.classes if given.name == roll.name)
    if grade < _FIRST_SECONDARY_GRADE or (roll.id + slot.date.weekday()) % 2:
        return homeroom
    teachers = [person for person in stage.cast.subject_teachers() if stage.cast.has_signed_in(person)]
    return teachers[(roll.id * 3 + slot.date.weekday()) % len(teachers)]
