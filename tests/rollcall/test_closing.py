"""The lock and what follows: a week opened longer, a month confirmed, a correction proposed, the history."""

from datetime import date, datetime, time, timedelta

import pytest
from flask import Flask

from sisoho import clock
from sisoho.errors import Conflict, NotAllowed, RuleBroken
from sisoho.rollcall import actions, queries
from sisoho.rollcall.models import Mark, MarkChange, MonthConfirmation, ProposedMark
from sisoho.rollcall.queries import ClassRegister
from sisoho.rollcall.queries.closing import VersionLine
from sisoho.rollcall.rules import (
    LockSetting,
    MarkKind,
    Step,
    WeekOpening,
    Window,
    check_opening,
    check_proposal,
)
from sisoho.school_calendar import HalfDay, Month, Slot, at_vietnam
from sisoho.schools import models as m
from sisoho.schools.queries import due
from tests.factories import Commune, School, access_of, client_of
from tests.rollcall.sending import MONDAY, MORNING, said, send, url

LOCK = LockSetting(6, 3)
NEXT_WEEK = at_vietnam(date(2026, 11, 30), time(8))
DECEMBER = at_vietnam(date(2026, 12, 1), time(8))
CLOSED = at_vietnam(date(2026, 12, 4), time(8))


def sent(school: School, marks: dict[m.Pupil, str] | None = None) -> None:
    send(access_of(school.teacher_6a), school.class_6a, said(school.pupils[:5], marks))


def opening(**values: object) -> WeekOpening:
    return WeekOpening(**{"monday": MONDAY, "until": date(2026, 12, 2), "reason": "mất sóng", **values})  # type: ignore[arg-type]


def sheet_of(school: School) -> str:
    return queries.records_between(access_of(school.principal), MONDAY, date(2026, 11, 24))[0].public_id


def kind_of(school: School, pupil: m.Pupil) -> str | None:
    row = Mark.get_or_none((Mark.unit == school.unit) & (Mark.pupil == pupil))
    return row and row.kind


def register(school: School, person: m.StaffMember) -> ClassRegister:
    return queries.class_register(access_of(person), school.class_6a.public_id, Month(2026, 11))


class TestOpeningAWeek:
    @pytest.mark.parametrize(
        ("values", "message"),
        [
            ({"monday": date(2026, 11, 24)}, "thứ Hai"),
            ({"monday": date(2026, 11, 30)}, "chưa khóa sổ"),
            ({"until": date(2026, 11, 29)}, "đã qua"),
            ({"until": date(2026, 12, 4)}, "chốt trước"),
            ({"reason": " "}, "lý do"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, values, message):
        with pytest.raises(RuleBroken, match=message):
            check_opening(opening(**values), NEXT_WEEK, LOCK)

    def test_a_leader_opens_it_and_the_teacher_settles_without_a_reason(self, commune: Commune):
        school, pupil = commune.school, commune.school.pupils[0]
        sent(school, {pupil: "V"})
        with clock.at(NEXT_WEEK):
            sheet_id = queries.records_between(access_of(school.principal), MONDAY, date(2026, 11, 24))[
                0
            ].public_id
            with pytest.raises(RuleBroken, match="phó hiệu trưởng có thể mở"):
                actions.settle_mark(access_of(school.teacher_6a), sheet_id, pupil.public_id, MarkKind.P)
            actions.open_week(access_of(school.vice_principal), opening())
            actions.settle_mark(access_of(school.teacher_6a), sheet_id, pupil.public_id, MarkKind.P)
        assert kind_of(school, pupil) == "P"

    def test_opened_it_counts_v_as_unknown_again_and_closes_after_its_last_day(self, commune: Commune):
        school = commune.school
        sent(school, {school.pupils[0]: "V"})

        def counted(now: datetime) -> tuple[int, int]:
            with clock.at(now):
                totals = queries.attendance(access_of(school.principal), MONDAY, date(2026, 11, 24)).total
            return totals.unknown, totals.unexcused

        assert counted(NEXT_WEEK) == (0, 1)
        with clock.at(NEXT_WEEK):
            actions.open_week(access_of(school.principal), opening())
            (line,) = [line for line in queries.week_lines(access_of(school.principal)) if line.until]
            assert (line.monday, line.state, line.by) == (MONDAY, Window.OPEN, school.principal.full_name)
        assert counted(at_vietnam(date(2026, 12, 2), time(23))) == (1, 0)
        assert counted(at_vietnam(date(2026, 12, 3), time(1))) == (0, 1)

    def test_two_weeks_opened_on_one_day_are_both_open(self, commune: Commune):
        access = access_of(commune.school.principal)
        with clock.at(NEXT_WEEK):
            actions.open_week(access, opening())
            actions.open_week(access, opening(monday=date(2026, 11, 16)))
            assert queries.lock_setting(access_of(commune.school.principal)).opened.keys() == {
                MONDAY,
                date(2026, 11, 16),
            }

    def test_a_teacher_opens_nothing(self, app: Flask, commune: Commune):
        form = {"monday": "2026-11-23", "until": "2026-12-02", "reason": "mất sóng"}
        with clock.at(NEXT_WEEK):
            assert (
                client_of(app, commune.school.teacher_6a)
                .post("/diem-danh/khoa-so/mo-tuan", data=form)
                .status_code
                == 403
            )
            answer = client_of(app, commune.school.vice_principal).post(
                "/diem-danh/khoa-so/mo-tuan", data=form
            )
        assert answer.status_code == 303


class TestConfirmingAMonth:
    def test_the_homeroom_teacher_then_the_principal(self, commune: Commune):
        school = commune.school
        sent(school)
        with clock.at(DECEMBER):
            teacher, principal = access_of(school.teacher_6a), access_of(school.principal)
            with pytest.raises(RuleBroken, match="chủ nhiệm chưa xác nhận"):
                actions.confirm_month(principal, register(school, school.principal))
            actions.confirm_month(teacher, register(school, school.teacher_6a))
            actions.confirm_month(principal, register(school, school.principal))
            assert [c.step for c in register(school, school.teacher_6a).confirmed] == [
                Step.HOMEROOM,
                Step.PRINCIPAL,
            ]

    def test_a_mark_changed_afterwards_asks_for_it_again(self, commune: Commune):
        school, pupil = commune.school, commune.school.pupils[0]
        sent(school, {pupil: "V"})
        with clock.at(DECEMBER):
            teacher = access_of(school.teacher_6a)
            actions.confirm_month(teacher, register(school, school.teacher_6a))
            with pytest.raises(RuleBroken, match="chưa thay đổi"):
                actions.confirm_month(teacher, register(school, school.teacher_6a))
            sheet_id = queries.records_between(teacher, MONDAY, date(2026, 11, 24))[0].public_id
            actions.settle_mark(
                access_of(school.vice_principal), sheet_id, pupil.public_id, MarkKind.P, "có giấy"
            )
            assert register(school, school.teacher_6a).stands(Step.HOMEROOM) is None
            with pytest.raises(RuleBroken, match="như hiện nay"):
                actions.confirm_month(access_of(school.principal), register(school, school.principal))
            actions.confirm_month(teacher, register(school, school.teacher_6a))
            assert register(school, school.teacher_6a).stands(Step.HOMEROOM)

    def test_not_before_the_month_is_over_and_not_by_others(self, app: Flask, commune: Commune):
        school = commune.school
        with pytest.raises(RuleBroken, match="Chưa hết tháng"):
            actions.confirm_month(access_of(school.teacher_6a), register(school, school.teacher_6a))
        with clock.at(DECEMBER), pytest.raises(NotAllowed):
            actions.confirm_month(access_of(school.vice_principal), register(school, school.vice_principal))
        assert MonthConfirmation.select().where(MonthConfirmation.unit == school.unit).count() == 0

    def test_on_the_page_in_one_tap(self, app: Flask, commune: Commune):
        school = commune.school
        page = f"/diem-danh/so-thang/{school.class_6a.public_id}/2026-11"
        with clock.at(DECEMBER):
            teacher = client_of(app, school.teacher_6a)
            assert "Xác nhận sổ tháng 11/2026" in teacher.get(page).get_data(as_text=True)
            assert teacher.post(page + "/xac-nhan").status_code == 303
            assert "Giáo viên chủ nhiệm: Phạm Văn Sáu" in teacher.get(page).get_data(as_text=True)


class TestProposals:
    def propose(self, school: School, after: MarkKind | None = MarkKind.P, pupil: int = 0) -> ProposedMark:
        access = access_of(school.teacher_6a)
        roll = due.class_roll(access, school.class_6a.public_id)
        return actions.propose_mark(access, roll, MORNING, school.pupils[pupil].id, after, "giấy ra viện")

    @pytest.mark.parametrize(
        ("before", "after", "reason", "state", "message"),
        [
            (MarkKind.K, MarkKind.P, "có giấy", Window.LOCKED, "chưa chốt"),
            (MarkKind.P, MarkKind.P, "có giấy", Window.MONTH_CLOSED, "giống dấu"),
            (MarkKind.K, MarkKind.P, " ", Window.MONTH_CLOSED, "lý do"),
        ],
    )
    def test_what_needs_no_proposal_is_none(self, before, after, reason, state, message):
        with pytest.raises(RuleBroken, match=message):
            check_proposal(before, after, reason, state)

    @pytest.mark.parametrize(
        ("first", "after", "then"), [("K", MarkKind.P, "P"), ("K", None, None), ("", MarkKind.K, "K")]
    )
    def test_the_mark_changes_when_the_principal_agrees_and_not_before(
        self, commune: Commune, first, after, then
    ):
        school, pupil = commune.school, commune.school.pupils[0]
        sent(school, {pupil: first} if first else None)
        with clock.at(CLOSED):
            row = self.propose(school, after)
            assert kind_of(school, pupil) == (first or None)
            actions.decide_proposal(access_of(school.principal), row.public_id, True)
        assert kind_of(school, pupil) == then
        last = (
            MarkChange.select().where(MarkChange.unit == school.unit).order_by(MarkChange.id.desc()).first()
        )
        assert (last.before, last.after, last.reason) == (first, after or "", "Đề nghị: giấy ra viện")

    def test_refused_it_changes_nothing_and_is_no_longer_listed(self, commune: Commune):
        school, pupil = commune.school, commune.school.pupils[0]
        sent(school, {pupil: "K"})
        with clock.at(CLOSED):
            row = self.propose(school)
            principal = access_of(school.principal)
            assert [line.pupil for line in queries.open_proposals(principal)] == [pupil.full_name]
            actions.decide_proposal(principal, row.public_id, False)
            assert queries.open_proposals(principal) == []
            with pytest.raises(Conflict):
                actions.decide_proposal(principal, row.public_id, True)
        assert kind_of(school, pupil) == "K"

    def test_a_mark_that_moved_meanwhile_is_not_overwritten(self, commune: Commune):
        school = commune.school
        sent(school, {school.pupils[0]: "K"})
        with clock.at(CLOSED):
            one, other = self.propose(school, MarkKind.P), self.propose(school, None)
            actions.decide_proposal(access_of(school.principal), one.public_id, True)
            with pytest.raises(Conflict, match="đã đổi"):
                actions.decide_proposal(access_of(school.principal), other.public_id, True)
        assert kind_of(school, school.pupils[0]) == "P"

    def test_the_vice_principal_sees_but_does_not_decide(self, commune: Commune):
        school = commune.school
        sent(school, {school.pupils[0]: "K"})
        with clock.at(CLOSED):
            row = self.propose(school)
            with pytest.raises(NotAllowed):
                actions.decide_proposal(access_of(school.vice_principal), row.public_id, True)

    def test_a_closed_sheet_offers_it_and_the_form_keeps_what_was_typed(self, app: Flask, commune: Commune):
        school = commune.school
        sent(school, {school.pupils[0]: "K"})
        with clock.at(CLOSED):
            teacher = client_of(app, school.teacher_6a)
            assert "/de-nghi" in teacher.get(url(school.class_6a)).get_data(as_text=True)
            form = {"pupil": school.pupils[0].public_id, "after": "P", "reason": ""}
            assert teacher.post(url(school.class_6a) + "/de-nghi", data=form).status_code == 422
            answer = teacher.post(url(school.class_6a) + "/de-nghi", data={**form, "reason": "giấy"})
            assert answer.status_code == 303
            page = client_of(app, school.principal).get("/diem-danh/khoa-so").get_data(as_text=True)
            assert "Đồng ý sửa" in page


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, ""),
        (25, ""),
        (-8696, "máy chậm 2 giờ 25 phút"),
        (180, "máy nhanh 3 phút"),
        (2 * 86_400, "máy nhanh 2 ngày"),
    ],
)
def test_how_far_a_phones_clock_was_off_is_said_as_people_do(seconds: int | None, words: str):
    skew = None if seconds is None else timedelta(seconds=seconds)
    instant = at_vietnam(MONDAY)
    assert VersionLine(1, True, "Lê Thị Một", instant, instant, skew, ()).clock_words == words


def test_the_history_tells_versions_changes_and_both_clocks(app: Flask, commune: Commune):
    school, pupil = commune.school, commune.school.pupils[0]
    sent(school, {pupil: "V"})
    with clock.at(at_vietnam(MONDAY, time(9, 30))):
        access = access_of(school.teacher_6a)
        actions.settle_mark(access, sheet_of(school), pupil.public_id, MarkKind.P, "mẹ gọi")
        again = said(school.pupils[:5], {pupil: "P", school.pupils[1]: "T"}, seq=2)
        send(access_of(school.teacher), school.class_6a, again)
        found = queries.history(access, school.class_6a.id, Slot(MONDAY, HalfDay.MORNING))
        page = client_of(app, school.teacher_6a).get(url(school.class_6a) + "/lich-su").get_data(as_text=True)
    assert [(line.version, line.by) for line in found.versions] == [(2, "Đỗ Văn Bộ Môn"), (1, "Phạm Văn Sáu")]
    assert [(c.pupil, c.before, c.after, c.reason) for c in found.changes] == [
        ("Siu Blơi", "", "T", ""),
        ("Ksor H'Bia", "V", "P", "mẹ gọi"),
        ("Ksor H'Bia", "", "V", ""),
    ]
    assert "xác minh lý do" in page
    assert "09:30 23/11/2026" in page
