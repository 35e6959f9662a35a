"""Every page of support opens, empty and full, for those whose work needs it."""

import pytest
from flask import Flask

from tests.factories import Commune, client_of

PAGES = (
    "/ho-tro",
    "/ho-tro/do-dau",
    "/ho-tro/doi-ban",
    "/ho-tro/phu-dao",
    "/ho-tro/che-do",
    "/ho-tro/hoat-dong",
)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("who", ["principal", "clerk", "teacher_6a"])
def test_a_page_opens_on_an_empty_school(app: Flask, commune: Commune, path: str, who: str) -> None:
    client = client_of(app, getattr(commune.school, who))
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "path", ["do-dau/moi", "doi-ban/moi", "phu-dao/moi", "hoat-dong/moi", "che-do/quy-dinh"]
)
def test_a_form_opens_and_an_empty_one_is_refused_in_words(app: Flask, commune: Commune, path: str) -> None:
    client = client_of(app, commune.school.principal)
    assert client.get(f"/ho-tro/{path}").status_code == 200
    refused = client.post(f"/ho-tro/{path}", data={})
    assert refused.status_code == 422
    assert "Chưa lưu được" in refused.text


def test_the_commune_sees_nothing_of_it(app: Flask, commune: Commune) -> None:
    client = client_of(app, commune.officer)
    assert {client.get(path).status_code for path in PAGES} == {403}
