"""The pages of cases: what is typed is kept, every look is recorded, the commune reads what it may."""

from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from sisoho.audit.models import FileView
from sisoho.outreach.actions import cases as actions
from sisoho.outreach.models import CaseEvent, OutreachCase
from sisoho.schools.actions import record_move
from sisoho.schools.forms import MoveData
from sisoho.schools.rules import MoveKind
from tests.factories import Commune, access_of, client_of
from tests.outreach.away import LAST_DAYS, MONDAY, roll_call


@pytest.fixture
def away(commune: Commune) -> OutreachCase:
    school = commune.school
    roll_call(school, {school.pupils[0]: "V"}, LAST_DAYS)
    return OutreachCase.get(OutreachCase.unit == school.unit)


def views(unit_id: int, staff_id: int) -> list[tuple[int, int]]:
    v = FileView
    wanted = (v.unit_id == unit_id) & (v.staff_id == staff_id)
    return list(v.select(v.pupil_id, v.times).where(wanted).tuples())


def test_list_and_case_lead_to_each_other_and_every_look_is_recorded(
    app: Flask, commune: Commune, away: OutreachCase
) -> None:
    school = commune.school
    client = client_of(app, school.village_teacher)
    listed = client.get("/ho-so-van-dong").get_data(as_text=True)
    assert f"/ho-so-van-dong/{away.public_id}" in listed
    shown = client.get(f"/ho-so-van-dong/{away.public_id}")
    assert shown.headers["Cache-Control"] == "no-store"
    assert "Ghi lần đến nhà" in shown.get_data(as_text=True)
    assert views(school.unit.id, school.village_teacher.id) == [(school.pupils[0].id, 2)]


def test_the_village_list_and_the_pupils_page_lead_to_the_case(
    app: Flask, commune: Commune, away: OutreachCase
) -> None:
    school = commune.school
    client = client_of(app, school.village_teacher)
    for path in (f"/thon-buon/{school.village.public_id}", f"/vang/{school.pupils[0].public_id}"):
        assert f"/ho-so-van-dong/{away.public_id}" in client.get(path).get_data(as_text=True)


def test_a_refused_form_keeps_what_was_typed(app: Flask, commune: Commune, away: OutreachCase) -> None:
    client = client_of(app, commune.school.teacher_6a)
    sent = {"draft_id": "s1", "text": "Rủ bạn sang đón", "due_on": (MONDAY - timedelta(days=1)).isoformat()}
    answer = client.post(f"/ho-so-van-dong/{away.public_id}/buoc", data=sent)
    said = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Ngày này đã qua" in said
    assert "Rủ bạn sang đón" in said


def test_a_step_sent_twice_stands_once(app: Flask, commune: Commune, away: OutreachCase) -> None:
    client = client_of(app, commune.school.teacher_6a)
    for _ in range(2):
        sent = {"draft_id": "s1", "text": "Rủ bạn sang đón", "due_on": MONDAY.isoformat()}
        assert client.post(f"/ho-so-van-dong/{away.public_id}/buoc", data=sent).status_code == 303
    e = CaseEvent
    assert e.select().where((e.unit == commune.school.unit) & (e.kind == "step")).count() == 1


def test_a_second_case_leads_to_the_first(app: Flask, commune: Commune, away: OutreachCase) -> None:
    school = commune.school
    sent = {
        "em": school.pupils[0].public_id,
        "draft_id": "o1",
        "reason": "Em hay nghỉ",
        "due_on": MONDAY.isoformat(),
    }
    answer = client_of(app, school.teacher_6a).post("/ho-so-van-dong/mo", data=sent)
    said = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f"/ho-so-van-dong/{away.public_id}" in said
    assert "Em hay nghỉ" in said


@pytest.mark.parametrize("text", ["", "x" * 1001, "\x00"])
def test_a_note_that_cannot_be_kept_is_refused(
    app: Flask, commune: Commune, away: OutreachCase, text: str
) -> None:
    client = client_of(app, commune.school.teacher_6a)
    answer = client.post(f"/ho-so-van-dong/{away.public_id}/buoc", data={"draft_id": "s1", "text": text})
    assert answer.status_code == 422


def test_the_officer_reads_and_answers_a_referred_case_and_the_look_is_recorded(
    app: Flask, commune: Commune, away: OutreachCase
) -> None:
    pupil, client = commune.school.pupils[0], client_of(app, commune.officer)
    assert pupil.full_name not in client.get("/ho-so-van-dong").get_data(as_text=True)
    assert client.get(f"/ho-so-van-dong/{away.public_id}").status_code == 404
    actions.refer(access_of(commune.school.principal), away.public_id, "Nhờ xã cùng đến", "r1")
    shown = client.get(f"/ho-so-van-dong/{away.public_id}").get_data(as_text=True)
    assert "Nhờ xã cùng đến" in shown
    answered = client.post(
        f"/ho-so-van-dong/{away.public_id}/xa-tra-loi", data={"draft_id": "c1", "text": "Đã đến"}
    )
    assert answered.status_code == 303
    assert views(commune.unit.id, commune.officer.id) == [(pupil.id, 1)]


def test_the_officer_opens_a_schools_dropout_register_by_name(app: Flask, commune: Commune) -> None:
    school = commune.school
    left = MoveData(MONDAY, "Kinh tế", paper_kind="Biên bản", paper_issuer="Trường")
    record_move(access_of(school.principal), school.pupils[0].id, school.year.id, MoveKind.DROPPED, left)
    client = client_of(app, commune.officer)
    chosen = client.get("/bo-hoc").get_data(as_text=True)
    assert school.pupils[0].full_name not in chosen
    shown = client.get(f"/bo-hoc?truong={school.unit.public_id}").get_data(as_text=True)
    assert "Ksor H&#39;Bia" in shown
    assert "/hoc-sinh/" not in shown
    assert views(commune.unit.id, commune.officer.id) == [(school.pupils[0].id, 1)]
    assert client.get(f"/bo-hoc?truong={commune.department.public_id}").status_code == 404


def test_the_officer_takes_a_schools_register_along_as_a_spreadsheet(app: Flask, commune: Commune) -> None:
    school = commune.school
    left = MoveData(MONDAY, "Kinh tế", paper_kind="Biên bản", paper_issuer="Trường")
    record_move(access_of(school.principal), school.pupils[0].id, school.year.id, MoveKind.DROPPED, left)
    client = client_of(app, commune.officer)
    sheet = client.get(f"/bo-hoc/danh-sach.xlsx?truong={school.unit.public_id}")
    rows = CalamineWorkbook.from_filelike(BytesIO(sheet.data)).get_sheet_by_index(0).to_python()
    assert "Ksor H'Bia" in [row[1] for row in rows]
    assert any("MẪU MỘT" in str(cell).upper() for row in rows[:3] for cell in row)
    assert views(commune.unit.id, commune.officer.id) == [(school.pupils[0].id, 1)]
    for wrong in ("", f"?truong={commune.department.public_id}"):
        assert client.get(f"/bo-hoc/danh-sach.xlsx{wrong}").status_code == 404
    assert client_of(app, school.teacher_6a).get("/bo-hoc/danh-sach.xlsx").status_code == 403


def test_the_leaders_home_counts_the_open_cases(app: Flask, commune: Commune, away: OutreachCase) -> None:
    said = client_of(app, commune.school.principal).get("/").get_data(as_text=True)
    assert "em đang vận động" in said
