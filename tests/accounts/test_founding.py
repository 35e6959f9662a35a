"""A real server's first page: from nothing to a school whose founder is in it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sisoho.accounts import actions
from sisoho.accounts.models import Account
from sisoho.schools.models import Unit
from tests import factories
from tests.factories import Commune

FORM = {
    "school": "Trường Tiểu học Mẫu",
    "levels": "primary",
    "symbol": "thmau",
    "place": "Phú Túc",
    "commune": "Ủy ban nhân dân xã Phú Túc",
    "department": "Sở Giáo dục và Đào tạo Gia Lai",
}
FOUNDER = {"founder_post": "principal", "founder_name": "Nguyễn Thị Hồng", "founder_phone": "0905123456"}


@pytest.fixture
def administrator(store: Flask) -> FlaskClient:
    account = actions.create_login(actions.server_access(), username="quantri", password="bí mật máy chủ")
    return factories.client_of(store, account)


def test_an_empty_server_leads_its_administrator_to_the_founding(administrator: FlaskClient) -> None:
    sent = administrator.get("/tai-khoan", follow_redirects=True)
    assert sent.request.path == "/mo-truong"
    assert "Sở Giáo dục và Đào tạo Gia Lai" in sent.text


def test_the_founder_becomes_a_member_of_staff_and_acts_for_the_school(administrator: FlaskClient) -> None:
    assert administrator.post("/mo-truong", data={**FORM, **FOUNDER}).status_code == 303
    page = administrator.get("/tai-khoan").text
    assert "Trường Tiểu học Mẫu" in page
    assert "Nguyễn Thị Hồng" in page
    assert "Hiệu trưởng, Quản trị máy chủ" in page


def test_a_founder_without_a_post_stays_an_administrator_only(administrator: FlaskClient) -> None:
    administrator.post("/mo-truong", data=FORM)
    assert Account.get().staff_id is None
    assert "Trường Tiểu học Mẫu" in administrator.get("/tai-khoan").text


def test_what_is_missing_is_said_and_the_rest_kept(administrator: FlaskClient) -> None:
    refused = administrator.post("/mo-truong", data={**FORM, "symbol": "", "levels": ""})
    assert refused.status_code == 422
    assert 'value="Trường Tiểu học Mẫu"' in refused.text
    assert "Hãy ghi ký hiệu trường" in refused.text
    assert "Hãy chọn cấp học" in refused.text
    assert Unit.select().count() == 0


def test_founding_twice_changes_nothing(administrator: FlaskClient) -> None:
    administrator.post("/mo-truong", data=FORM)
    units = Unit.select().count()
    assert administrator.post("/mo-truong", data=FORM).status_code == 409
    assert administrator.get("/mo-truong").location == "/"
    assert Unit.select().count() == units


def test_nobody_else_founds_a_school(app: Flask, commune: Commune) -> None:
    client = factories.client_of(app, commune.school.principal)
    assert client.post("/mo-truong", data=FORM).status_code == 403
