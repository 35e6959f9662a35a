"""A browser that sees what a teacher's phone or an office screen shows, one person signed in each time."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, StorageState, sync_playwright

from scripts.looking.server import NOW

PHONE, DESK = (360, 740), (1280, 800)
NOBODY = ""

# Android writes in Roboto; without this a Debian machine's much wider DejaVu stands in the pictures.
_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><match target="pattern">
<test name="family" qual="all" compare="not_eq"><string>Times New Roman</string></test>
<edit name="family" mode="prepend" binding="strong"><string>Roboto</string></edit>
</match><include>/etc/fonts/fonts.conf</include></fontconfig>"""

# Only `Date`: a browser's whole fake clock would take away what pages know of their own loading.
_CLOCK = f"""(() => {{
  const Real = Date, ahead = {NOW.timestamp() * 1000:.0f} - Real.now();
  Date = class extends Real {{
    constructor(...parts) {{ if (parts.length) super(...parts); else super(Real.now() + ahead); }}
    static now() {{ return Real.now() + ahead; }}
  }};
}})()"""


@dataclass
class Camera:
    """`ports`: store → port of its server. `visitors`: who has been signed in already."""

    browser: Browser
    ports: dict[str, int] = field(default_factory=dict)
    visitors: dict[tuple[str, str], StorageState] = field(default_factory=dict)

    @contextmanager
    def page(
        self,
        role: str,
        store: str = "full",
        size: tuple[int, int] = PHONE,
        *,
        dark: bool = False,
        scale: float = 1,
    ) -> Iterator[Page]:
        """A page on the home of the person whom the demo's door offers as `role`."""
        context = self._context(store, size, dark, scale, self._visitor(role, store))
        try:
            yield context.new_page()
        finally:
            context.close()

    def _visitor(self, role: str, store: str) -> StorageState | None:
        if role == NOBODY:
            return None
        if (role, store) not in self.visitors:
            context = self._context(store, PHONE, False, 1, None)
            page = context.new_page()
            page.goto("/dang-nhap")
            page.locator(".demo-door", has_text=role).first.click()
            page.wait_for_load_state()
            self.visitors[role, store] = context.storage_state()
            context.close()
        return self.visitors[role, store]

    def _context(
        self, store: str, size: tuple[int, int], dark: bool, scale: float, state: StorageState | None
    ) -> BrowserContext:
        context = self.browser.new_context(
            base_url=f"http://127.0.0.1:{self.ports[store]}",
            viewport={"width": size[0], "height": size[1]},
            device_scale_factor=scale,
            has_touch=size == PHONE,
            color_scheme="dark" if dark else "light",
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            storage_state=state,
        )
        context.add_init_script(_CLOCK)
        return context


@contextmanager
def camera(*stores: str) -> Iterator[Camera]:
    """Servers of those stores and a chromium, ended with the block."""
    servers = {
        store: subprocess.Popen(
            [sys.executable, "-m", "scripts.looking.server", store], stdout=subprocess.PIPE, text=True
        )
        for store in stores
    }
    try:
        ports = {store: int(server.stdout.readline()) for store, server in servers.items() if server.stdout}
        with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
            fonts = Path(folder) / "fonts.conf"
            fonts.write_text(_FONTS, encoding="utf-8")
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"),
                args=["--no-sandbox", "--lang=vi"],
                env={**os.environ, "FONTCONFIG_FILE": str(fonts), "LANGUAGE": "vi"},
            )
            yield Camera(browser, ports)
            browser.close()
    finally:
        for server in servers.values():
            server.terminate()
            server.wait()


def take(page: Page, path: Path, most: int) -> Path:
    """Photograph the whole page, at most `most` pixels of it, with its bars where a tall phone has them."""
    settle(page)
    size = page.viewport_size
    assert size is not None
    to_the_top(page)
    height = page.evaluate("document.documentElement.scrollHeight")
    if height > size["height"]:
        page.set_viewport_size({"width": size["width"], "height": min(height, most)})
    page.screenshot(path=path)
    return path


def settle(page: Page) -> None:
    """Let what the page loads after it can be used arrive; a page without signal never falls silent."""
    page.wait_for_load_state("load")
    page.wait_for_timeout(400)


def to_the_top(page: Page) -> None:
    page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
