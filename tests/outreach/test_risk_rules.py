"""Which pupils need looking after, in pure records: what each rule finds, and the life of a flag."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sisoho.errors import RuleBroken
from sisoho.outreach.rules import Seen
from sisoho.outreach.rules.risk_flags import Change, Flag, FlagState, FlagStep, renew
from sisoho.outreach.rules.risk_rules import RULE_KINDS, RiskCode, RiskRule, check_rule
from sisoho.outreach.rules.risk_signs import (
    Dated,
    Distance,
    Finding,
    PupilRecord,
    findings,
    with_background,
)
from sisoho.outreach.rules.risk_words import sentence
from sisoho.school_calendar import HalfDay, Season, SeasonKind, Slot

STARTS = date(2026, 9, 7)
ALL = tuple(kind.default for kind in RULE_KINDS.values())
P, K, L, N = Seen.PRESENT, Seen.UNEXCUSED, Seen.EXCUSED, Seen.UNREPORTED


def rule(code: RiskCode, *thresholds: int) -> tuple[RiskRule]:
    default = RULE_KINDS[code].default
    return (replace(default, thresholds=thresholds or default.thresholds),)


def record(seen: Sequence[Seen], grade: int = 7, **known: object) -> PupilRecord:
    """One morning a day from the year's first day on."""
    history = tuple((Slot(STARTS + timedelta(days=n), HalfDay.MORNING), what) for n, what in enumerate(seen))
    main = frozenset(slot for slot, _ in history)
    return PupilRecord(grade=grade, year_starts=STARTS, history=history, main=main, **known)  # type: ignore[arg-type]


def codes(of: PupilRecord, rules: tuple[RiskRule, ...] = ALL, on: date = date(2027, 5, 1)) -> set[RiskCode]:
    return {finding.rule for finding in findings(of, rules, on)}


def test_leave_and_days_without_report_neither_count_nor_break_the_row_but_presence_does() -> None:
    only = rule(RiskCode.STREAK)
    assert codes(record([P, K, L, N, K, K]), only) == {RiskCode.STREAK}
    assert codes(record([K, K, P, K]), only) == set()


def test_poverty_and_a_first_grade_alone_stamp_nobody() -> None:
    poor = record([P] * 30, grade=6, poverty=(Dated("poor", STARTS),))
    assert codes(poor) == set()
    assert {f.rule for f in with_background(poor, ALL, date(2026, 11, 1))} == {
        RiskCode.POVERTY,
        RiskCode.ENTRY_GRADE,
    }
    absent = replace(poor, history=record([K] * 3).history)
    assert codes(absent) >= {RiskCode.STREAK, RiskCode.POVERTY, RiskCode.ENTRY_GRADE}


@pytest.mark.parametrize(
    ("measured", "said"),
    [
        ([("2026-09-07", "4.0", False)], "Nhà cách trường 4 km, từ 07/09/2026"),
        ([("2026-09-07", "3.9", False)], ""),
        ([("2026-09-07", None, True)], "Đường đi lại khó, từ 07/09/2026"),
        ([("2026-09-07", "6.5", True), ("2026-10-01", "1.0", False)], ""),  # moved nearer
        (
            [("2026-09-07", "6.5", False), ("2027-06-01", "1.0", False)],
            "Nhà cách trường 6,5 km, từ 07/09/2026",
        ),
    ],
)
def test_a_long_way_is_told_by_the_newest_measure_of_the_day(
    measured: list[tuple[str, str | None, bool]], said: str
) -> None:
    distances = tuple(
        Distance(date.fromisoformat(day), Decimal(km) if km else None, hard) for day, km, hard in measured
    )
    found = with_background(record([P], distances=distances), rule(RiskCode.DISTANCE), date(2027, 5, 1))
    assert [sentence(one.rule, one.facts, one.since) for one in found] == ([said] if said else [])


def test_the_sessions_count_with_and_without_leave_in_lower_secondary_only() -> None:
    seen = [L, K] * 8 + [P]
    (found,) = findings(record(seen), rule(RiskCode.SESSIONS), date(2027, 5, 1))
    assert (found.facts["sessions"], found.measure) == (16, 15)
    assert found.since == STARTS + timedelta(days=14)
    assert codes(record(seen, grade=5), rule(RiskCode.SESSIONS)) == set()


def test_short_spells_in_the_season_of_this_and_an_earlier_year_are_told_while_one_is_near() -> None:
    seasons = (
        Season(SeasonKind.HARVEST, 1, STARTS, STARTS + timedelta(days=5)),
        Season(SeasonKind.HARVEST, 1, STARTS + timedelta(days=20), STARTS + timedelta(days=30)),
    )
    away = record([K, K, P] + [P] * 18 + [K, K, P], seasons=seasons)
    only = rule(RiskCode.SEASONAL_SPELLS)
    assert codes(away, only, STARTS + timedelta(days=24)) == {RiskCode.SEASONAL_SPELLS}
    assert codes(away, only, STARTS + timedelta(days=90)) == set()


@given(st.lists(st.sampled_from([P, K, L, N]), max_size=60), st.integers(1, 6))
def test_a_lower_threshold_never_finds_less(seen: list[Seen], least: int) -> None:
    on = STARTS + timedelta(days=60)
    for code in (RiskCode.STREAK, RiskCode.SHARE, RiskCode.SESSIONS):
        if codes(record(seen), rule(code, least + 1), on):
            assert codes(record(seen), rule(code, least), on)


@given(st.lists(st.sampled_from([P, K, L, N]), max_size=80))
def test_the_share_is_what_counting_the_window_gives(seen: list[Seen]) -> None:
    of, on = record(seen), STARTS + timedelta(days=80)
    told = [line for line in of.history if line[1] is not N]
    last = told[-1][0].date if told else STARTS
    near = [what for slot, what in told if slot.date > last - timedelta(days=60)]
    missed = sum(what in (K, L) for what in near)
    (found, *_) = findings(of, rule(RiskCode.SHARE), on) or (None,)
    assert (found is not None) == (len(near) >= 20 and missed * 100 >= 10 * len(near))
    if found:
        assert (found.facts["missed"], found.facts["due"]) == (missed, len(near))


@given(st.lists(st.sampled_from([P, K, L, N]), max_size=40))
def test_every_finding_has_a_sentence(seen: list[Seen]) -> None:
    known = record(seen, grade=6, poverty=(Dated("near_poor", STARTS),), classmates_dropped=(STARTS,))
    for found in with_background(known, ALL, STARTS + timedelta(days=41)):
        assert sentence(found.rule, found.facts, found.since)[0].isupper()


KEY = (1, RiskCode.STREAK, STARTS)


def finding(measure: int) -> Finding:
    return Finding(RiskCode.STREAK, STARTS, STARTS, {"half_days": measure}, measure, raises_alone=True)


def flag(state: FlagState, measure: int = 3, set_aside: int | None = None) -> Flag:
    return Flag(state, measure, set_aside, {"half_days": measure}, STARTS, raises_alone=True)


def changes(known: Flag | None, found: Finding | None) -> list[Change]:
    return list(renew({KEY: known} if known else {}, {KEY: found} if found else {}))


def test_what_a_person_set_aside_comes_back_only_when_it_is_worse() -> None:
    aside = flag(FlagState.DISMISSED, set_aside=3)
    assert changes(aside, finding(3)) == []
    (again,) = changes(aside, finding(4))
    assert (again.state, again.step) == (FlagState.OPEN, FlagStep.RAISED_AGAIN)
    assert changes(aside, None) == []


def test_a_flag_ends_with_its_facts_and_a_known_one_changes_nothing() -> None:
    assert [c.step for c in changes(None, finding(3))] == [FlagStep.RAISED]
    assert changes(flag(FlagState.CONFIRMED), finding(3)) == []
    (newer,) = changes(flag(FlagState.CONFIRMED), finding(5))
    assert (newer.state, newer.step) == (FlagState.CONFIRMED, None)
    assert [c.step for c in changes(flag(FlagState.CONFIRMED), None)] == [FlagStep.ENDED]


def test_what_was_raised_by_hand_is_a_persons_to_end() -> None:
    by_hand = (1, RiskCode.BY_HAND, STARTS)
    assert list(renew({by_hand: flag(FlagState.CONFIRMED)}, {})) == []


@pytest.mark.parametrize("thresholds", [(), (0,), (30, 15), (15, 15), (46,)])
def test_thresholds_that_cannot_be_are_refused(thresholds: tuple[int, ...]) -> None:
    with pytest.raises(RuleBroken):
        check_rule(RiskRule(RiskCode.SESSIONS, thresholds, 0, raises_alone=True))
