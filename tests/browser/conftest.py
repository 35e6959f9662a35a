"""Fixtures for tests that drive the running app in chromium. They run on SQLite only, once.

live_server    the app as a process on a database of tests/factories.Commune (`.commune`), Monday
               23/11/2026 at 07:05; `.kill()`, `.start()`, `.network.cut()`, `.marks(school_class)`, …
phone          makes phones: `phone()` has its own cookies and storage, 360×740; `.page`, `.open(path)`
sign_in_as     `sign_in_as(person)` gives a new phone on which that person has signed in

Every test using one of them is marked `browser`. A page that throws an error fails its test.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, expect, sync_playwright

from sisoho import clock, db, migrations
from sisoho.accounts.models import Account
from sisoho.accounts.passwords import hash_password
from sisoho.schools.models import StaffMember
from tests import factories
from tests.browser.live import PASSWORD, LiveServer
from tests.browser.phones import SETTINGS, SOON, Phone
from tests.conftest import MONDAY_MORNING

FLAGS = ["--host-resolver-rules=MAP truong.lan 127.0.0.1"]


def pytest_collection_modifyitems(items: list[Any]) -> None:
    for item in items:
        if "live_server" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
            # A machine shared with others can stop for longer than any wait here. A second try, on a new
            # server and phone, is named in the summary; a fault of ours fails twice.
            item.add_marker(pytest.mark.flaky(reruns=1))


def chromium_options() -> dict[str, Any]:
    """Debian's chromium; as root (in a container) it cannot have its sandbox."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.fail("Browser tests need chromium: scripts/setup --tests")
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    return {"executable_path": found, "args": flags}


# Per module: an open Playwright keeps an event loop in its thread, in which nothing can be signed.
@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as made:
        expect.set_options(timeout=SOON)
        yield made


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    with playwright.chromium.launch(**chromium_options()) as made:
        yield made


@pytest.fixture(scope="session")
def filled_database(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, factories.Commune]:
    """A commune with its people, pupils and accounts; every account has PASSWORD."""
    path = tmp_path_factory.mktemp("filled") / "filled.db"
    with clock.at(MONDAY_MORNING):
        db.bind(f"sqlite:///{path}")
        db.open_connection()
        migrations.migrate()
        db.StoreMark.create(key="kind", value="real")
        commune = factories.commune()
        password = hash_password(PASSWORD)
        for person in StaffMember.select():
            made = factories.account(person)
            Account.update(password_hash=password).where(Account.id == made.id).execute()
        db.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.database.close()
    return path, commune


@pytest.fixture
def live_server(filled_database: tuple[Path, factories.Commune], tmp_path: Path) -> Iterator[LiveServer]:
    """A server of this test's own. Its database is also bound here, to look at what arrived."""
    filled, commune = filled_database
    path = tmp_path / "live.db"
    shutil.copy(filled, path)
    db.bind(f"sqlite:///{path}")
    db.open_connection()
    server = LiveServer(path, commune)
    yield server
    server.close()
    db.database.close()


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., Phone]]:
    """`phone()`, or `phone(live_server.lan_url)` for one in a network without HTTPS."""
    contexts: list[BrowserContext] = []
    phones: list[Phone] = []

    def make(address: str = "") -> Phone:
        contexts.append(browser.new_context(**SETTINGS))
        phones.append(Phone(live_server, contexts[-1], address))
        return phones[-1]

    yield make
    for context in contexts:
        context.close()
    assert not [error for made in phones for error in made.errors]


@pytest.fixture
def sign_in_as(phone: Callable[..., Phone]) -> Callable[..., Phone]:
    """`sign_in_as(person, pin="246810", then="/diem-danh")` → a new phone, signed in, on that page."""

    def make(person: StaffMember, **how: Any) -> Phone:
        made = phone()
        made.sign_in_as(person, **how)
        return made

    return make
