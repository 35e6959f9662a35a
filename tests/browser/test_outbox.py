"""Marks survive what happens to phones, networks and servers, and count exactly once."""

import pytest
from playwright.sync_api import expect

from tests.browser.live import LiveServer
from tests.browser.phones import RECEIVED, WAITS, mark, send, state


@pytest.fixture
def sheet(live_server: LiveServer) -> str:
    return live_server.sheet(live_server.commune.school.class_6a)


def test_without_signal_the_sheet_opens_takes_marks_and_sends_them_when_it_returns(
    live_server: LiveServer, sign_in_as, sheet: str
) -> None:
    school = live_server.commune.school
    phone = sign_in_as(school.teacher_6a)
    phone.offline_ready("/", sheet, "/cho-gui")
    live_server.network.cut()

    page = phone.open("/")
    expect(page.get_by_text("đây là trang của lúc 07:05")).to_be_visible()
    page.locator(f'a[href="{sheet}"]').click()
    mark(page, "Siu Blơi", "V")
    mark(page, "Nay H'Đào", "P")
    expect(state(page)).to_have_text("Chưa gửi")
    send(page)
    expect(state(page)).to_have_text(WAITS)
    assert live_server.marks(school.class_6a) == {}
    phone.open("/")
    expect(page.get_by_text("Chờ gửi khi có mạng: 1")).to_be_visible()

    live_server.network.restore()
    expect(page.get_by_text("Chờ gửi khi có mạng: 1")).to_be_hidden()
    phone.open(sheet)
    expect(state(page)).to_have_text(RECEIVED)
    assert live_server.marks(school.class_6a) == {"Siu Blơi": "V", "Nay H'Đào": "P"}
    assert len(live_server.versions(school.class_6a)) == 1
