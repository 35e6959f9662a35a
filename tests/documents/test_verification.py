"""The public page: genuine, altered, replaced, foreign, and never more than it should tell."""

from dataclasses import replace
from io import BytesIO

import pytest
from flask import Flask

from sisoho.documents import actions, queries
from sisoho.documents.models import Document
from sisoho.documents.verification import Finding, spoken_code, typed_code
from tests.documents import papers
from tests.documents.desk import Desk, as_demo

ADDRESS = "https://truong.example.vn"


@pytest.fixture
def public_desk(desk: Desk) -> Desk:
    desk.press = replace(desk.press, public_url=ADDRESS)
    return desk


def signed_paper(desk: Desk) -> tuple[Document, bytes]:
    as_demo()
    paper = desk.signed(desk.paper())
    issued = actions.issue(desk.clerk, paper.public_id)
    return issued, actions.download(desk.clerk, paper.public_id, "issued").data


def send(app: Flask, data: bytes, code: str = "") -> str:
    form = {"file": (BytesIO(data), "van-ban.pdf"), "code": code}
    answer = app.test_client().post("/xac-minh", data=form)
    assert answer.status_code == 200
    return answer.text


def test_the_issued_file_is_genuine_and_its_signature_no_official_one(app: Flask, desk: Desk) -> None:
    paper, data = signed_paper(desk)
    text = send(app, data)
    assert "Đúng bản đã phát hành" in text
    assert "Không phải chữ ký số chuyên dùng công vụ" in text
    assert "còn nguyên vẹn" in text
    assert paper.abstract in text


def test_a_changed_file_is_known_for_what_it_was_made_from(app: Flask, desk: Desk) -> None:
    paper, data = signed_paper(desk)
    flipped = bytearray(data)
    flipped[len(data) // 3] ^= 1
    for changed in (data + b"\n% more", bytes(flipped)):
        text = send(app, changed)
        assert "Tệp đã bị thay đổi" in text
        assert f"số {paper.number:02d}/KH-THM" in text


def test_a_file_of_somebody_else_is_not_found(app: Flask, desk: Desk) -> None:
    signed_paper(desk)
    for foreign in (papers.rendered(papers.numbered_plan()), b"%PDF-1.7 broken", b"hello"):
        assert "Không thấy văn bản này" in send(app, foreign)


def test_a_draft_is_nobodys_to_check(app: Flask, desk: Desk) -> None:
    paper = desk.numbered(desk.paper())
    printed = actions.download(desk.clerk, paper.public_id, "unsigned").data
    assert "Không thấy văn bản này" in send(app, printed)


def test_the_printed_code_leads_to_the_paper(app: Flask, public_desk: Desk) -> None:
    paper = public_desk.issued(public_desk.paper())
    code = paper.verification_code
    printed = actions.download(public_desk.clerk, paper.public_id, "unsigned").data
    lines = " ".join(line.text for line in papers.lines(printed))
    assert f"{ADDRESS}/xac-minh/{code}" in lines
    assert spoken_code(code) in lines
    client = app.test_client()
    found = client.get(f"/xac-minh/{code}")
    assert "Có văn bản này" in found.text
    typed = client.get("/xac-minh", query_string={"ma": f" {spoken_code(code)} "})
    assert typed.headers["Location"] == f"/xac-minh/{code}"
    assert client.get("/xac-minh/abcdabcdabcd").status_code == 404
    assert "Nội dung đúng bản đã phát hành" in send(app, printed)
    assert "Tệp đã bị thay đổi" in send(app, b"%PDF-1.7 another", code)


def test_without_a_public_address_no_code_is_printed(desk: Desk) -> None:
    paper = desk.numbered(desk.paper())
    assert paper.verification_code is None
    printed = actions.download(desk.clerk, paper.public_id, "unsigned").data
    assert "xac-minh" not in " ".join(line.text for line in papers.lines(printed))


def test_a_replaced_paper_names_its_successor(desk: Desk) -> None:
    first = desk.issued(desk.paper())
    scan = actions.download(desk.clerk, first.public_id, "issued").data
    desk.issued(desk.paper())
    verdict = queries.verify_file(scan, "", desk.press)
    assert (verdict.finding, verdict.replaced_by) == (Finding.REPLACED, "02/KH-THM")


def test_a_withdrawn_paper_says_so(desk: Desk) -> None:
    paper = desk.issued(desk.paper())
    scan = actions.download(desk.clerk, paper.public_id, "issued").data
    actions.withdraw(desk.principal, paper.public_id, "Sai")
    assert queries.verify_file(scan, "", desk.press).finding is Finding.WITHDRAWN


def test_an_empty_form_is_told_what_to_choose(app: Flask, commune: object) -> None:
    answer = app.test_client().post("/xac-minh", data={})
    assert answer.status_code == 422
    assert "Hãy chọn tệp" in answer.text


def test_codes_are_read_however_they_are_typed() -> None:
    assert typed_code(" ABCD-efgh jkmn ") == "abcdefghjkmn"
    assert spoken_code("abcdefghjkmn") == "ABCD-EFGH-JKMN"
