"""Marks survive what happens to phones, networks and servers, and count exactly once."""

from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.browser.conftest import chromium_options
from tests.browser.live import LiveServer
from tests.browser.phones import RECEIVED, SETTINGS, WAITS, Phone, is_stored, mark, marked, send, state
from tests.browser.processes import kill_browser
from tests.factories import School


@pytest.fixture
def school(live_server: LiveServer) -> School:
    return live_server.commune.school


@pytest.fixture
def sheet(live_server: LiveServer, school: School) -> str:
    return live_server.sheet(school.class_6a)


def test_without_signal_the_sheet_opens_takes_marks_and_sends_them_when_it_returns(
    live_server: LiveServer, sign_in_as, school: School, sheet: str
) -> None:
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


def test_a_network_too_slow_shows_the_kept_page_within_some_seconds(
    live_server: LiveServer, sign_in_as, school: School, sheet: str
) -> None:
    phone = sign_in_as(school.teacher_6a)
    phone.offline_ready(sheet)
    live_server.network.stall()
    page = phone.open(sheet)
    expect(page.get_by_text("đây là trang của lúc 07:05")).to_be_visible()


def test_marks_of_a_killed_browser_are_on_the_sheet_again(
    live_server: LiveServer, playwright: Playwright, school: School, sheet: str, tmp_path: Path
) -> None:
    def open_browser() -> Phone:
        folder = str(tmp_path / "profile")
        context = playwright.chromium.launch_persistent_context(folder, **chromium_options(), **SETTINGS)
        return Phone(live_server, context)

    phone = open_browser()
    page = phone.sign_in_as(school.teacher_6a, then=sheet)
    mark(page, "Rơ Châm Đức", "V")
    is_stored(page)
    kill_browser(tmp_path / "profile")

    phone = open_browser()
    page = phone.open(sheet)
    # Chromium writes cookies down twice a minute: the sign-in of a moment ago may be lost with it.
    if page.get_by_role("heading", name="Đăng nhập").is_visible():
        phone.fill_in(school.teacher_6a)
    expect(page.get_by_text("Bản thầy cô đánh dấu lúc")).to_be_visible()
    assert marked(page) == {"Rơ Châm Đức": "V"}
    expect(state(page)).to_have_text("Chưa gửi")
    assert live_server.versions(school.class_6a) == []
    send(page)
    expect(state(page)).to_have_text(RECEIVED)
    assert live_server.marks(school.class_6a) == {"Rơ Châm Đức": "V"}
    phone.context.close()


def test_a_killed_server_gets_what_was_queued_once_it_is_back(
    live_server: LiveServer, sign_in_as, school: School, sheet: str
) -> None:
    page = sign_in_as(school.teacher_6a, then=sheet).page
    mark(page, "Siu Blơi", "V")
    is_stored(page)
    live_server.kill()
    send(page)
    expect(state(page)).to_have_text(WAITS)
    live_server.start()
    expect(state(page)).to_have_text(RECEIVED)
    assert live_server.marks(school.class_6a) == {"Siu Blơi": "V"}
    assert live_server.changes() == 1


def test_an_answer_lost_after_the_commit_makes_one_sheet_and_loses_no_later_mark(
    live_server: LiveServer, sign_in_as, school: School, sheet: str
) -> None:
    page = sign_in_as(school.teacher_6a, then=sheet).page
    mark(page, "Siu Blơi", "V")
    is_stored(page)
    live_server.network.lose_answers("POST /diem-danh")
    send(page)
    expect(state(page)).to_have_text(WAITS)
    assert live_server.network.lost_answers
    assert live_server.marks(school.class_6a) == {"Siu Blơi": "V"}  # though the phone cannot know

    mark(page, "Ksor H'Bia", "T")
    expect(state(page)).to_have_text("Thay đổi chưa gửi")
    live_server.network.restore()
    send(page)
    expect(state(page)).to_have_text(RECEIVED)
    assert live_server.marks(school.class_6a) == {"Siu Blơi": "V", "Ksor H'Bia": "T"}
    assert live_server.changes() == 2
    assert [accepted for accepted, *_ in live_server.versions(school.class_6a)] == [True, True]


def test_two_tabs_of_one_sheet_are_one_draft(
    live_server: LiveServer, sign_in_as, school: School, sheet: str
) -> None:
    phone = sign_in_as(school.teacher_6a, then=sheet)
    first, second = phone.page, phone.new_tab(sheet)
    mark(first, "Siu Blơi", "V")
    expect(second.get_by_role("radiogroup", name="Siu Blơi").locator("input[value=V]")).to_be_checked()
    mark(second, "Nay H'Đào", "P")
    expect(first.get_by_role("radiogroup", name="Nay H'Đào").locator("input[value=P]")).to_be_checked()
    send(first)
    expect(state(first)).to_have_text(RECEIVED)
    expect(state(second)).to_have_text(RECEIVED)
    assert live_server.marks(school.class_6a) == {"Siu Blơi": "V", "Nay H'Đào": "P"}
    assert len(live_server.versions(school.class_6a)) == 1


def test_an_expired_session_keeps_the_queue_asks_to_sign_in_and_goes_on(
    live_server: LiveServer, sign_in_as, school: School, sheet: str
) -> None:
    phone = sign_in_as(school.teacher_6a, then=sheet)
    page = phone.page
    mark(page, "Siu Blơi", "V")
    is_stored(page)
    live_server.end_sessions(school.teacher_6a)
    send(page)
    expect(state(page)).to_have_text("Đã lưu trên máy này, chờ đăng nhập lại")
    assert live_server.versions(school.class_6a) == []
    page.get_by_role("link", name="Đăng nhập để gửi").click()
    phone.fill_in(school.teacher_6a)
    expect(state(page)).to_have_text(RECEIVED)
    assert live_server.marks(school.class_6a) == {"Siu Blơi": "V"}


def a_conflict(live_server: LiveServer, sign_in_as, school: School, sheet: str) -> Phone:
    """The teacher marked without signal; meanwhile the vice-principal sent the sheet. Then signal is back."""
    phone = sign_in_as(school.teacher_6a)
    phone.offline_ready("/", sheet, "/cho-gui")
    other = sign_in_as(school.vice_principal, then=sheet).page
    phone.context.set_offline(True)
    page = phone.open(sheet)
    mark(page, "Siu Blơi", "V")
    mark(page, "Nay H'Đào", "P")
    send(page)
    expect(state(page)).to_have_text(WAITS)
    mark(other, "Siu Blơi", "T")
    send(other)
    expect(state(other)).to_have_text(RECEIVED)
    phone.context.set_offline(False)
    return phone


def test_a_conflict_shows_both_versions_pupil_by_pupil(
    live_server: LiveServer, sign_in_as, school: School, sheet: str
) -> None:
    page = a_conflict(live_server, sign_in_as, school, sheet).page
    expect(page.get_by_text("Buổi này có hai bản khác nhau")).to_be_visible()
    assert live_server.marks(school.class_6a) == {"Siu Blơi": "T"}
    page.get_by_role("group", name="Siu Blơi").get_by_label("đi trễ").check()
    page.get_by_role("group", name="Nay H'Đào").get_by_label("vắng có phép").check()
    page.get_by_role("button", name="Gửi bản đã chọn").click()
    expect(state(page)).to_have_text(RECEIVED)
    assert live_server.marks(school.class_6a) == {"Siu Blơi": "T", "Nay H'Đào": "P"}
    assert live_server.versions(school.class_6a) == [
        (True, "Rmah H'Lan", {"Siu Blơi": "T"}),
        (False, "Phạm Văn Sáu", {"Siu Blơi": "V", "Nay H'Đào": "P"}),
        (True, "Phạm Văn Sáu", {"Siu Blơi": "T", "Nay H'Đào": "P"}),
    ]


def test_a_choice_made_without_signal_says_that_it_waits_and_is_sent_later(
    live_server: LiveServer, sign_in_as, school: School, sheet: str
) -> None:
    phone = a_conflict(live_server, sign_in_as, school, sheet)
    page = phone.page
    page.get_by_role("group", name="Siu Blơi").get_by_label("vắng, chưa rõ").check()
    page.get_by_role("group", name="Nay H'Đào").get_by_label("có mặt").check()
    phone.context.set_offline(True)
    page.get_by_role("button", name="Gửi bản đã chọn").click()
    expect(state(page)).to_have_text(WAITS)
    phone.context.set_offline(False)
    expect(state(page)).to_have_text(RECEIVED)
    assert live_server.marks(school.class_6a) == {"Siu Blơi": "V"}


def test_a_conflict_opened_again_without_signal_still_shows_what_was_marked(
    live_server: LiveServer, sign_in_as, school: School, sheet: str
) -> None:
    phone = a_conflict(live_server, sign_in_as, school, sheet)
    page = phone.page
    expect(page.get_by_text("Buổi này có hai bản khác nhau")).to_be_visible()
    phone.context.set_offline(True)
    phone.open(sheet)
    expect(state(page)).to_have_text(WAITS)
    assert marked(page) == {"Siu Blơi": "V", "Nay H'Đào": "P"}
    phone.context.set_offline(False)
    expect(page.get_by_text("Buổi này có hai bản khác nhau")).to_be_visible()
    expect(state(page)).to_contain_text("trường đang có bản khác")


def test_a_conflict_waits_for_a_decision_and_may_be_settled_by_keeping_theirs(
    live_server: LiveServer, sign_in_as, school: School, sheet: str
) -> None:
    phone = a_conflict(live_server, sign_in_as, school, sheet)
    page = phone.page
    expect(page.get_by_text("Buổi này có hai bản khác nhau")).to_be_visible()
    phone.open("/")
    page.get_by_text("Trường chưa nhận, cần xem lại: 1").click()
    expect(page.get_by_text("trường đang có bản khác; cả hai bản đều còn")).to_be_visible()
    page.get_by_role("link", name="Mở buổi này").click()
    page.get_by_role("link", name="Giữ bản trường đang có").click()
    expect(state(page)).to_have_text(RECEIVED)
    assert marked(page) == {"Siu Blơi": "T"}
    assert live_server.marks(school.class_6a) == {"Siu Blơi": "T"}
    assert [accepted for accepted, *_ in live_server.versions(school.class_6a)] == [True, False]
    phone.open("/cho-gui")
    expect(page.get_by_text("Không có gì chờ gửi")).to_be_visible()


def test_what_the_school_refuses_stays_on_the_phone_with_the_reason(
    live_server: LiveServer, sign_in_as, school: School
) -> None:
    tomorrow = live_server.sheet(school.class_6a, "2026-11-24")
    phone = sign_in_as(school.teacher_6a)
    phone.offline_ready("/", tomorrow)
    live_server.network.cut()
    page = phone.open(tomorrow)
    mark(page, "Siu Blơi", "V")
    send(page)
    expect(state(page)).to_have_text(WAITS)
    live_server.network.restore()
    expect(state(page)).to_contain_text("Bị từ chối: Chưa tới ngày 24/11/2026")
    assert marked(page) == {"Siu Blơi": "V"}
    phone.open("/cho-gui")
    expect(page.get_by_text("bản ghi vẫn còn trên máy")).to_be_visible()
    assert live_server.versions(school.class_6a) == []


def test_in_a_network_without_https_an_open_page_queues_and_sends_and_says_so(
    live_server: LiveServer, phone, school: School, sheet: str
) -> None:
    plain = phone(live_server.lan_url)
    page = plain.sign_in_as(school.teacher_6a, then=sheet)
    assert not page.evaluate("isSecureContext")
    mark(page, "Siu Blơi", "V")
    is_stored(page)
    live_server.network.cut()
    send(page)
    expect(state(page)).to_have_text(WAITS)
    expect(page.get_by_text("Đừng đóng trang này")).to_be_visible()
    live_server.network.restore()
    expect(state(page)).to_have_text(RECEIVED)
    assert live_server.marks(school.class_6a) == {"Siu Blơi": "V"}
    plain.open("/cho-gui")
    expect(page.get_by_text("Địa chỉ http:// không mở lại được lúc mất mạng")).to_be_visible()
