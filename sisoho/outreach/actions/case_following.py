"""What the marks do to cases: open one, tell that a pupil is back or away again, end a watch.

After each sheet only its own pupils are asked, and only those for whom it may change something; the daily
round asks the whole school and catches up after days on which the machine was off.
"""

from collections.abc import Collection
from datetime import timedelta

from sisoho import clock, db
from sisoho.access import Access, system_access
from sisoho.errors import Conflict
from sisoho.jobs.registry import JobRun
from sisoho.outreach.actions.case_closing import close_untouched
from sisoho.outreach.actions.case_rows import BY_RULE, AlreadyOpen, append, open_rows
from sisoho.outreach.models import OutreachCase
from sisoho.outreach.queries.case_candidates import Candidate, candidates, on_sheet
from sisoho.outreach.queries.case_lines import case_lines, case_of
from sisoho.outreach.queries.case_marks import CaseMarks, case_marks
from sisoho.outreach.rules.case_signs import read_signs, what_follows
from sisoho.outreach.rules.case_words import EventKind, Priority, Why
from sisoho.outreach.rules.cases import Event
from sisoho.rollcall.queries.absent import sheet_absences
from sisoho.schools.queries import current_year, unit_card

DAILY = "follow_cases"
_NEWS = timedelta(days=21)  # an older sheet is left to the daily round


def follow_sheet(unit_id: int, sheet_id: int) -> None:
    """Registered with rollcall's after-marks; may be called again for the same sheet."""
    today = clock.today()
    access = system_access(unit_id, "school", today)
    sheet = sheet_absences(access, sheet_id=sheet_id)
    if sheet.slot.date < today - _NEWS:
        return
    if sheet.village_ids:  # whether a season is declared in a village, its commune knows
        access = _named(access)
    found = on_sheet(access, sheet)
    if found.live or found.missing:
        _follow(_named(access), found.live, found.missing)


def follow_all(run: JobRun) -> dict[str, int]:
    """The daily round of a school."""
    access = _named(system_access(run.unit_id, "school", clock.today()))
    _release(access)
    c = OutreachCase
    live = [
        row for (row,) in c.select(c.live).where((c.unit == run.unit_id) & c.live.is_null(False)).tuples()
    ]
    opened = _follow(access, live, None)
    return {"opened": opened, "closed": close_untouched(access)}


def _named(access: Access) -> Access:
    card = unit_card(access.unit_id, access.on)
    return system_access(access.unit_id, card.kind, access.on, card.commune_id, card.name)


def _follow(access: Access, live: Collection[int], missing: Collection[int] | None) -> int:
    """`live`: pupils with a case; `missing`: pupils without one who may need it, None for everybody."""
    marks = case_marks(access, live, missing)
    for row in marks.cases:
        _advance(access, row, marks)
    return sum(_open(access, found, marks) for found in candidates(access, marks))


def _advance(access: Access, row: OutreachCase, marks: CaseMarks) -> None:
    """One event after another until the marks have nothing more to say."""
    for _ in range(3):
        case, needed = case_of(row), 1 if row.why == Why.SEASON else marks.thresholds.visit_after
        history = marks.newest_first([row.pupil_id])[row.pupil_id]
        signs = read_signs(history[::-1], marks.known_from, case, marks.visited(row.pupil_id), needed)
        event = what_follows(case, signs, marks.now, access.on, marks.thresholds.watch_days)
        if event is None or (event.kind is EventKind.WATCH_ENDED and row.pupil_id not in marks.in_class):
            return
        events = [event]
        if event.kind is EventKind.AWAY_AGAIN:
            events.append(Event(EventKind.DUE_MOVED, marks.now, day=marks.due_from(marks.now)))
        try:
            with db.write():
                append(access, row, events, BY_RULE, marks.thresholds.watch_days)
        except Conflict:  # a person wrote at the same moment; the next round looks again
            return
        row = OutreachCase.get((OutreachCase.unit == access.unit_id) & (OutreachCase.id == row.id))


def _open(access: Access, found: Candidate, marks: CaseMarks) -> bool:
    year, now = current_year(access), marks.now
    if year is None:
        return False
    events = [Event(EventKind.OPENED, now, day=found.since, word=found.why.value, text=found.text)]
    if found.staff_id is not None:
        events.append(Event(EventKind.ASSIGNED, now, staff_id=found.staff_id))
    events.append(Event(EventKind.DUE_MOVED, now, day=marks.due_from(now)))
    if found.why is Why.SEASON:
        events.append(Event(EventKind.PRIORITY, now, word=Priority.URGENT.value))
    try:
        days = marks.thresholds.watch_days
        open_rows(access, found.pupil_id, year.id, events, BY_RULE, days, crossed_on=found.crossed_on)
    except AlreadyOpen:  # the same half-day's afternoon sheet, or a person, was first
        return False
    return True


def _release(access: Access) -> None:
    """Cases whose holder's duty is over wait for a leader to give them to somebody."""
    c = OutreachCase
    for line in case_lines(access, c.live.is_null(False) & c.staff.is_null(False)):
        if line.lapsed:
            row = c.get((c.unit == access.unit_id) & (c.id == line.id))
            said = Event(EventKind.ASSIGNED, clock.now(), text="Nhiệm vụ của người đang giữ đã kết thúc.")
            with db.write():
                append(access, row, [said], BY_RULE, watch_days=1)
