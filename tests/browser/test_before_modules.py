"""On a slow line a page is there, and used, before its modules are: nothing done by then is lost.

In a network without HTTPS no worker answers for the modules, so the test can hold them back.
"""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.live import LiveServer
from tests.browser.phones import RECEIVED, Phone, is_stored, mark, marked, send, state
from tests.factories import School


class HeldModules:
    """Modules whose path fits wait here until `let_go()`."""

    def __init__(self, page: Page, path: str) -> None:
        self._waiting: list[Route] = []
        self._may_go = False
        page.route(re.compile(f"/assets/{path}"), self._hold)

    def _hold(self, route: Route) -> None:
        if self._may_go:
            route.continue_()
        else:
            self._waiting.append(route)

    def let_go(self) -> None:
        self._may_go = True
        for route in self._waiting:
            route.continue_()


@pytest.fixture
def school(live_server: LiveServer) -> School:
    return live_server.commune.school


@pytest.fixture
def sheet(live_server: LiveServer, school: School) -> str:
    return live_server.sheet(school.class_6a)


@pytest.fixture
def plain(live_server: LiveServer, phone, school: School) -> Phone:
    made: Phone = phone(live_server.lan_url)
    made.sign_in_as(school.teacher_6a)
    return made


def test_a_tap_made_before_the_modules_came_is_counted_kept_and_sent(
    live_server: LiveServer, plain: Phone, school: School, sheet: str
) -> None:
    page = plain.page
    modules = HeldModules(page, r".*\.js")
    page.goto(live_server.lan_url + sheet, wait_until="commit")
    mark(page, "Siu Blơi", "V")
    mark(page, "Nay H'Đào", "P")
    mark(page, "Nay H'Đào", "T")
    expect(page.locator("form.is-ready")).to_have_count(0)

    modules.let_go()
    expect(page.locator("#roll-fact")).to_contain_text("Vắng 1 (chưa rõ 1) · Trễ 1")
    expect(page.locator("#roll-send")).to_have_text("Gửi điểm danh")
    is_stored(page)
    plain.open(sheet)
    assert_marked(page, {"Siu Blơi": "V", "Nay H'Đào": "T"})
    mark(page, "Nay H'Đào", "T")  # the same tap again unmarks, also what was marked before
    assert_marked(page, {"Siu Blơi": "V"})
    send(page)
    expect(state(page)).to_have_text(RECEIVED)
    assert live_server.versions(school.class_6a) == [(True, "Phạm Văn Sáu", {"Siu Blơi": "V"})]


def assert_marked(page: Page, expected: dict[str, str]) -> None:
    expect(page.locator(".marks input:not([value='']):checked")).to_have_count(len(expected))
    assert marked(page) == expected


def test_a_sheet_sent_before_the_modules_came_is_received(
    live_server: LiveServer, plain: Phone, school: School, sheet: str
) -> None:
    page = plain.page
    modules = HeldModules(page, r".*\.js")
    page.goto(live_server.lan_url + sheet, wait_until="commit")
    mark(page, "Siu Blơi", "V")
    page.locator("#roll-send").click(no_wait_after=True)
    expect(state(page)).to_have_text(RECEIVED)
    modules.let_go()
    expect(page.locator("form.is-ready")).to_have_count(1)
    expect(state(page)).to_have_text(RECEIVED)
    assert live_server.versions(school.class_6a) == [(True, "Phạm Văn Sáu", {"Siu Blơi": "V"})]


def test_a_file_picked_before_the_queue_pages_module_came_is_loaded(
    live_server: LiveServer, plain: Phone, school: School, sheet: str, tmp_path: Path
) -> None:
    page = plain.open(sheet)
    mark(page, "Siu Blơi", "V")
    is_stored(page)
    plain.open("/cho-gui")
    with page.expect_download() as saving:
        page.get_by_role("button", name="Lưu ra tệp").click()
    file = tmp_path / "cho-gui.json"
    saving.value.save_as(file)
    assert json.loads(file.read_text("utf-8"))["entries"][0]["path"] == sheet
    page.get_by_role("button", name="Bỏ bản này").click()
    page.get_by_role("button", name="Bỏ hẳn").click()
    expect(page.get_by_text("Không có gì chờ gửi")).to_be_visible()

    modules = HeldModules(page, r"offline/queue\..*\.js")
    plain.open("/cho-gui")
    page.get_by_text("Nạp tệp đã lưu từ máy khác").click()
    page.locator("#queue-load").set_input_files(file)
    modules.let_go()
    expect(page.get_by_text("Đã nạp 1 bản.")).to_be_visible()
    plain.open(sheet)
    expect(page.get_by_text("Bản thầy cô đánh dấu lúc")).to_be_visible()
    assert marked(page) == {"Siu Blơi": "V"}
