"""What a teacher does on the form of a visit."""

import re
from io import BytesIO

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from sisoho.db import unscoped
from sisoho.outreach.models import HomeVisit, VisitedPupil
from sisoho.schools.models import Pupil

YESTERDAY = "2026-11-22T16:20"  # the server's clock stands at Monday 23/11/2026, 07:05
RECEIVED = "Trường đã nhận lúc 07:05"


def write(page: Page, wishes: str, at: str = YESTERDAY) -> None:
    """Met the mother at home; returns when the phone has kept every word."""
    page.get_by_label("Khi nào").fill(at)
    page.locator("[name=place][value=home]").check(force=True)
    page.locator('[name=met][value="mẹ"]').check(force=True)
    page.get_by_label("Ý kiến, nguyện vọng của gia đình").fill(wishes)
    expect(page.locator("form[data-stored=yes]")).to_be_visible()
    page.wait_for_timeout(600)  # typing is kept when it pauses


def save(page: Page) -> None:
    page.get_by_role("button", name="Lưu lần đến nhà").click()


def state(page: Page) -> Locator:
    return page.locator("#main .sent")


def choose(page: Page, *labels: str) -> None:
    """A tap on each of these pills."""
    for label in labels:
        page.locator("label.pill").filter(has_text=re.compile(f"^{re.escape(label)}$")).first.tap()


def open_consent(page: Page) -> None:
    page.get_by_text(re.compile("^Gia đình đồng ý(, |$)")).first.tap()


def sign(page: Page) -> None:
    """A stroke of a finger in the box, by the mother."""
    page.locator("[name=given][value=drawn]").check(force=True)
    page.locator('[name=signer][value="mẹ"]').check(force=True)
    box = page.locator("canvas.signing")
    box.scroll_into_view_if_needed()
    at = box.bounding_box()
    assert at
    page.mouse.move(at["x"] + 30, at["y"] + 40)
    page.mouse.down()
    page.mouse.move(at["x"] + 150, at["y"] + 90, steps=5)
    page.mouse.move(at["x"] + 200, at["y"] + 30, steps=5)
    page.mouse.up()


def big_photo() -> bytes:
    """Some megapixels of noise with the place it was taken at."""
    out, exif = BytesIO(), Image.Exif()
    exif.get_ifd(0x8825)[2] = (13.0, 12.0, 11.0)
    Image.effect_noise((2400, 1800), 60).convert("RGB").save(out, "JPEG", exif=exif, quality=90)
    return out.getvalue()


def take_photo(page: Page, name: str = "place_photo", data: bytes | None = None) -> None:
    picture = {"name": "nha.jpg", "mimeType": "image/jpeg", "buffer": data or big_photo()}
    page.locator(f"[name={name}]").set_input_files(picture)


def visits() -> list[tuple[str, str, list[str]]]:
    """(who, what the family wishes, pupils) of every visit of every school."""
    with unscoped("a browser test looks at what arrived"):
        names = {row.id: row.full_name for row in Pupil.select()}
        pupils: dict[int, list[str]] = {}
        for row in VisitedPupil.select().order_by(VisitedPupil.id):
            pupils.setdefault(row.visit_id, []).append(names[row.pupil_id])
        return [
            (row.by.full_name, row.wishes, pupils[row.id])
            for row in HomeVisit.select().order_by(HomeVisit.id)
        ]
