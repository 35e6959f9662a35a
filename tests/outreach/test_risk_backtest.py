"""The back-test counts each pupil once and never looks ahead."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sisoho.outreach.rules.absence import Seen
from sisoho.outreach.rules.risk_backtest import outcome, tally
from sisoho.outreach.rules.risk_rules import RULE_KINDS, RiskCode
from sisoho.outreach.rules.risk_signs import PupilRecord, findings
from sisoho.school_calendar import HalfDay, Slot

START = date(2026, 9, 7)
LAST = START + timedelta(days=90)
STREAK, SHARE = RULE_KINDS[RiskCode.STREAK].default, RULE_KINDS[RiskCode.SHARE].default
SEEN = {"x": Seen.PRESENT, "v": Seen.UNEXCUSED, "p": Seen.EXCUSED}


def a_record(days: str) -> PupilRecord:
    lines = [(Slot(START + timedelta(days=n), HalfDay.MORNING), SEEN[one]) for n, one in enumerate(days)]
    return PupilRecord(grade=6, year_starts=START, history=tuple(lines))


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
    told = tally([(a_record(days), end)], STREAK, START, LAST)
    assert ((told.caught, told.missed, told.false), told.days) == (counts, warning)


def test_the_nth_half_day_missed_is_an_outcome():
    record = a_record("xvxvp")
    assert outcome(record, None, 3, START, LAST) == START + timedelta(days=4)
    assert outcome(record, START + timedelta(days=2), 3, START, LAST) == START + timedelta(days=2)
    assert outcome(record, None, 4, START, LAST) is None


PUPILS = st.lists(st.tuples(st.text("xvp", max_size=40), st.none() | st.integers(0, 60)), max_size=5)


@given(PUPILS, st.sampled_from([STREAK, SHARE]))
def test_counts_add_up(pupils, rule):
    known = [(a_record(d), None if n is None else START + timedelta(days=n)) for d, n in pupils]
    told = tally(known, rule, START, LAST)
    assert told.caught + told.false == told.raised <= len(pupils)
    assert told.caught + told.missed == sum(ended is not None for _, ended in known)


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
    assert all(line[:7].strip().isdigit() for line in told.output.splitlines()[2:])
