"""The pages over HTTP: happy, invalid, outsider, resend, conflict, with and without scripts."""

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sisoho.rollcall import registry
from sisoho.rollcall.actions import settle_mark
from sisoho.rollcall.models import Mark, RollCallSheet, SheetVersion
from sisoho.rollcall.rules import MarkKind
from sisoho.schools.models import Closure, Enrolment
from tests import factories
from tests.rollcall.sending import HTMX, fields, said, send, statements, url

GET_STATEMENTS = 8
POST_STATEMENTS = 12


@pytest.fixture
def school(commune: factories.Commune) -> factories.School:
    return commune.school


@pytest.fixture
def pupils(school: factories.School) -> list:
    return school.pupils[: len(factories.NAMES_6A)]


@pytest.fixture
def teacher(app: Flask, school: factories.School) -> FlaskClient:
    """The homeroom teacher of 6A, signed in."""
    return factories.client_of(app, school.teacher_6a)


def kinds(school: factories.School) -> list[str]:
    return [row.kind for row in Mark.select().where(Mark.unit == school.unit).order_by(Mark.pupil)]


def test_the_sheet_lists_due_pupils_by_given_name_and_calls_nobody_present(
    teacher: FlaskClient, school: factories.School
) -> None:
    page = teacher.get(url(school.class_6a)).text
    names = re.findall(r'roll__name">([^<]+)<', page)
    assert names == ["Nguyễn Gia Bảo", "Siu Blơi", "Rơ Châm Đức", "Ksor H&#39;Bia", "Nay H&#39;Đào"]
    assert "Sĩ số 5 · Vắng 0 · Trễ 0" in page
    assert "Có mặt" not in page
    assert "Chưa gửi" in page


def test_without_scripts_every_pupil_has_a_fourth_choice_and_the_answer_is_a_redirect(
    teacher: FlaskClient, school: factories.School, pupils: list
) -> None:
    page = teacher.get(url(school.class_6a)).text
    assert page.count('value="" aria-label="không đánh dấu" checked') == len(pupils)
    draft = re.search(r'name="draft_id" value="(\w+)"', page)
    assert draft
    sent = fields(pupils, {pupils[0]: "V"}, draft_id=draft[1], device_at="", skew_ms="")
    answer = teacher.post(url(school.class_6a), data=sent)
    assert (answer.status_code, answer.location) == (303, url(school.class_6a))
    after = teacher.get(answer.location).text
    assert "Trường đã nhận lúc 07:05" in after
    assert "Sĩ số 5 · Có mặt 4 · Vắng 1 (chưa rõ 1) · Trễ 0" in after
    assert f'name="mark-{pupils[0].public_id}" value="V" aria-label="vắng, chưa rõ lý do" checked' in after


def test_htmx_gets_the_bar_alone_small_and_with_the_new_version(
    teacher: FlaskClient, school: factories.School, pupils: list
) -> None:
    sent = fields(pupils, {pupils[0]: "V"})
    answer = teacher.post(url(school.class_6a), data=sent, headers={**HTMX, "Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert len(answer.data) <= 2048
    again = teacher.post(url(school.class_6a), data=sent, headers=HTMX).text
    assert again.lstrip().startswith('<div class="actionbar rollbar" id="roll-bar"')
    assert 'name="base_version" value="1"' in again
    assert "roll__row" not in again
    assert "no-store" in answer.headers["Cache-Control"]
    assert "HX-Request" in answer.headers["Vary"]


def test_another_schools_class_is_not_found_for_reading_and_writing(
    app: Flask, commune: factories.Commune
) -> None:
    stranger = factories.client_of(app, commune.other_school.teacher_6a)
    target, theirs = url(commune.school.class_6a), commune.school.pupils[:5]
    assert teacher_sees(stranger, target) == 404
    assert stranger.post(target, data=fields(theirs)).status_code == 404
    assert RollCallSheet.select().where(RollCallSheet.unit == commune.school.unit).count() == 0


def teacher_sees(client: FlaskClient, target: str) -> int:
    return client.get(target).status_code


def test_another_schools_pupil_cannot_be_slipped_into_a_sheet(
    teacher: FlaskClient, commune: factories.Commune, pupils: list
) -> None:
    foreign = commune.other_school.pupils[0]
    answer = teacher.post(url(commune.school.class_6a), data=fields([*pupils, foreign], {foreign: "V"}))
    assert answer.status_code == 422
    assert "không thuộc trường này" in answer.text
    assert kinds(commune.school) == []


def test_a_clerk_and_a_commune_officer_have_no_roll_call(app: Flask, commune: factories.Commune) -> None:
    for person in (commune.school.clerk, commune.officer):
        assert teacher_sees(factories.client_of(app, person), "/diem-danh") == 403


@pytest.mark.parametrize(
    "wrong",
    [{"draft_id": ""}, {"seq": "x"}, {"base_version": "-1"}],
)
def test_a_broken_form_is_refused_with_what_was_marked(
    teacher: FlaskClient, school: factories.School, pupils: list, wrong: dict[str, str]
) -> None:
    answer = teacher.post(url(school.class_6a), data=fields(pupils, {pupils[1]: "P"}, **wrong), headers=HTMX)
    assert answer.status_code == 422
    assert answer.headers["HX-Retarget"] == "#sheet"
    assert f'name="mark-{pupils[1].public_id}" value="P" aria-label="vắng có phép" checked' in answer.text
    assert kinds(school) == []


def test_an_unknown_letter_is_refused(teacher: FlaskClient, school: factories.School, pupils: list) -> None:
    sent = fields(pupils, {pupils[0]: "X", pupils[1]: "T"})
    assert teacher.post(url(school.class_6a), data=sent).status_code == 422
    assert kinds(school) == []


@pytest.mark.parametrize(
    ("day", "status", "words"),
    [
        ("2026-11-24", 422, "Chưa tới ngày 24/11/2026"),
        ("2026-08-03", 422, "nằm ngoài năm học"),
        ("2026-13-01", 404, ""),
        ("2026-11-22", 200, "Thời khóa biểu của lớp không có buổi này"),
    ],
)
def test_days_that_cannot_be_called_say_why(
    teacher: FlaskClient, school: factories.School, day: str, status: int, words: str
) -> None:
    answer = teacher.get(url(school.class_6a, day))
    assert answer.status_code == status
    assert words in answer.text
    assert 'name="draft_id"' not in answer.text


def test_a_closed_day_says_the_reason_and_keeps_an_earlier_sheet(
    teacher: FlaskClient, school: factories.School, pupils: list
) -> None:
    teacher.post(url(school.class_6a), data=fields(pupils, {pupils[0]: "V"}))
    monday = date(2026, 11, 23)
    Closure.create(unit=school.unit, first_date=monday, last_date=monday, reason="mưa lũ", flood=True)
    page = teacher.get(url(school.class_6a)).text
    assert "Nghỉ: mưa lũ" in page
    assert "không tính vào số liệu" in page
    assert kinds(school) == ["V"]


def test_an_afternoon_without_lessons_points_to_the_morning(
    teacher: FlaskClient, school: factories.School
) -> None:
    page = teacher.get(url(school.class_6a, half_day="chieu")).text
    assert "không học chiều T2 23/11" in page
    assert f'href="{url(school.class_6a)}"' in page


def test_a_pupil_who_joined_after_the_roll_is_shown_as_not_called_yet(
    teacher: FlaskClient, school: factories.School, pupils: list
) -> None:
    teacher.post(url(school.class_6a), data=fields(pupils))
    factories.pupil(school, "Rmah H'Nuai", school.class_6a)
    page = teacher.get(url(school.class_6a)).text
    assert "mới vào danh sách, chưa điểm danh" in page
    assert "Có mặt 5 · Vắng 0 · Trễ 0 · Chưa điểm danh 1" in page


def test_a_pupil_who_left_is_not_on_later_sheets_but_on_earlier_ones(
    teacher: FlaskClient, school: factories.School, pupils: list
) -> None:
    Enrolment.update(ends=date(2026, 11, 21)).where(
        (Enrolment.unit == school.unit) & (Enrolment.pupil == pupils[1])
    ).execute()
    assert "Siu Blơi" not in teacher.get(url(school.class_6a)).text
    assert "Siu Blơi" in teacher.get(url(school.class_6a, "2026-11-20")).text


def test_a_conflict_shows_both_versions_and_the_choice_settles_it(
    app: Flask, teacher: FlaskClient, school: factories.School, pupils: list
) -> None:
    bia, bloi, *_ = pupils
    teacher.post(url(school.class_6a), data=fields(pupils, {bia: "V"}))
    colleague = factories.client_of(app, school.teacher)
    sent = fields(pupils, {bloi: "T"}, draft_id="draft-two", seq=3)
    answer = colleague.post(url(school.class_6a), data=sent, headers=HTMX)
    assert answer.status_code == 409
    assert (answer.headers["HX-Retarget"], answer.headers["HX-Reswap"]) == ("#sheet", "outerHTML")
    assert school.teacher_6a.full_name in answer.text
    for pupil, stored, mine in ((bia, "V", ""), (bloi, "", "T")):
        choices = re.findall(rf'type="radio" name="mark-{pupil.public_id}" value="(\w?)"', answer.text)
        assert choices == [stored, mine]
    versions = SheetVersion.select().where(SheetVersion.unit == school.unit)
    assert sorted(row.accepted for row in versions) == [False, True]

    hidden = dict(re.findall(r'type="hidden" name="([\w-]+)" value="([\w-]*)"', answer.text))
    chosen = {**hidden, f"mark-{bia.public_id}": "V", f"mark-{bloi.public_id}": "T"}
    whole = {**HTMX, "HX-Target": "sheet"}
    done = colleague.post(url(school.class_6a), data=chosen, headers=whole)
    assert done.status_code == 200
    assert "roll__row" in done.text, "after the choice the whole sheet is back"
    assert kinds(school) == ["V", "T"]


def test_a_conflict_without_scripts_is_a_whole_page(
    app: Flask, teacher: FlaskClient, school: factories.School, pupils: list
) -> None:
    teacher.post(url(school.class_6a), data=fields(pupils, {pupils[0]: "V"}))
    colleague = factories.client_of(app, school.teacher)
    answer = colleague.post(url(school.class_6a), data=fields(pupils, draft_id="draft-two"))
    assert answer.status_code == 409
    assert "<html" in answer.text
    assert "Giữ bản trường đang có" in answer.text


def test_the_history_is_one_tap_from_a_sheet_just_received(
    teacher: FlaskClient, school: factories.School, pupils: list
):
    answer = teacher.post(url(school.class_6a), data=fields(pupils), headers=HTMX)
    history = f"{url(school.class_6a)}/lich-su"
    assert f'href="{history}"' in answer.text
    assert teacher.get(history).status_code == 200


def test_leave_and_the_attendance_calendar_of_the_own_class_are_one_tap_from_the_class_list(
    app: Flask, school: factories.School, teacher: FlaskClient
):
    own = (
        f"/diem-danh/xin-phep/{school.class_6a.public_id}",
        f"/so-lieu-chuyen-can/lop/{school.class_6a.public_id}",
    )
    page = teacher.get("/diem-danh").text
    for path in own:
        assert f'href="{path}"' in page
        assert teacher.get(path).status_code == 200
    assert not any(path in factories.client_of(app, school.teacher).get("/diem-danh").text for path in own)


def test_the_class_list_puts_own_classes_first_and_links_what_is_owed(
    teacher: FlaskClient, school: factories.School, pupils: list
) -> None:
    teacher.post(url(school.class_1a, "2026-11-19"), data=fields(school.pupils[5:8], draft_id="draft-1a"))
    teacher.post(url(school.class_6a), data=fields(pupils))
    page = teacher.get("/diem-danh").text
    mine, rest = page.split("Chưa gửi các buổi trước")
    assert "đã nhận 07:05" in mine
    assert "1A sáng" not in mine
    assert url(school.class_6a, "2026-11-20") in rest
    owed, others = rest.split("Lớp khác")
    assert "6A sáng T6 20/11" in owed
    assert "6A sáng CN" not in owed, "a Sunday is not owed"
    assert "1A sáng" in others


def test_a_subject_teacher_reaches_any_class_of_the_school(
    app: Flask, school: factories.School, pupils: list
) -> None:
    client = factories.client_of(app, school.teacher)
    assert url(school.class_6a) in client.get("/diem-danh").text
    client.post(url(school.class_6a), data=fields(pupils, {pupils[0]: "V"}))
    sheet = RollCallSheet.get(RollCallSheet.unit == school.unit)
    assert sheet.taken_by_id == school.teacher.id


def test_reasons_are_settled_in_one_tap_and_may_be_corrected(
    teacher: FlaskClient, school: factories.School, pupils: list
) -> None:
    bia = pupils[0]
    teacher.post(url(school.class_6a), data=fields(pupils, {bia: "V"}))
    page = teacher.get("/can-xac-minh").text
    assert 'href="tel:0987000001"' in page
    target = re.search(r'hx-post="(/can-xac-minh/[^"]+)"', page)
    assert target
    answer = teacher.post(target[1], data={"kind": "P", "reason": "ốm"}, headers=HTMX)
    assert "mark--P" in answer.text
    assert kinds(school) == ["P"]
    assert "Không còn em nào cần xác minh" in teacher.get("/can-xac-minh").text
    assert teacher.post(target[1], data={"kind": "K"}).status_code == 303
    assert kinds(school) == ["K"]
    assert teacher.post(target[1], data={"kind": "T"}).status_code == 422
    assert kinds(school) == ["K"]


def test_reasons_of_other_classes_are_not_a_teachers_business(
    app: Flask, teacher: FlaskClient, school: factories.School, pupils: list
) -> None:
    bia = pupils[0]
    teacher.post(url(school.class_6a), data=fields(pupils, {bia: "V"}))
    other = factories.client_of(app, school.teacher_1a)
    assert "Ksor" not in other.get("/can-xac-minh").text
    sheet = RollCallSheet.get(RollCallSheet.unit == school.unit)
    target = f"/can-xac-minh/{sheet.public_id}/{bia.public_id}"
    assert other.post(target, data={"kind": "P"}).status_code == 403
    assert "Ksor" in factories.client_of(app, school.principal).get("/can-xac-minh").text


def test_a_row_says_how_long_a_pupil_has_been_away_and_what_the_family_said(
    teacher: FlaskClient, school: factories.School, pupils: list
) -> None:
    access, bia = factories.access_of(school.teacher_6a), pupils[0]
    for day in ("2026-11-19", "2026-11-20", "2026-11-21"):
        teacher.post(url(school.class_6a, day), data=fields(pupils, {bia: "V"}, draft_id=f"draft-{day}"))
    assert "nghỉ 3 buổi liền" in teacher.get(url(school.class_6a)).text
    sent = send(access, school.class_6a, said(pupils, {bia: "V"}))
    settle_mark(access, sent.receipt.sheet_id, bia.public_id, MarkKind.P, "mẹ xin phép, ốm")
    assert "nghỉ 3 buổi liền · mẹ xin phép, ốm" in teacher.get(url(school.class_6a)).text


def test_the_statements_of_the_roll_call_stay_within_budget(
    teacher: FlaskClient, school: factories.School, pupils: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "after_marks", [lambda unit, sheet: None])
    monkeypatch.setattr("sisoho.jobs.queue._queue.mode", "later")  # a worker's statements are not the phone's
    target, (bia, bloi, *_) = url(school.class_6a), pupils
    posts = [
        fields(pupils, {bia: "V"}),
        fields(pupils, {bia: "V"}),
        fields(pupils, {bia: "V", bloi: "P"}, seq=2),
        fields(pupils, {bloi: "T"}, draft_id="draft-two"),
    ]
    counted = []
    for sent in posts:
        with statements() as ran:
            teacher.post(target, data=sent, headers=HTMX)
        counted.append(len(ran))
    assert max(counted) <= POST_STATEMENTS, counted
    for day in ("2026-11-23", "2026-11-20"):
        with statements() as ran:
            teacher.get(url(school.class_6a, day))
        assert len(ran) <= GET_STATEMENTS, ran
