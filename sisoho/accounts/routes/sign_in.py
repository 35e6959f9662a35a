"""In and out, and which unit to act for."""

from typing import Any

from flask import redirect, request, session, url_for
from flask_login import current_user, logout_user

from sisoho.accounts import actions, forms, queries
from sisoho.accounts.actions import SignInRefused
from sisoho.accounts.forms import SignInForm
from sisoho.accounts.routes.blueprint import bp
from sisoho.accounts.routes.browser import enter, this_device
from sisoho.accounts.routes.demo_door import offered_logins
from sisoho.accounts.rules.door import local_path
from sisoho.web.guards import identified, public
from sisoho.web.rendering import page
from sisoho.web.session import SignedIn


@bp.get("/dang-nhap")
@public
def sign_in() -> Any:
    next_path = local_path(request.args.get("tiep", "/"))
    if current_user.is_authenticated:
        return redirect(next_path)
    return _sign_in_page(SignInForm("", "", False, next_path))


@bp.post("/dang-nhap")
@public
def check_sign_in() -> Any:
    form = forms.read_sign_in(request.form)
    if form.errors:
        return _sign_in_page(form, form.errors, status=422)
    try:
        token = actions.sign_in(form.name, form.password, this_device(shared=form.shared_device))
    except SignInRefused as refused:
        response = _sign_in_page(form, refused=refused.message, status=429 if refused.wait else 422)
        if refused.wait:
            response.headers["Retry-After"] = str(refused.wait)
        return response
    return enter(token, form.next_path, shared=form.shared_device)


def _sign_in_page(
    form: SignInForm, errors: dict[str, str] | None = None, refused: str = "", status: int = 200
) -> Any:
    return page(
        "accounts/sign_in.html",
        form=form,
        errors=errors or {},
        refused=refused,
        demo_logins=offered_logins(),
        status=status,
    )


@bp.post("/dang-xuat")
@identified
def sign_out(person: SignedIn) -> Any:
    actions.sign_out(person)
    logout_user()
    session.clear()
    return redirect(url_for("accounts.sign_in"), 303)


@bp.get("/chon-don-vi")
@identified
def pick_unit(person: SignedIn) -> Any:
    units = queries.unit_choices(person.account_id)
    if person.is_administrator and not units:
        return redirect(url_for("accounts.found_school"))
    return page(
        "accounts/pick_unit.html",
        units=units,
        next_path=local_path(request.args.get("tiep", "/")),
    )


@bp.post("/chon-don-vi")
@identified
def act_for_unit(person: SignedIn) -> Any:
    actions.pick_unit(person.session_id, person.account_id, request.form.get("unit", ""))
    return redirect(local_path(request.form.get("tiep", "/")), 303)
