"""Signing in by name, phone and password, and what slows a guesser down."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from sisoho import clock
from sisoho.accounts import actions, passwords
from sisoho.accounts.models import Account, LoginSession, SignInFailure
from sisoho.audit.models import AuditEntry
from tests import factories
from tests.conftest import MONDAY_MORNING
from tests.factories import Commune

PASSWORD = "buon chu bang"


@pytest.fixture
def account(commune: Commune) -> Account:
    made = factories.account(commune.school.teacher_6a)
    made.phone = "0905123456"
    made.password_hash = passwords.hash_password(PASSWORD)
    made.save()
    return made


def browser(app: Flask, device: str = "") -> FlaskClient:
    """A browser that has opened the sign-in page once, so it has its id."""
    client = app.test_client()
    client.get("/dang-nhap")
    if device:
        client.set_cookie("thiet_bi", device)
    return client


def attempt(client: FlaskClient, name: str, password: str, **more: str) -> TestResponse:
    return client.post("/dang-nhap", data={"name": name, "password": password, **more})


@pytest.mark.parametrize("written", ["0905123456", "+84 905 123 456", "0905.123.456", "905123456"])
def test_a_phone_number_signs_in_however_it_is_written(app: Flask, account: Account, written: str) -> None:
    response = attempt(browser(app), written, PASSWORD)
    assert (response.status_code, response.location) == (303, "/")


def test_a_user_name_signs_in_in_any_case_and_with_stray_spaces(app: Flask, account: Account) -> None:
    assert attempt(browser(app), f" {account.username.upper()} ", PASSWORD).status_code == 303


def test_the_database_keeps_only_hashes_of_password_and_token(app: Flask, account: Account) -> None:
    client = browser(app)
    attempt(client, account.username, PASSWORD)
    with client.session_transaction() as session:
        token = session["_user_id"]
    row = LoginSession.get()
    assert len(token) >= 43
    assert token not in (row.token_hash, row.device_key)
    assert PASSWORD not in account.password_hash


def test_the_password_counts_the_same_composed_and_decomposed(app: Flask, account: Account) -> None:
    account.password_hash = passwords.hash_password("lúa rẫy tháng mười")
    account.save()
    decomposed = "lu\u0301a ra\u0302\u0303y tha\u0301ng mu\u031bo\u031b\u0300i"
    assert attempt(browser(app), account.username, decomposed).status_code == 303


def test_a_wrong_password_and_an_unknown_name_are_refused_in_the_same_words(
    app: Flask, account: Account
) -> None:
    wrong = attempt(browser(app), account.username, "không phải mật khẩu")
    unknown = attempt(browser(app), "khongcoai", "không phải mật khẩu")
    assert wrong.status_code == unknown.status_code == 422
    words = "Tên đăng nhập, số điện thoại hoặc mật khẩu chưa đúng."
    assert words in wrong.text
    assert words in unknown.text


def test_an_unknown_name_costs_a_hash_too(
    app: Flask, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified = []
    real = passwords._hasher.verify
    spy = type("Spy", (), {"verify": lambda _s, *a: verified.append(1) or real(*a)})()
    spy.hash, spy.check_needs_rehash = passwords._hasher.hash, passwords._hasher.check_needs_rehash
    monkeypatch.setattr(passwords, "_hasher", spy)
    attempt(browser(app), "khongcoai", "một mật khẩu")
    assert len(verified) == 1


def test_an_account_without_a_password_lets_nobody_in(app: Flask, account: Account) -> None:
    account.password_hash = ""
    account.save()
    assert attempt(browser(app), account.username, "").status_code == 422
    assert attempt(browser(app), account.username, "bất kỳ gì").status_code == 422


def test_a_stopped_account_lets_nobody_in(app: Flask, account: Account) -> None:
    account.disabled_at = MONDAY_MORNING
    account.save()
    assert attempt(browser(app), account.username, PASSWORD).status_code == 422


def test_what_was_typed_stays_on_the_page_but_never_the_password(app: Flask, account: Account) -> None:
    page = attempt(browser(app), "Hờ Bia", "bí mật của tôi").text
    assert 'value="Hờ Bia"' in page
    assert "bí mật của tôi" not in page


def test_the_third_failure_on_a_device_says_how_long_to_wait_and_then_lets_in(
    app: Flask, account: Account
) -> None:
    client = browser(app)
    assert [attempt(client, account.username, "sai").status_code for _ in range(3)] == [422, 422, 429]
    waiting = attempt(client, account.username, PASSWORD)
    assert waiting.status_code == 429
    assert waiting.headers["Retry-After"] == "1"
    assert "Hãy chờ 1 giây rồi thử lại" in waiting.text
    with clock.at(MONDAY_MORNING + timedelta(seconds=1)):
        assert attempt(client, account.username, PASSWORD).status_code == 303


def test_another_device_of_the_same_school_is_not_slowed_by_it(app: Flask, account: Account) -> None:
    attacker = browser(app)
    for _ in range(3):
        attempt(attacker, account.username, "sai")
    assert attempt(browser(app), account.username, PASSWORD).status_code == 303


def test_throwing_the_device_id_away_after_each_guess_is_slowed_too(app: Flask, account: Account) -> None:
    statuses = [attempt(browser(app, f"fresh-{n}"), account.username, "sai").status_code for n in range(12)]
    assert statuses[:10] == [422] * 10
    assert statuses[10:] == [429, 429]


def test_a_device_that_signed_in_before_does_not_wait_for_strangers(app: Flask, account: Account) -> None:
    own = browser(app, "teachers-phone")
    attempt(own, account.username, PASSWORD)
    own.post("/dang-xuat")
    for n in range(15):
        attempt(browser(app, f"fresh-{n}"), account.username, "sai")
    assert attempt(browser(app, "new-phone"), account.username, PASSWORD).status_code == 429
    assert attempt(browser(app, "teachers-phone"), account.username, PASSWORD).status_code == 303


def test_both_names_of_an_account_count_together(app: Flask, account: Account) -> None:
    client = browser(app)
    attempt(client, account.username, "sai")
    attempt(client, account.phone, "sai")
    assert attempt(client, account.username, "sai").status_code == 429


def test_failures_leave_no_trace_of_what_was_typed(app: Flask, account: Account) -> None:
    attempt(browser(app), "matkhaucuatoi", "sai")
    for row in SignInFailure.select():
        assert "matkhau" not in row.login_key


def test_counts_older_than_a_day_are_thrown_away(app: Flask, account: Account) -> None:
    attempt(browser(app), "aido", "sai")
    with clock.at(MONDAY_MORNING + timedelta(days=1, seconds=1)):
        attempt(browser(app), account.username, "sai")
        assert {row.last_at for row in SignInFailure.select()} == {clock.now()}


def test_an_outdated_hash_is_renewed_at_sign_in(app: Flask, account: Account) -> None:
    weak = passwords.PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
    account.password_hash = weak.hash(PASSWORD)
    account.save()
    attempt(browser(app), account.username, PASSWORD)
    renewed = Account.get_by_id(account.id).password_hash
    assert not passwords.is_outdated(renewed)
    assert passwords.matches(renewed, PASSWORD)


def test_the_way_on_after_signing_in_is_a_path_of_this_site_only(app: Flask, account: Account) -> None:
    inside = attempt(browser(app), account.username, PASSWORD, tiep="/diem-danh?buoi=S")
    outside = attempt(browser(app), account.username, PASSWORD, tiep="//la.example/x")
    assert inside.location == "/diem-danh?buoi=S"
    assert outside.location == "/"


def test_signing_in_gives_the_cookie_a_new_content(app: Flask, account: Account) -> None:
    client = browser(app)
    with client.session_transaction() as session:
        session["planted"] = "by somebody"
    attempt(client, account.username, PASSWORD)
    with client.session_transaction() as session:
        assert "planted" not in session


def test_a_shared_device_forgets_when_the_browser_closes(app: Flask, account: Account) -> None:
    own = attempt(browser(app), account.username, PASSWORD)
    shared = attempt(browser(app), account.username, PASSWORD, shared_device="1")
    assert "Expires=" in _session_cookie(own)
    assert "Expires=" not in _session_cookie(shared)
    assert [row.shared_device for row in LoginSession.select().order_by(LoginSession.id)] == [False, True]


def _session_cookie(response: TestResponse) -> str:
    return next(c for c in response.headers.getlist("Set-Cookie") if c.startswith("phien="))


def test_the_next_person_on_a_phone_ends_the_session_before(
    app: Flask, commune: Commune, account: Account
) -> None:
    phone = factories.client_of(app, commune.school.teacher_1a)
    attempt(phone, account.username, PASSWORD)
    before, after = LoginSession.select().order_by(LoginSession.id)
    assert before.ended_at is not None
    assert after.ended_at is None


def test_signing_out_ends_the_session_on_the_server(app: Flask, account: Account) -> None:
    client = browser(app)
    attempt(client, account.username, PASSWORD)
    with client.session_transaction() as session:
        token = session["_user_id"]
    assert client.post("/dang-xuat").location == "/dang-nhap"
    assert actions.resume_session(token) is None


def test_signing_in_and_out_is_in_the_log_without_personal_text(app: Flask, account: Account) -> None:
    client = browser(app)
    attempt(client, account.phone, PASSWORD)
    client.post("/dang-xuat")
    rows = [(row.intent, row.subject_kind, row.subject_id, row.fields) for row in AuditEntry.select()]
    assert rows == [
        ("sign_in", "account", str(account.id), []),
        ("sign_out", "account", str(account.id), []),
    ]
