"""`flask user …`: the way in for the first administrator, and back in for whoever is locked out."""

import re

from flask import Flask

from sisoho.accounts import actions
from sisoho.accounts.actions import Device
from sisoho.accounts.models import Account
from tests import factories
from tests.factories import Commune


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["user", *words])
    return result.exit_code, result.output


def password_in(output: str) -> str:
    return re.search(r"Mật khẩu: +(\S+)", output)[1]


def test_the_first_administrator_is_made_on_an_empty_server_and_gets_in(app: Flask) -> None:
    code, output = run(app, "create", "Quản Trị")
    assert code == 0
    assert "Tên đăng nhập: quantri" in output
    token = actions.sign_in("quantri", password_in(output), Device())
    person = actions.resume_session(token)
    assert (person.access, person.is_administrator) == (None, True)


def test_a_name_that_is_taken_is_refused_in_a_sentence(app: Flask) -> None:
    run(app, "create", "quantri")
    code, output = run(app, "create", "quantri")
    assert code == 1
    assert "đã có người dùng" in output
    assert Account.select().count() == 1


def test_a_reset_makes_a_new_password_and_ends_the_sessions(app: Flask, commune: Commune) -> None:
    account = factories.account(commune.school.principal)
    token = actions.demo_sign_in(account.id, Device())
    _code, output = run(app, "reset", account.username)
    assert actions.resume_session(token) is None
    assert actions.sign_in(account.username, password_in(output), Device())


def test_a_login_is_stopped_and_allowed_again(app: Flask, commune: Commune) -> None:
    account = factories.account(commune.school.principal)
    token = actions.demo_sign_in(account.id, Device())
    assert run(app, "disable", account.username)[0] == 0
    assert actions.resume_session(token) is None
    assert Account.get_by_id(account.id).disabled_at is not None
    run(app, "disable", account.username, "--undo")
    assert Account.get_by_id(account.id).disabled_at is None


def test_an_unknown_name_is_refused(app: Flask) -> None:
    code, output = run(app, "reset", "khongcoai")
    assert (code, "Không có tài khoản nào tên khongcoai" in output) == (1, True)


def test_the_administrator_of_a_server_with_one_school_acts_for_it(app: Flask) -> None:
    school = factories.unit("school", "Trường Mẫu")
    _code, output = run(app, "create", "quantri")
    token = actions.sign_in("quantri", password_in(output), Device())
    assert actions.resume_session(token).access.unit_id == school.id
