"""Leave in advance, what later lessons saw, a village cut off by water: beside the marks, never in them."""

from collections.abc import Mapping
from datetime import date, time

import pytest
from flask import Flask

from sisoho import clock
from sisoho.errors import NotAllowed, NotFound, RuleBroken
from sisoho.rollcall import actions, queries
from sisoho.rollcall.models import Leave as LeaveRow
from sisoho.rollcall.models import LessonNote, Mark, RollCallSheet
from sisoho.rollcall.queries import SheetRow, SheetView
from sisoho.rollcall.rules import Leave, MarkKind, Seen, check_leave, check_seen, seen_words
from sisoho.school_calendar import HalfDay, Slot, at_vietnam
from sisoho.schools import models as m
from sisoho.schools.queries import due
from tests import factories
from tests.factories import Commune, School, access_of, client_of
from tests.rollcall.sending import HTMX, MORNING, fields, said, send, statements, url

S, C = HalfDay.MORNING, HalfDay.AFTERNOON
TODAY = date(2026, 11, 23)


def leave(first: Slot, last: Slot, pupil_id: int = 1) -> Leave:
    return Leave(pupil_id, first, last, "ốm", "mẹ")


def view(school: School, person: m.StaffMember, slot: Slot = MORNING) -> SheetView:
    access = access_of(person)
    return queries.sheet_view(access, due.class_roll(access, school.class_6a.public_id), slot)


def rows(school: School, slot: Slot = MORNING) -> Mapping[str, SheetRow]:
    return {row.name: row for row in view(school, school.teacher_6a, slot).rows}


def ask(school: School, person: m.StaffMember | None = None, day: int = 23) -> LeaveRow:
    access = access_of(person or school.teacher_6a)
    roll = due.class_roll(access, school.class_6a.public_id)
    on = date(2026, 11, day)
    return actions.ask_leave(access, roll, leave(Slot(on, S), Slot(on, C), school.pupils[0].id))


class TestWords:
    @pytest.mark.parametrize(
        ("first", "last", "span"),
        [
            (Slot(date(2026, 11, 22), S), Slot(TODAY, C), "22–23/11"),
            (Slot(TODAY, S), Slot(TODAY, C), "23/11"),
            (Slot(TODAY, C), Slot(TODAY, C), "chiều 23/11"),
            (Slot(date(2026, 11, 30), C), Slot(date(2026, 12, 2), S), "chiều 30/11–sáng 02/12"),
        ],
    )
    def test_leave_is_said_as_a_teacher_would(self, first, last, span):
        assert leave(first, last).words == f"mẹ xin phép, ốm ({span})"

    @pytest.mark.parametrize(
        ("first", "last", "field"),
        [
            (Slot(TODAY, C), Slot(TODAY, S), "last_date"),
            (Slot(date(2026, 11, 20), S), Slot(date(2026, 11, 22), C), "last_date"),
            (Slot(TODAY, S), Slot(date(2027, 2, 1), S), "last_date"),
        ],
    )
    def test_impossible_leave_is_refused_at_its_field(self, first, last, field):
        with pytest.raises(RuleBroken) as refused:
            check_leave(leave(first, last), TODAY)
        assert field in refused.value.fields

    @pytest.mark.parametrize(
        ("kind", "number", "words"),
        [
            (Seen.LATE, 15, "đi trễ 15 phút, mưa"),
            (Seen.LATE, 0, "đi trễ, mưa"),
            (Seen.ABSENT_FROM, 3, "vắng từ tiết 3, mưa"),
            (Seen.LEFT_EARLY, 2, "về sớm sau tiết 2, mưa"),
        ],
    )
    def test_what_a_lesson_saw_is_said_in_words(self, kind, number, words):
        assert seen_words(kind, number, "mưa") == words

    @pytest.mark.parametrize(
        ("kind", "number"), [(Seen.LATE, 500), (Seen.ABSENT_FROM, 0), (Seen.LEFT_EARLY, 9)]
    )
    def test_a_number_no_lesson_has_is_refused(self, kind, number):
        with pytest.raises(RuleBroken, match=r"từ \d đến \d") as refused:
            check_seen(kind, number)
        assert refused.value.fields == {"number": refused.value.message}


class TestLeave:
    def test_it_marks_the_sheet_visibly_and_sends_nothing(self, commune: Commune):
        school = commune.school
        ask(school)
        row = rows(school)["Ksor H'Bia"]
        assert (row.mark, row.notes) == (MarkKind.P, ("mẹ xin phép, ốm (23/11)",))
        assert RollCallSheet.select().where(RollCallSheet.unit == school.unit).count() == 0

    def test_of_two_pupils_of_one_name_each_choice_says_which(self, app: Flask, commune: Commune):
        school = commune.school
        for month in (5, 9):
            born = date(2015, month, 2)
            factories.pupil(school, "Siu H'Đào", school.class_6a, birth_date=born)
        teacher = client_of(app, school.teacher_6a)
        sheet = teacher.get(url(school.class_6a)).text
        leaves = teacher.get(f"/diem-danh/xin-phep/{school.class_6a.public_id}").text
        notes = teacher.get(url(school.class_6a) + "/ghi-them").text
        for born in ("02/05/2015", "02/09/2015"):
            assert f'aria-label="Siu H&#39;Đào ({born})"' in sheet
            assert f"sinh {born}" in sheet
            assert f"Siu H&#39;Đào ({born})</option>" in leaves
            assert f"Siu H&#39;Đào ({born})</option>" in notes

    def test_a_former_pupil_asks_in_the_class_of_now(self, app: Flask, commune: Commune):
        """Left on the 24th: leave of the 23rd still stands, that of the 24th is refused in words."""
        school, pupil = commune.school, commune.school.pupils[0]
        own = (m.Enrolment.unit == school.unit) & (m.Enrolment.pupil == pupil)
        m.Enrolment.update(ends=date(2026, 11, 24)).where(own).execute()
        ask(school, day=23)
        told = "Em không học lớp 6A trong những ngày này: hãy ghi ở lớp em đang học."
        with pytest.raises(RuleBroken, match=told) as refused:
            ask(school, day=24)
        assert refused.value.fields == {"pupil": told}
        form = {"pupil": pupil.public_id, "reason": "ốm", "first_date": "2026-11-24"}
        path = f"/diem-danh/xin-phep/{school.class_6a.public_id}"
        shown = client_of(app, school.teacher_6a).post(path, data=form)
        assert (shown.status_code, told in shown.text, "ốm" in shown.text) == (422, True, True)
        assert LeaveRow.select().where(LeaveRow.unit == school.unit).count() == 1

    def test_a_teacher_of_another_class_learns_that_not_why(self, commune: Commune):
        """Domain.md §9: a roll-taker sees names and marks, not what the family said."""
        school, pupils = commune.school, commune.school.pupils[:5]
        ask(school)
        sent = send(access_of(school.teacher), school.class_6a, said(pupils, {pupils[1]: "V"}))
        settle = (sent.receipt.sheet_id, pupils[1].public_id, MarkKind.P, "nhà có tang")
        actions.settle_mark(access_of(school.teacher_6a), *settle)
        notes = {row.name: row.notes for row in view(school, school.teacher).rows}
        assert notes["Ksor H'Bia"] == ("gia đình xin phép (23/11)",)
        assert notes["Siu Blơi"] == ("đã xác minh",)
        assert rows(school)["Siu Blơi"].notes == ("nhà có tang",)

    def test_the_teacher_who_sends_confirms_it(self, app: Flask, commune: Commune):
        school, pupils = commune.school, commune.school.pupils[:5]
        ask(school)
        page = client_of(app, school.teacher_6a).get(url(school.class_6a)).get_data(as_text=True)
        assert page.count('value="P" aria-label="vắng có phép" checked') == 1
        client_of(app, school.teacher_6a).post(url(school.class_6a), data=fields(pupils, {pupils[0]: "P"}))
        assert [m.kind for m in Mark.select().where(Mark.unit == school.unit)] == ["P"]
        assert rows(school)["Ksor H'Bia"].notes == ("mẹ xin phép, ốm (23/11)",)

    def test_a_sheet_that_says_otherwise_is_not_overruled(self, commune: Commune):
        """The pupil came after all: the sheet was sent without a mark, and stays so."""
        school = commune.school
        ask(school)
        send(access_of(school.teacher_6a), school.class_6a, said(school.pupils[:5]))
        assert rows(school)["Ksor H'Bia"].mark is None

    def test_it_covers_its_half_days_and_no_others(self, commune: Commune):
        school = commune.school
        ask(school, day=24)
        assert rows(school)["Ksor H'Bia"].mark is None
        with clock.at(at_vietnam(date(2026, 11, 24), time(7))):
            assert rows(school, Slot(date(2026, 11, 24), S))["Ksor H'Bia"].mark is MarkKind.P

    def test_withdrawn_it_marks_nothing_and_stays_on_record(self, app: Flask, commune: Commune):
        school, row = commune.school, ask(commune.school)
        base = f"/diem-danh/xin-phep/{school.class_6a.public_id}"
        assert client_of(app, school.teacher_6a).post(f"{base}/{row.public_id}/rut").status_code == 303
        assert rows(school)["Ksor H'Bia"].mark is None
        assert "đã rút" in client_of(app, school.teacher_6a).get(base).get_data(as_text=True)

    def test_only_the_homeroom_teacher_and_leaders_may_enter_it(self, commune: Commune):
        school = commune.school
        assert ask(school, school.vice_principal)
        with pytest.raises(NotAllowed):
            ask(school, school.teacher_1a)

    def test_a_pupil_of_another_class_is_not_found(self, commune: Commune):
        school, access = commune.school, access_of(commune.school.teacher_6a)
        roll = due.class_roll(access, school.class_6a.public_id)
        with pytest.raises(NotFound):
            actions.ask_leave(access, roll, leave(MORNING, MORNING, school.pupils[5].id))

    def test_a_refused_form_keeps_what_was_typed(self, app: Flask, commune: Commune):
        school = commune.school
        typed = {"pupil": school.pupils[0].public_id, "reason": "giỗ", "first_date": "2026-11-20"}
        page = client_of(app, school.teacher_6a).post(
            f"/diem-danh/xin-phep/{school.class_6a.public_id}", data=typed
        )
        assert page.status_code == 422
        assert 'value="giỗ"' in page.get_data(as_text=True)


class TestLaterLessons:
    def test_any_teacher_notes_what_was_seen_and_the_figures_stay(self, app: Flask, commune: Commune):
        school = commune.school
        send(access_of(school.teacher_6a), school.class_6a, said(school.pupils[:5]))
        before = view(school, school.teacher_6a).receipt
        sent = {
            "pupil": school.pupils[1].public_id,
            "kind": "left_early",
            "number": "2",
            "reason": "đau bụng",
        }
        answer = client_of(app, school.teacher).post(url(school.class_6a) + "/ghi-them", data=sent)
        assert answer.status_code == 303
        assert rows(school)["Siu Blơi"].notes == ("về sớm sau tiết 2, đau bụng (Đỗ Văn Bộ Môn)",)
        after = view(school, school.teacher_6a).receipt
        assert before is not None
        assert after == before

    def test_two_notes_of_one_pupil_both_stand(self, commune: Commune):
        school, access = commune.school, access_of(commune.school.teacher)
        roll = due.class_roll(access, school.class_6a.public_id)
        for kind, number in ((Seen.LATE, 15), (Seen.ABSENT_FROM, 3)):
            actions.note_lesson(access, roll, MORNING, school.pupils[0].id, kind, number, "")
        assert [note.split(" (")[0] for note in rows(school)["Ksor H'Bia"].notes] == [
            "đi trễ 15 phút",
            "vắng từ tiết 3",
        ]
        assert LessonNote.select().where(LessonNote.unit == school.unit).count() == 2


def everybody(school: School) -> list[m.Pupil]:
    """The five of 6A and the one from across the water."""
    here = (m.Pupil.unit == school.unit) & (m.Pupil.full_name == "Rcom Suối")
    return [*school.pupils[:5], m.Pupil.get(here)]


class TestFlood:
    def flood(self, app: Flask, school: School, person: m.StaffMember, marks=None, **values: object):
        """The sheet is sent with the village ticked."""
        ticked = {f"flood-{school.other_village.public_id}": "1", **values}
        sent = fields(everybody(school), marks, **ticked)
        return client_of(app, person).post(url(school.class_6a), data=sent, headers=HTMX)

    def undo(self, app: Flask, school: School, person: m.StaffMember):
        sent = {"buon": school.other_village.public_id}
        return client_of(app, person).post(url(school.class_6a) + "/mua-lu/bo", data=sent)

    @pytest.fixture
    def school(self, commune: Commune) -> School:
        factories.pupil(commune.school, "Rcom Suối", commune.school.class_6a, commune.school.other_village)
        return commune.school

    def test_ticked_on_the_sheet_the_village_is_not_due(self, app: Flask, school: School):
        assert "Rcom Suối" in rows(school)
        answer = self.flood(app, school, school.teacher_6a, {school.pupils[0]: "V"})
        assert (answer.status_code, answer.headers["HX-Refresh"]) == (200, "true")
        assert "Sĩ số 5" in answer.text
        seen = view(school, school.teacher_6a)
        assert "Rcom Suối" not in {row.name for row in seen.rows}
        assert seen.away == (("Rcom Suối", "Buôn Ma Giai nghỉ: mưa lũ"),)
        page = client_of(app, school.teacher_6a).get(url(school.class_6a)).get_data(as_text=True)
        assert "Không phải đi học buổi này" in page
        assert "Bỏ nghỉ mưa lũ: Buôn Ma Giai" in page

    def test_a_mark_sent_before_is_kept_and_counts_nowhere(self, app: Flask, school: School):
        pupils = everybody(school)
        send(access_of(school.teacher_6a), school.class_6a, said(pupils, {pupils[5]: "V"}))
        self.flood(app, school, school.principal, draft_id="draft-two", base_version=1)
        receipt = view(school, school.teacher_6a).receipt
        assert receipt is not None
        assert (receipt.totals.absent, receipt.totals.roll, receipt.uncounted) == (0, 5, ("Rcom Suối",))

    def test_undone_the_pupils_are_due_again_and_nobody_called_them(self, app: Flask, school: School):
        self.flood(app, school, school.teacher_6a, {everybody(school)[5]: "V"})
        assert self.undo(app, school, school.teacher_6a).status_code == 303
        assert rows(school)["Rcom Suối"].notes == ("mới vào danh sách, chưa điểm danh",)
        assert self.undo(app, school, school.teacher_6a).status_code == 404

    def test_what_was_taken_back_stays_with_who_did_it_and_the_water_may_come_again(
        self, app: Flask, school: School
    ):
        self.flood(app, school, school.teacher_6a)
        self.undo(app, school, school.principal)
        self.flood(app, school, school.teacher_6a, draft_id="draft-two", base_version=1)
        kept = list(m.Closure.select().where(m.Closure.unit == school.unit).order_by(m.Closure.id))
        assert [row.withdrawn_by_id for row in kept] == [school.principal.id, None]
        assert [row.withdrawn_at for row in kept] == [clock.now(), None]
        assert "Rcom Suối" not in rows(school)

    def test_a_conflict_does_not_hold_up_the_water(self, app: Flask, school: School):
        send(access_of(school.vice_principal), school.class_6a, said(everybody(school), draft_id="another"))
        answer = self.flood(app, school, school.teacher_6a, {school.pupils[0]: "V"})
        assert answer.status_code == 409
        assert "Rcom Suối" not in rows(school)

    def test_a_class_whose_villages_are_all_cut_off_has_a_sheet_and_nobody_on_it(
        self, app: Flask, school: School
    ):
        home = {f"flood-{school.village.public_id}": "1"}
        assert self.flood(app, school, school.teacher_6a, **home).status_code == 200
        assert rows(school) == {}
        assert RollCallSheet.get(RollCallSheet.unit == school.unit).roll == []

    def test_a_refused_sheet_declares_nothing_and_keeps_the_tick(self, app: Flask, school: School):
        answer = self.flood(app, school, school.teacher_6a, **{f"mark-{school.pupils[0].public_id}": "X"})
        assert answer.status_code == 422
        assert f'data-flood="{school.other_village.public_id}" checked' in answer.text
        assert not m.Closure.select().where(m.Closure.unit == school.unit).count()

    def test_a_longer_closure_is_not_undone_by_a_tap(self, app: Flask, school: School):
        m.Closure.create(
            unit=school.unit,
            village=school.other_village,
            first_date=TODAY,
            last_date=date(2026, 11, 25),
            reason="lũ",
            flood=True,
        )
        assert not any(village.can_undo for village in view(school, school.teacher_6a).villages)
        assert self.undo(app, school, school.teacher_6a).status_code == 404

    def test_a_teacher_of_another_class_declares_nothing(self, app: Flask, school: School):
        assert self.flood(app, school, school.teacher_1a).status_code == 403
        assert self.flood(app, school, school.clerk).status_code == 403

    def test_tapped_twice_it_is_one_closure(self, app: Flask, school: School):
        for _ in range(2):
            self.flood(app, school, school.teacher_6a)
        assert m.Closure.select().where(m.Closure.unit == school.unit).count() == 1


def test_the_sheet_with_all_of_it_stays_within_eight_statements(app: Flask, commune: Commune):
    school = commune.school
    ask(school)
    client = client_of(app, school.teacher_6a)
    with statements() as ran:
        assert client.get(url(school.class_6a)).status_code == 200
    assert len(ran) <= 8
    with statements() as ran:
        assert client.get(url(school.class_6a, "2026-11-16")).status_code == 200
    assert len(ran) <= 8
