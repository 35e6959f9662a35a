"""The life of a case as pure events, and what the marks make of it."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sisoho.errors import RuleBroken
from sisoho.outreach.rules.absence import Seen
from sisoho.outreach.rules.case_holding import has_lapsed
from sisoho.outreach.rules.case_signs import read_signs, what_follows
from sisoho.outreach.rules.case_words import CaseEnd, CaseState, EventKind, Why
from sisoho.outreach.rules.cases import Case, Event, follow, replay
from sisoho.school_calendar import HalfDay, Slot, at_vietnam
from sisoho.schools.rules import Duty, DutyKind

OPENED_ON = date(2026, 11, 5)
WATCH = 30


def on(day: date | int) -> datetime:
    return at_vietnam(day if isinstance(day, date) else OPENED_ON + timedelta(days=day))


def event(kind: EventKind, after: int = 0, **fields: Any) -> Event:
    return Event(kind, on(after), **fields)


OPENING = event(EventKind.OPENED, word="absence", day=date(2026, 11, 3))


def test_a_case_goes_from_its_opening_through_the_watch_to_its_end() -> None:
    back = OPENED_ON + timedelta(days=4)
    case = replay(
        [
            OPENING,
            event(EventKind.ASSIGNED, staff_id=7),
            event(EventKind.CAME_BACK, 4, day=back),
            event(EventKind.WATCH_ENDED, 34, day=back + timedelta(days=29)),
        ],
        WATCH,
    )
    assert (case.state, case.end, case.staff_id, case.back_on) == (
        CaseState.CLOSED,
        CaseEnd.RETURNED,
        7,
        back,
    )


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        (event(EventKind.CAME_BACK, 1, day=date(2026, 11, 2)), "on"),
        (event(EventKind.CLOSED, 3, word="other", text="x", day=date(2026, 11, 4)), "on"),
        (event(EventKind.CLOSED, 3, word="other", text="x", day=date(2026, 11, 9)), "on"),
        (event(EventKind.CLOSED, 3, word="other", day=OPENED_ON), "text"),
        (event(EventKind.CLOSED, 3, word="returned", text="x", day=OPENED_ON), "end"),
        (event(EventKind.DUE_MOVED, 3, day=date(2026, 11, 7)), "due_on"),
        (event(EventKind.STEP, 3, text="x", day=date(2026, 11, 7)), "due_on"),
    ],
)
def test_what_cannot_be_true_is_refused_at_its_field(bad: Event, field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        replay([OPENING, bad], WATCH)
    assert field in refused.value.fields


@pytest.mark.parametrize(
    "bad",
    [
        event(EventKind.REOPENED, 1),
        event(EventKind.AWAY_AGAIN, 1, day=OPENED_ON),
        event(EventKind.WATCH_ENDED, 40),
        event(EventKind.COMMUNE_NOTE, 1, text="x"),
        OPENING,
    ],
)
def test_what_does_not_follow_is_refused(bad: Event) -> None:
    with pytest.raises(RuleBroken):
        replay([OPENING, bad], WATCH)


def test_a_watch_does_not_end_a_day_early() -> None:
    came_back = event(EventKind.CAME_BACK, 0, day=OPENED_ON)
    with pytest.raises(RuleBroken):
        replay([OPENING, came_back, event(EventKind.WATCH_ENDED, 29, day=OPENED_ON)], WATCH)
    replay([OPENING, came_back, event(EventKind.WATCH_ENDED, 30, day=OPENED_ON)], WATCH)


MARKS = {"P": Seen.PRESENT, "K": Seen.UNEXCUSED, "E": Seen.EXCUSED, "-": Seen.UNREPORTED}
SINCE = date(2026, 11, 3)


def history(marks: str, first: date = SINCE) -> list[tuple[Slot, Seen]]:
    return [
        (Slot(first + timedelta(days=number), HalfDay.MORNING), MARKS[mark])
        for number, mark in enumerate(marks)
    ]


def next_kind(case: Case, marks: str, today: date | None = None, why_needed: int = 3) -> Event | None:
    signs = read_signs(history(marks), date(2026, 9, 7), case, [], why_needed)
    last = today or SINCE + timedelta(days=len(marks) - 1)
    return what_follows(case, signs, on(last), last, WATCH)


OPEN = replay([OPENING], WATCH)


@pytest.mark.parametrize(
    ("marks", "kind", "day"),
    [
        ("KKK", None, None),
        ("KKKP", EventKind.CAME_BACK, date(2026, 11, 6)),
        ("KKKE-P", EventKind.CAME_BACK, date(2026, 11, 8)),
        ("KEK", EventKind.REASON_GONE, None),
        ("EEE", EventKind.REASON_GONE, None),
        ("KKK-", None, None),
    ],
)
def test_the_marks_tell_an_open_case(marks: str, kind: EventKind | None, day: date | None) -> None:
    found = next_kind(OPEN, marks)
    assert (found.kind if found else None, found.day if found else None) == (kind, day)


def test_an_absence_in_the_watch_breaks_it_and_its_correction_mends_it() -> None:
    watching = follow(OPEN, event(EventKind.CAME_BACK, 1, day=date(2026, 11, 6)), WATCH)
    broken = next_kind(watching, "KKKPPK")
    assert broken is not None
    assert (broken.kind, broken.day) == (EventKind.AWAY_AGAIN, date(2026, 11, 8))
    again = follow(watching, broken, WATCH)
    assert again.state is CaseState.OPEN
    mended = next_kind(again, "KKKPPE")
    assert mended is not None
    assert (mended.kind, mended.day) == (EventKind.CAME_BACK, date(2026, 11, 6))
    assert next_kind(watching, "KKKPPE") is None


def test_a_reason_that_comes_back_takes_the_proposal_away() -> None:
    gone = follow(OPEN, event(EventKind.REASON_GONE, 1), WATCH)
    assert gone.reason_gone
    assert gone.is_live
    back = next_kind(gone, "KKK")
    assert back is not None
    assert back.kind is EventKind.REASON_BACK


def test_a_case_of_last_year_comes_back_on_the_first_day_seen() -> None:
    signs = read_signs(history("PP", date(2027, 9, 6)), date(2027, 9, 6), OPEN, [], 3)
    assert signs.back_on == date(2027, 9, 6)
    assert signs.has_reason


VILLAGE = Duty(1, DutyKind.VILLAGE, date(2026, 8, 1), date(2026, 11, 20), village_id=5)
TEACHER = Duty(1, DutyKind.TEACHER, date(2026, 8, 1))


@pytest.mark.parametrize(
    ("duties", "given_on", "lapsed"),
    [
        ([VILLAGE, TEACHER], date(2026, 11, 5), True),
        ([VILLAGE, TEACHER], date(2026, 11, 20), True),
        ([VILLAGE, TEACHER], date(2026, 11, 21), False),  # given by a leader after the duty was over
        ([TEACHER], date(2026, 11, 5), False),
        ([VILLAGE], date(2026, 11, 21), True),  # nobody of the school any more
    ],
)
def test_a_holder_whose_duty_ended_holds_no_more(duties: list[Duty], given_on: date, lapsed: bool) -> None:
    assert has_lapsed(duties, 1, 5, 2, given_on, date(2026, 11, 23)) is lapsed


KINDS = st.sampled_from([kind for kind in EventKind if kind is not EventKind.OPENED])


@given(st.lists(st.tuples(KINDS, st.integers(0, 3), st.integers(-6, 40)), max_size=25))
@settings(max_examples=300)
def test_random_events_only_ever_lengthen_the_history_and_replay_to_the_same_case(
    drawn: list[tuple[EventKind, int, int]],
) -> None:
    taken, case, today = [OPENING], OPEN, 0
    for kind, step, offset in drawn:
        today += step
        word = {"closed": "other", "priority": "urgent"}.get(kind.value, "")
        sent = event(kind, today, day=OPENED_ON + timedelta(days=offset), word=word, text="x")
        try:
            case = follow(case, sent, WATCH)
        except RuleBroken:
            continue
        taken.append(sent)
        assert replay(taken, WATCH) == case
        assert case.is_live is (case.end is None)
        assert (case.state is CaseState.WATCHING) <= (case.back_on is not None)
        assert (case.why, case.since, case.opened_on) == (Why.ABSENCE, SINCE, OPENED_ON)
