"""Sessions: read back in few statements, seen and ended by their owner; units picked; passwords changed."""

from datetime import date, timedelta

import pytest
from flask import Flask

from sisoho import clock, db
from sisoho.accounts import actions, passwords
from sisoho.accounts.actions import Device
from sisoho.accounts.models import Account, LoginSession
from sisoho.schools.models import Duty
from tests import factories
from tests.conftest import MONDAY_MORNING
from tests.factories import Commune


class Statements:
    """Counts what the bound database is asked within the block."""

    def __enter__(self) -> list[str]:
        self.target, self.seen = db.database.obj, []
        self.original = self.target.execute_sql
        self.target.execute_sql = lambda sql, *a, **k: (self.seen.append(sql), self.original(sql, *a, **k))[1]
        return self.seen

    def __exit__(self, *_: object) -> None:
        self.target.execute_sql = self.original


def session_of(commune: Commune, name: str = "teacher_6a") -> str:
    account = factories.account(getattr(commune.school, name))
    return actions.demo_sign_in(account.id, Device(words="Chrome trên Android"))


def test_a_session_costs_two_statements(commune: Commune) -> None:
    token = session_of(commune)
    with Statements() as seen:
        person = actions.resume_session(token)
    assert len(seen) == 2, seen
    assert person.access.class_ids == {commune.school.class_6a.id}
    assert person.access.commune_id == commune.unit.id


def test_being_seen_is_noted_every_ten_minutes_at_most(commune: Commune) -> None:
    token = session_of(commune)
    with clock.at(MONDAY_MORNING + timedelta(minutes=10)), Statements() as seen:
        actions.resume_session(token)
    assert not [sql for sql in seen if sql.startswith("UPDATE")]
    with clock.at(MONDAY_MORNING + timedelta(minutes=11)):
        actions.resume_session(token)
        assert LoginSession.get().seen_at == clock.now()


@pytest.mark.parametrize(("shared", "lasts"), [(False, timedelta(days=31)), (True, timedelta(hours=12))])
def test_a_session_that_nobody_uses_ends_by_itself(commune: Commune, shared: bool, lasts: timedelta) -> None:
    account = factories.account(commune.school.principal)
    token = actions.demo_sign_in(account.id, Device(shared=shared))
    with clock.at(MONDAY_MORNING + lasts + timedelta(seconds=1)):
        assert actions.resume_session(token) is None
    with clock.at(MONDAY_MORNING + lasts):
        assert actions.resume_session(token) is not None


def test_ended_duty_ends_access(commune: Commune) -> None:
    token = session_of(commune)
    Duty.update(ends=date(2026, 11, 23)).where(
        (Duty.unit == commune.school.unit) & (Duty.staff == commune.school.teacher_6a)
    ).execute()
    assert actions.resume_session(token).access is None


def test_somebody_without_a_duty_is_told_so_and_can_sign_out(app: Flask, commune: Commune) -> None:
    person = factories.staff(commune.school.unit, "Người Mới")
    client = factories.client_of(app, person)
    assert client.get("/tai-khoan").location.startswith("/chon-don-vi")
    assert "chưa có nhiệm vụ" in client.get("/chon-don-vi").text
    assert client.post("/dang-xuat").status_code == 303


def test_a_person_of_two_units_picks_one_and_goes_on_where_they_wanted(app: Flask, commune: Commune) -> None:
    person = commune.school.teacher
    Duty.create(unit=commune.other_school.unit, staff=person, kind="vice_principal", starts=date(2026, 8, 1))
    client = factories.client_of(app, person)
    sent = client.get("/tai-khoan/mat-khau")
    assert sent.location.startswith("/chon-don-vi?tiep=/tai-khoan/mat-khau")
    assert "Trường TH và THCS Mẫu Hai" in client.get(sent.location).text

    data = {"unit": commune.other_school.unit.public_id, "tiep": "/tai-khoan/mat-khau"}
    assert client.post("/chon-don-vi", data=data).location == "/tai-khoan/mat-khau"
    page = client.get("/tai-khoan").text
    assert "Trường TH và THCS Mẫu Hai" in page
    assert "Phó hiệu trưởng" in page
    assert "Đổi đơn vị làm việc" in page


def test_a_unit_without_a_duty_cannot_be_picked(app: Flask, commune: Commune) -> None:
    client = factories.client_of(app, commune.school.teacher)
    data = {"unit": commune.other_school.unit.public_id}
    assert client.post("/chon-don-vi", data=data).status_code == 404


def test_an_administrator_of_the_server_picks_any_unit_and_has_no_other_role(
    app: Flask, commune: Commune
) -> None:
    account = actions.create_login(actions.server_access(), username="quantri", password="bí mật máy chủ")
    token = actions.sign_in("quantri", "bí mật máy chủ", Device())
    person = actions.resume_session(token)
    assert person.access is None
    actions.pick_unit(person.session_id, account.id, commune.other_school.unit.public_id)
    access = actions.resume_session(token).access
    assert (access.unit_id, access.role_labels) == (commune.other_school.unit.id, "Quản trị máy chủ")


def test_the_own_sessions_are_listed_and_ended_one_by_one(app: Flask, commune: Commune) -> None:
    token = session_of(commune)
    client = factories.client_of(app, commune.school.teacher_6a)
    other = LoginSession.get(LoginSession.device == "Chrome trên Android")
    page = client.get("/tai-khoan").text
    assert "Chrome trên Android" in page
    assert page.count("máy này") >= 1
    assert client.post(f"/tai-khoan/phien/{other.public_id}/ket-thuc").status_code == 303
    assert actions.resume_session(token) is None
    assert client.get("/tai-khoan").status_code == 200


def test_somebody_elses_session_cannot_be_ended(app: Flask, commune: Commune) -> None:
    token = session_of(commune, "principal")
    client = factories.client_of(app, commune.school.teacher_6a)
    foreign = LoginSession.get(LoginSession.device == "Chrome trên Android")
    assert client.post(f"/tai-khoan/phien/{foreign.public_id}/ket-thuc").status_code == 404
    assert actions.resume_session(token) is not None


def test_all_other_sessions_end_at_once(app: Flask, commune: Commune) -> None:
    token, keeper = session_of(commune), session_of_same(commune)
    client = factories.client_of(app, commune.school.teacher_6a)
    assert client.post("/tai-khoan/phien/ket-thuc-may-khac").status_code == 303
    assert actions.resume_session(token) is actions.resume_session(keeper) is None
    assert "Đã đăng xuất 2 máy khác" in client.get("/tai-khoan").text


def session_of_same(commune: Commune) -> str:
    account = Account.get(Account.staff == commune.school.teacher_6a)
    return actions.demo_sign_in(account.id, Device())


OLD, NEW = "mật khẩu thứ nhất", "mật khẩu thứ hai"


def signed_in_with_password(app: Flask, commune: Commune):  # type: ignore[no-untyped-def]
    client = factories.client_of(app, commune.school.teacher_6a)
    account = Account.get(Account.staff == commune.school.teacher_6a)
    account.password_hash = passwords.hash_password(OLD)
    account.save()
    return client, account


def test_a_password_is_changed_by_giving_the_old_one(app: Flask, commune: Commune) -> None:
    client, account = signed_in_with_password(app, commune)
    elsewhere = session_of_same(commune)
    changed = client.post("/tai-khoan/mat-khau", data={"old": OLD, "password": NEW, "again": NEW})
    assert changed.status_code == 303
    assert passwords.matches(Account.get_by_id(account.id).password_hash, NEW)
    assert actions.resume_session(elsewhere) is None
    assert client.get("/tai-khoan").status_code == 200


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"old": "sai", "password": NEW, "again": NEW}, "Mật khẩu đang dùng chưa đúng"),
        ({"password": NEW, "again": NEW}, "Mật khẩu đang dùng chưa đúng"),
        ({"old": OLD, "password": NEW, "again": "khác"}, "chưa giống nhau"),
        ({"old": OLD, "password": "12345678", "again": "12345678"}, "quá dễ đoán"),
    ],
)
def test_a_password_change_is_refused_with_the_field_named(
    app: Flask, commune: Commune, form: dict[str, str], words: str
) -> None:
    client, account = signed_in_with_password(app, commune)
    refused = client.post("/tai-khoan/mat-khau", data=form)
    assert refused.status_code == 422
    assert words in refused.text
    assert passwords.matches(Account.get_by_id(account.id).password_hash, OLD)


def test_the_old_password_is_not_asked_just_after_a_slip(app: Flask, commune: Commune) -> None:
    clerk = factories.access_of(commune.school.clerk)
    slip = actions.print_slips(clerk, [commune.school.teacher_6a.id])[0]
    client = app.test_client()
    client.post(f"/phieu/{slip.token}", data={"password": OLD, "again": OLD})
    assert "Mật khẩu đang dùng" not in client.get("/tai-khoan/mat-khau").text
    with clock.at(MONDAY_MORNING + timedelta(minutes=15)):
        assert "Mật khẩu đang dùng" in client.get("/tai-khoan/mat-khau").text
