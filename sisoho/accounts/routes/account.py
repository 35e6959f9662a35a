"""A person's own account: where it is signed in, and its password."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_login import current_user

from sisoho.access import Access
from sisoho.accounts import actions, forms, queries
from sisoho.accounts.routes.blueprint import bp
from sisoho.errors import RuleBroken
from sisoho.web.guards import signed_in
from sisoho.web.rendering import page


@bp.get("/tai-khoan")
@signed_in
def account(access: Access) -> Any:
    assert access.account_id is not None
    return page(
        "accounts/account.html",
        login=queries.account_by_id(access.account_id),
        sessions=queries.open_sessions(access.account_id, current_user.session_id),
        several_units=len(queries.unit_choices(access.account_id)) > 1,
    )


@bp.post("/tai-khoan/phien/<session_id>/ket-thuc")
@signed_in
def end_session(access: Access, session_id: str) -> Any:
    actions.end_session(access, session_id)
    flash("Đã đăng xuất máy đó.", "success")
    return redirect(url_for("accounts.account"), 303)


@bp.post("/tai-khoan/phien/ket-thuc-may-khac")
@signed_in
def end_other_sessions(access: Access) -> Any:
    ended = actions.end_other_sessions(access, current_user.session_id)
    flash(f"Đã đăng xuất {ended} máy khác.", "success")
    return redirect(url_for("accounts.account"), 303)


@bp.get("/tai-khoan/mat-khau")
@signed_in
def password(access: Access) -> Any:
    return _password_page({})


@bp.post("/tai-khoan/mat-khau")
@signed_in
def change_password(access: Access) -> Any:
    try:
        new = forms.read_new_password(request.form)
        actions.change_password(access, current_user.session_id, request.form.get("old", ""), new)
    except RuleBroken as broken:
        return _password_page(broken.fields, status=422)
    flash("Đã đổi mật khẩu. Các máy khác đã được đăng xuất.", "success")
    return redirect(url_for("accounts.account"), 303)


def _password_page(errors: dict[str, str], status: int = 200) -> Any:
    asks_old = queries.must_give_old_password(current_user.session_id)
    return page("accounts/password.html", errors=errors, asks_old=asks_old, status=status)
