"""Returns, promptness and the first day a visit can be about; pure."""

from datetime import date, datetime, time, timedelta

import pytest

from sisoho.errors import RuleBroken
from sisoho.outreach.rules import (
    MeetingPlace,
    Promptness,
    Seen,
    VisitReport,
    check_since,
    check_visit,
    class_notice,
    long_absences,
    promptness,
)
from sisoho.school_calendar import HalfDay, Slot, at_vietnam

MONDAY = date(2026, 11, 23)
SEEN = {".": Seen.PRESENT, "p": Seen.EXCUSED, "v": Seen.UNEXCUSED, "?": Seen.UNREPORTED}


def at(day: int, hour: int = 7, minute: int = 0) -> datetime:
    return at_vietnam(MONDAY + timedelta(days=day), time(hour, minute))


def slot(day: int) -> Slot:
    return Slot(MONDAY + timedelta(days=day), HalfDay.MORNING)


def history(letters: str) -> list[tuple[Slot, Seen]]:
    """One letter a morning, oldest first."""
    return [(slot(day), SEEN[letter]) for day, letter in enumerate(letters)]


@pytest.mark.parametrize(
    ("letters", "visited", "rows"),
    [
        ("vvv.", [], [(0, 3)]),
        ("vv.", [], []),
        ("v.", [0], [(0, 1)]),
        (".v.", [0], []),
        ("v.", [1], []),
        ("vvv", [], [(0, None)]),
        ("v", [0], [(0, None)]),
        ("vpv?v.", [], [(0, 5)]),
        ("vvv.vvv.", [], [(0, 3), (4, 7)]),
        ("p.", [0], []),
    ],
)
def test_an_absence_is_long_after_three_half_days_or_a_visit_and_ends_with_presence(
    letters: str, visited: list[int], rows: list[tuple[int, int | None]]
) -> None:
    found = long_absences(history(letters), [at(day, 16) for day in visited], after=3)
    assert [(row.since, row.returned) for row in found] == [
        (slot(since), slot(back) if back is not None else None) for since, back in rows
    ]


@pytest.mark.parametrize(
    ("tried", "now", "expected"),
    [
        ([at(0, 9)], at(0, 10), Promptness(due=1, done=1)),
        ([at(0, 6)], at(0, 10), Promptness(due=1, done=1)),
        ([at(1, 7, 12)], at(2), Promptness(due=1, done=1)),
        ([at(1, 7, 13)], at(2), Promptness(due=1)),
        ([at(-1, 9)], at(2), Promptness(due=1)),
        ([], at(1, 7, 11), Promptness(waiting=1)),
        ([], at(1, 7, 12), Promptness(due=1)),
    ],
)
def test_a_contact_counts_from_that_morning_until_the_hours_run_out(
    tried: list[datetime], now: datetime, expected: Promptness
) -> None:
    assert promptness(MONDAY, at(0, 7, 12), tried, timedelta(hours=24), now) == expected


def test_promptness_adds_up() -> None:
    assert Promptness(2, 1) + Promptness(1, 1, 3) == Promptness(3, 2, 3)


def test_a_visit_before_anything_called_for_it_is_refused_with_the_day() -> None:
    report = VisitReport(pupil_ids=(1,), at=at(-1, 16), place=MeetingPlace.NOT_MET)
    check_visit(report, at(1), since=MONDAY - timedelta(days=1))
    with pytest.raises(RuleBroken) as refused:
        check_visit(report, at(1), since=MONDAY)
    assert "từ 23/11/2026" in refused.value.fields["at"]


def test_a_family_is_nowhere_from_a_day_to_come() -> None:
    check_since(MONDAY, at(0))
    with pytest.raises(RuleBroken):
        check_since(MONDAY + timedelta(days=1), at(0, 23))


def test_the_notice_of_a_class_counts_and_names_nobody() -> None:
    assert class_notice("6A", slot(0), 2).startswith("Lớp 6A: sáng T2 23/11, 2 em vắng chưa có phép.")
