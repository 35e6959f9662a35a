"""A phone in a test: chromium at 360×740, and what a teacher does with it."""

import re
from contextlib import suppress
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, Error, Locator, Page, expect

from sisoho.schools.models import StaffMember
from tests.browser.live import PASSWORD, LiveServer

SCREEN = {"width": 360, "height": 740}
SETTINGS = {
    "viewport": SCREEN,
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "locale": "vi-VN",
    "timezone_id": "Asia/Ho_Chi_Minh",
}
SOON = 15_000  # milliseconds; the outbox tries every five seconds


@dataclass
class Phone:
    """One phone with its cookies and storage; `page` is the tab in front.

    `errors` collects what a page throws; the fixture fails the test on any.
    """

    server: LiveServer
    context: BrowserContext
    address: str = ""
    page: Page = field(init=False)
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.address = self.address or self.server.url
        self.context.set_default_timeout(SOON)
        self.context.on("weberror", lambda error: self.errors.append(str(error.error)))
        self.page = self.context.pages[0] if self.context.pages else self.context.new_page()

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def new_tab(self, path: str) -> Page:
        tab = self.context.new_page()
        tab.goto(self.address + path)
        return tab

    def sign_in_as(self, person: StaffMember, *, pin: str = "", then: str = "/") -> Page:
        """Through the sign-in page, with the password every account of `live_server` has.

        With `pin` as on a phone of several, which asks a newcomer to make one up.
        """
        self.open(f"/dang-nhap?tiep={then}")
        self.fill_in(person, shared=bool(pin))
        if pin:
            set_pin(self.page, pin)
        expect(self.page).to_have_url(self.address + then)
        return self.page

    def fill_in(self, person: StaffMember, *, shared: bool = False) -> None:
        """The sign-in form that is on the screen."""
        self.page.get_by_label("Số điện thoại hoặc tên đăng nhập").fill(self.server.login_of(person))
        self.page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
        if shared:
            self.page.get_by_label("máy dùng chung").check()
        self.page.get_by_role("button", name="Đăng nhập", exact=True).click()

    def offline_ready(self, *paths: str) -> None:
        """Wait until the worker would serve the next page and has the given ones in its cache."""
        until(
            self.page,
            """async (paths) => {
                if (!(await navigator.serviceWorker.getRegistration())?.active) return false;
                for (const path of paths) if (!await caches.match(path, { ignoreVary: true })) return false;
                return true;
            }""",
            list(paths),
        )


def until(page: Page, asked: str, argument: object) -> None:
    """Ask the page until it says yes (`wait_for_function` takes a promise itself for a yes)."""
    for _ in range(SOON // 50):
        with suppress(Error):  # the page is just being left: ask the next one
            if page.evaluate(asked, argument):
                return
        page.wait_for_timeout(50)
    raise AssertionError(f"never true: {asked} {argument}")


def set_pin(page: Page, pin: str) -> None:
    page.get_by_label("Đặt mã 6 số").fill(pin)
    page.get_by_label("Nhập lại mã").fill(pin)
    page.get_by_role("button", name="Đặt mã và vào").click()


def mark(page: Page, pupil: str, kind: str) -> None:
    """One tap on a pupil's row."""
    row(page, pupil).locator(f"input[value={kind}]").click()


def row(page: Page, pupil: str) -> Locator:
    return page.get_by_role("radiogroup", name=pupil)


def marked(page: Page) -> dict[str, str]:
    """Pupil's name → mark, as the sheet on the screen shows them."""
    found = {}
    for group in page.locator(".marks").all():
        chosen = group.locator("input:checked").get_attribute("value")
        if chosen:
            found[group.get_attribute("aria-label") or ""] = chosen
    return found


def send(page: Page) -> None:
    page.locator("#roll-send").click()


def state(page: Page) -> Locator:
    """The words in the title line of a sheet."""
    return page.locator("#sheet-state .sent")


def is_stored(page: Page, count: int = 1) -> None:
    """Wait until the phone's store holds as many entries."""
    until(
        page,
        """async (count) => {
            const db = await new Promise((done) => {
                indexedDB.open("sisoho", 1).onsuccess = (event) => done(event.target.result);
            });
            const found = await new Promise((done) => {
                const counting = db.transaction("entries").objectStore("entries").count();
                counting.onsuccess = () => done(counting.result);
            });
            db.close();
            return found >= count;
        }""",
        count,
    )


RECEIVED = re.compile(r"^Trường đã nhận lúc 07:05$")
WAITS = "Đã lưu trên máy này, chờ mạng"
