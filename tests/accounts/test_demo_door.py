"""The one-tap door of the demo, and every way in which it must stay shut."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sisoho import clock
from sisoho.accounts.models import Account, LoginSession
from sisoho.db import StoreMark
from tests import factories
from tests.factories import Commune

SHUT = 404


@pytest.fixture
def principal(commune: Commune) -> Account:
    return factories.account(commune.school.principal)


@pytest.fixture
def set_store(app: Flask) -> Callable[..., FlaskClient]:
    def set_to(kind: str = "demo", **changes: bool) -> FlaskClient:
        StoreMark.update(value=kind).where(StoreMark.key == "kind").execute()
        app.config["SISOHO"] = replace(app.config["SISOHO"], **{"demo": True, **changes})
        return app.test_client()

    return set_to


def knock(client: FlaskClient, account: Account, **where: object) -> int:
    return client.post(f"/dang-nhap/thu/{account.public_id}", **where).status_code


def test_one_tap_signs_in_on_the_machine_of_the_demo(
    set_store: Callable[..., FlaskClient], principal: Account
) -> None:
    client = set_store()
    page = client.get("/dang-nhap").text
    assert f"/dang-nhap/thu/{principal.public_id}" in page
    assert "Hiệu trưởng" in page
    assert knock(client, principal) == 303
    assert LoginSession.get().account_id == principal.id


def test_each_role_is_offered_once(set_store: Callable[..., FlaskClient], commune: Commune) -> None:
    for person in (commune.officer, commune.province_officer, *vars(commune.school).values()):
        if hasattr(person, "full_name") and hasattr(person, "phone"):
            factories.account(person)
    Account.create(username="quantri", unit=commune.unit, is_administrator=True, created_at=clock.now())
    page = set_store().get("/dang-nhap").text
    assert page.count('class="demo-door"') == 8


@pytest.mark.parametrize(
    ("kind", "changes", "where"),
    [
        ("real", {}, {}),
        ("demo", {"demo": False}, {}),
        ("demo", {"lan": True}, {}),
        ("demo", {}, {"base_url": "http://truong.example"}),
        ("demo", {}, {"base_url": "http://192.168.1.5:8000"}),
        ("demo", {}, {"environ_base": {"REMOTE_ADDR": "192.168.1.20"}}),
        ("demo", {}, {"headers": {"X-Forwarded-For": "127.0.0.1"}}),
        ("demo", {}, {"headers": {"Via": "1.1 proxy"}}),
    ],
)
def test_the_door_does_not_exist_elsewhere(
    set_store: Callable[..., FlaskClient],
    principal: Account,
    kind: str,
    changes: dict[str, bool],
    where: dict[str, object],
) -> None:
    client = set_store(kind, **changes)
    assert knock(client, principal, **where) == SHUT
    assert "dang-nhap/thu" not in client.get("/dang-nhap", **where).text
    assert LoginSession.select().count() == 0


def test_a_store_without_a_mark_is_a_real_one(
    set_store: Callable[..., FlaskClient], principal: Account
) -> None:
    client = set_store()
    StoreMark.delete().execute()
    assert knock(client, principal) == SHUT


def test_only_the_offered_accounts_are_behind_the_door(
    set_store: Callable[..., FlaskClient], principal: Account, commune: Commune
) -> None:
    second_principal = factories.account(commune.other_school.principal)
    stopped = factories.account(commune.school.clerk)
    Account.update(disabled_at=clock.now()).where(Account.id == stopped.id).execute()
    client = set_store()
    assert knock(client, second_principal) == SHUT
    assert knock(client, stopped) == SHUT
