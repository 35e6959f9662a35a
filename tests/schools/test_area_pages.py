"""The pages of the children of the area: found, written, matched, counted, printed."""

from io import BytesIO

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import load_workbook

from sisoho.audit.models import AuditEntry, FileView
from sisoho.schools.actions.area import list_child
from sisoho.schools.models import AreaChild, ChildEntry
from sisoho.schools.rules.area import ChildState
from sisoho.vietnamese import BirthDate
from tests.factories import Commune, access_of, client_of
from tests.schools.browsing import text_of
from tests.schools.surveying import told

HOME = "/tre-trong-dia-ban"


@pytest.fixture
def client(app: Flask, commune: Commune) -> FlaskClient:
    return client_of(app, commune.school.village_teacher)


def village_url(commune: Commune) -> str:
    return f"{HOME}/buon/{commune.school.village.public_id}"


def form(commune: Commune, **fields: str) -> dict[str, str]:
    return {
        "full_name": "Siu H'Lin", "birth_date": "2020", "sex": "female", "ethnic_group": "Gia Rai",
        "head_name": "Amí Lin", "village": commune.school.village.public_id, "state": "not_yet",
        "reason": "nhà xa", **fields,
    }  # fmt: skip


def test_a_teacher_writes_down_a_child_on_the_phone_and_finds_the_child(
    client: FlaskClient, commune: Commune
) -> None:
    url = village_url(commune)
    assert "Siu H&#39;Lin" not in text_of(client, url)
    response = client.post(f"{url}/them", data=form(commune))
    assert (response.status_code, response.location) == (303, url)
    listed = text_of(client, f"{url}?xem=chua-hoc&sinh=2020")
    assert "Siu H&#39;Lin" in listed
    assert "chưa đi học: nhà xa" in listed
    assert "Ksor H&#39;Bia" not in listed
    entry = ChildEntry.get(ChildEntry.unit == commune.unit)
    assert (entry.birth_precision, entry.by_id, entry.school_year) == (
        "year",
        commune.school.village_teacher.id,
        "2026-2027",
    )
    assert "1 em không đi học" in text_of(client, HOME).replace('</span><span class="tile__label">', " ")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"full_name": ""}, "Hãy ghi họ và tên"),
        ({"birth_date": "2027"}, "sinh không sau hôm nay"),
        ({"birth_date": "abc"}, "Không hiểu ngày sinh"),
        ({"state": ""}, "vì sao không học"),
        ({"state": "studying"}, "Hãy ghi em học ở trường nào"),
        ({"since": "2030-01-01"}, "không sau hôm nay"),
        ({"village": "khac"}, "một trong các mục"),
        ({"full_name": "a" * 300}, "Dài quá"),
    ],
)
def test_a_fault_is_told_beside_its_field_and_nothing_typed_is_lost(
    client: FlaskClient, commune: Commune, fields: dict[str, str], words: str
) -> None:
    response = client.post(f"{village_url(commune)}/them", data=form(commune, **fields))
    assert response.status_code == 422
    assert words in response.get_data(as_text=True)
    assert "Amí Lin" in response.get_data(as_text=True)
    assert not AreaChild.select().where(AreaChild.unit == commune.unit).exists()


def test_a_child_who_is_a_pupil_already_is_named_before_a_second_line_is_made(
    client: FlaskClient, commune: Commune
) -> None:
    twin = form(commune, full_name="Ksor H'Bia", birth_date="12/03/2015")
    response = client.post(f"{village_url(commune)}/them", data=twin)
    assert response.status_code == 422
    assert "là học sinh lớp 6A" in response.get_data(as_text=True)
    assert client.post(f"{village_url(commune)}/them", data={**twin, "another": "1"}).status_code == 303


def test_a_new_word_stands_above_the_earlier_ones(client: FlaskClient, commune: Commune) -> None:
    child = list_child(access_of(commune.school.village_teacher), told(commune.school))
    url = f"{HOME}/em/{child.public_id}"
    data = form(commune, state="studying", at_school="Trường TH Ia Mlah", grade="1")
    assert client.post(url, data=data).status_code == 303
    shown = text_of(client, url)
    assert shown.index("đang học lớp 1, Trường TH Ia Mlah") < shown.rindex("chưa đi học")
    assert client.post(url, data=form(commune, full_name="")).status_code == 422


def test_a_match_is_confirmed_and_taken_back(app: Flask, commune: Commune) -> None:
    school = commune.school
    clerk, access = client_of(app, school.clerk), access_of(school.clerk)
    pupil = school.pupils[0]
    child = list_child(access, told(school, "Ksor H'Bia", birth=BirthDate(pupil.birth_date)), another=True)
    assert "trùng cả ngày sinh, buôn" in text_of(clerk, f"{HOME}/ghep")
    url = f"{HOME}/em/{child.public_id}"
    said = {"hoc_sinh": pupil.public_id, "viec": "ghep"}
    assert clerk.post(f"{url}/ghep", data=said).status_code == 303
    assert clerk.post(f"{url}/ghep", data=said).status_code == 409
    assert "Hồ sơ học sinh" in text_of(clerk, url)
    assert clerk.post(f"{url}/tach").status_code == 303
    assert "Hồ sơ học sinh" not in text_of(clerk, url)
    assert clerk.post(f"{url}/tach").status_code == 404


def test_the_figures_open_the_names_and_the_reading_is_recorded(app: Flask, commune: Commune) -> None:
    clerk = client_of(app, commune.school.clerk)
    list_child(access_of(commune.school.clerk), told(commune.school))
    shown = text_of(clerk, f"{HOME}/huy-dong")
    assert "Trẻ 6 tuổi vào lớp 1 = trẻ 6 tuổi đang học lớp 1 ÷ trẻ 6 tuổi sống trong địa bàn" in shown
    assert "85,7 %" in shown  # 6 of 7
    response = clerk.get(f"{HOME}/huy-dong/ten?nhom=lop-1&so=mau-so")
    assert response.headers["Cache-Control"] == "no-store"
    page = response.get_data(as_text=True)
    assert "Siu H&#39;Lin" in page
    assert "Và 3 em là học sinh trường khác" in page
    views = FileView.select().where(FileView.staff_id == commune.school.clerk.id)
    assert {view.pupil_id for view in views} == {pupil.id for pupil in commune.school.pupils[5:]}


def test_the_commune_reads_counts_and_no_name(app: Flask, commune: Commune) -> None:
    list_child(access_of(commune.school.clerk), told(commune.school))
    officer = client_of(app, commune.officer)
    for url in (HOME, f"{HOME}/huy-dong"):
        shown = text_of(officer, url)
        assert "Siu H&#39;Lin" not in shown
        assert "/buon/" not in shown
    text_of(officer, village_url(commune), 403)


def test_the_list_leaves_as_a_spreadsheet_that_says_what_the_page_says(app: Flask, commune: Commune) -> None:
    clerk = client_of(app, commune.school.clerk)
    list_child(
        access_of(commune.school.clerk), told(commune.school, state=ChildState.DROPPED, reason="đi rẫy")
    )
    answer = clerk.get(f"{HOME}/xuat.xlsx")
    grid = load_workbook(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    (row,) = [row for row in grid if "Siu H'Lin" in row]
    assert {"Đã bỏ học", "đi rẫy", "Amí Lin", "Buôn Chư Bang"} <= {str(cell) for cell in row}
    assert "" not in {row[1] for row in grid[7:]}  # no line of a child whose name another school holds
    assert AuditEntry.select().where(AuditEntry.intent == "export_list").exists()


def test_the_survey_sheet_is_filled_with_what_is_known(client: FlaskClient, commune: Commune) -> None:
    list_child(access_of(commune.school.village_teacher), told(commune.school))
    answer = client.get(f"{village_url(commune)}/phieu-dieu-tra.pdf")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    with pikepdf.open(BytesIO(answer.data)) as paper:
        box = paper.pages[0].mediabox
        assert float(box[2]) > float(box[3])  # landscape
        assert str(paper.docinfo["/Title"]).startswith("Phiếu điều tra trẻ trong địa bàn, Buôn Chư Bang")
    other = f"{HOME}/buon/{commune.school.other_village.public_id}/phieu-dieu-tra.pdf"
    assert client.get(other).status_code == 404


def test_no_coming_or_invented_year_is_shown(client: FlaskClient) -> None:
    text_of(client, f"{HOME}?nam=2025-2026")
    text_of(client, f"{HOME}?nam=2027-2028", 404)
    text_of(client, f"{HOME}?nam=abc", 404)
