"""The week of the classes: points and why, bands, shared ranks, and what a school may change."""

from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sisoho.emulation.rules import (
    Grouping,
    WeekFacts,
    class_week,
    contacted_in_time,
    read_scheme,
    week_of_classes,
)
from sisoho.errors import RuleBroken
from sisoho.school_calendar import at_vietnam

SCHEME = read_scheme({})
FULL = WeekFacts(1, pupils=35, half_days=10, sheets=10, called=350, present=343)


def facts(class_id=1, **values):
    return replace(FULL, class_id=class_id, **values)


class TestPoints:
    def test_each_part_is_in_proportion_and_says_why(self):
        week = class_week(facts(sheets=9, absences=6, contacted=4, missing=2, returned=1), SCHEME)
        assert [part.points for part in week.parts] == [Decimal("4.5"), Decimal(2), Decimal(1)]
        assert [part.why for part in week.parts] == [
            "9/10 buổi: 4,5/5 điểm",
            "4/6 lượt vắng: 2/3 điểm",
            "1/2 em: 1/2 điểm",
        ]
        assert week.points == Decimal("7.5")

    def test_thirds_are_rounded_to_two_places_and_the_sum_is_of_what_is_shown(self):
        week = class_week(facts(half_days=3, sheets=2, absences=7, contacted=3), SCHEME)
        assert week.parts[0].why == "2/3 buổi: 3,33/5 điểm"
        assert week.points == Decimal("3.33") + Decimal("1.29") + 2

    def test_where_nothing_arose_the_points_are_full_and_it_is_said(self):
        week = class_week(facts(), SCHEME)
        assert [part.why for part in week.parts[1:]] == ["không phát sinh"] * 2
        assert week.points == SCHEME.most == 10

    def test_an_honest_absence_costs_nothing_when_the_family_was_contacted(self):
        hidden = class_week(facts(present=350), SCHEME)
        honest = class_week(facts(present=340, absences=10, contacted=10), SCHEME)
        assert honest.points == hidden.points

    @pytest.mark.parametrize(
        ("present", "band"),
        [
            (350, "Rất chuyên cần"),
            (343, "Rất chuyên cần"),
            (342, "Chuyên cần"),
            (333, "Chuyên cần"),
            (332, "Khá chuyên cần"),
            (315, "Khá chuyên cần"),
            (314, None),
        ],
    )
    def test_attendance_stands_beside_in_bands_of_98_95_and_90(self, present, band):
        week = class_week(facts(present=present), SCHEME)
        assert (week.band.name if week.band else None) == band
        assert week.attendance == Fraction(present, 350)
        assert week.points == 10

    def test_attendance_carries_points_only_when_the_school_turns_it_on(self):
        counting = read_scheme({"attendance_counts": True})
        week = class_week(facts(present=342), counting)
        assert week.points == 12
        assert week.parts[-1].why == "97,7 %, Chuyên cần: 2/3 điểm"
        assert class_week(facts(present=300), counting).parts[-1].why == "85,7 %, dưới các mức: 0/3 điểm"
        assert class_week(facts(called=0, present=0), counting).parts[-1].why == "không phát sinh"
        assert counting.most == 13

    def test_a_week_without_attendance_shows_a_dash(self):
        week = class_week(facts(called=0, present=0), SCHEME)
        assert (week.attendance, week.band, week.attendance_text) == (None, None, "–")
        assert class_week(facts(), SCHEME).attendance_text == "98,0 %"

    def test_a_rate_below_a_band_is_not_shown_as_the_band(self):
        week = class_week(facts(called=2500, present=2449), SCHEME)
        assert (week.band.name, week.attendance_text) == ("Chuyên cần", "97,96 %")

    @pytest.mark.parametrize(
        ("contact", "in_time"),
        [
            (time(6, 30), True),
            (time(9), True),
            (None, False),
        ],
    )
    def test_a_call_before_the_sheet_arrived_counts_and_one_after_a_day_does_not(self, contact, in_time):
        monday = date(2026, 11, 23)
        known, began = at_vietnam(monday, time(7, 20)), at_vietnam(monday)
        contacts = [at_vietnam(monday, contact)] if contact else []
        contacts += [began - timedelta(minutes=1), known + timedelta(hours=24, seconds=1)]
        assert contacted_in_time(known, contacts, timedelta(hours=24), began) is in_time


class TestRanks:
    def test_equal_points_share_a_rank_and_the_next_is_left_out(self):
        weeks = week_of_classes([facts(1, sheets=8), facts(2), facts(3), facts(4, sheets=9)], SCHEME)
        assert [week.rank for week in weeks] == [4, 1, 1, 3]

    def test_a_class_below_ten_pupils_has_points_but_no_rank_and_takes_none(self):
        weeks = week_of_classes([facts(1, pupils=9), facts(2, pupils=10, sheets=5)], SCHEME)
        assert [(week.points, week.rank) for week in weeks] == [(10, None), (Decimal("7.5"), 1)]

    def test_a_class_that_was_closed_all_week_does_not_win(self):
        closed = facts(1, half_days=0, sheets=0, called=0, present=0)
        weeks = week_of_classes([closed, facts(2, sheets=5)], SCHEME)
        assert [week.rank for week in weeks] == [None, 1]

    @pytest.mark.parametrize(
        ("grouping", "ranks"),
        [
            ("school", [1, 2, 3, 4]),
            ("campus", [1, 2, 1, 2]),
            ("grade", [1, 1, 2, 1]),
            ("campus_and_grade", [1, 1, 1, 1]),
        ],
    )
    def test_classes_are_ranked_within_their_group(self, grouping, ranks):
        classes = [
            facts(1, campus_id=70, grades=(1,), sheets=10),
            facts(2, campus_id=70, grades=(2,), sheets=9),
            facts(3, campus_id=71, grades=(1,), sheets=8),
            facts(4, campus_id=71, grades=(1, 2), sheets=7),
        ]
        weeks = week_of_classes(classes, read_scheme({"grouping": grouping}))
        assert [week.rank for week in weeks] == ranks

    @given(st.lists(st.tuples(st.integers(0, 10), st.integers(5, 40)), max_size=8))
    def test_a_better_class_never_ranks_behind(self, some):
        classes = [
            facts(number, sheets=sheets, pupils=pupils) for number, (sheets, pupils) in enumerate(some)
        ]
        weeks = week_of_classes(classes, SCHEME)
        ranked = [week for week in weeks if week.rank is not None]
        assert [week.class_id for week in weeks] == [one.class_id for one in classes]
        assert len(ranked) == sum(one.pupils >= 10 for one in classes)
        for one in ranked:
            assert one.rank == 1 + sum(other.points > one.points for other in ranked)
        assert not ranked or min(week.rank for week in ranked) == 1


@given(
    st.integers(0, 12),
    st.integers(0, 12),
    st.integers(0, 12),
    st.data(),
)
def test_points_are_the_sum_of_the_parts_and_never_beyond_the_most(half_days, absences, missing, data):
    some = facts(
        half_days=half_days,
        sheets=data.draw(st.integers(0, half_days)),
        absences=absences,
        contacted=data.draw(st.integers(0, absences)),
        missing=missing,
        returned=data.draw(st.integers(0, missing)),
    )
    week = class_week(some, SCHEME)
    assert week.points == sum(part.points for part in week.parts)
    assert 0 <= week.points <= SCHEME.most
    for part in week.parts:
        assert 0 <= part.points <= part.most
        assert (part.why == "không phát sinh") == (part.denominator == 0)


class TestScheme:
    def test_a_table_changes_only_what_it_names_and_takes_decimal_commas(self):
        scheme = read_scheme({"sheets": "2,5", "smallest_ranked": 12})
        assert (scheme.sheets, scheme.contacts, scheme.smallest_ranked) == (Decimal("2.5"), 3, 12)
        assert scheme.grouping is Grouping.SCHOOL

    def test_bands_are_put_in_order_whatever_the_table_says(self):
        rows = [
            {"at_least": "90", "name": "B", "points": "1"},
            {"at_least": "97", "name": "A", "points": "2"},
        ]
        assert [band.name for band in read_scheme({"bands": rows}).bands] == ["A", "B"]

    @pytest.mark.parametrize(
        ("table", "field"),
        [
            ({"sheets": "năm"}, "sheets"),
            ({"sheets": "-1"}, "sheets"),
            ({"contacts": "NaN"}, "contacts"),
            ({"returns": "101"}, "returns"),
            ({"smallest_ranked": 0}, "smallest_ranked"),
            ({"grouping": "teacher"}, "grouping"),
            ({"bands": [{"at_least": "98", "name": " ", "points": "1"}]}, "bands"),
            ({"bands": [{"at_least": "98"}]}, "bands"),
            ({"bands": [{"at_least": "98", "name": "A", "points": "1"}] * 2}, "bands"),
        ],
    )
    def test_a_table_that_makes_no_sense_is_refused_with_its_field(self, table, field):
        with pytest.raises(RuleBroken) as refused:
            read_scheme(table)
        assert list(refused.value.fields) == [field]
