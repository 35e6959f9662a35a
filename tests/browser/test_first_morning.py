"""A real server's first morning: from nothing to a teacher who takes the roll of an imported class."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sisoho import clock, db, migrations
from sisoho.accounts.actions import create_login, server_access
from sisoho.config import PROJECT
from sisoho.db import unscoped
from sisoho.schools.models import Enrolment, Pupil, SchoolClass, Village
from tests.browser.live import PASSWORD, LiveServer
from tests.browser.phones import Phone, mark, send, state
from tests.conftest import MONDAY_MORNING

SAMPLE = PROJECT / "sisoho" / "demo" / "inputs" / "danh-sach-hoc-sinh.xlsx"
STAFF = """Nguyễn Thị Hồng, 0905000001, Hiệu trưởng
Rmah H'Lan, 0905000002, 6A
Ksor Y Buôn, 0905000003, Buôn Ma Giai"""


@pytest.fixture
def live_server(tmp_path: Path) -> Iterator[LiveServer]:
    """A server as `scripts/run --empty` leaves it, with its administrator and nobody else."""
    path = tmp_path / "empty.db"
    with clock.at(MONDAY_MORNING):
        db.bind(f"sqlite:///{path}")
        db.open_connection()
        migrations.migrate()
        db.StoreMark.create(key="kind", value="real")
        create_login(server_access(), username="quantri", password=PASSWORD)
    server = LiveServer(path, commune=None)
    yield server
    server.close()
    db.database.close()


def count(model: type) -> int:
    with unscoped("a browser test looks at what arrived"):
        return int(model.select().count())


def press(page: Page, words: str) -> None:
    page.locator("main").get_by_role("button", name=words).or_(
        page.locator("main").get_by_role("link", name=words)
    ).first.click()


def found_school(page: Page) -> None:
    """The administrator, who is the school's clerk besides, says which school this is."""
    expect(page.get_by_role("heading", name="Mở trường trên máy chủ này")).to_be_visible()
    page.get_by_label("Tên trường đầy đủ").fill("Trường Tiểu học và THCS Thử Nghiệm")
    for level in ("Tiểu học", "Trung học cơ sở"):
        page.locator("label.pill").filter(has_text=level).click()
    page.get_by_label("Ký hiệu trong số văn bản").fill("THTN")
    page.get_by_label("Địa danh ghi trên văn bản").fill("Phú Túc")
    page.get_by_label("Cơ quan chủ quản").fill("Ủy ban nhân dân xã Phú Túc")
    page.get_by_label("Sở", exact=True).fill("Sở Giáo dục và Đào tạo Gia Lai")
    page.get_by_label("Chức vụ trong trường").select_option(label="Văn thư")
    page.get_by_label("Họ và tên").fill("Trần Văn Thư")
    page.get_by_label("Số điện thoại").fill("0905000009")
    press(page, "Mở trường")


def import_the_sample(page: Page) -> None:
    """What the file would do is shown before anything is written."""
    press(page, "Chọn tệp danh sách")
    page.locator("input[type=file]").set_input_files(SAMPLE)
    press(page, "Đọc thử tệp này")
    expect(page.get_by_text("xem thử, chưa ghi gì")).to_be_visible()
    assert count(Pupil) == 0
    press(page, "Nhập 3")
    expect(page.get_by_text("Đã nhập lúc 07:05 23/11/2026")).to_be_visible()


def set_up(page: Page) -> None:
    press(page, "Lưu năm học")
    expect(page.get_by_text("Đã mở năm học.")).to_be_visible()
    press(page, "Để sau")  # the classes come along with the list
    import_the_sample(page)
    page.goto(re.sub(r"(//[^/]+).*", r"\1/buoi-dau/thon-buon", page.url))
    expect(page.get_by_text("Buôn Ma Giai")).to_be_visible()
    press(page, "Bước tiếp")
    page.get_by_label("Danh sách").fill(STAFF)
    press(page, "Ghi nhân sự")
    expect(page.get_by_text("Đã ghi 3 người.")).to_be_visible()


def print_slips(page: Page) -> dict[str, str]:
    """Name → the link of the printed slip."""
    press(page, "Chọn người và in")
    press(page, "In phiếu")
    slips = page.locator(".slip")
    expect(slips).to_have_count(3)
    return {
        slip.locator(".slip__name").inner_text(): slip.locator("a").get_attribute("href") or ""
        for slip in slips.all()
    }


def enter_by_slip(phone: Phone, link: str) -> Page:
    page = phone.open(re.sub(r".*//[^/]+", "", link))
    expect(page.get_by_role("heading", name="Chào thầy cô Rmah H'Lan")).to_be_visible()
    page.get_by_label("Mật khẩu mới", exact=True).fill("con-voi-ban-don")
    page.get_by_label("Nhập lại mật khẩu mới").fill("con-voi-ban-don")
    press(page, "Đặt mật khẩu và vào")
    return page


def test_an_empty_server_becomes_a_school_whose_teacher_takes_the_roll(
    live_server: LiveServer, phone: Callable[..., Phone]
) -> None:
    office = phone()
    page = office.open("/dang-nhap")
    page.get_by_label("Số điện thoại hoặc tên đăng nhập").fill("quantri")
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    press(page, "Đăng nhập")
    found_school(page)
    set_up(page)
    assert count(Enrolment) == count(Pupil) == 358
    assert count(Village) >= 7
    slips = print_slips(page)
    assert set(slips) == {"Nguyễn Thị Hồng", "Rmah H'Lan", "Ksor Y Buôn"}

    page = enter_by_slip(phone(), slips["Rmah H'Lan"])
    expect(page.get_by_text("Chưa gửi:")).to_have_count(0)
    page.get_by_role("link", name="6A Sáng").click()
    expect(page.locator(".roll__row")).to_have_count(34)
    mark(page, "Hiao Blơi", "V")
    send(page)
    expect(state(page)).to_have_text("Trường đã nhận lúc 07:05")
    with unscoped("a browser test looks at what arrived"):
        school_class = SchoolClass.get(SchoolClass.name == "6A")
    assert live_server.marks(school_class) == {"Hiao Blơi": "V"}

    again = phone().open(re.sub(r".*//[^/]+", "", slips["Rmah H'Lan"]))
    expect(again.get_by_text("Phiếu này đã được dùng.")).to_be_visible()
