"""The movement of the roll always balances, and an independent count of the tables says the same."""

import random
import re
from collections import Counter
from datetime import date, time, timedelta
from html import unescape
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import load_workbook

from sisoho import clock, db
from sisoho.errors import NotAllowed, RuleBroken
from sisoho.school_calendar import at_vietnam
from sisoho.schools import actions, queries
from sisoho.schools.forms import MoveData
from sisoho.schools.models import Move, Pupil
from sisoho.schools.rules import JOINING, LEAVING, MoveKind, MoveState, RollSpan, is_minority
from sisoho.schools.rules import Move as RuleMove
from tests import factories
from tests.factories import Commune, School, access_of, client_of

PAPER = {"paper_kind": "Giấy báo", "paper_issuer": "Trường", "paper_number": "1"}
PLACES = (1, 2, 3)


def _told(pupil: int, kind: MoveKind, on: date, places: tuple[int, int], state: MoveState) -> RuleMove:
    """A move as `record_move` writes it: who comes has a class to go to, who leaves one to come from."""
    origin, to = places
    return RuleMove(
        pupil_id=pupil,
        kind=kind,
        on=on,
        from_class_id=None if kind in JOINING else origin,
        to_class_id=None if kind in LEAVING else to,
        state=state if kind is MoveKind.TRANSFER_OUT else MoveState.DONE,
    )


moves = st.lists(
    st.builds(
        _told,
        st.integers(1, 6),
        st.sampled_from(MoveKind),
        st.dates(date(2026, 9, 7), date(2027, 5, 31)),
        st.tuples(st.sampled_from(PLACES), st.sampled_from(PLACES)),
        st.sampled_from(MoveState),
    ),
    max_size=25,
)
rolls = st.dictionaries(st.integers(1, 6), st.sampled_from(PLACES))


@given(
    before=rolls,
    told=moves,
    after=rolls,
    places=st.sets(st.sampled_from(PLACES)),
    pupils=st.sets(st.integers(1, 6)),
)
def test_whatever_is_recorded_in_whatever_order_the_balance_closes(
    before, told, after, places, pupils
) -> None:  # type: ignore[no-untyped-def]
    span = RollSpan(before, tuple(told), after)
    assert span.count().current == len(after)
    assert span.count(places).current == sum(place in places for place in after.values())
    both = sum(place in places and pupil in pupils for pupil, place in after.items())
    assert span.count(places, pupils).current == both


@given(
    before=rolls,
    told=moves,
    places=st.none() | st.sets(st.sampled_from(PLACES)),
    pupils=st.none() | st.sets(st.integers(1, 6)),
)
def test_behind_each_figure_stand_as_many_moves(before, told, places, pupils) -> None:  # type: ignore[no-untyped-def]
    span = RollSpan(before, tuple(told), {})
    count = span.count(places, pupils)
    for column in ("enrolled", "moved_in", "moved_out", "pending_out", "died", "dropped", "returned",
                   "returned_earlier", "changed_in", "changed_out"):  # fmt: skip
        assert len(span.behind([column], places, pupils)) == getattr(count, column)


def test_the_parts_of_a_school_add_up_to_it() -> None:
    told = (
        RuleMove(1, MoveKind.DROPPED, date(2026, 10, 1), from_class_id=1),
        RuleMove(1, MoveKind.RETURNED, date(2026, 10, 9), to_class_id=2),
    )
    span = RollSpan({1: 1, 2: 1}, told, {1: 2, 2: 1})
    assert (span.count([1]).dropouts, span.count([1]).changed_out, span.count([2]).changed_in) == (0, 1, 1)
    assert span.count().corrected_in == span.count().corrected_out == 0


def test_a_group_that_is_not_written_down_is_no_minority() -> None:
    assert [is_minority(group) for group in ("Gia Rai", "Kinh", "kinh ", "")] == [True, False, False, False]


def _freeze(school: School) -> None:
    enrolled = (Move.unit == school.unit) & (Move.kind == "enrolled")
    Move.update(recorded_at=at_vietnam(factories.YEAR_STARTS, time(8))).where(enrolled).execute()
    with clock.at(at_vietnam(date(2026, 9, 16), time(8))):
        actions.freeze_opening_roll(access_of(school.clerk), school.year.id)


def _move(school: School, pupil: Pupil, kind: MoveKind, on: date, recorded: date, **data: object) -> None:
    with clock.at(at_vietnam(recorded, time(9))):
        known = MoveData(on, "theo đơn", **{**PAPER, **data})
        actions.record_move(
            access_of(school.clerk), pupil.id, school.year.id, kind, known, papers_follow=True
        )


def _sql(statement: str, *values: object) -> int:
    mark = "?" if db.is_sqlite() else "%s"
    with db.unscoped("an independent count"):
        return db.database.execute_sql(statement.replace("?", mark), values).fetchone()[0]


def test_a_dropout_recorded_late_for_a_day_before_the_opening_roll_still_balances(commune: Commune) -> None:
    school, pupil = commune.school, commune.school.pupils[0]
    _freeze(school)
    _move(school, pupil, MoveKind.DROPPED, date(2026, 9, 10), date(2026, 10, 5))
    found = queries.movement(access_of(school.principal)).school.count
    assert (found.opening, found.dropouts, found.current, found.corrected_out) == (8, 1, 7, 0)


def test_a_transfer_taken_back_after_the_freeze_is_shown_as_a_correction(commune: Commune) -> None:
    school, pupil = commune.school, commune.school.pupils[0]
    _move(
        school,
        pupil,
        MoveKind.TRANSFER_OUT,
        date(2026, 9, 10),
        date(2026, 9, 11),
        other_name="Trường khác",
        paper_kind="",
    )
    _freeze(school)
    with clock.at(at_vietnam(date(2026, 9, 25), time(9))):
        sent = Move.get((Move.unit == school.unit) & (Move.kind == "transfer_out"))
        actions.cancel_transfer(access_of(school.clerk), sent.id)
    found = queries.movement(access_of(school.principal)).school.count
    assert (found.opening, found.corrected_in, found.current) == (7, 1, 8)


@pytest.mark.parametrize("seed", range(4))
def test_figures_equal_an_independent_count_after_random_moves(commune: Commune, seed: int) -> None:
    """Late and backdated ones too; the tables are asked in plain SQL."""
    school, chance = commune.school, random.Random(seed)
    school.make_class("6B", "6")
    factories.pupil(
        school, "Nguyễn Thị Kinh", school.class_6a, sex="female", ethnic_group="Kinh", disability=True
    )
    frozen = False
    for day in range(1, 70):
        recorded = date(2026, 9, 8) + timedelta(days=day)
        if not frozen and recorded >= date(2026, 9, 16):
            _freeze(school)
            frozen = True
        _try_move(school, chance, recorded - timedelta(days=chance.choice((0, 0, 2, 9))), recorded)
    found = queries.movement(access_of(school.principal))
    school_id, year, today = school.unit.id, school.year.id, clock.today()
    on_roll = (
        "FROM enrolment e JOIN pupil p ON p.id = e.pupil_id WHERE e.unit_id = ? AND e.year_id = ? "
        "AND e.starts <= ? AND (e.ends IS NULL OR e.ends > ?)"
    )
    now = (school_id, year, today, today)
    assert found.school.count.opening == _sql(
        "SELECT COUNT(*) FROM opening_roll WHERE unit_id = ? AND year_id = ?", school_id, year
    )
    assert found.school.count.current == _sql(f"SELECT COUNT(DISTINCT e.pupil_id) {on_roll}", *now)
    assert found.school.women == _sql(
        f"SELECT COUNT(DISTINCT e.pupil_id) {on_roll} AND p.sex = 'female'", *now
    )
    assert found.school.minority == _sql(
        f"SELECT COUNT(DISTINCT e.pupil_id) {on_roll} AND p.ethnic_group NOT IN ('Kinh', '')", *now
    )
    for line in found.lines:
        if line.kind == "class":
            assert line.count.current == _sql(
                f"SELECT COUNT(DISTINCT e.pupil_id) {on_roll} AND e.school_class_id = "
                "(SELECT id FROM school_class WHERE unit_id = ? AND year_id = ? AND name = ?)",
                *now, school_id, year, line.label,
            )  # fmt: skip
    gone = _sql(
        "SELECT COUNT(*) FROM move m WHERE m.unit_id = ? AND m.kind = 'dropped' AND m.state = 'done' "
        "AND (m.\"on\" > ? OR m.recorded_at > (SELECT opening_roll_frozen_at FROM school_year WHERE id = ?))",
        school_id, school.year.opening_roll_on, year,
    )  # fmt: skip
    assert found.school.count.dropped == gone
    by_kind = Counter(line.kind for line in found.lines)
    assert by_kind == {"class": 3, "grade": 2, "level": 2, "school": 1}
    levels = [line.count.current for line in found.lines if line.kind == "level"]
    assert sum(levels) == found.school.count.current


def _try_move(school: School, chance: random.Random, on: date, recorded: date) -> None:
    pupil = chance.choice(school.pupils)
    kind = chance.choice([kind for kind in MoveKind if kind is not MoveKind.ENROLLED])
    classes = [school.class_6a, school.class_1a] if kind is not MoveKind.CLASS_CHANGE else [school.class_6a]
    to_class = chance.choice(classes).id
    try:
        _move(school, pupil, kind, on, recorded, to_class_id=to_class, other_name="Trường khác")
    except RuleBroken:
        return


def test_a_month_counts_from_the_roll_of_the_day_before(commune: Commune) -> None:
    school = commune.school
    _freeze(school)
    _move(school, school.pupils[0], MoveKind.DROPPED, date(2026, 10, 31), date(2026, 11, 2))
    _move(school, school.pupils[1], MoveKind.DROPPED, date(2026, 11, 3), date(2026, 11, 4))
    november = queries.movement(access_of(school.clerk), date(2026, 10, 31), date(2026, 11, 20))
    assert (november.school.count.opening, november.school.count.dropped, november.school.count.current) == (
        7,
        1,
        6,
    )
    assert not november.from_opening


@pytest.mark.parametrize(("since", "until", "field"), [
    (date(2026, 11, 2), date(2026, 11, 1), "tu"),
    (date(2026, 1, 1), date(2026, 11, 1), "tu"),
    (None, date(2026, 12, 1), "den"),
])  # fmt: skip
def test_a_span_that_cannot_be_counted_says_which_day_is_wrong(
    commune: Commune, since: date, until: date, field: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        queries.movement(access_of(commune.school.clerk), since, until)
    assert field in refused.value.fields


def test_a_teacher_sees_no_movement_of_the_school(commune: Commune) -> None:
    with pytest.raises(NotAllowed):
        queries.movement(access_of(commune.school.teacher))


def test_page_and_spreadsheet_say_the_same_with_the_formula_beneath(app, commune: Commune) -> None:  # type: ignore[no-untyped-def]
    _freeze(commune.school)
    _move(commune.school, commune.school.pupils[0], MoveKind.DROPPED, date(2026, 10, 31), date(2026, 11, 2))
    client = client_of(app, commune.school.principal)
    shown = client.get("/si-so/bien-dong")
    assert shown.status_code == 200
    assert "8 (đầu năm) − 1 (bỏ học) = 7 (hiện tại)" in shown.text
    assert "Tỷ lệ bỏ học = (bỏ học − trở lại) ÷ đầu năm" in shown.text
    assert "12,500 %" in shown.text
    sheet = load_workbook(BytesIO(client.get("/si-so/bien-dong.xlsx").data)).get_sheet_by_index(0).to_python()
    header = next(row for row in sheet if row[0] == "Khối, lớp")
    assert header[1:9] == ["Số lớp", "Đầu năm", "Đến", "Đi", "Bỏ học", "Qua đời", "Trở lại", "Hiện tại"]
    whole = next(row for row in sheet if row[0] == "Toàn trường")
    assert whole[1:9] == [2, 8, 0, 0, 1, 0, 0, 7]


def test_each_figure_of_the_page_opens_its_moves_and_a_backdated_one_is_listed(
    app,  # type: ignore[no-untyped-def]
    commune: Commune,
) -> None:
    school = commune.school
    _freeze(school)
    _move(school, school.pupils[0], MoveKind.DROPPED, date(2026, 10, 12), date(2026, 11, 2))
    _move(
        school,
        school.pupils[1],
        MoveKind.TRANSFER_OUT,
        date(2026, 10, 5),
        date(2026, 10, 6),
        other_name="Bạn",
    )
    away = {"paper_kind": "", "paper_issuer": "", "other_name": "Bạn"}
    _move(school, school.pupils[6], MoveKind.TRANSFER_OUT, date(2026, 10, 5), date(2026, 10, 6), **away)
    client = client_of(app, school.clerk)
    page = client.get("/si-so/bien-dong").text
    links = re.findall(r'href="(/si-so/bien-dong/cac-lan[^"]*)">(\d+)</a>', page)
    assert len(links) >= 12  # class, grade, level, school and parts
    for path, figure in links:
        shown = client.get(unescape(path))
        assert shown.status_code == 200
        assert shown.text.count("#qua-trinh") == int(figure)
    late = client.get("/si-so/bien-dong/cac-lan?cot=ghi-lui").text
    assert "1 biến động ghi lùi" in page
    assert late.count("#qua-trinh") == 1
    assert "ghi muộn 21 ngày" in late
    assert "Bán trú (4)" in page
    assert client.get("/si-so/bien-dong/cac-lan?nhom=class&ten=9Z").status_code == 404
    assert client.get("/si-so/bien-dong/cac-lan?cot=la").status_code == 404
    assert client_of(app, school.teacher).get("/si-so/bien-dong/cac-lan").status_code == 403


def test_a_span_that_is_no_span_keeps_what_was_typed(app, commune: Commune) -> None:  # type: ignore[no-untyped-def]
    answer = client_of(app, commune.school.clerk).get("/si-so/bien-dong?tu=2027-02-01&den=2026-11-20")
    assert answer.status_code == 422
    assert 'value="2027-02-01"' in answer.text
