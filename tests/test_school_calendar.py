"""The calendar law: who is due when, in which week, on a Vietnamese clock."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sisoho.school_calendar import (
    ClassCalendar,
    Closure,
    HalfDay,
    LessonKind,
    MakeUp,
    PatternRow,
    PupilDates,
    PupilPlace,
    SchoolYear,
    Scope,
    Season,
    SeasonKind,
    Slot,
    Span,
    at_vietnam,
    covers,
    days,
    declared_season,
    due,
    due_by_pupil,
    due_slots,
    half_day_ends,
    in_force,
    is_cut_off,
    next_due_slot,
    next_free_day,
    overlap,
    previous_due_slot,
    school_weeks,
    vietnam_date,
    week_of,
    weekday_label,
)

S, C = HalfDay.MORNING, HalfDay.AFTERNOON
YEAR = SchoolYear(date(2026, 9, 7), date(2027, 6, 1), date(2027, 1, 18))
MONDAY = date(2026, 11, 23)
CLASS, CAMPUS, BUON_A, BUON_B = 1, 70, 80, 81


def morning_week(class_id: int = CLASS) -> tuple[PatternRow, ...]:
    """Monday to Friday mornings, Tuesday afternoon buổi 2, Thursday afternoon phụ đạo."""
    mornings = [PatternRow(class_id, day, S, LessonKind.CHINH_KHOA, YEAR.starts) for day in range(5)]
    return (
        *mornings,
        PatternRow(class_id, 1, C, LessonKind.BUOI_2, YEAR.starts),
        PatternRow(class_id, 3, C, LessonKind.PHU_DAO, YEAR.starts),
    )


def calendar(*closures: Closure, make_ups: tuple[MakeUp, ...] = ()) -> ClassCalendar:
    return ClassCalendar(CLASS, YEAR, morning_week(), make_ups, closures, campus_id=CAMPUS)


def pupil(pupil_id: int = 1, village: int | None = BUON_A, campus: int | None = None) -> PupilDates:
    place = PupilPlace(village, campus, YEAR.starts)
    return PupilDates(pupil_id, (Span(YEAR.starts),), (place,))


class TestHalfDaysAndTime:
    def test_morning_comes_before_afternoon_though_its_letter_does_not(self):
        assert sorted([Slot(MONDAY, C), Slot(MONDAY, S)]) == [Slot(MONDAY, S), Slot(MONDAY, C)]
        assert not S < S
        assert S <= S < C

    def test_noon_and_midnight_end_the_half_days(self):
        assert half_day_ends(at_vietnam(MONDAY, time(11, 59))) == at_vietnam(MONDAY, time(12))
        assert half_day_ends(at_vietnam(MONDAY, time(12))) == at_vietnam(MONDAY + timedelta(days=1))

    def test_a_slot_names_itself_as_on_the_roll_call_page(self):
        assert Slot(MONDAY, S).label == "sáng T2 23/11"
        assert Slot(MONDAY + timedelta(days=6), C).label == "chiều CN 29/11"
        assert weekday_label(MONDAY) == "Thứ Hai"

    @pytest.mark.parametrize(
        ("instant", "day"),
        [
            (datetime(2026, 11, 22, 16, 59, 59, tzinfo=UTC), date(2026, 11, 22)),
            (datetime(2026, 11, 22, 17, 0, tzinfo=UTC), date(2026, 11, 23)),
        ],
    )
    def test_the_school_day_changes_at_midnight_in_vietnam(self, instant, day):
        assert vietnam_date(instant) == day

    def test_a_naive_instant_is_refused(self):
        with pytest.raises(ValueError, match="naive"):
            vietnam_date(datetime(2026, 11, 23, 7, 0))  # noqa: DTZ001

    def test_seven_in_the_morning_in_vietnam_is_midnight_utc(self):
        assert at_vietnam(MONDAY, time(7)) == datetime(2026, 11, 23, 0, 0, tzinfo=UTC)


class TestIntervals:
    def test_the_last_day_is_outside_a_half_open_interval(self):
        span = Span(date(2026, 9, 7), date(2026, 9, 9))
        assert [covers(span, date(2026, 9, day)) for day in (6, 7, 8, 9)] == [False, True, True, False]

    def test_rows_that_follow_each_other_do_not_overlap(self):
        first, second = Span(MONDAY, MONDAY + timedelta(days=3)), Span(MONDAY + timedelta(days=3))
        assert not overlap(first, second)
        assert overlap(first, Span(MONDAY + timedelta(days=2)))
        assert not overlap(Span(MONDAY, MONDAY), Span(MONDAY))

    def test_in_force_keeps_order_and_drops_what_has_ended(self):
        ended, open_row = Span(YEAR.starts, MONDAY), Span(MONDAY)
        assert in_force([ended, open_row], MONDAY) == (open_row,)


class TestSchoolWeeks:
    def test_a_full_year_with_tet_off_has_35_weeks_18_and_17(self):
        year = SchoolYear(date(2026, 9, 7), date(2027, 5, 24), date(2027, 1, 11))
        tet = Span(date(2027, 2, 1), date(2027, 2, 15))
        weeks = school_weeks(year, [tet])
        assert [week.number for week in weeks] == list(range(1, 36))
        assert [week.term for week in weeks] == [1] * 18 + [2] * 17
        assert date(2027, 2, 8) not in [week.starts for week in weeks]

    def test_weeks_start_on_monday_even_when_the_year_starts_on_a_thursday(self):
        year = SchoolYear(date(2026, 9, 10), date(2026, 10, 1), date(2026, 9, 24))
        weeks = school_weeks(year)
        assert [week.starts for week in weeks] == [
            date(2026, 9, 7),
            date(2026, 9, 14),
            date(2026, 9, 21),
            date(2026, 9, 28),
        ]
        assert [week.term for week in weeks] == [1, 1, 1, 2]

    def test_a_holiday_from_monday_to_saturday_takes_its_week_though_sunday_is_not_in_it(self):
        week_off = Span(date(2027, 2, 1), date(2027, 2, 7))
        assert len(school_weeks(YEAR, [week_off])) == len(school_weeks(YEAR)) - 1

    def test_a_holiday_of_some_days_keeps_its_week(self):
        day_off = Span(date(2026, 11, 20), date(2026, 11, 21))
        assert len(school_weeks(YEAR, [day_off])) == len(school_weeks(YEAR))

    def test_a_day_in_the_holidays_has_no_week(self):
        tet = Span(date(2027, 2, 1), date(2027, 2, 8))
        weeks = school_weeks(YEAR, [tet])
        assert week_of(weeks, date(2027, 2, 3)) is None
        found = week_of(weeks, date(2026, 9, 13))
        assert found is not None
        assert found.label == "Tuần 1 (07/09 – 13/09)"

    def test_terms_meet_without_gap(self):
        assert YEAR.term_on(date(2027, 1, 17)) == 1
        assert YEAR.term_on(date(2027, 1, 18)) == 2
        assert YEAR.term_on(date(2027, 6, 1)) is None

    def test_a_year_whose_second_term_lies_outside_is_refused(self):
        with pytest.raises(ValueError, match="school year"):
            SchoolYear(date(2026, 9, 7), date(2027, 6, 1), date(2027, 6, 1))


class TestDue:
    def test_pupils_are_due_on_the_half_days_of_the_weekly_pattern(self):
        assert due(calendar(), [pupil(1), pupil(2)], Slot(MONDAY, S)) == (1, 2)
        assert due(calendar(), [pupil()], Slot(MONDAY, C)) == ()

    def test_the_first_day_counts_and_the_leaving_day_does_not(self):
        stay = PupilDates(1, (Span(MONDAY, MONDAY + timedelta(days=2)),))
        slots = due_slots(calendar(), MONDAY, MONDAY + timedelta(days=5), stay)
        assert [slot.date.day for slot in slots] == [23, 24, 24]

    def test_phu_dao_is_due_only_for_its_own_list_and_only_when_asked_for(self):
        thursday = Slot(MONDAY + timedelta(days=3), C)
        listed = PupilDates(2, (Span(YEAR.starts),), remedial=(Span(YEAR.starts),))
        assert due(calendar(), [pupil(), listed], thursday) == ()
        assert due(calendar(), [pupil(), listed], thursday, {LessonKind.PHU_DAO}) == (2,)

    @pytest.mark.parametrize(
        ("scope", "scope_id", "expected"),
        [
            (Scope.SCHOOL, None, ()),
            (Scope.VILLAGE, BUON_A, (2, 3)),
            (Scope.VILLAGE, BUON_B, (1, 3)),
            (Scope.CAMPUS, CAMPUS, (2,)),
            (Scope.CAMPUS, 71, (1, 3)),
            (Scope.CAMPUS, 99, (1, 2, 3)),
        ],
    )
    def test_a_closure_takes_out_exactly_its_own_pupils(self, scope, scope_id, expected):
        closed = Closure(scope, scope_id, Slot(MONDAY, S), Slot(MONDAY, S), "Mưa lũ", flood=True)
        pupils = [pupil(1, BUON_A), pupil(2, BUON_B, campus=71), PupilDates(3, (Span(YEAR.starts),))]
        assert due(calendar(closed), pupils, Slot(MONDAY, S)) == expected

    def test_a_closure_includes_both_its_half_days(self):
        tuesday = MONDAY + timedelta(days=1)
        closed = Closure(Scope.SCHOOL, None, Slot(MONDAY, C), Slot(tuesday, S))
        slots = due_slots(calendar(closed), MONDAY, MONDAY + timedelta(days=2))
        assert slots == (Slot(MONDAY, S), Slot(tuesday, C))

    def test_a_pupil_who_moved_house_follows_the_village_of_the_day(self):
        tuesday = MONDAY + timedelta(days=1)
        moved = PupilDates(
            1,
            (Span(YEAR.starts),),
            (PupilPlace(BUON_A, None, YEAR.starts, tuesday), PupilPlace(BUON_B, None, tuesday)),
        )
        closed = Closure(Scope.VILLAGE, BUON_A, Slot(MONDAY, S), Slot(tuesday, C))
        assert due_slots(calendar(closed), MONDAY, tuesday + timedelta(days=1), moved) == (
            Slot(tuesday, S),
            Slot(tuesday, C),
        )

    def test_a_make_up_day_counts_without_a_pattern_even_after_the_year(self):
        saturday, june = Slot(MONDAY + timedelta(days=5), S), Slot(date(2027, 6, 3), S)
        made_up = calendar(make_ups=(MakeUp(CLASS, saturday), MakeUp(None, june), MakeUp(2, Slot(MONDAY, C))))
        assert due(made_up, [pupil()], saturday) == (1,)
        assert due(made_up, [pupil()], june) == (1,)
        assert due(made_up, [pupil()], Slot(MONDAY, C)) == ()

    def test_an_endless_pattern_does_not_run_into_the_summer(self):
        assert due(calendar(), [pupil()], Slot(date(2027, 6, 1), S)) == ()

    def test_a_later_pattern_row_replaces_an_earlier_one(self):
        later = PatternRow(CLASS, 0, S, LessonKind.PHU_DAO, MONDAY)
        changed = ClassCalendar(CLASS, YEAR, (later, *morning_week()))
        assert due(changed, [pupil()], Slot(MONDAY, S)) == ()
        assert due(changed, [pupil()], Slot(MONDAY - timedelta(days=7), S)) == (1,)

    def test_a_closure_that_ends_before_it_begins_is_refused(self):
        with pytest.raises(ValueError, match="before it begins"):
            Closure(Scope.SCHOOL, None, Slot(MONDAY, C), Slot(MONDAY, S))
        with pytest.raises(ValueError, match="names its place"):
            Closure(Scope.VILLAGE, None, Slot(MONDAY, S), Slot(MONDAY, C))


class TestNeighbouringHalfDays:
    def test_previous_and_next_skip_weekends_and_closures(self):
        closed = Closure(Scope.SCHOOL, None, Slot(MONDAY, S), Slot(MONDAY, C))
        friday = Slot(MONDAY - timedelta(days=3), S)
        tuesday = Slot(MONDAY + timedelta(days=1), S)
        assert next_due_slot(calendar(closed), friday) == tuesday
        assert previous_due_slot(calendar(closed), tuesday) == friday
        assert previous_due_slot(calendar(), Slot(tuesday.date, C)) == tuesday

    def test_there_is_nothing_before_the_first_and_after_the_last_half_day(self):
        assert previous_due_slot(calendar(), Slot(YEAR.starts, S)) is None
        assert next_due_slot(calendar(), Slot(date(2027, 5, 31), S)) is None
        assert next_due_slot(calendar(), Slot(date(2026, 7, 1), S)) == Slot(YEAR.starts, S)

    def test_a_closed_village_moves_only_its_own_pupils_on(self):
        closed = Closure(Scope.VILLAGE, BUON_A, Slot(MONDAY, S), Slot(MONDAY, C))
        before = Slot(MONDAY - timedelta(days=1), S)
        assert next_due_slot(calendar(closed), before, pupil(1, BUON_A)) == Slot(
            MONDAY + timedelta(days=1), S
        )
        assert next_due_slot(calendar(closed), before, pupil(2, BUON_B)) == Slot(MONDAY, S)

    def test_the_next_free_day_is_one_on_which_no_class_is_taught(self):
        saturday_class = ClassCalendar(2, YEAR, (PatternRow(2, 5, S, LessonKind.PHU_DAO, YEAR.starts),))
        assert next_free_day([calendar()], MONDAY) == MONDAY + timedelta(days=5)
        assert next_free_day([calendar(), saturday_class], MONDAY) == MONDAY + timedelta(days=6)


def test_a_season_of_the_commune_holds_in_every_village_and_one_of_a_village_only_there():
    flood = Season(SeasonKind.FLOOD, None, date(2026, 10, 1), date(2026, 11, 1))
    harvest = Season(SeasonKind.HARVEST, BUON_A, date(2026, 11, 1), date(2026, 12, 1))
    assert declared_season([flood, harvest], BUON_B, date(2026, 10, 31)) == flood
    assert declared_season([flood, harvest], BUON_A, MONDAY) == harvest
    assert declared_season([flood, harvest], BUON_B, MONDAY) is None
    assert declared_season([harvest], None, MONDAY) is None


def test_water_cuts_off_the_village_it_is_declared_or_closed_for_and_no_other():
    next_week = MONDAY + timedelta(days=7)
    flood, harvest = (Season(kind, BUON_A, MONDAY, next_week) for kind in SeasonKind)
    closed = Closure(Scope.VILLAGE, BUON_A, Slot(MONDAY, S), Slot(MONDAY, S), flood=True)
    everywhere = Closure(Scope.SCHOOL, None, Slot(MONDAY, S), Slot(MONDAY, S), flood=True)
    holiday = Closure(Scope.SCHOOL, None, Slot(MONDAY, S), Slot(MONDAY, S))
    morning, afternoon = Slot(MONDAY, S), Slot(MONDAY, C)
    assert is_cut_off(BUON_A, morning, [harvest, flood], [])
    assert not is_cut_off(BUON_B, morning, [harvest, flood], [closed])
    assert not is_cut_off(BUON_A, Slot(next_week, S), [flood], [closed])
    assert is_cut_off(BUON_A, morning, [], [closed])
    assert not is_cut_off(BUON_A, afternoon, [harvest], [closed])
    assert not is_cut_off(None, morning, [flood], [closed])
    assert is_cut_off(None, morning, [], [everywhere])
    assert not is_cut_off(BUON_A, morning, [], [holiday])


# --- against a day-by-day reference ------------------------------------------------------------

FIRST = date(2026, 9, 7)
a_day = st.integers(0, 30).map(lambda number: FIRST + timedelta(days=number))
a_half_day = st.sampled_from(HalfDay)
a_slot = st.builds(Slot, a_day, a_half_day)
a_kind = st.sampled_from(LessonKind)
an_end = st.one_of(st.none(), a_day)
a_span = st.builds(Span, a_day, an_end)
a_place = st.builds(
    PupilPlace, st.sampled_from([None, 80, 81]), st.sampled_from([None, 70, 71]), a_day, an_end
)


@st.composite
def a_closure(draw):
    first, last = sorted([draw(a_slot), draw(a_slot)])
    scope, scope_id = draw(
        st.sampled_from([(Scope.SCHOOL, None), (Scope.VILLAGE, 80), (Scope.CAMPUS, 70), (Scope.CAMPUS, 71)])
    )
    return Closure(scope, scope_id, first, last)


a_row = st.builds(PatternRow, st.sampled_from([1, 2]), st.integers(0, 6), a_half_day, a_kind, a_day, an_end)
a_make_up = st.builds(MakeUp, st.sampled_from([None, 1, 2]), a_slot, a_kind)


def holds(row, day):
    return row.starts <= day and (row.ends is None or day < row.ends)


def naive_kind(cal, slot):
    made_up = [m.kind for m in cal.make_ups if m.slot == slot and m.class_id in (None, cal.class_id)]
    if made_up:
        return made_up[-1]
    newest = None
    for row in cal.pattern:
        fits = row.class_id == cal.class_id and row.weekday == slot.date.weekday()
        if fits and row.half_day == slot.half_day and holds(row, slot.date):
            newest = row if newest is None or row.starts >= newest.starts else newest
    return newest.kind if newest and cal.year.starts <= slot.date < cal.year.ends else None


def naive_closed(cal, who, slot):
    homes = [place for place in who.places if holds(place, slot.date)]
    village = homes[0].village_id if homes else None
    campus = homes[0].campus_id if homes and homes[0].campus_id else cal.campus_id
    mine = {Scope.SCHOOL: None, Scope.VILLAGE: village, Scope.CAMPUS: campus}
    position = (slot.date, slot.half_day is C)
    return any(
        (c.first.date, c.first.half_day is C) <= position <= (c.last.date, c.last.half_day is C)
        and mine[c.scope] == c.scope_id
        for c in cal.closures
    )


def naive_due(cal, who, slot, kinds):
    """The law word by word, for one pupil and one half-day."""
    kind = naive_kind(cal, slot)
    listed = kind != LessonKind.PHU_DAO or any(holds(span, slot.date) for span in who.remedial)
    enrolled = any(holds(span, slot.date) for span in who.enrolled)
    return kind in kinds and listed and enrolled and not naive_closed(cal, who, slot)


@settings(max_examples=120, deadline=None)
@given(
    rows=st.lists(a_row, max_size=12).map(tuple),
    make_ups=st.lists(a_make_up, max_size=3).map(tuple),
    closures=st.lists(a_closure(), max_size=4).map(tuple),
    spans=st.lists(a_span, max_size=3).map(tuple),
    places=st.lists(a_place, max_size=2).map(tuple),
    remedial=st.lists(a_span, max_size=1).map(tuple),
    kinds=st.sets(a_kind),
)
def test_due_equals_the_law_read_day_by_day(rows, make_ups, closures, spans, places, remedial, kinds):
    year = SchoolYear(FIRST, FIRST + timedelta(days=25), FIRST + timedelta(days=10))
    cal = ClassCalendar(1, year, rows, make_ups, closures, campus_id=70)
    who = PupilDates(5, spans, places, remedial)
    ends = FIRST + timedelta(days=31)
    every_slot = [Slot(day, half) for day in days(FIRST, ends) for half in HalfDay]
    expected = tuple(slot for slot in every_slot if naive_due(cal, who, slot, kinds))

    assert due_by_pupil(cal, [who], FIRST, ends, kinds) == {5: expected}
    assert due_slots(cal, FIRST, ends, who, kinds) == expected
    assert tuple(s for s in every_slot if due(cal, [who], s, kinds) == (5,)) == expected
    for slot in every_slot[::7]:
        later = [s for s in expected if s > slot]
        earlier = [s for s in expected if s < slot]
        assert next_due_slot(cal, slot, who, kinds) == (later[0] if later else None)
        assert previous_due_slot(cal, slot, who, kinds) == (earlier[-1] if earlier else None)
