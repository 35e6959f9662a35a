"""Taking the roll of another class without signal, and a village that the water has cut off."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from sisoho import clock
from sisoho.db import unscoped
from sisoho.rollcall import actions
from sisoho.rollcall.rules import RollDuty
from sisoho.schools.models import Closure
from tests.browser.live import LiveServer
from tests.browser.phones import RECEIVED, WAITS, is_stored, mark, marked, row, send, state
from tests.conftest import MONDAY_MORNING
from tests.factories import School, access_of
from tests.rollcall.sending import MONDAY


@pytest.fixture
def school(live_server: LiveServer) -> School:
    return live_server.commune.school


@pytest.fixture
def sheet(live_server: LiveServer, school: School) -> str:
    return live_server.sheet(school.class_6a)


def test_a_class_opened_before_can_be_called_by_a_colleague_without_signal(
    live_server: LiveServer, sign_in_as, school: School, sheet: str
) -> None:
    phone = sign_in_as(school.teacher_1a)
    phone.offline_ready("/", "/diem-danh", "/cho-gui")
    page = phone.open(sheet)
    phone.offline_ready(sheet)
    live_server.network.cut()
    phone.open("/")
    page.get_by_role("link", name="Lớp khác").click()
    page.locator(f'a[href="{sheet}"]').click()
    mark(page, "Siu Blơi", "V")
    send(page)
    expect(state(page)).to_have_text(WAITS)
    live_server.network.restore()
    expect(state(page)).to_have_text(RECEIVED)
    assert live_server.versions(school.class_6a) == [(True, "Lê Thị Một", {"Siu Blơi": "V"})]


def test_a_class_that_the_phone_does_not_have_is_told_on_the_list_and_on_its_page(
    live_server: LiveServer, sign_in_as, school: School, sheet: str
) -> None:
    phone = sign_in_as(school.teacher_1a)
    own = live_server.sheet(school.class_1a)
    phone.offline_ready("/", "/diem-danh", own)
    live_server.network.cut()
    page = phone.open("/diem-danh")
    expect(page.locator(f'a[href="{sheet}"]').get_by_text("không có trên máy")).to_be_visible()
    expect(page.locator(f'a[href="{own}"]').get_by_text("không có trên máy")).to_be_hidden()
    page.locator(f'a[href="{sheet}"]').click()
    expect(page.get_by_role("heading", name="Lớp này không có trên máy")).to_be_visible()
    expect(page.get_by_text("ghi các em vắng ra giấy")).to_be_visible()
    page.get_by_role("link", name="Điểm danh 1A").click()
    expect(page.get_by_role("heading", name="Điểm danh 1A")).to_be_visible()


def test_a_substitute_takes_the_class_along_and_the_homeroom_teacher_does_not(
    live_server: LiveServer, sign_in_as, school: School, sheet: str
) -> None:
    with clock.at(MONDAY_MORNING):
        duty = RollDuty(
            school.class_6a.id, school.teacher_1a.id, MONDAY, MONDAY + timedelta(days=1), substitute=True
        )
        actions.assign_roll(access_of(school.vice_principal), duty)
    homeroom = sign_in_as(school.teacher_6a)
    homeroom.offline_ready("/", live_server.sheet(school.class_6a, "2026-11-24"))
    phone = sign_in_as(school.teacher_1a)
    phone.offline_ready("/", sheet)
    live_server.network.cut()
    page = phone.open("/")
    page.locator(f'a[href="{sheet}"]').click()
    mark(page, "Siu Blơi", "V")
    send(page)
    expect(state(page)).to_have_text(WAITS)
    homeroom.open(sheet)
    expect(homeroom.page.get_by_role("heading", name="Lớp này không có trên máy")).to_be_visible()
    live_server.network.restore()
    expect(state(page)).to_have_text(RECEIVED)
    assert live_server.versions(school.class_6a) == [(True, "Lê Thị Một", {"Siu Blơi": "V"})]


def test_the_flood_box_is_one_box_in_two_tabs(
    live_server: LiveServer, sign_in_as, school: School, sheet: str
) -> None:
    phone = sign_in_as(school.teacher_6a, then=sheet)
    first, second = phone.page, phone.new_tab(sheet)
    box = f"[data-flood='{school.village.public_id}']"
    first.locator(box).check()
    expect(second.locator(box)).to_be_checked()
    expect(second.locator("#roll-fact")).to_contain_text("Sĩ số 0")
    second.locator(box).uncheck()
    expect(first.locator(box)).not_to_be_checked()
    expect(first.locator(".roll__row[inert]")).to_have_count(0)
    first.locator(box).check()
    expect(second.locator(box)).to_be_checked()
    send(second)
    for tab in (second, first):
        expect(tab.get_by_role("button", name="Bỏ nghỉ mưa lũ")).to_be_visible()
    assert closures() == 1
    assert live_server.marks(school.class_6a) == {}
    assert len(live_server.versions(school.class_6a)) == 1


def closures() -> int:
    with unscoped("a browser test looks at what arrived"):
        return int(Closure.select().where(Closure.flood, Closure.withdrawn_at.is_null()).count())


def test_one_tap_takes_a_village_off_the_roll_without_signal_and_loses_no_mark(
    live_server: LiveServer, sign_in_as, school: School, sheet: str
) -> None:
    phone = sign_in_as(school.teacher_6a)
    phone.offline_ready("/", sheet)
    live_server.network.cut()
    page = phone.open(sheet)
    roll = page.locator(".roll__row")
    count, home = roll.count(), page.locator(f"[data-flood='{school.village.public_id}']")
    mark(page, "Siu Blơi", "V")
    home.check()
    expect(page.locator(".roll__row[inert]")).to_have_count(count)
    expect(page.locator("#roll-fact")).to_contain_text("Sĩ số 0 · Vắng 0")
    home.uncheck()  # the same tap undoes it, and the mark is there
    expect(page.locator("#roll-fact")).to_contain_text(f"Sĩ số {count} · Vắng 1")
    home.check()
    is_stored(page)
    page.wait_for_timeout(200)
    phone.open(sheet)  # put back after the page was closed
    expect(home).to_be_checked()
    assert marked(page) == {"Siu Blơi": "V"}
    send(page)
    expect(state(page)).to_have_text(WAITS)
    assert closures() == 0

    live_server.network.restore()
    expect(page.get_by_text("Bỏ nghỉ mưa lũ")).to_be_visible()
    assert closures() == 1
    assert live_server.marks(school.class_6a) == {}
    page.get_by_role("button", name="Bỏ nghỉ mưa lũ").click()
    expect(row(page, "Siu Blơi")).to_be_visible()
    assert closures() == 0
    expect(page.get_by_text("chưa điểm danh").first).to_be_visible()


def test_undoing_the_flood_needs_signal_and_says_so(
    live_server: LiveServer, sign_in_as, school: School, sheet: str
) -> None:
    page = sign_in_as(school.teacher_6a, then=sheet).page
    page.locator(f"[data-flood='{school.village.public_id}']").check()
    send(page)
    expect(page.get_by_role("button", name="Bỏ nghỉ mưa lũ")).to_be_visible()
    live_server.network.cut()
    page.get_by_role("button", name="Bỏ nghỉ mưa lũ").click()
    expect(page.get_by_text("Chưa gửi được: không có mạng")).to_be_visible()
    assert closures() == 1
