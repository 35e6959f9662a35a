"""What a school knew of its pupils on each day of a span: for the back-test, which may not look ahead."""

from collections.abc import Mapping
from datetime import date, datetime

from sisoho.access import Access
from sisoho.outreach.queries.histories import ONE_DAY
from sisoho.outreach.queries.risk_records import EARLIER, SchoolPast
from sisoho.outreach.rules import SheetWords, seen_on
from sisoho.outreach.rules.risk_backtest import Heard, RememberedPupil, known_history
from sisoho.outreach.rules.risk_signs import MISSED, PupilRecord
from sisoho.rollcall.queries import SheetRecord
from sisoho.rollcall.queries.written import SheetWritten, sheet_words
from sisoho.rollcall.rules import MarkKind
from sisoho.school_calendar import Slot, due, vietnam_date

HalfDays = Mapping[Slot, Heard]


def remembered_pupils(access: Access, until: date) -> list[RememberedPupil]:
    """Everyone in class on a day or earlier in that school year; two statements more than `pupil_records`."""
    past = SchoolPast.read(access, until)
    heard = _heard(past, sheet_words(access, until - EARLIER, until + ONE_DAY))
    return [_remembered(past, pupil_id, half_days) for pupil_id, half_days in heard.items()]


def _remembered(past: SchoolPast, pupil_id: int, half_days: HalfDays) -> RememberedPupil:
    now = past.pupil(pupil_id, known_history(half_days, date.max))
    told_on = {day for words in half_days.values() for day, seen in words if seen in MISSED}

    def on(day: date) -> PupilRecord:
        return past.record(pupil_id, known_history(half_days, day), day)

    return RememberedPupil(now.record, now.dropped_on, tuple(sorted(told_on)), on)


def _heard(past: SchoolPast, written: Mapping[int, SheetWritten]) -> dict[int, dict[Slot, Heard]]:
    """pupil id → what was said of each due half-day, oldest first, and from which day on."""
    found: dict[int, dict[Slot, Heard]] = {pupil_id: {} for pupil_id in past.concerned}
    rolls = {roll.id: roll for roll in past.histories.rolls}
    dates = {roll.id: [p.dates for p in roll.pupils if p.id in found] for roll in past.histories.rolls}
    for record in past.histories.records:
        if record.class_id in rolls:
            for pupil_id in due(rolls[record.class_id].calendar, dates[record.class_id], record.slot):
                found[pupil_id][record.slot] = _words(pupil_id, record, written[record.id])
    return found


def _words(pupil_id: int, record: SheetRecord, written: SheetWritten) -> Heard:
    """The last word of each day. Who was on an earlier roll of the sheet is not kept: its roll is today's."""
    said: list[tuple[datetime, MarkKind | None]] = [(written.first_at, None)]
    said += written.changes.get(pupil_id, ())
    by_day = {}
    for at, kind in said:
        marks = {pupil_id: kind} if kind is not None else {}
        by_day[vietnam_date(at)] = seen_on(pupil_id, SheetWords(record.roll, marks))
    return tuple(by_day.items())
