"""How long a teacher waits for the roll on slow 3G (400 kbit/s, 400 ms): chromium at 360×740, 35 pupils.

    python -m benchmarks.slow_3g

From tapping the link until a tap on a pupil's V shows, and until the phone has it in its store. First
with an empty cache (signed in, nothing kept), then with everything the worker keeps; each a few times,
the median counts. The floor: one small file asked for and answered over the same wire.
"""

import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from benchmarks.school import fill_class
from benchmarks.slow_wire import SlowWire
from sisoho import clock, db, migrations
from sisoho.accounts.models import Account
from sisoho.accounts.passwords import hash_password
from tests import factories
from tests.browser.conftest import chromium_options
from tests.browser.live import PASSWORD, LiveServer
from tests.browser.phones import SETTINGS, Phone, until
from tests.conftest import MONDAY_MORNING

LATENCY, RATE = 0.4, 400_000 / 8
ROUNDS = 5
AIMS = {"empty": 2.5, "kept": 0.5}


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="sisoho-3g-") as name:
        path = Path(name) / "live.db"
        commune = filled(path)
        server = LiveServer(path, commune)
        try:
            measure(server)
        finally:
            server.close()
            db.database.close()


def filled(path: Path) -> factories.Commune:
    with clock.at(MONDAY_MORNING):
        db.bind(f"sqlite:///{path}")
        db.open_connection()
        migrations.migrate()
        db.StoreMark.create(key="kind", value="real")
        commune = factories.commune()
        fill_class(commune.school)
        made = factories.account(commune.school.teacher_6a)
        Account.update(password_hash=hash_password(PASSWORD)).where(Account.id == made.id).execute()
    return commune


def measure(server: LiveServer) -> None:
    wire = SlowWire(server.port, LATENCY, RATE)
    wire.start()
    with sync_playwright() as playwright, playwright.chromium.launch(**chromium_options()) as browser:
        floor = statistics.median([one_answer(browser, wire) for _ in range(ROUNDS)])
        print(f"Sàn: một lần hỏi, một tệp nhỏ trả về, cùng đường truyền: {seconds(floor)}")
        rounds = [empty_then_kept(browser, server, wire) for _ in range(ROUNDS)]
    for number, (case, what) in enumerate((("empty", "Bộ nhớ trống"), ("kept", "Đã có trên máy"))):
        taps, stored, bytes_ = (
            statistics.median(values) for values in zip(*(r[number] for r in rounds), strict=True)
        )
        print(
            f"{what}: chấm được sau {seconds(taps)} (mục tiêu ≤ {seconds(AIMS[case])}, "
            f"gấp {times(taps / floor)} lần sàn), nằm trong máy sau {seconds(stored)}; "
            f"{times(bytes_ / 1000)} kB"
        )


def one_answer(browser: Browser, wire: SlowWire) -> float:
    """Seconds for the smallest file over a connection that is open already."""
    context = browser.new_context(**SETTINGS)
    address = f"http://127.0.0.1:{wire.port}/manifest.webmanifest"
    context.request.get(address)
    began = time.perf_counter()
    context.request.get(address)
    took = time.perf_counter() - began
    context.close()
    return took


STORED = """async (kind) => {
    if (!(await indexedDB.databases()).some(({ name }) => name === "sisoho")) return false;
    const db = await new Promise((done) => {
        indexedDB.open("sisoho").onsuccess = (event) => done(event.target.result);
    });
    if (!db.objectStoreNames.contains("entries")) return db.close();
    const entries = db.transaction("entries").objectStore("entries");
    const found = await new Promise((done) => {
        entries.getAll().onsuccess = (event) => done(event.target.result);
    });
    db.close();
    return found.some(({ fields }) => Object.values(fields).includes(kind));
}"""
Measured = tuple[float, float, float]  # seconds until a tap shows, until it is stored; bytes carried


def empty_then_kept(browser: Browser, server: LiveServer, wire: SlowWire) -> tuple[Measured, Measured]:
    """One phone: signed in with an empty cache, then again with what the worker has kept meanwhile."""
    sheet = server.sheet(server.commune.school.class_6a)
    context = browser.new_context(**SETTINGS)
    take_cookies(browser, server, wire, context)
    phone = Phone(server, context, f"http://127.0.0.1:{wire.port}")
    empty = until_marked(phone, sheet, "V", wire)
    phone.open("/")
    phone.offline_ready("/", sheet)
    kept = until_marked(phone, sheet, "P", wire)
    context.close()
    return empty, kept


def take_cookies(browser: Browser, server: LiveServer, wire: SlowWire, context: BrowserContext) -> None:
    """Sign in from another browser: the cookie comes over, the cache does not."""
    other = browser.new_context(**SETTINGS)
    phone = Phone(server, other, f"http://127.0.0.1:{wire.port}")
    phone.sign_in_as(server.commune.school.teacher_6a)
    context.add_cookies(other.cookies())
    other.close()


def until_marked(phone: Phone, sheet: str, kind: str, wire: SlowWire) -> Measured:
    before, began = wire.carried, time.perf_counter()
    page = phone.page
    page.goto(phone.address + sheet, wait_until="commit")
    tap(page, kind)
    tapped = time.perf_counter() - began
    until(page, STORED, kind)
    return tapped, time.perf_counter() - began, wire.carried - before


def tap(page: Page, kind: str) -> None:
    """The first pupil's mark; Playwright waits until it is there, is still and would hear the tap."""
    choice = page.get_by_role("radiogroup").first.locator(f"input[value={kind}]")
    choice.click()
    expect(choice).to_be_checked()


def times(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def seconds(value: float) -> str:
    return f"{value:.2f} s".replace(".", ",")


if __name__ == "__main__":
    main()
