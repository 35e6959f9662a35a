"""A page the phone has is shown at once; what the school says meanwhile is worked in, and no tap is lost.

The server's answer is held back by the wire (`network.hold`), so that the kept page comes first for certain.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.live import LiveServer
from tests.browser.phones import RECEIVED, Phone, is_stored, mark, marked, send, state, until
from tests.factories import School

ASKING = "đang hỏi…"
LONGER_THAN_A_GLANCE = 0.3  # seconds; the worker waits less before it shows what the phone has


@pytest.fixture
def school(live_server: LiveServer) -> School:
    return live_server.commune.school


@pytest.fixture
def sheet(live_server: LiveServer, school: School) -> str:
    return live_server.sheet(school.class_6a)


def shown_while_asking(live_server: LiveServer, phone: Phone, path: str) -> Page:
    """The page as the phone kept it; the school's answer is on its way until `network.let_go()`."""
    live_server.network.hold()
    page = phone.open(path)
    expect(page.locator("#conn")).to_have_text(ASKING)
    return page


def colleague_sends(live_server: LiveServer, sign_in_as, school: School, sheet: str) -> None:
    other = sign_in_as(school.vice_principal, then=sheet).page
    mark(other, "Siu Blơi", "T")
    send(other)
    expect(state(other)).to_have_text(RECEIVED)


def test_an_old_not_submitted_is_never_shown_as_true_and_the_answer_takes_its_place(
    live_server: LiveServer, sign_in_as, school: School, sheet: str
) -> None:
    phone = sign_in_as(school.teacher_6a)
    phone.offline_ready(sheet)
    colleague_sends(live_server, sign_in_as, school, sheet)
    page = shown_while_asking(live_server, phone, sheet)
    assert marked(page) == {}
    expect(state(page)).to_be_hidden()  # the kept page says "Chưa gửi"

    live_server.network.let_go()
    expect(state(page)).to_have_text(RECEIVED)
    expect(page.locator("#conn")).to_have_text("có mạng")
    assert marked(page) == {"Siu Blơi": "T"}

    mark(page, "Nay H'Đào", "P")  # and the page goes on from the school's version
    send(page)
    expect(state(page)).to_have_text(RECEIVED)
    assert live_server.marks(school.class_6a) == {"Siu Blơi": "T", "Nay H'Đào": "P"}
    assert [accepted for accepted, *_ in live_server.versions(school.class_6a)] == [True, True]


def test_marks_made_while_the_school_is_asked_stay_and_the_newer_page_is_only_offered(
    live_server: LiveServer, sign_in_as, school: School, sheet: str
) -> None:
    phone = sign_in_as(school.teacher_6a)
    phone.offline_ready(sheet)
    colleague_sends(live_server, sign_in_as, school, sheet)
    page = shown_while_asking(live_server, phone, sheet)
    mark(page, "Nay H'Đào", "P")
    is_stored(page)

    live_server.network.let_go()
    expect(page.get_by_text("Có bản mới hơn của trang này")).to_be_visible()
    assert marked(page) == {"Nay H'Đào": "P"}
    page.get_by_role("button", name="Tải lại để xem").click()
    expect(page.get_by_text("Bản thầy cô đánh dấu lúc")).to_be_visible()
    assert marked(page) == {"Nay H'Đào": "P"}
    send(page)  # the school's version changed meanwhile: a person decides, pupil by pupil
    expect(page.get_by_text("Buổi này có hai bản khác nhau")).to_be_visible()
    assert live_server.marks(school.class_6a) == {"Siu Blơi": "T"}


def test_marks_sent_while_the_school_is_asked_are_received_once_and_nothing_is_offered(
    live_server: LiveServer, sign_in_as, school: School, sheet: str
) -> None:
    phone = sign_in_as(school.teacher_6a)
    phone.offline_ready(sheet)
    page = shown_while_asking(live_server, phone, sheet)
    mark(page, "Siu Blơi", "V")
    send(page)
    expect(page.locator("#roll-bar [data-received]")).to_contain_text("Đã lưu trên máy này")

    live_server.network.let_go()
    expect(state(page)).to_have_text(RECEIVED)
    expect(page.locator("#conn")).to_have_text("có mạng")
    expect(page.get_by_text("Có bản mới hơn")).to_be_hidden()
    assert live_server.versions(school.class_6a) == [(True, "Phạm Văn Sáu", {"Siu Blơi": "V"})]


def test_the_home_page_shown_first_is_brought_up_to_date(
    live_server: LiveServer, sign_in_as, school: School, sheet: str
) -> None:
    phone = sign_in_as(school.teacher_6a)
    phone.offline_ready("/", sheet)
    colleague_sends(live_server, sign_in_as, school, sheet)
    page = shown_while_asking(live_server, phone, "/")
    line = page.locator(f'main a[href="{sheet}"]')
    expect(line).to_be_visible()
    expect(line.locator(".rows__end")).to_be_hidden()  # "Chưa điểm danh" was true when the phone took it
    live_server.network.let_go()
    expect(line).to_contain_text("đã nhận 07:05")


def test_what_was_sent_from_this_phone_is_never_shown_as_not_sent_by_an_older_copy(
    live_server: LiveServer, sign_in_as, school: School, sheet: str
) -> None:
    phone = sign_in_as(school.teacher_6a)
    phone.offline_ready("/", sheet)
    page = phone.open(sheet)
    mark(page, "Siu Blơi", "V")
    send(page)
    expect(state(page)).to_have_text(RECEIVED)
    remember_if_kept(page)
    live_server.network.hold("GET / ", seconds=LONGER_THAN_A_GLANCE)
    page.locator("#roll-bar").get_by_role("link", name="Về Hôm nay").click()
    expect(page.locator(f'main a[href="{sheet}"]')).to_contain_text("đã nhận 07:05")
    assert page.evaluate("window.kept") is None


def test_a_session_that_ended_meanwhile_leads_to_the_sign_in_page_and_back(
    live_server: LiveServer, sign_in_as, school: School, sheet: str
) -> None:
    phone = sign_in_as(school.teacher_6a)
    phone.offline_ready(sheet)
    live_server.end_sessions(school.teacher_6a)
    page = shown_while_asking(live_server, phone, sheet)
    live_server.network.let_go()
    expect(page).to_have_url(re.compile("/dang-nhap"))
    phone.fill_in(school.teacher_6a)
    expect(state(page)).to_have_text("Chưa gửi")


def test_a_session_that_ended_takes_nobody_away_who_has_begun_to_mark(
    live_server: LiveServer, sign_in_as, school: School, sheet: str
) -> None:
    phone = sign_in_as(school.teacher_6a)
    phone.offline_ready(sheet)
    live_server.end_sessions(school.teacher_6a)
    page = shown_while_asking(live_server, phone, sheet)
    mark(page, "Siu Blơi", "V")
    is_stored(page)
    live_server.network.let_go()
    expect(page.get_by_text("Cần đăng nhập lại")).to_be_visible()
    expect(page.locator("#conn")).to_have_text("có mạng")
    expect(state(page)).to_have_text("Chưa gửi")
    assert marked(page) == {"Siu Blơi": "V"}
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page).to_have_url(re.compile("/dang-nhap"))
    phone.fill_in(school.teacher_6a)
    expect(page.get_by_text("Bản thầy cô đánh dấu lúc")).to_be_visible()
    assert marked(page) == {"Siu Blơi": "V"}


def test_a_person_who_signs_in_is_not_shown_the_copy_of_who_was_here(
    live_server: LiveServer, sign_in_as, school: School, sheet: str
) -> None:
    """Also when the password is sent before the page's modules have noted who left."""
    phone = sign_in_as(school.teacher_6a)
    phone.offline_ready("/", sheet)
    live_server.end_sessions(school.teacher_6a)
    page = phone.page
    owner = page.evaluate("document.body.dataset.owner")
    remember_if_kept(page)
    phone.open("/dang-nhap")
    until(page, "async () => (await caches.keys()).every((name) => !name.startsWith('pages'))", None)
    page.evaluate(STILL_THERE, owner)
    live_server.network.hold("GET / ", seconds=LONGER_THAN_A_GLANCE)
    phone.fill_in(school.village_teacher)
    expect(page.get_by_label("Tài khoản của")).to_be_visible()
    assert page.evaluate("window.kept") is None
    assert page.evaluate("document.body.dataset.owner") != owner


def remember_if_kept(page: Page) -> None:
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => { window.kept = document.body.dataset.kept; })"
    )


# The phone as it was before the sign-in page came: the former person is noted, with a kept home page.
STILL_THERE = """async (owner) => {
    const cache = await caches.open(`pages ${owner}`);
    const head = { "Content-Type": "text/html", "Date": new Date().toUTCString() };
    await cache.put("/", new Response(`<body data-owner="${owner}">của người trước`, { headers: head }));
    await new Promise((done) => {
        indexedDB.open("sisoho", 1).onsuccess = ({ target: { result: db } }) => {
            const facts = db.transaction("facts", "readwrite").objectStore("facts");
            facts.put({ owner, shared: false, seenAt: Date.now() }, "phone");
            facts.transaction.oncomplete = () => { db.close(); done(); };
        };
    });
}"""
