"""Where else a home leads: grouped by the person's work, and only where the person may go."""

import re

import pytest
from flask import Flask

from tests.factories import Commune, client_of


def _elsewhere(app: Flask, person: object) -> str:
    text: str = client_of(app, person).get("/").text
    return text.split("Việc khác", 1)[1] if "Việc khác" in text else ""


def test_a_leaders_links_are_folded_under_the_kinds_of_work(app: Flask, commune: Commune) -> None:
    found = _elsewhere(app, commune.school.principal)
    headings = re.findall(r"<summary>.*?</svg>(.*?)</summary>", found, re.S)
    assert headings == [
        "Điểm danh", "Học sinh cần quan tâm", "Vận động", "Hỗ trợ, thi đua", "Năm học", "Văn bản", "Cài đặt",
    ]  # fmt: skip


def test_the_few_links_of_a_teacher_stand_open(app: Flask, commune: Commune) -> None:
    found = _elsewhere(app, commune.school.teacher)
    assert "Hồ sơ vận động" in found
    assert "<summary>" not in found


@pytest.mark.parametrize("who", ["principal", "clerk", "teacher_6a", "village_teacher"])
def test_every_link_opens(app: Flask, commune: Commune, who: str) -> None:
    client = client_of(app, getattr(commune.school, who))
    links = re.findall(
        r'<a class="rows__line[^"]*" href="([^"]+)"', _elsewhere(app, getattr(commune.school, who))
    )
    assert links
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)
