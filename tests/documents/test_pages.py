"""The pages of papers as each person meets them."""

import re
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from sisoho.documents import actions, queries, sections
from tests.documents.desk import Desk
from tests.factories import client_of


@pytest.fixture
def clerk(app: Flask, desk: Desk) -> FlaskClient:
    return client_of(app, desk.commune.school.clerk)


@pytest.fixture
def principal(app: Flask, desk: Desk) -> FlaskClient:
    return client_of(app, desk.commune.school.principal)


def test_a_paper_is_made_from_draft_to_issue_by_its_buttons(
    desk: Desk, clerk: FlaskClient, principal: FlaskClient
) -> None:
    path = f"/van-ban/{desk.paper().public_id}"
    assert "Trình duyệt" in clerk.get(path).text
    assert clerk.post(f"{path}/trinh").status_code == 303
    assert "Trình duyệt" not in re.sub(r"(?s)id=\"qua-trinh\".*", "", clerk.get(path).text)
    assert "Trả lại để sửa" in principal.get(path).text
    principal.post(f"{path}/duyet")
    clerk.post(f"{path}/cap-so")
    assert "Tải bản in để ký" in principal.get(path).text
    principal.post(f"{path}/da-ky-giay")
    refused = clerk.post(f"{path}/ban-quet", data={"scan": (BytesIO(b"PK"), "a.docx")})
    assert refused.status_code == 422
    assert "Cần tệp PDF, JPG hoặc PNG" in refused.text
    clerk.post(f"{path}/ban-quet", data={"scan": (BytesIO(b"%PDF-1.7 scan"), "a.pdf")})
    clerk.post(f"{path}/phat-hanh")
    assert "đã phát hành" in clerk.get(path).text
    assert clerk.get(f"{path}/tai").data == b"%PDF-1.7 scan"


def test_a_step_out_of_order_is_told_on_the_page(desk: Desk, principal: FlaskClient) -> None:
    answer = principal.post(f"/van-ban/{desk.paper().public_id}/duyet")
    assert answer.status_code == 422
    assert "dự thảo" in answer.text


def test_a_remark_is_asked_for_and_shown_to_the_drafter(
    desk: Desk, clerk: FlaskClient, principal: FlaskClient
) -> None:
    path = f"/van-ban/{desk.paper().public_id}"
    clerk.post(f"{path}/trinh")
    assert "Hãy ghi cần sửa gì" in principal.post(f"{path}/tra-lai").text
    principal.post(f"{path}/tra-lai", data={"note": "Thiếu hạn báo cáo."})
    assert "Thiếu hạn báo cáo." in clerk.get(path).text


def test_the_first_page_is_drawn_with_print_styles_and_may_run_nothing(
    desk: Desk, clerk: FlaskClient
) -> None:
    answer = clerk.get(f"/van-ban/{desk.paper().public_id}/trang-1")
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in answer.text
    assert "DỰ THẢO" in answer.text
    assert not re.search(r"[\d.](?:pt|mm|cm)\b", answer.text)  # all of it scales with the frame
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "script-src" not in policy


def test_a_draft_is_shown_as_a_pdf_marked_as_one(desk: Desk, clerk: FlaskClient) -> None:
    answer = clerk.get(f"/van-ban/{desk.paper().public_id}/xem.pdf")
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_conflict_shows_both_texts(desk: Desk, clerk: FlaskClient, principal: FlaskClient) -> None:
    paper = desk.paper()
    path = f"/van-ban/{paper.public_id}/muc/mo-dau"
    (section,) = sections.split(queries.content_of(paper).body)
    opened = {"fingerprint": section.fingerprint}
    assert clerk.post(path, data={**opened, "text": "Bản của văn thư."}).status_code == 303
    answer = principal.post(path, data={**opened, "text": "Bản của hiệu trưởng."})
    assert answer.status_code == 409
    assert "Bản của văn thư." in answer.text
    assert "Bản của hiệu trưởng." in answer.text
    stored = re.search(r'name="fingerprint" value="(\w+)"', answer.text)
    assert stored
    merged = {"fingerprint": stored[1], "text": "Bản gộp."}
    assert principal.post(path, data=merged).status_code == 303
    assert "Bản gộp." in clerk.get(f"/van-ban/{paper.public_id}").text


def test_a_bad_section_is_refused_with_what_was_typed(desk: Desk, clerk: FlaskClient) -> None:
    path = f"/van-ban/{desk.paper().public_id}/muc/mo-dau"
    opened = re.search(r'name="fingerprint" value="(\w+)"', clerk.get(path).text)
    assert opened
    for text in ("[[Bảng: Không có]]", "   "):
        answer = clerk.post(path, data={"fingerprint": opened[1], "text": text})
        assert answer.status_code == 422
    assert clerk.get(f"/van-ban/{desk.paper().public_id}/muc/IX").status_code == 404


def test_a_paper_that_came_in_is_registered_in_the_browser(desk: Desk, clerk: FlaskClient) -> None:
    form = {
        "type": "KH",
        "number": "12",
        "symbol": "ubnd",
        "issued_on": "2026-10-05",
        "issuer": "Ủy ban nhân dân xã Phú Túc",
        "abstract": "Hưởng ứng phong trào",
    }
    missing = clerk.post("/van-ban/den/ghi", data=form)
    assert missing.status_code == 422
    assert "Chép nội dung, hoặc chọn tệp PDF." in missing.text
    assert "Hưởng ứng phong trào" in missing.text
    pdf = (BytesIO(b"%PDF-1.4 theirs"), "ke-hoach.pdf")
    made = clerk.post("/van-ban/den/ghi", data={**form, "file": pdf})
    page = clerk.get(made.headers["Location"])
    assert "Kế hoạch số 12/KH-UBND" in page.text
    assert "trang-1" not in page.text  # nothing was copied out: there is only the file
    assert clerk.get(f"{made.headers['Location']}/tai").data == b"%PDF-1.4 theirs"


def test_a_copied_text_is_rendered_as_a_transcription(desk: Desk, clerk: FlaskClient) -> None:
    form = {
        "type": "KH",
        "number": "12",
        "symbol": "UBND",
        "issued_on": "05/10/2026",
        "issuer": "Ủy ban nhân dân xã Phú Túc",
        "abstract": "Hưởng ứng phong trào",
        "text": "I. MỤC ĐÍCH\n1. Mục đích\nNâng cao trách nhiệm.",
    }
    made = clerk.post("/van-ban/den/ghi", data=form)
    assert "Bản chép lại, không thay bản gốc" in clerk.get(f"{made.headers['Location']}/trang-1").text


def test_the_register_has_the_ten_columns_of_the_decree(desk: Desk, clerk: FlaskClient) -> None:
    desk.issued(desk.paper())
    answer = clerk.get("/van-ban/so-van-ban-di.xlsx")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    head = next(row for row in rows if row[0] == "Số, ký hiệu văn bản")
    assert len([cell for cell in head if cell]) == 10
    line = rows[rows.index(head) + 1]
    assert line[0] == "01/KH-THM"
    assert line[3] == desk.commune.school.principal.full_name


def test_teachers_read_what_was_issued_and_nothing_else(app: Flask, desk: Desk) -> None:
    issued = desk.issued(desk.paper())
    draft = desk.paper()
    teacher = client_of(app, desk.commune.school.teacher)
    listed = teacher.get("/van-ban").text
    assert issued.public_id in listed
    assert draft.public_id not in listed
    assert "Soạn kế hoạch" not in listed
    assert teacher.get(f"/van-ban/{draft.public_id}").status_code == 404
    page = teacher.get(f"/van-ban/{issued.public_id}").text
    assert "Thu hồi" not in page
    stranger = client_of(app, desk.commune.other_school.principal)
    assert stranger.get(f"/van-ban/{issued.public_id}").status_code == 404


def test_the_plan_is_drafted_in_the_browser_and_says_what_it_lacks(
    app: Flask, desk: Desk, clerk: FlaskClient
) -> None:
    early = clerk.post("/ke-hoach/soan")
    assert early.status_code == 422
    assert "kế hoạch của cấp trên" in early.text
    desk.seed_plan()
    officer = client_of(app, desk.commune.officer)
    assert officer.post("/ke-hoach/soan", data={"registration_on": "2026-11-01"}).status_code == 422
    made = officer.post("/ke-hoach/soan", data={"registration_on": "2026-12-05"})
    public_id = made.headers["Location"].rsplit("/", 1)[1]
    desk.issued(queries.own_document(desk.officer, public_id), desk.officer, desk.officer)
    drafted = clerk.post("/ke-hoach/soan")
    page = clerk.get(drafted.headers["Location"]).text
    assert "2 chỗ cần xem trước khi duyệt" in page
    assert "/nam-hoc" in page
    assert "Đã có bản đang làm" in clerk.get("/ke-hoach/soan").text


def test_a_number_already_used_is_told_beside_its_field(desk: Desk, clerk: FlaskClient) -> None:
    first, second = desk.approved(desk.paper()), None
    actions.number_document(desk.clerk, first.public_id, desk.press, 7)
    actions.mark_signed_on_paper(desk.principal, first.public_id)
    actions.attach_scan(desk.clerk, first.public_id, b"%PDF-1")
    actions.issue(desk.clerk, first.public_id)
    second = desk.approved(desk.paper())
    answer = clerk.post(f"/van-ban/{second.public_id}/cap-so", data={"number": "7"})
    assert answer.status_code == 422
    assert "đã cấp cho văn bản khác" in answer.text
