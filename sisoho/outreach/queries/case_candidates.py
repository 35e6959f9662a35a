"""Who needs a case: the pupils who have crossed the line of "cần đến nhà"."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from peewee import fn

from sisoho.access import Access
from sisoho.outreach.models import CaseEvent, OutreachCase, VisitRequest
from sisoho.outreach.queries.board import visit_thresholds
from sisoho.outreach.queries.case_marks import CaseMarks
from sisoho.outreach.queries.histories import History
from sisoho.outreach.queries.villages import villages
from sisoho.outreach.rules import absence_streak, answerable_staff, crossing_slot
from sisoho.outreach.rules.case_words import CaseState, EventKind, Why
from sisoho.rollcall.queries import marks_between
from sisoho.rollcall.queries.absent import SheetAbsences
from sisoho.rollcall.rules import MarkKind
from sisoho.school_calendar import vietnam_date
from sisoho.schools.models import Enrolment

_REACH = timedelta(days=30)
_WITHOUT_LEAVE = (MarkKind.V, MarkKind.K)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pupil (row id) for whom a case is to be opened, and who is to hold it."""

    pupil_id: int
    why: Why
    since: date
    crossed_on: date | None
    text: str
    staff_id: int | None


@dataclass(frozen=True, slots=True)
class OnSheet:
    """Pupils (row ids) of a sheet for whom it may change something."""

    live: frozenset[int]
    missing: frozenset[int]


def on_sheet(access: Access, sheet: SheetAbsences) -> OnSheet:
    """One statement for most sheets: nobody is looked at whose case the sheet leaves as it was."""
    c, e = OutreachCase, Enrolment
    rows = list(
        c.select(c.live, c.state, c.reason_gone)
        .join(e, on=(e.pupil == c.pupil) & (e.unit == c.unit) & (e.school_class == sheet.class_id))
        .where((c.unit == access.unit_id) & c.live.is_null(False))
        .tuples()
    )
    away = sheet.village_ids.keys()
    live = {
        pupil_id
        for pupil_id, state, reason_gone in rows
        if reason_gone or (state == CaseState.OPEN) is (pupil_id not in away)
    }
    missing = away - {row[0] for row in rows}
    return OnSheet(frozenset(live), frozenset(_may_need(access, sheet, missing)))


def _may_need(access: Access, sheet: SheetAbsences, missing: set[int]) -> Iterator[int]:
    """Those with marks enough for a row, whose village has a season, or whom somebody asked to visit."""
    if not missing:
        return
    needed = visit_thresholds(access, access.on).visit_after
    span = access.on - _REACH, access.on + timedelta(days=1)
    marks = marks_between(access, *span, pupil_ids=missing)
    times = Counter(mark.pupil_id for mark in marks if mark.kind in _WITHOUT_LEAVE)
    r = VisitRequest
    rows = r.select(r.pupil).where(
        (r.unit == access.unit_id) & r.pupil.in_(list(missing)) & r.closed_at.is_null()
    )
    asked = {pupil_id for (pupil_id,) in rows.tuples()}
    commune = villages(access, access.on)
    for pupil_id in missing:
        in_season = commune.season(sheet.village_ids[pupil_id], [access.on, sheet.slot.date])
        if times[pupil_id] >= needed or in_season or pupil_id in asked:
            yield pupil_id


def candidates(access: Access, marks: CaseMarks) -> Iterator[Candidate]:
    """Who needs a case and has none; not again for an absence whose case was closed during it."""
    asked = {pupil_id for pupil_id in marks.touches if marks.request(pupil_id)}
    wanted = (marks.past.marked_absent() | asked) & marks.in_class.keys()
    wanted -= {row.pupil_id for row in marks.cases}
    if marks.missing is not None:
        wanted &= set(marks.missing)
    settled = _settled(access, wanted)
    for pupil_id, history in marks.newest_first(wanted).items():
        found = _candidate(marks, pupil_id, history, settled.get(pupil_id))
        if found is not None:
            yield found


def _candidate(marks: CaseMarks, pupil_id: int, history: History, settled: date | None) -> Candidate | None:
    roll, pupil = marks.in_class[pupil_id]
    today = vietnam_date(marks.now)
    streak, village_id = absence_streak(history), pupil.village_id(today)
    days = [today, *([streak.latest.date] if streak.latest else [])]
    season = marks.villages.season(village_id, days)
    crossed = crossing_slot(streak, season is not None, marks.thresholds)
    asked = marks.request(pupil_id)
    since = streak.since.date if streak.since else today
    holder = next(iter(answerable_staff(marks.duties.held, village_id, roll.id, today)), None)
    if crossed is not None and (settled is None or settled < since):
        why = Why.SEASON if season is not None and len(streak) < marks.thresholds.visit_after else Why.ABSENCE
        text = season.kind.label if season is not None and why is Why.SEASON else ""
        return Candidate(pupil_id, why, since, crossed.date, text, holder)
    if asked is not None and (settled is None or settled < vietnam_date(asked.at)):
        return Candidate(pupil_id, Why.REQUEST, since, None, asked.word, holder)
    return None


def _settled(access: Access, pupil_ids: set[int]) -> dict[int, date]:
    """pupil id → the last day on which a case of that pupil was closed, by a person or after its watch.

    One that closed itself because its reason was gone settles nothing: the reason may come back.
    """
    c, e = OutreachCase, CaseEvent
    by_itself = e.select(e.id).where(
        (e.unit == c.unit)
        & (e.case == c.id)
        & (e.kind == EventKind.CLOSED.value)
        & (e.by_name == "")
        & e.by.is_null()
    )
    rows = c.select(c.pupil, c.ended_on).where(
        (c.unit == access.unit_id)
        & c.pupil.in_(list(pupil_ids))
        & (c.state == CaseState.CLOSED.value)
        & ~fn.EXISTS(by_itself)
    )
    found: dict[int, date] = {}
    for pupil_id, ended_on in rows.tuples():
        found[pupil_id] = max(ended_on, found.get(pupil_id, ended_on))
    return found
