"""Absences in a row, the village list, visits, and words that leave the app."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sisoho.errors import RuleBroken
from sisoho.outreach.rules import (
    SUB_CAUSES,
    Bucket,
    Cause,
    LastVisit,
    Listing,
    MeetingPlace,
    Met,
    Seen,
    SheetWords,
    Situation,
    Streak,
    VisitReport,
    VisitThresholds,
    absence_streak,
    answerable_staff,
    check_visit,
    crossing_slot,
    duty_message,
    first_visit_due,
    list_pupil,
    read_causes,
    return_after,
    seen_on,
    sms_link,
    tel_link,
    zalo_link,
)
from sisoho.rollcall.rules import MarkKind
from sisoho.school_calendar import HalfDay, Slot, at_vietnam
from sisoho.schools.rules import Duty, DutyKind

S, C = HalfDay.MORNING, HalfDay.AFTERNOON
V, P, K, T = MarkKind.V, MarkKind.P, MarkKind.K, MarkKind.T
MONDAY = date(2026, 11, 23)
SATURDAY = MONDAY + timedelta(days=5)
THRESHOLDS = VisitThresholds(visit_after=3, due_by=time(16, 30), watch_days=30)


def at(day, hour=7, minute=0):
    """An instant `day` days after Monday 23/11."""
    return at_vietnam(MONDAY + timedelta(days=day), time(hour, minute))


def slot(day, half_day=S):
    return Slot(MONDAY + timedelta(days=day), half_day)


def newest_first(letters):
    """One letter a morning, oldest first: `.` present, p leave, v absent, ? no report."""
    seen = {".": Seen.PRESENT, "p": Seen.EXCUSED, "v": Seen.UNEXCUSED, "?": Seen.UNREPORTED}
    return [(slot(day), seen[letter]) for day, letter in enumerate(letters)][::-1]


class TestStreak:
    @pytest.mark.parametrize(
        ("letters", "length"),
        [
            ("", 0),
            (".", 0),
            ("v", 1),
            ("vvv", 3),
            ("vv.v", 1),
            ("vvv.", 0),
            ("vpv", 2),
            ("v?v", 2),
            ("vvp", 2),
            ("vv?", 2),
            ("ppp", 0),
            ("v.p?vv", 2),
        ],
    )
    def test_leave_and_silence_neither_count_nor_break_and_presence_breaks(self, letters, length):
        assert len(absence_streak(newest_first(letters))) == length

    def test_it_knows_since_when_and_until_when(self):
        streak = absence_streak(newest_first(".vpv?"))
        assert (streak.since, streak.latest) == (slot(1), slot(3))
        assert Streak().since is None

    @pytest.mark.parametrize(
        ("sheet", "seen"),
        [
            (None, Seen.UNREPORTED),
            (SheetWords(frozenset(), {}), Seen.UNREPORTED),
            (SheetWords(frozenset({1}), {}), Seen.PRESENT),
            (SheetWords(frozenset({1}), {1: T}), Seen.PRESENT),
            (SheetWords(frozenset({1}), {1: P}), Seen.EXCUSED),
            (SheetWords(frozenset({1}), {1: K}), Seen.UNEXCUSED),
            (SheetWords(frozenset(), {1: V}), Seen.UNEXCUSED),
        ],
    )
    def test_what_a_sheet_says_of_a_pupil(self, sheet, seen):
        assert seen_on(1, sheet) is seen

    @given(st.text(alphabet=".pv?", max_size=25))
    def test_it_equals_a_count_forward_from_the_beginning(self, letters):
        running = 0
        for letter in letters:
            if letter == ".":
                running = 0
            elif letter == "v":
                running += 1
        assert len(absence_streak(newest_first(letters))) == running

    @pytest.mark.parametrize(
        ("letters", "returned"),
        [("vvv", None), ("vvv.", slot(3)), ("vv.v.", slot(2)), (".vv", None), ("v.", None)],
    )
    def test_the_return_is_the_first_presence_after_the_visit(self, letters, returned):
        assert return_after(newest_first(letters), at(1, 16, 20)) == returned


def streak(*days):
    return Streak(tuple(slot(day) for day in days))


def next_saturday(day):
    return day + timedelta(days=(5 - day.weekday()) % 7 or 7)


def listed(now, **known):
    return list_pupil(Situation(**known), now, THRESHOLDS, next_saturday)


class TestVillageList:
    def test_a_first_absence_is_new_today_and_gone_tomorrow_if_nothing_follows(self):
        assert listed(at(0, 8), streak=streak(0)) == Listing(Bucket.NEW_TODAY)
        assert listed(at(1, 6), streak=streak(0)) is None

    def test_a_corrected_mark_leaves_the_list_by_itself(self):
        assert listed(at(0, 8), streak=Streak()) is None

    def test_the_third_half_day_in_a_row_calls_for_a_visit_the_same_afternoon(self):
        found = listed(at(2, 8), streak=streak(0, 1, 2), learnt_at=at(2, 7, 15))
        assert found == Listing(Bucket.TO_VISIT, at(2, 16, 30))

    def test_past_its_hour_it_is_overdue(self):
        known = {"streak": streak(0, 1, 2), "learnt_at": at(2, 7, 15)}
        assert listed(at(2, 16, 30), **known).bucket is Bucket.TO_VISIT
        assert listed(at(2, 16, 31), **known).bucket is Bucket.OVERDUE

    def test_a_sheet_that_came_in_the_evening_is_due_on_the_next_free_day(self):
        found = listed(at(2, 20), streak=streak(0, 1, 2), learnt_at=at(2, 19))
        assert found == Listing(Bucket.TO_VISIT, at_vietnam(SATURDAY, time(16, 30)))
        assert first_visit_due(at(2, 16, 30), THRESHOLDS, next_saturday) == at(2, 16, 30)

    def test_in_a_declared_season_the_first_absence_is_enough(self):
        assert crossing_slot(streak(0), False, THRESHOLDS) is None
        assert crossing_slot(streak(0), True, THRESHOLDS) == slot(0)
        assert listed(at(0, 8), streak=streak(0), in_season=True).bucket is Bucket.TO_VISIT

    def test_a_request_calls_for_a_visit_even_without_an_absence_until_somebody_went(self):
        asked = {"streak": Streak(), "asked_at": at(0, 9)}
        assert listed(at(0, 10), **asked) == Listing(Bucket.TO_VISIT, at(0, 16, 30))
        assert listed(at(0, 17), **asked).bucket is Bucket.OVERDUE
        assert listed(at(0, 17), **asked, visit=LastVisit(at(0, 15), None)) is None

    def test_a_request_made_after_a_visit_calls_for_another(self):
        known = {"streak": Streak(), "asked_at": at(1, 9), "visit": LastVisit(at(0, 15), None)}
        assert listed(at(1, 10), **known) == Listing(Bucket.TO_VISIT, at(1, 16, 30))

    def test_a_visit_puts_the_date_off_to_its_appointment(self):
        visited = {"streak": streak(0, 1, 2), "visit": LastVisit(at(2, 16), date(2026, 11, 27))}
        assert listed(at(3, 8), **visited) == Listing(Bucket.TO_VISIT, at(4, 16, 30))
        assert listed(at(4, 17), **visited).bucket is Bucket.OVERDUE

    def test_a_visit_without_appointment_is_looked_after_on_the_next_free_day(self):
        known = {"streak": streak(0), "visit": LastVisit(at(0, 16, 45), None)}
        assert listed(at(1, 8), **known) == Listing(Bucket.TO_VISIT, at_vietnam(SATURDAY, time(16, 30)))

    def test_an_appointment_stands_though_the_absence_was_excused_since(self):
        found = listed(at(1, 8), streak=Streak(), visit=LastVisit(at(0, 16), date(2026, 11, 25)))
        assert found == Listing(Bucket.TO_VISIT, at(2, 16, 30))

    def test_who_came_back_after_a_visit_is_watched_for_thirty_days(self):
        back = {"streak": Streak(), "visit": LastVisit(at(0, 16), date(2026, 11, 25)), "returned": slot(2)}
        assert listed(at(2, 8), **back) == Listing(Bucket.WATCHING, watch_day=1)
        assert listed(at(13, 8), **back) == Listing(Bucket.WATCHING, watch_day=12)
        assert listed(at(31, 8), **back) == Listing(Bucket.WATCHING, watch_day=30)
        assert listed(at(32, 8), **back) is None

    def test_a_new_absence_while_watched_is_new_today_and_the_old_appointment_is_void(self):
        visit = LastVisit(at(0, 16), date(2026, 11, 25))
        found = listed(at(4, 8), streak=streak(4), visit=visit, returned=slot(2))
        assert found == Listing(Bucket.NEW_TODAY, watch_day=3)

    def test_a_visit_of_an_earlier_row_does_not_answer_for_a_new_one(self):
        known = {"streak": streak(8, 9, 10), "visit": LastVisit(at(0, 16), None), "learnt_at": at(10)}
        assert listed(at(10, 8), **known, returned=slot(2)).due_at == at(10, 16, 30)
        assert listed(at(10, 8), **known).due_at == at(10, 16, 30)

    def test_without_a_team_the_homeroom_teacher_answers_and_else_the_principal(self):
        start = date(2026, 9, 1)
        principal = Duty(1, DutyKind.PRINCIPAL, start)
        homeroom = Duty(2, DutyKind.HOMEROOM, start, class_id=11)
        team = Duty(3, DutyKind.VILLAGE, start, MONDAY, village_id=80)
        duties = [principal, homeroom, team]
        assert answerable_staff(duties, 80, 11, MONDAY - timedelta(days=1)) == (3,)
        assert answerable_staff(duties, 80, 11, MONDAY) == (2,)
        assert answerable_staff(duties, None, 11, MONDAY) == (2,)
        assert answerable_staff([principal], 80, 11, MONDAY) == (1,)


def visit(**values):
    ready = {"pupil_ids": (1,), "at": at(0, 16, 20), "place": MeetingPlace.HOME, "met": (Met.MOTHER,)}
    return VisitReport(**{**ready, **values})


class TestVisit:
    NOW = at(0, 18)

    @pytest.mark.parametrize(
        "report",
        [
            visit(),
            visit(pupil_ids=(1, 2), look_again_on=MONDAY),
            visit(place=MeetingPlace.NOT_MET, met=()),
            visit(at=at(-9)),
        ],
    )
    def test_a_visit_that_can_be_true_passes(self, report):
        check_visit(report, self.NOW)

    @pytest.mark.parametrize(
        ("report", "field"),
        [
            (visit(at=at(0, 18, 6)), "at"),  # a phone's clock may be five minutes ahead
            (visit(met=()), "met"),
            (visit(place=MeetingPlace.NOT_MET), "met"),
            (visit(pupil_ids=()), "pupils"),
            (visit(look_again_on=MONDAY - timedelta(days=1)), "look_again_on"),
        ],
    )
    def test_a_visit_that_cannot_be_true_names_the_field_to_blame(self, report, field):
        with pytest.raises(RuleBroken) as refused:
            check_visit(report, self.NOW)
        assert list(refused.value.fields) == [field]

    def test_a_part_brings_its_group_and_several_groups_may_hold(self):
        causes = read_causes(["trong_em", "khac", "chan_bo"])
        assert causes.groups == (Cause.ECONOMY, Cause.OTHER)
        assert causes.label == "Kinh tế gia đình (Chăn bò, Trông em); Lý do khác"
        assert read_causes([]).label == ""

    def test_an_unknown_code_is_refused(self):
        with pytest.raises(RuleBroken, match="không nằm trong danh sách"):
            read_causes(["tao_hon"])

    def test_screens_use_careful_words_and_reports_the_official_ones(self):
        assert Cause.LEARNING.label == "Gặp khó khăn trong học tập"
        assert Cause.LEARNING.official_label == "Học lực yếu kém"
        assert len(Cause) == 5

    def test_what_belongs_to_the_confidential_record_is_no_cause(self):
        said = " ".join(sub.label for sub in SUB_CAUSES).lower()
        for word in ("hôn", "mang thai", "bạo lực", "xâm hại", "bóc lột"):
            assert word not in said


class TestWordsThatLeaveTheApp:
    def test_the_message_counts_and_names_nobody(self):
        text = duty_message("Buôn Chư Bang", "6A", slot(0), 2)
        assert text.startswith("Buôn Chư Bang: sáng T2 23/11, lớp 6A có 2 em vắng chưa có phép.")

    @pytest.mark.parametrize("number", ["0912345678", "0912 345 678", "0912.345.678", "(091) 234-5678"])
    def test_links_carry_the_bare_number(self, number):
        assert tel_link(number) == "tel:0912345678"
        assert sms_link(number) == "sms:0912345678"
        assert zalo_link(number) == "https://zalo.me/0912345678"

    def test_a_country_code_is_kept_for_calls_and_dropped_for_zalo(self):
        assert tel_link("+84912345678") == "tel:+84912345678"
        assert zalo_link("+84912345678") == "https://zalo.me/0912345678"

    def test_the_text_is_escaped(self):
        assert sms_link("0912345678", "2 em vắng & trễ") == (
            "sms:0912345678?body=2%20em%20v%E1%BA%AFng%20%26%20tr%E1%BB%85"
        )

    @pytest.mark.parametrize("number", ["", "không có", "113", "0912345678;0987654321"])
    def test_what_cannot_be_dialled_makes_no_link(self, number):
        assert tel_link(number) is None
        assert sms_link(number, "x") is None
        assert zalo_link(number) is None


def test_a_list_stands_the_most_pressing_first():
    assert [bucket.label for bucket in Bucket] == [
        "Quá hẹn",
        "Cần đến nhà",
        "Mới vắng hôm nay",
        "Đã trở lại – theo dõi",
    ]
