"""The back-test counts each pupil once and never looks ahead."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sisoho import clock
from sisoho.outreach.actions.risk import record_circumstance
from sisoho.outreach.queries.risk_memory import remembered_pupils
from sisoho.outreach.queries.risk_records import pupil_records
from sisoho.outreach.rules.absence import Seen
from sisoho.outreach.rules.risk_backtest import (
    RememberedPupil,
    Watched,
    known_history,
    outcome,
    tally,
    watched,
)
from sisoho.outreach.rules.risk_rules import RULE_KINDS, CircumstanceKind, RiskCode
from sisoho.outreach.rules.risk_signs import MISSED, PupilRecord, findings
from sisoho.school_calendar import HalfDay, Slot, at_vietnam
from tests.factories import access_of
from tests.outreach.away import MONDAY, pupils_of, roll_call
from tests.rollcall.sending import said, send

START = date(2026, 9, 7)
LAST = START + timedelta(days=90)
STREAK, SHARE = RULE_KINDS[RiskCode.STREAK].default, RULE_KINDS[RiskCode.SHARE].default
SEEN = {"x": Seen.PRESENT, "v": Seen.UNEXCUSED, "p": Seen.EXCUSED}


def a_record(days: str) -> PupilRecord:
    lines = [(Slot(START + timedelta(days=n), HalfDay.MORNING), SEEN[one]) for n, one in enumerate(days)]
    return PupilRecord(grade=6, year_starts=START, history=tuple(lines))


def seen_at_once(days: str, ended: date | None) -> Watched:
    """A pupil of whom each half-day was heard on its own day and never corrected."""
    record = a_record(days)
    half_days = {slot: ((slot.date, seen),) for slot, seen in record.history}
    told_on = tuple(slot.date for slot, seen in record.history if seen in MISSED)

    def on(day: date) -> PupilRecord:
        return replace(record, history=known_history(half_days, day))

    told = watched(RememberedPupil(record, None, told_on, on), [STREAK, SHARE], 45, START, LAST)
    return replace(told, raised=_before(told, ended), ended=ended)


def _before(told: Watched, ended: date | None) -> dict:
    return {
        rule: tuple(d for d in found if ended is None or d < ended) for rule, found in told.raised.items()
    }


@pytest.mark.parametrize(
    ("days", "ended", "counts", "warning"),
    [
        ("xxvvv", 10, (1, 0, 0), 6),
        ("xxvvvxx", 50, (0, 1, 1), None),  # too long before to be called a warning
        ("xxvvv", None, (0, 0, 1), None),
        ("xxvv", 10, (0, 1, 0), None),
        ("xxvvv", 4, (0, 1, 0), None),  # known only on the day itself
        ("xxxxx", None, (0, 0, 0), None),
    ],
)
def test_a_pupil_is_caught_missed_or_raised_for_nothing(days, ended, counts, warning):
    end = None if ended is None else START + timedelta(days=ended)
    told = tally([seen_at_once(days, end)], STREAK)
    assert ((told.caught, told.missed, told.false), told.days) == (counts, warning)


def test_the_nth_half_day_missed_is_an_outcome():
    record = a_record("xvxvp")
    assert outcome(record, None, 3, START, LAST) == START + timedelta(days=4)
    assert outcome(record, START + timedelta(days=2), 3, START, LAST) == START + timedelta(days=2)
    assert outcome(record, None, 4, START, LAST) is None


PUPILS = st.lists(st.tuples(st.text("xvp", max_size=40), st.none() | st.integers(0, 60)), max_size=5)


@given(PUPILS, st.sampled_from([STREAK, SHARE]))
def test_counts_add_up(pupils, rule):
    known = [seen_at_once(d, None if n is None else START + timedelta(days=n)) for d, n in pupils]
    told = tally(known, rule)
    assert told.caught + told.false == told.raised <= len(pupils)
    assert told.caught + told.missed == sum(pupil.ended is not None for pupil in known)


@given(st.text("xvp", min_size=1, max_size=40), st.integers(0, 39))
def test_what_came_later_changes_nothing_found_on_a_day(days, place):
    on = START + timedelta(days=place)
    whole = a_record(days)
    known = replace(whole, history=tuple(line for line in whole.history if line[0].date <= on))
    assert findings(whole, [STREAK, SHARE], on) == findings(known, [STREAK, SHARE], on)


def test_the_command_counts_a_school_without_naming_anyone(app, commune):
    asked = [
        "risk-backtest",
        "--school",
        "Trường TH và THCS Mẫu Một",
        "--from",
        "2026-09-07",
        "--to",
        "2026-11-22",
    ]
    told = app.test_cli_runner().invoke(args=asked)
    assert told.exit_code == 0, told.output
    assert RiskCode.STREAK.label in told.output
    assert RiskCode.SHARE.label in told.output
    lines = told.output.splitlines()
    assert "quyết định hộ nghèo" in told.output  # what the books do not date is told
    assert all(line[:7].strip().isdigit() for line in lines[2:-4])


def test_a_day_is_read_as_it_was_known_then(commune):
    """Three half-days unexcused until Thursday, when the leave of the first two was brought."""
    school, pupil = commune.school, pupils_of(commune.school)[0]
    monday, tuesday, wednesday, thursday = (MONDAY + timedelta(days=n) for n in range(4))
    roll_call(school, {pupil: "K"}, [monday, tuesday, wednesday])
    with clock.at(at_vietnam(thursday, time(9))):
        access = access_of(school.teacher_6a)
        for day in (monday, tuesday):
            leave = said(pupils_of(school), {pupil: "P"}, draft_id=f"draft-{day}", seq=2)
            send(access, school.class_6a, leave, Slot(day, HalfDay.MORNING))
        record_circumstance(access, pupil.public_id, CircumstanceKind.LEARNING, starts=monday)
        now = pupil_records(access, thursday)[pupil.id].record
        (one,) = [one for one in remembered_pupils(access, thursday) if one.record == now]
    assert [len(one.on(day).history) for day in (monday, wednesday, thursday)] == [1, 3, 3]
    assert [bool(findings(one.on(day), [STREAK], day)) for day in (tuesday, wednesday, thursday)] == [
        False, True, False,
    ]  # fmt: skip
    assert [len(one.on(day).circumstances) for day in (wednesday, thursday)] == [0, 1]
    assert watched(one, [STREAK], 45, START, thursday).raised[STREAK] == (wednesday,)
