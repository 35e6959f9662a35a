"""What phones may keep, for whom, and that work is never taken under another name."""

import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sisoho.audit.models import AuditEntry
from sisoho.rollcall.models import RollCallSheet
from sisoho.schools.models import StaffMember
from tests import factories
from tests.rollcall.sending import fields, url

TAKEN = {"X-Take-Along": "1"}


@pytest.fixture
def school(commune: factories.Commune) -> factories.School:
    return commune.school


@pytest.fixture
def teacher(app: Flask, school: factories.School) -> FlaskClient:
    """The homeroom teacher of 6A."""
    return factories.client_of(app, school.teacher_6a)


def key_of(person: StaffMember) -> str:
    return factories.access_of(person).phone_key


def test_a_phone_keeps_the_sheets_of_the_own_class_from_today_on(
    teacher: FlaskClient, school: factories.School
) -> None:
    def keeper(path: str, **values: object) -> str | None:
        return teacher.get(path, **values).headers.get("X-Keep")

    own = key_of(school.teacher_6a)
    assert keeper(url(school.class_6a)) == own
    assert keeper(url(school.class_6a, "2026-11-24"), headers=TAKEN) == own
    assert keeper(url(school.class_6a, "2026-11-20")) is None
    assert keeper(url(school.class_1a), headers=TAKEN) is None
    assert keeper(url(school.class_1a)) == own  # opened by hand: the teacher steps in for a colleague
    assert keeper(url(school.class_1a, "2026-11-20")) is None
    assert keeper("/diem-danh") == own
    assert keeper("/diem-danh?ngay=2026-11-20") is None
    assert keeper("/") == own
    assert keeper("/tai-khoan") is None


def test_a_sheet_of_a_day_to_come_is_only_for_taking_along(
    teacher: FlaskClient, school: factories.School
) -> None:
    assert teacher.get(url(school.class_6a, "2026-11-24")).status_code == 422
    assert teacher.get(url(school.class_6a, "2026-11-24"), headers=TAKEN).status_code == 200
    assert teacher.get(url(school.class_6a, "2026-12-24"), headers=TAKEN).status_code == 422


def test_a_leader_takes_no_lists_along(app: Flask, school: factories.School) -> None:
    principal = factories.client_of(app, school.principal)
    for path in ("/", "/thon-buon", f"/thon-buon/lop/{school.class_6a.public_id}", url(school.class_6a)):
        assert "X-Keep" not in principal.get(path, headers=TAKEN).headers


def test_what_a_phone_takes_along_is_listed_and_on_record(
    teacher: FlaskClient, school: factories.School
) -> None:
    found = teacher.get("/mang-theo").get_json()
    assert [sheet["day"] for sheet in found["sheets"]] == [
        "2026-11-23",
        "2026-11-24",
        "2026-11-25",
        "2026-11-26",
    ]
    assert found["sheets"][0] == {
        "path": url(school.class_6a),
        "label": "6A sáng T2 23/11",
        "day": "2026-11-23",
    }
    for path in found["pages"] + [sheet["path"] for sheet in found["sheets"]]:
        assert teacher.get(path, headers=TAKEN).headers["X-Keep"] == key_of(school.teacher_6a)
    assert [row.intent for row in AuditEntry.select()] == ["take_along"]


def test_a_teacher_of_no_class_and_no_village_takes_no_names_along(
    app: Flask, school: factories.School
) -> None:
    found = factories.client_of(app, school.teacher).get("/mang-theo").get_json()
    assert found["sheets"] == []
    assert not AuditEntry.select().count()


def test_work_of_another_person_is_refused_and_not_stored(
    teacher: FlaskClient, school: factories.School
) -> None:
    said = fields(school.pupils[:5], {school.pupils[0]: "V"})
    theirs = {"X-Outbox": key_of(school.vice_principal)}
    assert teacher.post(url(school.class_6a), data=said, headers=theirs).status_code == 401
    assert not RollCallSheet.select().where(RollCallSheet.unit == school.unit).count()
    mine = {"X-Outbox": key_of(school.teacher_6a), "HX-Request": "true", "HX-Target": "roll-bar"}
    assert teacher.post(url(school.class_6a), data=said, headers=mine).status_code == 200


def test_work_sent_after_the_session_ended_asks_to_sign_in_without_a_redirect(
    app: Flask, school: factories.School
) -> None:
    answer = app.test_client().post(url(school.class_6a), headers={"X-Outbox": "1-1"})
    assert (answer.status_code, answer.data) == (401, b"")


def test_the_server_says_who_is_signed_in_and_what_time_it_is(
    app: Flask, teacher: FlaskClient, school: factories.School
) -> None:
    who = teacher.get("/phien").get_json()
    assert who["owner"] == key_of(school.teacher_6a)
    assert who["now"] == 1795392300000  # 07:05 on Monday 23/11/2026 in Vietnam
    assert app.test_client().get("/phien").get_json()["owner"] == ""


def test_the_worker_lists_files_that_are_there_and_comes_from_the_root(app: Flask) -> None:
    client = app.test_client()
    answer = client.get("/sw.js")
    assert answer.content_type.startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    server = json.loads(re.match(r"const SERVER = (.*);\n", answer.text)[1])
    assert any(path.startswith("/assets/offline/sheet.") for path in server["assets"])
    for path in (*server["assets"], server["lock"], server["offline"]):
        assert client.get(path).status_code == 200


def test_the_app_can_be_installed(app: Flask) -> None:
    client = app.test_client()
    manifest = client.get("/manifest.webmanifest")
    assert manifest.mimetype == "application/manifest+json"
    said = manifest.get_json(force=True)
    assert said["display"] == "standalone"
    assert {icon["sizes"] for icon in said["icons"]} == {"192x192", "512x512"}
    for icon in said["icons"]:
        assert client.get(icon["src"]).data.startswith(b"\x89PNG")


def test_pages_for_no_signal_name_nobody_even_if_somebody_is_signed_in(
    teacher: FlaskClient, school: factories.School
) -> None:
    for path in ("/khoa", "/ngoai-tuyen"):
        assert school.teacher_6a.full_name not in teacher.get(path).text


@pytest.mark.parametrize(
    ("host", "proxy", "told"),
    [
        ("truong.lan:8000", {}, True),
        ("truong.lan", {"X-Forwarded-Proto": "https"}, False),
        ("127.0.0.1:8000", {}, False),
        ("localhost", {}, False),
    ],
)
def test_an_address_that_no_phone_keeps_pages_of_says_on_the_home_page_what_works(
    teacher: FlaskClient, host: str, proxy: dict[str, str], told: bool
) -> None:
    signed_in = teacher.get_cookie("phien")
    assert signed_in is not None
    teacher.set_cookie("phien", signed_in.value, domain=host.partition(":")[0])
    text = teacher.get("/", base_url=f"http://{host}", headers=proxy).text
    assert "Phạm Văn Sáu" in text
    assert ("mất mạng thì trang đang mở vẫn ghi được" in text) is told
