"""A push in the phone's own worker: what it shows, and where a tap leads."""

import json
import re
from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import CDPSession, expect

from sisoho.notices.models import PushSubscription
from tests.browser.live import LiveServer
from tests.browser.phones import Phone

SHOWN = """async () => {
    const { active } = await navigator.serviceWorker.ready;
    const shown = await (await navigator.serviceWorker.ready).getNotifications();
    return active && shown.map(({ title, body, tag, data }) => [title, body, tag, data]);
}"""


def registration_id(session: CDPSession) -> str:
    found: list[str] = []

    def hear(told: dict[str, Any]) -> None:
        found.extend(one["registrationId"] for one in told["registrations"])

    session.on("ServiceWorker.workerRegistrationUpdated", hear)
    session.send("ServiceWorker.enable")
    for _ in range(100):
        if found:
            break
        session.send("Runtime.evaluate", {"expression": "0"})
    return found[-1]


def shown_after(session: CDPSession, push: dict[str, Any], phone: Phone, expected: list[list[str]]) -> None:
    """Push until it shows: a worker that is just starting drops what chromium's test door hands it."""
    for _ in range(30):
        session.send("ServiceWorker.deliverPushMessage", push)
        phone.page.wait_for_timeout(500)
        if phone.page.evaluate(SHOWN) == expected:
            return
    assert phone.page.evaluate(SHOWN) == expected


def test_a_push_is_shown_once_a_matter_and_names_the_half_day(
    live_server: LiveServer, sign_in_as: Callable[..., Phone]
) -> None:
    school = live_server.commune.school
    phone = sign_in_as(school.teacher_6a)
    phone.context.grant_permissions(["notifications"], origin=live_server.url)
    phone.offline_ready()
    session = phone.context.new_cdp_session(phone.page)
    door = {"origin": live_server.url, "registrationId": registration_id(session)}
    path = live_server.sheet(school.class_6a)
    for text in ("Trường chưa nhận điểm danh 6A sáng thứ Hai 23/11", "Trường chưa nhận điểm danh 6A"):
        message = json.dumps({"text": text, "path": path, "tag": "6a-s"})
        # The second word on the same matter takes the place of the first.
        shown_after(session, {**door, "data": message}, phone, [["sisoho", text, "6a-s", path]])


# A chromium without Google's push service: only the answer of that service is made up here.
BROWSER = """
    window.asked = 0;
    window.answer = "denied";
    Notification.requestPermission = async () => { window.asked += 1; return window.answer; };
    const keys = { p256dh: "%s", auth: "%s" };
    const made = {
        toJSON: () => ({ endpoint: "https://push.example.com/may-nay", keys }),
        unsubscribe: async () => { localStorage.removeItem("subscribed"); return true; },
    };
    PushManager.prototype.getSubscription = async () => localStorage.getItem("subscribed") && made;
    PushManager.prototype.subscribe = async (options) => {
        window.key = options.applicationServerKey;
        localStorage.setItem("subscribed", "1");
        return made;
    };
"""


def a_browsers_keys() -> tuple[str, str]:
    point = ec.generate_private_key(ec.SECP256R1()).public_key()
    raw = point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return tuple(urlsafe_b64encode(part).decode().rstrip("=") for part in (raw, bytes(16)))  # type: ignore[return-value]


def test_the_browser_is_asked_only_upon_the_tap_and_a_refusal_is_said(
    live_server: LiveServer, sign_in_as: Callable[..., Phone]
) -> None:
    phone = sign_in_as(live_server.commune.school.teacher_6a)
    phone.context.add_init_script(BROWSER % a_browsers_keys())
    page = phone.open("/nhac-viec")
    tap = page.get_by_role("button", name="Nhắc tôi trên máy này")
    expect(tap).to_be_visible()
    assert page.evaluate("window.asked") == 0
    tap.click()
    expect(page.get_by_text("Trình duyệt không cho phép báo")).to_be_visible()
    mine = PushSubscription.select().where(PushSubscription.unit == live_server.commune.school.unit)
    assert mine.count() == 0

    page.evaluate("window.answer = 'granted'")
    tap.click()
    expect(page.get_by_role("heading", name="Các máy đang được nhắc")).to_be_visible()
    expect(page.get_by_text("máy này", exact=False).last).to_be_visible()
    assert mine.get().endpoint == "https://push.example.com/may-nay"
    page.get_by_role("button", name="Thôi nhắc").click()
    expect(tap).to_be_visible()


SUBSCRIBED = "localStorage.getItem('subscribed')"


def reminded(live_server: LiveServer) -> int:
    return PushSubscription.select().where(PushSubscription.unit == live_server.commune.school.unit).count()


def test_signing_out_gives_the_browsers_address_back_and_the_server_drops_it(
    live_server: LiveServer, sign_in_as: Callable[..., Phone]
) -> None:
    phone = sign_in_as(live_server.commune.school.teacher_6a)
    phone.context.add_init_script(BROWSER % a_browsers_keys())
    page = phone.open("/nhac-viec")
    page.evaluate("window.answer = 'granted'")
    page.get_by_role("button", name="Nhắc tôi trên máy này").click()
    expect(page.get_by_role("heading", name="Các máy đang được nhắc")).to_be_visible()
    assert (reminded(live_server), page.evaluate(SUBSCRIBED)) == (1, "1")
    page.get_by_label("Tài khoản của").click()
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page).to_have_url(re.compile("/dang-nhap"))
    assert (reminded(live_server), page.evaluate(SUBSCRIBED)) == (0, None)


def test_changing_over_on_a_shared_phone_gives_back_what_its_last_owner_left(
    live_server: LiveServer, sign_in_as: Callable[..., Phone]
) -> None:
    phone = sign_in_as(live_server.commune.school.teacher_1a, pin="135791")
    phone.context.add_init_script(BROWSER % a_browsers_keys())
    page = phone.open("/")
    page.evaluate("localStorage.setItem('subscribed', '1')")
    page.get_by_label("Tài khoản của").click()
    page.get_by_role("button", name="Đổi người dùng máy này").click()
    expect(page).to_have_url(re.compile("/dang-nhap"))
    assert page.evaluate(SUBSCRIBED) is None


# What a tap does, without the tap: a script's own event may neither wait nor focus, and both are only asked.
TAPPED = """async (path) => {
    await registration.showNotification("sisoho", { body: "Có 1 em cần đến nhà", tag: "visits", data: path });
    const [notification] = await registration.getNotifications({ tag: "visits" });
    const event = new NotificationEvent("notificationclick", { notification });
    let work;
    event.waitUntil = (promise) => { work = promise; };
    clients.openWindow = async (opened) => { self.opened = opened; };
    dispatchEvent(event);
    await work;
    return [self.opened ?? "", (await registration.getNotifications()).length];
}"""


def test_a_tap_leads_the_open_window_to_the_list_and_opens_one_where_there_is_none(
    live_server: LiveServer, sign_in_as: Callable[..., Phone]
) -> None:
    school = live_server.commune.school
    phone = sign_in_as(school.village_teacher)
    phone.context.grant_permissions(["notifications"], origin=live_server.url)
    phone.offline_ready()
    page, path = phone.open("/cho-gui"), f"/thon-buon/{school.village.public_id}"
    (worker,) = phone.context.service_workers
    assert worker.evaluate(TAPPED, path) == ["", 0]
    expect(page).to_have_url(live_server.url + path)
    expect(page.get_by_role("heading", name="Buôn Chư Bang")).to_be_visible()
    assert len(phone.context.pages) == 1

    page.goto("about:blank")
    assert worker.evaluate(TAPPED, path) == [path, 0]
