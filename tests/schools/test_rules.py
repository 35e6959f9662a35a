"""Enrolment, its moves and its arithmetic; class names; duties."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sisoho.errors import RuleBroken
from sisoho.school_calendar import Span, covers
from sisoho.schools.rules import (
    Duty,
    DutyKind,
    EnrolmentSpan,
    Level,
    Move,
    MoveKind,
    MoveState,
    Paper,
    RollCount,
    apply_move,
    check_move,
    count_roll,
    enrolment_spans,
    grades_of,
    level_of,
    levels_of,
    most_dropouts,
    on_duty,
    papers_outstanding,
    percent,
    percent_text,
    target_text,
)

YEAR = Span(date(2026, 9, 7), date(2027, 6, 1))
TODAY = date(2026, 11, 23)
PAPER = Paper("Đơn xin chuyển trường", date(2026, 11, 2), "Trường TH Mẫu")
CLASS_1, CLASS_2 = 11, 12


class TestArithmetic:
    def test_the_vector_of_the_domain_comes_out_to_the_digit(self):
        count = RollCount(opening=420, moved_in=6, moved_out=9, died=1, dropped=3, returned=1)
        assert count.current == 414
        assert count.dropouts == 2
        assert percent_text(count.dropout_rate, 3) == "0,476 %"
        assert count.retention == Fraction(414, 416)
        assert percent_text(count.retention, 2) == "99,52 %"
        assert percent_text(count.retention_of_opening, 2) == "98,57 %"

    def test_a_dropout_of_an_earlier_year_who_returns_is_an_addition(self):
        count = RollCount(opening=100, returned_earlier=1)
        assert (count.current, count.dropouts, count.retention) == (101, 0, Fraction(1))

    def test_an_unconfirmed_transfer_is_off_the_roll_and_does_not_beautify_retention(self):
        pending = RollCount(opening=100, pending_out=1)
        assert (pending.current, pending.dropouts) == (99, 0)
        assert pending.retention == Fraction(99, 100)
        assert RollCount(opening=100, moved_out=1).retention == Fraction(1)

    def test_an_empty_class_has_no_rates(self):
        empty = RollCount(opening=0)
        assert (empty.dropout_rate, empty.retention, empty.retention_of_opening) == (None, None, None)
        assert percent_text(None, 2) == "–"

    @pytest.mark.parametrize(
        ("rate", "places", "expected"),
        [
            (Fraction(1, 4000), 3, "0.025"),
            (Fraction(1, 8), 0, "13"),
            (Fraction(1, 3), 3, "33.333"),
            (Fraction(1), 2, "100.00"),
        ],
    )
    def test_percentages_round_halves_up_exactly(self, rate, places, expected):
        assert percent(rate, places) == Decimal(expected)

    @pytest.mark.parametrize(
        ("target", "roll", "most", "text"),
        [
            ("0.55", 420, 2, "không quá 2 em"),
            ("0.55", 182, 1, "không quá 1 em"),
            ("0.55", 181, 0, "không em nào"),
            ("0.025", 4000, 0, "không em nào"),
            ("0.025", 4001, 1, "không quá 1 em"),
            ("0.35", 0, 0, "không em nào"),
        ],
    )
    def test_below_a_target_means_strictly_below(self, target, roll, most, text):
        assert most_dropouts(Decimal(target), roll) == most
        assert target_text(Decimal(target), roll) == text


def move(kind, on=TODAY, **values):
    """A move of pupil 1 with everything in order, unless `values` says otherwise."""
    ready = {
        "reason": "Theo gia đình",
        "paper": PAPER,
        "from_class_id": None if kind in ("enrolled", "transfer_in", "returned") else CLASS_1,
        "to_class_id": {"transfer_out": None, "dropped": None, "died": None, "class_change": CLASS_2}.get(
            kind, CLASS_1
        ),
        "other_school": "Trường TH khác" if kind == "transfer_out" else "",
    }
    return Move(1, MoveKind(kind), on, **{**ready, **values})


START = move("enrolled", YEAR.starts)
DROPPED = move("dropped", date(2026, 10, 5))


class TestMoves:
    @pytest.mark.parametrize(
        ("earlier", "next_move"),
        [
            ([], START),
            ([], move("transfer_in")),
            ([], move("returned")),
            ([START], move("class_change", TODAY + timedelta(days=7))),
            ([START], move("died")),
            ([START], move("transfer_out")),
            ([START], move("transfer_out", paper=None, state=MoveState.PENDING)),
            ([START, DROPPED], move("returned", date(2026, 10, 6))),
            ([START, move("transfer_out", date(2026, 10, 5))], move("transfer_in")),
            ([START, replace(DROPPED, state=MoveState.CANCELLED)], DROPPED),
        ],
    )
    def test_moves_in_order_pass(self, earlier, next_move):
        check_move(earlier, next_move, YEAR, TODAY)

    @pytest.mark.parametrize(
        ("earlier", "next_move", "field", "message"),
        [
            ([START], move("dropped", date(2027, 6, 1)), "on", "ngoài năm học"),
            ([START], move("dropped", TODAY + timedelta(days=1)), "on", "chưa tới"),
            ([START], move("dropped", YEAR.starts), "on", "sau ngày em vào lớp"),
            ([START, DROPPED], move("returned", DROPPED.on), "on", "sau ngày nghỉ (05/10/2026)"),
            (
                [START, move("transfer_out", date(2026, 10, 5))],
                move("transfer_in", date(2026, 10, 4)),
                "on",
                "Sau ngày này đã có biến động khác",
            ),
            ([START, move("died", date(2026, 10, 5))], move("transfer_in"), "kind", "đã qua đời"),
            ([], move("dropped"), "kind", "không có tên trong lớp nào"),
            ([START, DROPPED], move("transfer_out"), "kind", "không có tên trong lớp nào"),
            ([START], move("transfer_in"), "kind", "Chuyển lớp"),
            ([START, DROPPED], move("transfer_in"), "kind", "Trở lại lớp"),
            ([START, move("transfer_out", date(2026, 10, 5))], move("returned"), "kind", "Chuyển đến"),
            ([START], move("dropped", from_class_id=CLASS_2), "to_class", "không còn ở lớp này"),
            ([START], move("class_change", to_class_id=CLASS_1), "to_class", "đang học lớp này"),
            ([], move("transfer_in", to_class_id=None), "to_class", "chọn lớp"),
            ([START], move("dropped", reason=" "), "reason", "ghi lý do"),
            ([START], move("died", paper=None), "paper_kind", "bổ sung sau"),
            ([START], move("transfer_out", paper=None), "paper_kind", "chờ xác nhận"),
            ([START], move("died", paper=replace(PAPER, issuer="")), "paper_kind", "nơi cấp"),
            ([START], move("transfer_out", other_school=""), "other_school", "trường nơi em"),
            ([START], move("dropped", state=MoveState.PENDING), "other_school", "Chỉ chuyển đi"),
        ],
    )
    def test_a_move_that_cannot_be_names_the_field_to_blame(self, earlier, next_move, field, message):
        with pytest.raises(RuleBroken) as refused:
            check_move(earlier, next_move, YEAR, TODAY)
        assert list(refused.value.fields) == [field]
        assert message in refused.value.fields[field]

    def test_papers_may_follow_when_a_person_says_so_except_for_a_settled_transfer(self):
        check_move([START], move("died", paper=None), YEAR, TODAY, papers_follow=True)
        with pytest.raises(RuleBroken):
            check_move([START], move("transfer_out", paper=None), YEAR, TODAY, papers_follow=True)

    def test_what_lacks_its_paper_is_listed(self):
        lacking, gone = move("died", paper=None), move("dropped", paper=None, state=MoveState.CANCELLED)
        assert papers_outstanding([replace(START, paper=None), lacking, gone, DROPPED]) == (lacking,)

    def test_a_class_change_ends_one_span_on_the_day_the_next_begins(self):
        spans = enrolment_spans([START, move("class_change"), move("dropped", TODAY + timedelta(days=3))])
        assert spans == (
            EnrolmentSpan(CLASS_1, YEAR.starts, TODAY),
            EnrolmentSpan(CLASS_2, TODAY, TODAY + timedelta(days=3)),
        )

    def test_a_cancelled_transfer_leaves_the_pupil_where_the_pupil_was(self):
        waiting = move("transfer_out", state=MoveState.PENDING)
        assert enrolment_spans([START, waiting])[-1].ends == TODAY
        cancelled = replace(waiting, state=MoveState.CANCELLED)
        assert enrolment_spans([START, cancelled]) == apply_move((), START)
        assert waiting.label == "Chuyển đi – chờ xác nhận"


# --- random school years -----------------------------------------------------------------------

CLASSES = (11, 12, 13)
DAYS = 40


@st.composite
def a_school_year(draw):
    """Three classes, some pupils, and moves that `check_move` let pass, in time order."""
    enrolled = {
        pupil: [
            Move(pupil, MoveKind.ENROLLED, YEAR.starts, "Vào học", to_class_id=draw(st.sampled_from(CLASSES)))
        ]
        for pupil in range(draw(st.integers(0, 6)))
    }
    history = {**enrolled, **{pupil: [] for pupil in range(100, 103)}}
    later = []
    tries = st.tuples(st.sampled_from(sorted(history)), st.sampled_from(MoveKind), st.sampled_from(CLASSES))
    for number, (pupil, kind, to_class) in enumerate(draw(st.lists(tries, max_size=20))):
        spans = enrolment_spans(m for m in history[pupil] if m.state is not MoveState.CANCELLED)
        current = next((span.class_id for span in spans if span.ends is None), None)
        state = MoveState.DONE
        if kind is MoveKind.TRANSFER_OUT:
            state = draw(st.sampled_from([MoveState.DONE, MoveState.PENDING, MoveState.CANCELLED]))
        leaves = kind in (MoveKind.TRANSFER_OUT, MoveKind.DROPPED, MoveKind.DIED)
        candidate = Move(
            pupil,
            kind,
            YEAR.starts + timedelta(days=number + 1),
            reason="Theo gia đình",
            from_class_id=current,
            to_class_id=None if leaves else to_class,
            other_school="Trường khác",
            paper=PAPER,
            state=state,
        )
        try:
            check_move(history[pupil], candidate, YEAR, TODAY)
        except RuleBroken:
            continue
        history[pupil].append(candidate)
        later.append(candidate)
    return enrolled, history, later


def on_roll(history, day, classes):
    return sum(
        any(covers(span, day) and span.class_id in classes for span in enrolment_spans(moves))
        for moves in history.values()
    )


@settings(max_examples=200, deadline=None)
@given(a_school_year())
def test_the_balance_closes_after_any_moves_for_school_and_class_alike(year):
    enrolled, history, later = year
    last_day = YEAR.starts + timedelta(days=DAYS)
    whole = count_roll(len(enrolled), later)
    assert whole.current == on_roll(history, last_day, CLASSES)
    assert whole.dropouts >= 0
    assert whole.changed_in == whole.changed_out == 0

    per_class = [count_roll(on_roll(enrolled, YEAR.starts, {one}), later, {one}) for one in CLASSES]
    for one, count in zip(CLASSES, per_class, strict=True):
        assert count.current == on_roll(history, last_day, {one})
        assert count.dropouts >= 0
    assert sum(count.dropouts for count in per_class) == whole.dropouts
    assert sum(count.current for count in per_class) == whole.current
    if whole.retention is not None:
        assert 0 <= whole.retention <= 1


@settings(max_examples=100, deadline=None)
@given(a_school_year())
def test_a_pupil_is_never_in_two_classes_at_once(year):
    _, history, _ = year
    for moves in history.values():
        spans = enrolment_spans(moves)
        for day in range(DAYS):
            assert sum(covers(span, YEAR.starts + timedelta(days=day)) for span in spans) <= 1


def test_a_pupil_who_returns_into_another_class_leaves_no_dropout_behind():
    history = [DROPPED, move("returned", date(2026, 10, 12), to_class_id=CLASS_2)]
    old, new = count_roll(30, history, {CLASS_1}), count_roll(25, history, {CLASS_2})
    assert (old.dropouts, old.current, old.changed_out) == (0, 29, 1)
    assert (new.dropouts, new.current, new.changed_in) == (0, 26, 1)


class TestClassNames:
    @pytest.mark.parametrize(
        ("name", "grades"),
        [
            ("1A", (1,)),
            ("Lớp 1A", (1,)),
            ("LỚP: 6A1", (6,)),
            ("9", (9,)),
            ("6/2", (6,)),
            ("7.1", (7,)),
            ("5,1", (5,)),
            ("1+2", (1, 2)),
            ("2A + 1A", (1, 2)),
            ("Lớp ghép 1-2", (1, 2)),
            ("ghép 3, 4 và 5", (3, 4, 5)),
            ("Khối 8", (8,)),
            ("10A", ()),
            ("Mầm non", ()),
            ("", ()),
            ("2026", ()),
        ],
    )
    def test_a_class_name_tells_its_grades(self, name, grades):
        assert grades_of(name) == grades

    def test_grades_belong_to_levels(self):
        assert [level_of(grade) for grade in (0, 1, 5, 6, 9, 10)] == [
            None,
            Level.PRIMARY,
            Level.PRIMARY,
            Level.LOWER_SECONDARY,
            Level.LOWER_SECONDARY,
            None,
        ]
        assert levels_of([6, 1, 2]) == (Level.PRIMARY, Level.LOWER_SECONDARY)
        assert levels_of([]) == ()
        assert Level.LOWER_SECONDARY.label == "Trung học cơ sở"


def test_a_village_team_on_a_day_is_those_in_force_with_the_lead_first():
    duties = [
        Duty(1, DutyKind.VILLAGE, date(2026, 9, 1), village_id=80),
        Duty(2, DutyKind.VILLAGE, date(2026, 9, 1), village_id=80, lead=True),
        Duty(2, DutyKind.VILLAGE, date(2026, 11, 1), village_id=80),
        Duty(3, DutyKind.VILLAGE, date(2026, 9, 1), TODAY, village_id=80),
        Duty(4, DutyKind.VILLAGE, date(2026, 9, 1), village_id=81),
        Duty(5, DutyKind.HOMEROOM, date(2026, 9, 1), class_id=80),
        Duty(6, DutyKind.PRINCIPAL, date(2026, 9, 1)),
    ]
    assert on_duty(duties, DutyKind.VILLAGE, TODAY, village_id=80) == (2, 1)
    assert on_duty(duties, DutyKind.VILLAGE, TODAY - timedelta(days=1), village_id=80) == (2, 1, 3)
    assert on_duty(duties, DutyKind.HOMEROOM, TODAY, class_id=80) == (5,)
    assert on_duty(duties, DutyKind.PRINCIPAL, TODAY) == (6,)
