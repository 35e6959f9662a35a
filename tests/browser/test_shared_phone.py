"""Several people on one phone: nothing is sent under another's name, nothing is shown to another."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.live import LiveServer
from tests.browser.phones import (
    RECEIVED,
    WAITS,
    Phone,
    is_stored,
    mark,
    marked,
    row,
    send,
    set_pin,
    state,
    until,
)
from tests.factories import School

PIN = {"6a": "246810", "1a": "135791"}


@pytest.fixture
def school(live_server: LiveServer) -> School:
    return live_server.commune.school


@pytest.fixture
def sheet(live_server: LiveServer, school: School) -> str:
    return live_server.sheet(school.class_6a)


def queued_without_signal(live_server: LiveServer, phone: Phone, sheet: str) -> None:
    phone.offline_ready("/", sheet, "/cho-gui")
    live_server.network.cut()
    phone.open(sheet)
    mark(phone.page, "Siu Blơi", "V")
    send(phone.page)
    expect(state(phone.page)).to_have_text(WAITS)


def test_what_one_teacher_queued_is_neither_sent_nor_shown_when_another_signs_in(
    live_server: LiveServer, sign_in_as, school: School, sheet: str
) -> None:
    phone = sign_in_as(school.teacher_6a)
    page = phone.page
    queued_without_signal(live_server, phone, sheet)
    page.get_by_label("Tài khoản của").click()
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.get_by_text("Còn 1 bản chưa gửi trên máy này")).to_be_visible()
    live_server.network.restore()
    live_server.end_sessions(school.teacher_6a)  # so that it is not sent before the other signs in

    page.get_by_role("button", name="Vẫn đăng xuất").click()
    expect(page).to_have_url(re.compile("/dang-nhap"))
    phone.fill_in(school.vice_principal)
    phone.open(sheet)
    expect(state(page)).to_have_text("Chưa gửi")
    assert marked(page) == {}
    phone.open("/cho-gui")
    expect(page.get_by_text("Không có gì chờ gửi")).to_be_visible()
    page.wait_for_timeout(6000)  # longer than the outbox waits between two tries
    assert live_server.versions(school.class_6a) == []

    page.get_by_label("Tài khoản của").click()
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page).to_have_url(re.compile("/dang-nhap"))
    phone.fill_in(school.teacher_6a)
    phone.open(sheet)
    expect(state(page)).to_have_text(RECEIVED)
    assert live_server.versions(school.class_6a) == [(True, "Phạm Văn Sáu", {"Siu Blơi": "V"})]


def test_signing_out_takes_the_kept_pages_away(live_server: LiveServer, sign_in_as, school: School) -> None:
    phone = sign_in_as(school.teacher_6a)
    page = phone.page
    phone.offline_ready("/", "/cho-gui")
    page.get_by_label("Tài khoản của").click()
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page).to_have_url(re.compile("/dang-nhap"))
    assert live_server.open_sessions(school.teacher_6a) == 0
    kept = page.evaluate("async () => (await caches.keys()).filter((name) => name.startsWith('pages'))")
    assert kept == []
    live_server.network.cut()
    phone.open("/")
    expect(page.get_by_role("heading", name="Chưa có mạng")).to_be_visible()


def test_a_session_ended_from_another_phone_takes_the_kept_pages_at_the_next_contact(
    live_server: LiveServer, sign_in_as, school: School, sheet: str
) -> None:
    phone = sign_in_as(school.teacher_6a)
    phone.offline_ready("/", sheet)
    live_server.end_sessions(school.teacher_6a)
    page = phone.open("/")
    expect(page).to_have_url(re.compile("/dang-nhap"))
    gone = "async () => !(await caches.keys()).some((name) => name.startsWith('pages'))"
    until(page, gone, None)
    phone.fill_in(school.teacher_6a)
    phone.offline_ready("/", sheet)  # and taken along anew


def unlock(page: Page, name: str, pin: str) -> None:
    page.get_by_label(name).check()
    page.get_by_label("Mã 6 số", exact=True).fill(pin)
    page.get_by_role("button", name="Mở khóa").click()


def test_a_shared_phone_serves_each_teacher_behind_an_own_pin(
    live_server: LiveServer, sign_in_as, school: School, sheet: str
) -> None:
    """Two have a PIN; without signal they change over, and each sends under the own name."""
    sheet_1a = live_server.sheet(school.class_1a)
    phone = sign_in_as(school.teacher_1a, pin=PIN["1a"])
    page = phone.page
    phone.offline_ready("/", sheet_1a)
    switch(page)
    expect(page).to_have_url(re.compile("/dang-nhap"))
    assert live_server.open_sessions(school.teacher_1a) == 0
    expect(page.get_by_label("máy dùng chung")).to_be_checked()  # it stays a shared one
    phone.fill_in(school.teacher_6a, shared=True)
    set_pin(page, PIN["6a"])
    phone.offline_ready("/", sheet)
    queued_without_signal(live_server, phone, sheet)

    switch(page)
    expect(page.get_by_text("Thầy cô là ai?")).to_be_visible()
    phone.open(sheet)
    expect(page.get_by_text("Thầy cô là ai?")).to_be_visible()
    unlock(page, "Phạm Văn Sáu", PIN["1a"])
    expect(page.get_by_text("Mã chưa đúng.")).to_be_visible()
    unlock(page, "Lê Thị Một", PIN["1a"])
    expect(page.get_by_role("heading", name="Lớp này không có trên máy")).to_be_visible()  # 6A is not hers
    phone.open(sheet_1a)
    mark(page, "Kpă Thu", "P")
    send(page)
    expect(state(page)).to_have_text(WAITS)
    assert live_server.open_sessions(school.teacher_6a) == 1

    live_server.network.restore()
    expect(state(page)).to_have_text("Đã lưu trên máy này, chờ đăng nhập lại")
    assert live_server.open_sessions(school.teacher_6a) == 0  # ended at the first contact
    assert live_server.versions(school.class_1a) == live_server.versions(school.class_6a) == []
    page.get_by_role("link", name="Đăng nhập để gửi").click()
    phone.fill_in(school.teacher_1a, shared=True)
    expect(state(page)).to_have_text(RECEIVED)
    assert live_server.versions(school.class_1a) == [(True, "Lê Thị Một", {"Kpă Thu": "P"})]
    assert live_server.versions(school.class_6a) == []


def test_without_a_pin_a_shared_phone_keeps_and_opens_nothing(
    live_server: LiveServer, sign_in_as, phone, school: School, sheet: str
) -> None:
    made = phone()
    page = made.open("/dang-nhap")
    made.fill_in(school.teacher_6a, shared=True)
    expect(page.get_by_label("Đặt mã 6 số")).to_be_visible()
    made.offline_ready()
    for path in (sheet, "/"):  # also by hand, with signal and without
        made.open(path)
        expect(page.get_by_label("Đặt mã 6 số")).to_be_visible()
        expect(page.get_by_text("Siu Blơi")).to_be_hidden()
        live_server.network.cut()
    kept = "async () => (await caches.keys()).filter((name) => name.startsWith('pages'))"
    assert page.evaluate(kept) == []
    live_server.network.restore()
    set_pin(page, PIN["6a"])
    made.offline_ready("/", sheet)


def test_a_shared_phone_without_https_locks_where_it_stands_and_keeps_the_marks(
    live_server: LiveServer, phone, school: School, sheet: str
) -> None:
    """No worker and no PIN there: without signal the page is emptied, with signal the session ends."""
    plain = phone(live_server.lan_url)
    page = plain.open(f"/dang-nhap?tiep={sheet}")
    plain.fill_in(school.teacher_6a, shared=True)
    mark(page, "Siu Blơi", "V")
    is_stored(page)
    live_server.network.cut()
    eleven_minutes_pass(page)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_text("Máy đã khóa")).to_be_visible()
    expect(page.get_by_text("Siu Blơi")).to_be_hidden()
    page.get_by_role("button", name="Đăng nhập khi có mạng").click()
    expect(page.get_by_text("Vẫn chưa có mạng")).to_be_visible()

    live_server.network.restore()
    page.get_by_role("button", name="Vẫn chưa có mạng").click()
    expect(page).to_have_url(re.compile("/dang-nhap"))
    assert live_server.open_sessions(school.teacher_6a) == 0
    plain.fill_in(school.teacher_6a, shared=True)
    plain.open(sheet)
    expect(row(page, "Siu Blơi").locator("input[value=V]")).to_be_checked()
    expect(state(page)).to_have_text("Chưa gửi")
    send(page)
    expect(state(page)).to_have_text(RECEIVED)
    assert live_server.marks(school.class_6a) == {"Siu Blơi": "V"}


def test_without_https_change_of_user_ends_the_session_and_each_sends_under_the_own_name(
    live_server: LiveServer, phone, school: School, sheet: str
) -> None:
    plain = phone(live_server.lan_url)
    page = plain.open(f"/dang-nhap?tiep={sheet}")
    plain.fill_in(school.teacher_6a, shared=True)
    mark(page, "Siu Blơi", "V")
    is_stored(page)
    live_server.network.cut()
    switch(page)
    expect(page.get_by_text("Máy đã khóa")).to_be_visible()
    expect(page.get_by_text("Siu Blơi")).to_be_hidden()
    assert live_server.open_sessions(school.teacher_6a) == 1  # the server cannot know yet
    live_server.network.restore()
    page.get_by_role("button", name="Đăng nhập khi có mạng").click()
    expect(page).to_have_url(re.compile("/dang-nhap"))
    assert live_server.open_sessions(school.teacher_6a) == 0

    plain.fill_in(school.vice_principal, shared=True)
    expect(page.get_by_label("Tài khoản của")).to_be_visible()
    plain.open(sheet)
    expect(state(page)).to_have_text("Chưa gửi")
    assert marked(page) == {}
    mark(page, "Nay H'Đào", "P")
    send(page)
    expect(state(page)).to_have_text(RECEIVED)
    switch(page)  # with signal: straight to the sign-in page
    expect(page).to_have_url(re.compile("/dang-nhap"))
    assert live_server.open_sessions(school.vice_principal) == 0
    plain.fill_in(school.teacher_6a, shared=True)
    expect(page.get_by_label("Tài khoản của")).to_be_visible()
    plain.open(sheet)
    expect(page.get_by_text("Bản thầy cô đánh dấu lúc")).to_be_visible()
    assert marked(page) == {"Siu Blơi": "V"}  # hers, still unsent
    assert live_server.versions(school.class_6a) == [(True, "Rmah H'Lan", {"Nay H'Đào": "P"})]


def switch(page: Page) -> None:
    page.get_by_label("Tài khoản của").click()
    page.get_by_role("button", name="Đổi người dùng máy này").click()


def test_ten_idle_minutes_lock_a_shared_phone_and_the_marks_stay(
    live_server: LiveServer, sign_in_as, school: School, sheet: str
) -> None:
    phone = sign_in_as(school.teacher_6a, pin=PIN["6a"])
    page = phone.page
    phone.offline_ready("/", sheet)
    phone.open(sheet)
    mark(page, "Siu Blơi", "V")
    is_stored(page)
    eleven_minutes_pass(page)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page).to_have_url(re.compile("/khoa"))
    phone.open("/")  # also with signal, and the session alive
    expect(page.get_by_text("Thầy cô là ai?")).to_be_visible()
    phone.open(sheet)
    unlock(page, "Phạm Văn Sáu", PIN["6a"])
    expect(page.get_by_role("radiogroup", name="Siu Blơi").locator("input[value=V]")).to_be_checked()
    expect(state(page)).to_have_text("Chưa gửi")


def eleven_minutes_pass(page: Page) -> None:
    page.evaluate(
        """() => new Promise((done) => {
            indexedDB.open("sisoho", 1).onsuccess = (event) => {
                const db = event.target.result;
                const facts = db.transaction("facts", "readwrite").objectStore("facts");
                facts.get("phone").onsuccess = ({ target }) => {
                    facts.put({ ...target.result, seenAt: Date.now() - 11 * 60_000 }, "phone");
                };
                facts.transaction.oncomplete = () => { db.close(); done(); };
            };
        })"""
    )


def test_what_waits_can_be_carried_to_another_phone_in_a_file_by_its_owner_only(
    live_server: LiveServer, sign_in_as, school: School, sheet: str, tmp_path: Path
) -> None:
    phone = sign_in_as(school.teacher_6a)
    other = sign_in_as(school.teacher_6a, then="/cho-gui")
    stranger = sign_in_as(school.vice_principal, then="/cho-gui")
    for made in (other, stranger):
        expect(made.page.locator("#queue-can li").first).to_be_visible()
    queued_without_signal(live_server, phone, sheet)
    phone.open("/cho-gui")
    with phone.page.expect_download() as saving:
        phone.page.get_by_role("button", name="Lưu ra tệp").click()
    file = tmp_path / "cho-gui.json"
    saving.value.save_as(file)
    assert "Siu" not in file.read_text("utf-8")
    phone.context.close()  # the phone is lost

    live_server.network.restore()
    load(stranger.page, file)
    expect(stranger.page.get_by_text("Tệp này của người khác")).to_be_visible()
    load(other.page, file)
    expect(other.page.get_by_text("Không có gì chờ gửi")).to_be_visible()
    other.open(sheet)
    expect(state(other.page)).to_have_text(RECEIVED)
    assert live_server.versions(school.class_6a) == [(True, "Phạm Văn Sáu", {"Siu Blơi": "V"})]


def load(page: Page, file: Path) -> None:
    page.get_by_text("Nạp tệp đã lưu từ máy khác").click()
    page.locator("#queue-load").set_input_files(file)
