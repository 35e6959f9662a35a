"""Logins of the unit's staff: who has one, printing slips, stopping a login."""

from typing import Any

import segno
from flask import flash, redirect, request, url_for
from markupsafe import Markup

from sisoho.access import Access, Right
from sisoho.accounts import actions, queries
from sisoho.accounts.actions import PrintedSlip
from sisoho.accounts.models import Account
from sisoho.accounts.queries import StaffLogin
from sisoho.accounts.routes.blueprint import bp
from sisoho.accounts.routes.browser import origin, settings
from sisoho.accounts.rules.door import is_this_machine
from sisoho.errors import NotFound, RuleBroken
from sisoho.web.guards import needs
from sisoho.web.rendering import page


@bp.get("/tai-khoan/phieu")
@needs(Right.PRINT_SLIPS)
def staff_logins(access: Access) -> Any:
    return _staff_page(access)


@bp.post("/tai-khoan/phieu")
@needs(Right.PRINT_SLIPS)
def print_slips(access: Access) -> Any:
    """Answers with the paper itself, not with a redirect: the links in it are kept nowhere."""
    chosen = set(request.form.getlist("staff"))
    try:
        base = _address_for_paper()
        people = [login for login in queries.staff_logins(access) if login.public_id in chosen]
        if len(people) != len(chosen):
            raise NotFound()
        slips = actions.print_slips(access, [login.staff_id for login in people])
    except RuleBroken as broken:
        return _staff_page(access, chosen=chosen, problem=broken.message, status=422)
    lines = [(slip, *_link(base, slip)) for slip in slips]
    return page("accounts/slips.html", slips=lines, on_paper=bool(settings().public_url))


def _staff_page(access: Access, chosen: set[str] | None = None, problem: str = "", status: int = 200) -> Any:
    logins = queries.staff_logins(access)
    if chosen is None:  # who still needs one
        chosen = {login.public_id for login in logins if login.needs_slip}
    return page("accounts/staff.html", logins=logins, chosen=chosen, problem=problem, status=status)


def _address_for_paper() -> str:
    """Where the links lead. Without PUBLIC_URL only for the screen of this very machine.

    Raises RuleBroken elsewhere: paper outlives an address, and a slip that leads nowhere is worse
    than none.
    """
    if settings().public_url:
        return settings().public_url
    if is_this_machine(origin()) and not settings().lan:
        return request.host_url.rstrip("/")
    raise RuleBroken(
        "Chưa in được phiếu vì máy chủ chưa có địa chỉ chính thức (PUBLIC_URL, bắt đầu bằng https://). "
        "Phiếu in ra còn dùng nhiều ngày nên cần địa chỉ không đổi. Hãy nhờ người quản trị máy chủ đặt "
        "địa chỉ này rồi in lại."
    )


def _link(base: str, slip: PrintedSlip) -> tuple[str, Markup]:
    """The link as text and as a drawn QR code (15 % of it may be creased or smudged)."""
    link = base + url_for("accounts.slip", token=slip.token)
    drawing = segno.make(link, error="m", micro=False).svg_inline(
        border=0, omitsize=True, svgclass="slip__qr"
    )
    return link, Markup(drawing)


@bp.post("/tai-khoan/nguoi/<staff_id>/ngung")
@needs(Right.PRINT_SLIPS)
def stop_login(access: Access, staff_id: str) -> Any:
    login = _staff_login(access, staff_id)
    actions.stop_login(access, _account(login))
    flash(f"{login.name} không đăng nhập được nữa. Hồ sơ và việc đã làm vẫn giữ nguyên.", "success")
    return redirect(url_for("accounts.staff_logins"), 303)


@bp.post("/tai-khoan/nguoi/<staff_id>/cho-lai")
@needs(Right.PRINT_SLIPS)
def allow_login(access: Access, staff_id: str) -> Any:
    login = _staff_login(access, staff_id)
    actions.allow_login(access, _account(login))
    flash(f"{login.name} đăng nhập lại được với mật khẩu cũ.", "success")
    return redirect(url_for("accounts.staff_logins"), 303)


def _staff_login(access: Access, public_id: str) -> StaffLogin:
    found = next((login for login in queries.staff_logins(access) if login.public_id == public_id), None)
    if found is None:
        raise NotFound()
    return found


def _account(login: StaffLogin) -> Account:
    if login.account_id is None:
        raise RuleBroken(f"{login.name} chưa có tài khoản. Chưa có gì thay đổi.")
    return queries.account_by_id(login.account_id)
