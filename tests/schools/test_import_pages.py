"""The pages and the command of importing: what a clerk sees, and what is refused."""

from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sisoho.schools import models as m
from tests import factories
from tests.factories import Commune, School
from tests.schools.lists import pupil, spreadsheet

NEW = [pupil("Kpă Mới", "6B"), pupil("Siu Hai", "6A")]


@pytest.fixture
def school(commune: Commune) -> School:
    return commune.school


@pytest.fixture
def clerk(app: Flask, school: School) -> FlaskClient:
    return factories.client_of(app, school.clerk)


def _upload(client: FlaskClient, data: bytes, name: str = "ds.xlsx"):  # type: ignore[no-untyped-def]
    return client.post("/hoc-sinh/nhap", data={"list": (BytesIO(data), name)})


def _tried(client: FlaskClient, rows: list) -> str:  # type: ignore[type-arg]
    answer = _upload(client, spreadsheet(rows))
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def _names(school: School) -> set[str]:
    return {row.full_name for row in m.Pupil.select().where(m.Pupil.unit == school.unit)}


def test_a_list_is_tried_looked_at_and_imported(clerk: FlaskClient, school: School) -> None:
    url = _tried(clerk, NEW)
    dry = clerk.get(url).text
    assert "xem thử, chưa ghi gì" in dry
    assert "1 lớp: 6B" in dry
    assert "Nhập 2 em" in dry
    assert "Kpă Mới" not in _names(school)
    done = clerk.post(url, data={"starts": "2026-09-07", "pattern": "mornings_five"})
    assert done.status_code == 303
    assert {"Kpă Mới", "Siu Hai"} <= _names(school)
    record = clerk.get(done.headers["Location"]).text
    assert "đã nhập" in record
    assert "Nhập 2 em" not in record
    assert "ds.xlsx" in clerk.get("/hoc-sinh/nhap/lich-su").text


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"%PDF-1.7 khong phai bang tinh", "ds.pdf", "ds.pdf"),
        (b"", "ds.xlsx", "ds.xlsx"),
        ("Tên thuốc;Giá\nA;1\n".encode(), "thuoc.csv", "Không tìm thấy học sinh nào"),
    ],
)
def test_a_wrong_file_is_refused_in_words_and_nothing_is_lost(
    clerk: FlaskClient, school: School, data: bytes, name: str, says: str
) -> None:
    before = _names(school)
    answer = _upload(clerk, data, name)
    assert answer.status_code == 422
    assert says in answer.text
    assert "Tệp danh sách của trường" in answer.text
    assert _names(school) == before
    assert m.ImportRun.select().where(m.ImportRun.unit == school.unit).count() == 0


def test_no_file_chosen_is_said(clerk: FlaskClient) -> None:
    answer = clerk.post("/hoc-sinh/nhap", data={})
    assert answer.status_code == 422
    assert "Hãy chọn tệp danh sách." in answer.text


def test_a_row_is_decided_without_scripts_and_with_htmx(clerk: FlaskClient, school: School) -> None:
    url = _tried(clerk, NEW)
    plain = clerk.post(f"{url}/dong/1?xem=moi&trang=1", data={"word": "skip"})
    assert plain.status_code == 303
    assert plain.headers["Location"].endswith("?xem=moi&trang=1#dong-1")
    assert "Nhập 1 em" in clerk.get(url).text
    fragment = clerk.post(f"{url}/dong/1?xem=moi", data={"word": ""}, headers={"HX-Request": "true"})
    assert fragment.status_code == 200
    assert fragment.text.lstrip().startswith('<div id="nhap"')
    assert "Nhập 2 em" in fragment.text


def test_a_doubt_offers_the_known_pupil_by_name_and_class(clerk: FlaskClient, school: School) -> None:
    page = clerk.get(_tried(clerk, [pupil("Ksor H'Bia", "1A", village="")])).text
    assert "Là em Ksor H&#39;Bia (6A · 12/03/2015 · Buôn Chư Bang)" in page
    assert 'class="actionbar"' not in page  # nothing to import before a person has said who it is


def test_a_multigrade_class_offers_its_grades(clerk: FlaskClient, school: School) -> None:
    url = _tried(clerk, [pupil("Kpă Ghép", "1+2")])
    assert '<option value="1+2|2">1+2, khối 2</option>' in clerk.get(url).text
    clerk.post(f"{url}/dong/1", data={"word": "new", "in_class": "1+2|2"})
    page = clerk.get(url).text
    assert "Người nhập chọn: em mới, lớp 1+2." in page
    assert "1 lớp: 1+2" in page
    clerk.post(url)
    (made,) = m.Pupil.select().where((m.Pupil.unit == school.unit) & (m.Pupil.full_name == "Kpă Ghép"))
    enrolment = m.Enrolment.get((m.Enrolment.unit == school.unit) & (m.Enrolment.pupil == made))
    assert enrolment.grade == 2


@pytest.mark.parametrize("word", ["hack", "keep:password", "is:", "take:class_name"])
def test_an_unknown_word_is_refused(clerk: FlaskClient, word: str) -> None:
    assert clerk.post(f"{_tried(clerk, NEW)}/dong/1", data={"word": word}).status_code == 422


def test_a_row_that_is_not_there_is_not_found(clerk: FlaskClient) -> None:
    assert clerk.post(f"{_tried(clerk, NEW)}/dong/99", data={"word": "skip"}).status_code == 404


def test_a_school_that_changed_meanwhile_shows_the_new_plan(clerk: FlaskClient, school: School) -> None:
    first, second = _tried(clerk, NEW), _tried(clerk, NEW)
    clerk.post(first)
    answer = clerk.post(second)
    assert answer.status_code == 409
    assert "hồ sơ của trường đã thay đổi nên 2 dòng nay khác" in answer.text
    assert "Tệp này không có gì mới" in answer.text


def test_a_day_outside_the_year_keeps_the_page_and_what_was_typed(clerk: FlaskClient, school: School) -> None:
    url = _tried(clerk, NEW)
    answer = clerk.post(url, data={"starts": "2026-07-01"})
    assert answer.status_code == 422
    assert "Hãy chọn ngày trong năm học." in answer.text
    assert 'value="2026-07-01"' in answer.text
    assert "Kpă Mới" not in _names(school)


def test_a_long_list_comes_by_pages(clerk: FlaskClient) -> None:
    page = clerk.get(_tried(clerk, [pupil(f"Kpă Số {number}") for number in range(90)])).text
    assert page.count('class="listed"') == 40
    assert "Trang 1/3" in page


def test_proposals_are_completed_or_dismissed_from_their_page(clerk: FlaskClient, school: School) -> None:
    (bia,) = m.Pupil.select().where((m.Pupil.unit == school.unit) & (m.Pupil.full_name == "Ksor H'Bia"))
    clerk.post(_tried(clerk, [pupil("Ksor H'Bia", "1A")]))
    page = clerk.get("/hoc-sinh/nhap/de-nghi").text
    link = f"/hoc-sinh/{bia.public_id}/bien-dong/chuyen-lop?to_class={school.class_1a.public_id}"
    assert link in page
    assert f'value="{school.class_1a.public_id}" selected' in clerk.get(link).text
    (proposal,) = m.ProposedMove.select().where(m.ProposedMove.unit == school.unit)
    assert clerk.post(f"/hoc-sinh/nhap/de-nghi/{proposal.public_id}/bo-qua").status_code == 303
    assert "Không có đề nghị nào đang chờ" in clerk.get("/hoc-sinh/nhap/de-nghi").text


def test_siblings_are_confirmed_on_the_page(clerk: FlaskClient, school: School) -> None:
    rows = [pupil("Siu Anh", mother="Siu H'Mẹ"), pupil("Siu Em", mother="Siu H'Mẹ")]
    clerk.post(_tried(clerk, rows))
    assert "Siu Anh và Siu Em" in clerk.get("/hoc-sinh/nhap/de-nghi").text
    (pair,) = m.SiblingProposal.select().where(m.SiblingProposal.unit == school.unit)
    done = clerk.post(f"/hoc-sinh/nhap/anh-chi-em/{pair.public_id}", data={"do": "confirm"})
    assert done.status_code == 303
    (anh,) = m.Pupil.select().where((m.Pupil.unit == school.unit) & (m.Pupil.full_name == "Siu Anh"))
    assert "Siu Em" in clerk.get(f"/hoc-sinh/{anh.public_id}").text


def test_another_schools_run_is_not_found(app: Flask, commune: Commune, clerk: FlaskClient) -> None:
    url = _tried(clerk, NEW)
    stranger = factories.client_of(app, commune.other_school.clerk)
    assert stranger.get(url).status_code == 404
    assert stranger.post(url).status_code == 404
    assert stranger.post(f"{url}/dong/1", data={"word": "skip"}).status_code == 404


def test_a_teacher_is_told_that_importing_is_not_theirs(app: Flask, school: School) -> None:
    assert factories.client_of(app, school.teacher).get("/hoc-sinh/nhap").status_code == 403


# ---- the command line --------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "ds.xlsx"
    path.write_bytes(spreadsheet(NEW))
    return str(path)


def test_the_command_tries_first_and_imports_when_told(app: Flask, school: School, file: str) -> None:
    command = ["import-pupils", file, "--school", "truong th va thcs mau mot"]
    tried = app.test_cli_runner().invoke(args=command)
    assert tried.exit_code == 0, tried.output
    assert "    2 mới" in tried.output
    assert "Lớp mới: 6B" in tried.output
    assert "chưa nhập gì" in tried.output
    assert "Kpă Mới" not in _names(school)
    done = app.test_cli_runner().invoke(args=[*command, "--apply", "--year", "2026-2027"])
    assert done.exit_code == 0, done.output
    assert {"Kpă Mới", "Siu Hai"} <= _names(school)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--school", "Trường Không Có"], "Các trường của máy chủ này"),
        (["--school", "Trường TH và THCS Mẫu Một", "--year", "1999-2000"], "chưa mở năm học 1999-2000"),
    ],
)
def test_the_command_says_what_it_does_not_know(
    app: Flask, school: School, file: str, arguments: list[str], says: str
) -> None:
    answer = app.test_cli_runner().invoke(args=["import-pupils", file, *arguments])
    assert answer.exit_code == 1
    assert says in answer.output


def test_the_command_takes_the_public_id_of_a_school(app: Flask, school: School, file: str) -> None:
    command = ["import-pupils", file, "--school", school.unit.public_id, "--apply"]
    assert app.test_cli_runner().invoke(args=command).exit_code == 0
    assert "Siu Hai" in _names(school)


def test_the_page_of_the_classes_leads_here(clerk: FlaskClient) -> None:
    assert 'href="/hoc-sinh/nhap"' in clerk.get("/hoc-sinh").text
