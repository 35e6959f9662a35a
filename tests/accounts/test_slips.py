"""Slips: printed by those who may, used once, replaced by the next."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from sisoho import clock
from sisoho.accounts import actions, passwords
from sisoho.accounts.actions import Device
from sisoho.accounts.models import Account, LoginSession, SignInSlip
from sisoho.audit.models import AuditEntry
from sisoho.errors import NotAllowed, NotFound, RuleBroken
from sisoho.schools.models import StaffMember
from tests import factories
from tests.conftest import MONDAY_MORNING
from tests.factories import Commune

NEW = {"password": "lúa rẫy tháng mười", "again": "lúa rẫy tháng mười"}


def print_for(commune: Commune, *people: StaffMember, by: StaffMember | None = None) -> list:
    access = factories.access_of(by or commune.school.clerk)
    return actions.print_slips(access, [person.id for person in people])


def test_a_login_is_made_for_whoever_has_none(commune: Commune) -> None:
    slip = print_for(commune, commune.school.teacher_6a)[0]
    account = Account.get(Account.staff == commune.school.teacher_6a)
    assert (slip.name, slip.unit_name) == ("Phạm Văn Sáu", "Trường TH và THCS Mẫu Một")
    assert (account.username, account.phone) == ("saupv", commune.school.teacher_6a.phone)
    assert slip.token.replace("-", "") not in SignInSlip.get().token_hash


def test_a_phone_number_that_two_share_is_nobodys_login(commune: Commune) -> None:
    school = commune.school
    StaffMember.update(phone="0905 000 111").where(
        (StaffMember.unit == school.unit) & StaffMember.id.in_([school.teacher_6a.id, school.teacher_1a.id])
    ).execute()
    slips = print_for(commune, school.teacher_6a, school.teacher_1a)
    assert [slip.phone for slip in slips] == ["", ""]


def test_a_person_of_another_school_gets_none_and_nothing_is_printed(commune: Commune) -> None:
    with pytest.raises(NotFound):
        print_for(commune, commune.school.teacher_6a, commune.other_school.teacher_6a)
    assert SignInSlip.select().count() == 0


def test_a_teacher_prints_none(commune: Commune) -> None:
    with pytest.raises(NotAllowed):
        print_for(commune, commune.school.teacher_6a, by=commune.school.teacher)


def test_the_clerk_does_not_replace_the_principals_password(app: Flask, commune: Commune) -> None:
    first = print_for(commune, commune.school.principal)[0]
    actions.use_slip(first.token, NEW["password"], Device())
    with pytest.raises(NotAllowed):
        print_for(commune, commune.school.principal)
    assert print_for(commune, commune.school.principal, by=commune.school.vice_principal)


def test_an_administrators_login_is_not_handed_out_by_the_school(commune: Commune) -> None:
    account = factories.account(commune.school.teacher)
    Account.update(is_administrator=True).where(Account.id == account.id).execute()
    with pytest.raises(NotAllowed):
        print_for(commune, commune.school.teacher, by=commune.school.principal)


def test_a_link_sets_the_password_signs_in_and_is_used_up(app: Flask, commune: Commune) -> None:
    slip = print_for(commune, commune.school.teacher_6a)[0]
    phone = app.test_client()
    assert "Phạm Văn Sáu" in phone.get(f"/phieu/{slip.token}").text
    assert phone.post(f"/phieu/{slip.token}", data=NEW).status_code == 303
    assert phone.get("/tai-khoan").status_code == 200
    account = Account.get(Account.staff == commune.school.teacher_6a)
    assert passwords.matches(account.password_hash, NEW["password"])

    again = app.test_client().get(f"/phieu/{slip.token}")
    assert again.status_code == 410
    assert "Phiếu này đã được dùng" in again.text
    assert "văn thư" in again.text
    assert "Phạm Văn Sáu" not in again.text
    other = {"password": "một mật khẩu khác", "again": "một mật khẩu khác"}
    assert app.test_client().post(f"/phieu/{slip.token}", data=other).status_code == 410
    assert passwords.matches(Account.get_by_id(account.id).password_hash, NEW["password"])


def test_looking_at_a_link_does_not_use_it_up(app: Flask, commune: Commune) -> None:
    slip = print_for(commune, commune.school.teacher_6a)[0]
    for _ in range(3):
        assert app.test_client().get(f"/phieu/{slip.token}").status_code == 200


def test_a_link_is_over_after_seven_days(app: Flask, commune: Commune) -> None:
    slip = print_for(commune, commune.school.teacher_6a)[0]
    with clock.at(MONDAY_MORNING + timedelta(days=7) - timedelta(seconds=1)):
        assert app.test_client().get(f"/phieu/{slip.token}").status_code == 200
    with clock.at(MONDAY_MORNING + timedelta(days=7)):
        late = app.test_client().post(f"/phieu/{slip.token}", data=NEW)
    assert late.status_code == 410
    assert "quá 7 ngày" in late.text


def test_a_later_slip_replaces_the_earlier_one(app: Flask, commune: Commune) -> None:
    first = print_for(commune, commune.school.teacher_6a)[0]
    second = print_for(commune, commune.school.teacher_6a)[0]
    over = app.test_client().get(f"/phieu/{first.token}")
    assert (over.status_code, "thay bằng phiếu in sau" in over.text) == (410, True)
    assert app.test_client().get(f"/phieu/{second.token}").status_code == 200


def test_the_old_password_holds_until_the_new_slip_is_used_and_ends_old_sessions(
    app: Flask, commune: Commune
) -> None:
    teacher = commune.school.teacher_6a
    actions.use_slip(print_for(commune, teacher)[0].token, "mật khẩu thứ nhất", Device())
    username = Account.get(Account.staff == teacher).username
    reprinted = print_for(commune, teacher)[0]
    assert actions.sign_in(username, "mật khẩu thứ nhất", Device())
    actions.use_slip(reprinted.token, "mật khẩu thứ hai", Device())
    with pytest.raises(actions.SignInRefused):
        actions.sign_in(username, "mật khẩu thứ nhất", Device())
    assert [row.ended_at is None for row in LoginSession.select().order_by(LoginSession.id)] == [
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"password": "ngắn", "again": "ngắn"}, "ít nhất 8 ký tự"),
        ({"password": "lúa rẫy tháng mười", "again": "khác"}, "chưa giống nhau"),
        ({}, "ít nhất 8 ký tự"),
    ],
)
def test_a_weak_or_mistyped_password_keeps_the_slip(
    app: Flask, commune: Commune, form: dict[str, str], words: str
) -> None:
    slip = print_for(commune, commune.school.teacher_6a)[0]
    refused = app.test_client().post(f"/phieu/{slip.token}", data=form)
    assert refused.status_code == 422
    assert words in refused.text
    assert app.test_client().post(f"/phieu/{slip.token}", data=NEW).status_code == 303


def test_an_unknown_link_tells_whom_to_ask(app: Flask, commune: Commune) -> None:
    unknown = app.test_client().get("/phieu/abcd-efgh-jkmn-pqrs")
    assert unknown.status_code == 404
    assert "văn thư" in unknown.text


def test_a_stopped_login_gets_no_slip_and_its_open_slip_is_dead(app: Flask, commune: Commune) -> None:
    slip = print_for(commune, commune.school.teacher_6a)[0]
    clerk = factories.client_of(app, commune.school.clerk)
    staff_id = commune.school.teacher_6a.public_id
    assert clerk.post(f"/tai-khoan/nguoi/{staff_id}/ngung").status_code == 303
    assert app.test_client().get(f"/phieu/{slip.token}").status_code == 404
    with pytest.raises(RuleBroken):
        print_for(commune, commune.school.teacher_6a)
    assert clerk.post(f"/tai-khoan/nguoi/{staff_id}/cho-lai").status_code == 303
    assert app.test_client().get(f"/phieu/{slip.token}").status_code == 200


def test_nobody_stops_their_own_login(app: Flask, commune: Commune) -> None:
    clerk = factories.client_of(app, commune.school.clerk)
    assert clerk.post(f"/tai-khoan/nguoi/{commune.school.clerk.public_id}/ngung").status_code == 422


def test_the_list_tells_who_has_signed_in_and_chooses_who_never_did(app: Flask, commune: Commune) -> None:
    teacher = commune.school.teacher_6a
    actions.use_slip(print_for(commune, teacher)[0].token, NEW["password"], Device())
    print_for(commune, commune.school.teacher_1a)
    page = factories.client_of(app, commune.school.clerk).get("/tai-khoan/phieu").text
    assert page.count(">đã đăng nhập<") == 2  # the teacher and the clerk who is asking
    assert page.count(">phiếu đến 30/11/2026<") == 1
    assert page.count(" checked") == 4
    assert commune.other_school.teacher.public_id not in page


def test_paper_is_refused_without_a_lasting_address(app: Flask, commune: Commune) -> None:
    clerk = factories.client_of(app, commune.school.clerk)
    refused = clerk.post(
        "/tai-khoan/phieu",
        data={"staff": commune.school.teacher_6a.public_id},
        environ_base={"REMOTE_ADDR": "192.168.1.20"},
    )
    assert refused.status_code == 422
    assert "PUBLIC_URL" in refused.text
    assert SignInSlip.select().count() == 0


def test_on_this_machine_the_links_are_shown_without_a_code_and_not_for_print(
    app: Flask, commune: Commune
) -> None:
    clerk = factories.client_of(app, commune.school.clerk)
    page = clerk.post("/tai-khoan/phieu", data={"staff": commune.school.teacher_6a.public_id}).text
    assert "Chỉ dùng trên máy này" in page
    assert 'class="slips no-print"' in page
    assert "http://localhost/phieu/" in page
    assert "slip__qr" not in page


def test_with_an_address_each_slip_has_its_code_and_link(app: Flask, commune: Commune) -> None:
    app.config["SISOHO"] = replace(app.config["SISOHO"], public_url="https://giusiso.example")
    clerk = factories.client_of(app, commune.school.clerk)
    staff = [commune.school.teacher_6a.public_id, commune.school.teacher_1a.public_id]
    response = clerk.post("/tai-khoan/phieu", data={"staff": staff})
    assert response.headers["Cache-Control"] == "no-store"
    assert response.text.count("slip__qr") == 2
    assert response.text.count('href="https://giusiso.example/phieu/') == 2
    assert "style=" not in response.text


def test_printing_for_nobody_says_so(app: Flask, commune: Commune) -> None:
    refused = factories.client_of(app, commune.school.clerk).post("/tai-khoan/phieu")
    assert (refused.status_code, "Chưa chọn ai" in refused.text) == (422, True)


def test_printing_and_using_are_in_the_log_without_names(app: Flask, commune: Commune) -> None:
    slip = print_for(commune, commune.school.teacher_6a)[0]
    actions.use_slip(slip.token, NEW["password"], Device())
    rows = [(row.intent, row.subject_kind, row.fields) for row in AuditEntry.select()]
    assert rows == [
        ("create_login", "account", []),
        ("print_slip", "sign_in_slip", []),
        ("use_slip", "sign_in_slip", ["password"]),
    ]
