"""Archived bytes: the same for ever, checked, logged, and nobody else's."""

from datetime import date
from io import BytesIO

import pdfplumber
import pytest
from flask import Flask

from sisoho.audit.models import AuditEntry
from sisoho.documents import actions, queries
from sisoho.documents.actions import Received
from sisoho.errors import NotFound, RuleBroken
from sisoho.files.models import StoredFile
from tests import factories
from tests.documents import papers
from tests.documents.desk import Desk, as_demo


def test_a_paper_downloads_as_the_same_bytes_every_time(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = desk.signed(desk.paper())
    actions.issue(desk.clerk, paper.public_id)
    first = actions.download(desk.principal, paper.public_id, "issued")
    monkeypatch.setattr("sisoho.documents.pdf.print_styles", lambda: "changed since")
    again = actions.download(desk.teacher, paper.public_id, "issued")
    assert first.data == again.data
    assert first.name == "ke-hoach-01-2026-da-ky.pdf"
    assert first.data.startswith(actions.download(desk.clerk, paper.public_id, "unsigned").data)
    rows = AuditEntry.select().where(AuditEntry.intent == "download_document")
    assert [row.staff_id for row in rows][:2] == [desk.principal.staff_id, desk.teacher.staff_id]


def test_a_changed_archive_is_not_handed_out(desk: Desk) -> None:
    paper = desk.issued(desk.paper())
    row = StoredFile.get((StoredFile.unit == paper.unit_id) & (StoredFile.id == paper.issued_file_id))
    row.data = bytes(row.data) + b" "
    row.save()
    with pytest.raises(RuleBroken, match="sao lưu"):
        actions.download(desk.principal, paper.public_id, "issued")


def test_downloads_are_attachments_that_no_phone_keeps(app: Flask, desk: Desk) -> None:
    paper = desk.issued(desk.paper())
    client = factories.client_of(app, desk.commune.school.teacher)
    answer = client.get(f"/van-ban/{paper.public_id}/tai")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert client.get(f"/van-ban/{paper.public_id}/xem.pdf").data == answer.data
    other = factories.client_of(app, desk.commune.other_school.principal)
    assert other.get(f"/van-ban/{paper.public_id}/tai").status_code == 404


def test_the_plan_of_2018_is_kept_as_a_transcription_and_never_signed(desk: Desk) -> None:
    as_demo()
    plan = desk.seed_plan()
    assert (plan.number, plan.symbol, plan.document_on) == (52, "KH-PGDĐT", date(2018, 11, 11))
    assert desk.seed_plan().id == plan.id
    for step in (actions.submit, actions.approve, actions.issue):
        with pytest.raises(RuleBroken, match="Văn bản đến"):
            step(desk.officer, plan.public_id)
    with pytest.raises(RuleBroken, match="Văn bản đến"):
        actions.sign(desk.officer, plan.public_id, desk.press)
    printed = actions.download(desk.officer, plan.public_id, "issued").data
    lines = [line.text for line in papers.lines(printed)]
    assert "Bản chép lại, không thay bản gốc" in lines
    assert queries.paper_page(desk.officer, plan.public_id).steps == ()
    (line,) = queries.paper_list(desk.officer).incoming
    assert (line.number, line.issuer) == ("52/KH-PGDĐT", "Phòng Giáo dục và Đào tạo huyện Krông Pa")


def test_a_pdf_that_came_in_is_kept_as_it_came(desk: Desk) -> None:
    content = papers.numbered_plan(body=())
    kept = actions.record_incoming(
        desk.clerk, content, desk.press, Received(desk.clerk.on, file=b"%PDF-1.4 theirs")
    )
    assert actions.download(desk.clerk, kept.public_id, "issued").data == b"%PDF-1.4 theirs"
    with pytest.raises(NotFound):
        actions.download(desk.teacher, kept.public_id, "issued")


def test_every_page_of_a_demo_paper_says_that_it_is_worth_nothing(desk: Desk) -> None:
    paper = desk.signed(desk.paper())
    data = actions.download(desk.clerk, paper.public_id, "issued").data
    with pdfplumber.open(BytesIO(data)) as printed:
        for sheet in printed.pages:
            slanted = "".join(char["text"] for char in sheet.chars if char["matrix"][1])
            assert "BẢNMẪU–KHÔNGCÓGIÁTRỊ" in slanted.replace(" ", "")
