"""The page on which a person lets this phone be reminded."""

from dataclasses import replace

from flask import Flask

from sisoho import clock
from sisoho.accounts.models import Account, LoginSession
from sisoho.notices.models import PushSubscription
from tests import factories
from tests.factories import Commune
from tests.notices.browsers import Endpoint

PAGE = "/nhac-viec"


def fields(endpoint: str = "https://push.example.vn/may-1") -> dict[str, str]:
    browser = Endpoint(0).browser
    return {"endpoint": endpoint, "p256dh": browser.p256dh, "auth": browser.auth}


def switched_on(app: Flask) -> None:
    app.config["SISOHO"] = replace(app.config["SISOHO"], push_contact="mailto:quantri@siso.example.vn")


def test_a_teacher_lets_this_phone_be_reminded_and_ends_it(app: Flask, commune: Commune) -> None:
    before, teacher = app.config["SISOHO"], factories.client_of(app, commune.school.teacher_6a)
    switched_on(app)
    try:
        assert "data-push=" in teacher.get(PAGE).text
        assert "sẽ được nhắc việc" in teacher.post(PAGE, data=fields(), follow_redirects=True).text
        made = PushSubscription.get(PushSubscription.unit == commune.school.unit)
        text = teacher.get(PAGE).text
        assert "· máy này" in text
        assert "data-push=" not in text
        teacher.post(f"{PAGE}/{made.public_id}/thoi")
        assert "data-push=" in teacher.get(PAGE).text
    finally:
        app.config["SISOHO"] = before


def test_a_shared_phone_is_told_why_not(app: Flask, commune: Commune) -> None:
    teacher = factories.client_of(app, commune.school.teacher_6a)
    LoginSession.update(shared_device=True).execute()
    assert "Máy dùng chung không nhận lời nhắc" in teacher.get(PAGE).text
    assert "Máy dùng chung" in teacher.post(PAGE, data=fields(), follow_redirects=True).text
    assert not PushSubscription.select().where(PushSubscription.unit == commune.school.unit).exists()


def test_an_officer_is_told_that_nothing_would_ring_instead_of_a_teachers_words(
    app: Flask, commune: Commune
) -> None:
    server = Account.create(
        username="may-chu", unit=commune.school.unit, is_administrator=True, created_at=clock.now()
    )
    before = app.config["SISOHO"]
    switched_on(app)
    try:
        for person in (commune.officer, server):
            client = factories.client_of(app, person)
            text = client.get(PAGE).text
            assert "Tài khoản này không có lời nhắc" in text
            assert not any(words in text for words in ("data-push=", "dùng chung", "lớp thầy cô phụ trách"))
            assert "chỉ dành cho thầy cô" in client.post(PAGE, data=fields(), follow_redirects=True).text
    finally:
        app.config["SISOHO"] = before
    assert not PushSubscription.select().where(PushSubscription.unit == commune.unit).exists()


def test_an_address_inside_is_refused(app: Flask, commune: Commune) -> None:
    teacher = factories.client_of(app, commune.school.teacher_6a)
    for said in (fields("http://127.0.0.1:80/a"), {**fields(), "auth": ""}, {**fields(), "p256dh": "\0"}):
        assert "Chưa có gì thay đổi" in teacher.post(PAGE, data=said, follow_redirects=True).text
    assert not PushSubscription.select().where(PushSubscription.unit == commune.school.unit).exists()
