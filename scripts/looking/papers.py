"""Every kind of PDF as pictures: the demo's as they are downloaded, the rest from the tests' samples."""

import subprocess
from pathlib import Path

from playwright.sync_api import Page

from scripts.looking.camera import Camera
from scripts.looking.scenes import COMMUNE, HOMEROOM, PRINCIPAL
from tests.documents import papers

_SAMPLES = {
    "quyet-dinh": papers.decision(number=12, issued_on=papers.numbered_plan().issued_on),
    "cong-van": papers.letter(),
    "bien-ban": papers.minutes(),
}


def photograph_papers(eye: Camera, folder: Path) -> dict[str, list[Path]]:
    """Name of the paper → its pages as PNG, at most the first six."""
    found = {name: papers.rendered(content) for name, content in _SAMPLES.items()}
    with eye.page(PRINCIPAL) as page:
        found["ke-hoach-truong"] = _paper(page, "số 23")
        found["ke-hoach-cho-duyet"] = _paper(page, "hờ duyệt")
    with eye.page(COMMUNE) as page:
        found["ke-hoach-xa"] = _paper(page, "số 86")
        found["ke-hoach-2018"] = _paper(page, "số 52")
    with eye.page(HOMEROOM) as page:
        page.goto("/diem-danh/so-thang")
        page.locator("main a[href*='/so-thang/']").filter(visible=True).first.click()
        page.wait_for_load_state()
        found["so-thang"] = _download(page, "main a[href$='so.pdf']")
    return {name: _pages(data, folder / name) for name, data in found.items()}


def _paper(page: Page, words: str) -> bytes:
    page.goto("/van-ban")
    page.locator("main a.rows__line").filter(has_text=words).first.click()
    page.wait_for_load_state()
    return _download(page, "main a[href$='xem.pdf']")


def _download(page: Page, link: str) -> bytes:
    address = page.locator(link).first.get_attribute("href")
    assert address is not None
    return page.request.get(address).body()


def _pages(data: bytes, stem: Path) -> list[Path]:
    stem.with_suffix(".pdf").write_bytes(data)
    command = ["pdftoppm", "-png", "-r", "60", "-l", "6", str(stem.with_suffix(".pdf")), str(stem)]
    subprocess.run(command, check=True)
    return sorted(stem.parent.glob(f"{stem.name}-*.png"))
