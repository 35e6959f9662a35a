"""README and guides point only to what is there, and their pictures stay small."""

import re

import pytest

from sisoho.config import PROJECT

PAGES = [PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md"))]
_TARGET = re.compile(r'\]\(([^)#\s]+)[^)]*\)|src="([^"]+)"')
MOST = 1_500_000  # bytes of all pictures together: they travel with every clone


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_and_picture_of_a_page_exists(page) -> None:
    targets = [link or picture for link, picture in _TARGET.findall(page.read_text(encoding="utf-8"))]
    missing = [t for t in targets if "://" not in t and not (page.parent / t).exists()]
    assert missing == []


def test_every_picture_is_shown_somewhere_and_together_they_are_small() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    pictures = list((PROJECT / "docs" / "anh").iterdir())
    assert [picture.name for picture in pictures if f"anh/{picture.name}" not in text] == []
    assert sum(picture.stat().st_size for picture in pictures) <= MOST
