"""The pages of classes and pupils: what each role reaches, what a refusal keeps, what an outsider gets."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sisoho.schools import actions
from sisoho.schools import models as m
from sisoho.schools.forms import MoveData, PupilData
from sisoho.schools.rules import MoveKind
from tests.factories import Commune, access_of, client_of
from tests.schools.browsing import text_of

HTMX = {"HX-Request": "true"}


@pytest.fixture
def clerk(app: Flask, commune: Commune) -> FlaskClient:
    return client_of(app, commune.school.clerk)


@pytest.fixture
def teacher(app: Flask, commune: Commune) -> FlaskClient:
    return client_of(app, commune.school.teacher)


@pytest.fixture
def stranger(app: Flask, commune: Commune) -> FlaskClient:
    return client_of(app, commune.other_school.clerk)


@pytest.mark.parametrize(
    "path",
    [
        "/hoc-sinh",
        "/hoc-sinh/tim?q=ro+cham",
        "/hoc-sinh/them",
        "/hoc-sinh/chuyen-truong",
        "/nhan-su",
        "/thon-buon/danh-sach",
        "/nam-hoc",
        "/nam-hoc/ngay",
        "/nam-hoc/lop",
        "/nam-hoc/nghi",
        "/nam-hoc/hoc-bu",
        "/nam-hoc/thiet-lap",
        "/buoi-dau/nam-hoc",
        "/buoi-dau/lop",
        "/buoi-dau/danh-sach",
        "/buoi-dau/thon-buon",
        "/buoi-dau/nhan-su",
        "/buoi-dau/phieu",
    ],
)
def test_a_page_opens_for_the_clerk_and_is_kept_nowhere(clerk: FlaskClient, path: str) -> None:
    response = clerk.get(path)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"


def test_the_pages_of_one_pupil_open_for_the_clerk(clerk: FlaskClient, commune: Commune) -> None:
    pupil = commune.school.pupils[0].public_id
    for tail in (
        "",
        "/sua",
        "/noi-o",
        "/gia-dinh",
        "/gia-dinh/them",
        "/bien-dong/chuyen-lop",
        "/bien-dong/bo-hoc",
    ):
        assert "Ksor H&#39;Bia" in text_of(clerk, f"/hoc-sinh/{pupil}{tail}")
    text_of(clerk, f"/hoc-sinh/{pupil}/bien-dong/bay-mat", 404)


def test_a_pupils_page_has_a_number_to_tap_and_hides_the_id(clerk: FlaskClient, commune: Commune) -> None:
    pupil = commune.school.pupils[0]
    pupil.id_number = "064314000045"
    pupil.save()
    shown = text_of(clerk, f"/hoc-sinh/{pupil.public_id}")
    assert 'href="tel:0987000001"' in shown
    assert "064314000045" not in shown


def test_a_teacher_sees_the_names_of_any_class_and_no_pupils_page(
    teacher: FlaskClient, commune: Commune
) -> None:
    shown = text_of(teacher, f"/hoc-sinh/lop/{commune.school.class_6a.public_id}")
    assert "Siu Blơi" in shown
    assert "12/03/2015" not in shown
    text_of(teacher, f"/hoc-sinh/{commune.school.pupils[0].public_id}", 403)
    text_of(teacher, "/nhan-su", 403)
    text_of(teacher, "/nam-hoc", 403)
    text_of(teacher, "/hoc-sinh/xuat.xlsx", 403)
    text_of(teacher, f"/hoc-sinh/lop/{commune.school.class_6a.public_id}/xuat.xlsx", 403)


def test_another_schools_pages_look_like_none_at_all(stranger: FlaskClient, commune: Commune) -> None:
    school = commune.school
    pupil = school.pupils[0].public_id
    for path in (
        f"/hoc-sinh/lop/{school.class_6a.public_id}",
        f"/hoc-sinh/lop/{school.class_6a.public_id}/lich",
        f"/hoc-sinh/lop/{school.class_6a.public_id}/xuat.xlsx",
        f"/hoc-sinh/{pupil}",
        f"/hoc-sinh/{pupil}/sua",
        f"/hoc-sinh/{pupil}/gia-dinh",
        f"/hoc-sinh/{pupil}/bien-dong/chuyen-di",
        f"/nhan-su/{school.teacher.public_id}",
    ):
        text_of(stranger, path, 404)
    assert stranger.post(f"/hoc-sinh/{pupil}/sua", data={"full_name": "X"}).status_code == 404


def test_the_search_answers_htmx_with_the_fragment_alone(clerk: FlaskClient) -> None:
    fragment = text_of(clerk, "/hoc-sinh/tim?q=h+bia", headers=HTMX)
    assert fragment.strip().startswith('<div id="tim-thay"')
    assert "Ksor H&#39;Bia" in fragment
    page = text_of(clerk, "/hoc-sinh/tim?q=h+bia")
    assert "<!doctype html>" in page
    assert "Ksor H&#39;Bia" in page


def test_a_wrong_form_keeps_what_was_typed(clerk: FlaskClient, commune: Commune) -> None:
    pupil = commune.school.pupils[0]
    response = clerk.post(
        f"/hoc-sinh/{pupil.public_id}/sua",
        data={"full_name": "Ksor H'Bia Mới", "birth_date": "31/02/2014", "id_number": "12"},
    )
    shown = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "Ksor H&#39;Bia Mới" in shown
    assert "không có trên lịch" in shown
    assert "không đủ 12 chữ số" in shown
    assert m.Pupil.get((m.Pupil.unit == pupil.unit_id) & (m.Pupil.id == pupil.id)).full_name == "Ksor H'Bia"


def test_a_corrected_pupil_is_found_by_the_new_name(clerk: FlaskClient, commune: Commune) -> None:
    pupil = commune.school.pupils[0]
    form = {"full_name": "Ksor H'Biă", "birth_date": "2014", "sex": "female", "ethnic_group": "Gia Rai"}
    assert clerk.post(f"/hoc-sinh/{pupil.public_id}/sua", data=form).status_code == 303
    shown = text_of(clerk, f"/hoc-sinh/{pupil.public_id}")
    assert "Ksor H&#39;Biă" in shown
    assert "<dd>2014</dd>" in shown


def test_a_transfer_goes_from_clerk_to_clerk(
    app: Flask, clerk: FlaskClient, stranger: FlaskClient, commune: Commune
) -> None:
    pupil = commune.school.pupils[2].public_id
    left = clerk.post(
        f"/hoc-sinh/{pupil}/bien-dong/chuyen-di",
        data={
            "on": "2026-11-16",
            "reason": "Theo mẹ",
            "other_unit": commune.other_school.unit.public_id,
            "from_class": commune.school.class_6a.public_id,
        },
    )
    assert left.status_code == 303
    assert "chờ xác nhận" in text_of(clerk, f"/hoc-sinh/{pupil}")
    assert "Rơ Châm Đức" in text_of(stranger, "/hoc-sinh/chuyen-truong")
    move = m.Move.get((m.Move.unit == commune.school.unit) & (m.Move.state == "pending"))
    page = text_of(stranger, f"/hoc-sinh/chuyen-truong/{move.public_id}")
    assert "Trường TH và THCS Mẫu Một" in page
    refused = stranger.post(f"/hoc-sinh/chuyen-truong/{move.public_id}", data={"on": "2026-11-17"})
    assert refused.status_code == 422
    taken = stranger.post(
        f"/hoc-sinh/chuyen-truong/{move.public_id}",
        data={"on": "2026-11-17", "to_class": commune.other_school.class_6a.public_id},
    )
    assert taken.status_code == 303
    assert "Rơ Châm Đức" in text_of(stranger, taken.headers["Location"])
    text_of(stranger, f"/hoc-sinh/chuyen-truong/{move.public_id}", 404)
    assert "chờ xác nhận" not in text_of(clerk, f"/hoc-sinh/{pupil}")


def test_a_move_seen_in_an_old_page_is_refused(clerk: FlaskClient, commune: Commune) -> None:
    school, pupil = commune.school, commune.school.pupils[0]
    other = school.make_class("6B", "6")
    change = MoveData(date(2026, 10, 1), "Đổi", to_class_id=other.id)
    access = access_of(school.clerk)
    actions.record_move(access, pupil.id, school.year.id, MoveKind.CLASS_CHANGE, change, papers_follow=True)
    response = clerk.post(
        f"/hoc-sinh/{pupil.public_id}/bien-dong/bo-hoc",
        data={
            "on": "2026-11-20",
            "reason": "Lý do khác",
            "papers_follow": "1",
            "from_class": school.class_6a.public_id,
        },
    )
    assert response.status_code == 422
    assert "không còn ở lớp này" in response.get_data(as_text=True)


def test_a_pupil_is_entered_by_hand(clerk: FlaskClient, commune: Commune) -> None:
    form = {
        "full_name": "Nay Y Tý",
        "birth_date": "5/3/2015",
        "sex": "male",
        "to_class": commune.school.class_6a.public_id,
        "on": "2026-11-23",
        "village": commune.school.village.public_id,
        "relation": "mẹ",
        "guardian_name": "Nay H'Tý",
        "phone": "905111222",
    }
    made = clerk.post("/hoc-sinh/them", data=form)
    assert made.status_code == 303
    shown = text_of(clerk, made.headers["Location"])
    for part in ("Nay Y Tý", "05/03/2015", "Buôn Chư Bang", "0905111222"):
        assert part in shown
    refused = clerk.post("/hoc-sinh/them", data={**form, "phone": "12"})
    assert refused.status_code == 422
    assert "Nay H&#39;Tý" in refused.get_data(as_text=True)


def test_a_guardian_is_corrected_and_one_of_another_family_is_not_found(
    clerk: FlaskClient, commune: Commune
) -> None:
    first, second = commune.school.pupils[:2]
    mother = m.Guardian.get(
        (m.Guardian.unit == first.unit_id) & (m.Guardian.full_name == f"Mẹ {first.full_name}")
    )
    form = {
        "relation": "mẹ",
        "guardian_name": "Ksor H'Mới",
        "phone": "0905111222",
    }
    url = f"/hoc-sinh/{first.public_id}/gia-dinh/nguoi/{mother.id}"
    assert clerk.post(url, data=form).status_code == 303
    assert "Ksor H&#39;Mới" in text_of(clerk, url)
    theirs = f"/hoc-sinh/{second.public_id}/gia-dinh/nguoi/{mother.id}"
    text_of(clerk, theirs, 404)
    assert clerk.post(theirs, data=form).status_code == 404
    assert clerk.post(url, data={**form, "relation": ""}).status_code == 422


def test_a_pupil_who_left_is_still_found_and_may_come_back(clerk: FlaskClient, commune: Commune) -> None:
    school, pupil = commune.school, commune.school.pupils[0]
    access = access_of(school.clerk)
    actions.record_move(
        access,
        pupil.id,
        school.year.id,
        MoveKind.DROPPED,
        MoveData(date(2026, 11, 2), "Lý do khác"),
        papers_follow=True,
    )
    shown = text_of(clerk, f"/hoc-sinh/{pupil.public_id}")
    assert "bỏ học" in shown
    assert f"/hoc-sinh/{pupil.public_id}/bien-dong/tro-lai" in shown
    assert "đã rời trường" in text_of(clerk, "/hoc-sinh/tim?q=h+bia")
    back = clerk.post(
        f"/hoc-sinh/{pupil.public_id}/bien-dong/tro-lai",
        data={
            "on": "2026-11-20",
            "reason": "Gia đình đồng ý",
            "to_class": school.class_6a.public_id,
            "papers_follow": "1",
        },
    )
    assert back.status_code == 303


def test_a_page_of_moves_is_closed_to_a_name_from_another_school(
    stranger: FlaskClient, commune: Commune
) -> None:
    made = actions.enrol_pupil(
        access_of(commune.school.clerk),
        PupilData("Kpă Y Nới"),
        commune.school.year.id,
        MoveData(date(2026, 11, 20), to_class_id=commune.school.class_6a.id),
    )
    move = m.Move.get((m.Move.unit == made.unit_id) & (m.Move.pupil == made.id))
    assert stranger.post(f"/bien-dong/{move.public_id}/huy").status_code == 404
    assert stranger.get(f"/bien-dong/{move.public_id}/giay-to").status_code == 404
