"""A plan from the first draft to the public page that tells whether a file is the one that was issued."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sisoho import clock
from sisoho.db import unscoped
from sisoho.documents.actions import make_demo_keys
from sisoho.documents.models import Document
from sisoho.documents.press import Press
from tests.browser.live import LiveServer
from tests.browser.phones import Phone
from tests.conftest import MONDAY_MORNING, settings_for
from tests.documents.desk import as_demo, set_targets
from tests.documents.papers import poppler
from tests.factories import access_of


@pytest.fixture
def prepared(live_server: LiveServer) -> None:
    """The targets of commune and school, and a key of the demo's kind where the server looks for it."""
    var = live_server.database.parent
    press = Press.of(settings_for("", var))
    as_demo()
    with clock.at(MONDAY_MORNING):
        set_targets(live_server.commune)
        make_demo_keys(access_of(live_server.commune.school.principal), press)


def document() -> Document:
    with unscoped("a browser test looks at what arrived"):
        return Document.get(Document.kind == "school_plan")


def record_the_communes_plan(page: Page) -> None:
    """It came on paper; the school's plan answers it and cites its number."""
    page.get_by_label("Loại văn bản").select_option(label="Kế hoạch")
    page.get_by_label("Số", exact=True).fill("86")
    page.get_by_label("Ký hiệu nơi ban hành").fill("UBND")
    page.get_by_label("Ngày ban hành").fill("2026-09-22")
    page.get_by_label("Cơ quan ban hành").fill("Ủy ban nhân dân xã Phú Túc")
    page.get_by_label("Trích yếu").fill("Huy động và duy trì sĩ số học sinh, năm học 2026-2027")
    page.get_by_text("Chép nội dung", exact=True).click()
    page.get_by_label("Nội dung", exact=True).fill("Các trường xây dựng kế hoạch thực hiện.")
    page.get_by_role("button", name="Ghi văn bản đến").click()
    expect(page.get_by_text("Đã ghi văn bản đến.")).to_be_visible()


def step(phone: Phone, button: str, done: str) -> Page:
    page = phone.open(f"/van-ban/{document().public_id}")
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_text(done).first).to_be_visible()
    return page


def download(page: Page) -> bytes:
    with page.expect_download() as caught:
        page.get_by_role("link", name="Tải về").click()
    return Path(caught.value.path()).read_bytes()


def verify(page: Page, data: bytes) -> None:
    page.locator("input[type=file]").set_input_files(
        {"name": "ke-hoach.pdf", "mimeType": "application/pdf", "buffer": data}
    )
    page.get_by_role("button", name="Kiểm tra tệp").click()


@pytest.mark.usefixtures("prepared")
def test_a_plan_is_drafted_approved_numbered_signed_issued_and_verified(
    live_server: LiveServer, sign_in_as: Callable[..., Phone], phone: Callable[..., Phone], tmp_path: Path
) -> None:
    school = live_server.commune.school
    deputy, principal, clerk = map(sign_in_as, (school.vice_principal, school.principal, school.clerk))
    record_the_communes_plan(clerk.open("/van-ban/den/ghi"))
    page = deputy.open("/ke-hoach/soan")
    page.get_by_role("button", name="Soạn kế hoạch").click()
    expect(page.get_by_role("button", name="Trình duyệt")).to_be_visible()
    assert (document().state, document().number) == ("draft", None)

    step(deputy, "Trình duyệt", "đã trình, chờ duyệt")
    step(principal, "Duyệt", "đã duyệt")
    step(clerk, "Cấp số và ngày", "01/KH-THMAU")
    step(principal, "Ký", "đã ký")
    page = step(clerk, "Phát hành", "đã phát hành")
    assert document().state == "issued"

    first, second = download(page), download(page)
    assert first == second
    text = poppler("pdftotext", first, tmp_path, "-layout")
    assert "Số: 01/KH-THMAU" in text
    assert "Phú Túc, ngày 23 tháng 11 năm 2026" in text
    assert "DUYỆT TRONG HỆ THỐNG" in text
    assert "Nguyễn Thị Hồng" in text

    anybody = phone().open("/xac-minh")
    verify(anybody, first)
    expect(anybody.get_by_text("Đúng bản đã phát hành")).to_be_visible()
    expect(anybody.get_by_text("Không phải chữ ký số chuyên dùng công vụ")).to_be_visible()
    verify(anybody, first.replace(b"%%EOF", b"%%EOF "))
    expect(anybody.get_by_text("Tệp đã bị thay đổi")).to_be_visible()
