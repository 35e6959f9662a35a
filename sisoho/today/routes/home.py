"""The home page, and the part of it that looks after itself every minute."""

from hashlib import sha256
from typing import Any

from flask import render_template, request, url_for
from markupsafe import Markup

from sisoho.access import Access, Right
from sisoho.notices.queries import unseen
from sisoho.school_calendar import weekday_label
from sisoho.today import queries
from sisoho.today.routes.blueprint import bp
from sisoho.web.guards import signed_in
from sisoho.web.pwa import may_be_kept
from sisoho.web.rendering import page

# Where else a home leads, by right.
_LINKS = (
    ("Toàn cảnh của trường", "today.overview", "chart", {Right.SEE_SCHOOL}),
    ("Tuần thi đua của các lớp", "emulation.week", "chart", {Right.TAKE_ROLL, Right.SEE_REGISTERS}),
    ("Số liệu chuyên cần", "today.figures", "chart", {Right.SEE_SCHOOL}),
    ("Sổ tháng của các lớp", "rollcall.register_list", "calendar", {Right.SEE_REGISTERS}),
    ("Biến động sĩ số", "schools.movement", "chart", {Right.SEE_REGISTERS}),
    ("Học sinh cần quan tâm", "outreach.risk", "pupils", {Right.LOG_VISIT}),
    ("Hồ sơ vận động", "outreach.cases", "people", {Right.LOG_VISIT, Right.SEE_REFERRED}),
    ("Học sinh bỏ học", "outreach.dropout_register", "pupils", {Right.SEE_REGISTERS, Right.SEE_REFERRED}),
    ("Hỗ trợ học sinh", "support.hub", "people", {Right.GIVE_SUPPORT, Right.SEE_BENEFITS}),
    ("Trao đổi riêng với hiệu trưởng", "outreach.confidential_list", "lock", {Right.LOG_VISIT}),
    ("Nhập danh sách học sinh", "schools.import_list", "upload", {Right.EDIT_REGISTERS}),
    ("Chuyển trường", "schools.transfers", "pupils", {Right.CONFIRM_TRANSFER}),
    ("Kiểm đếm thực tế", "rollcall.head_counts", "people", {Right.TAKE_ROLL, Right.SEE_COMMUNE}),
    ("Nhắc việc trên máy này", "notices.reminders", "message", {Right.TAKE_ROLL}),
    ("Phân công điểm danh", "rollcall.roll_duties", "roll", {Right.MANAGE_STAFF}),
    ("Nhân sự và nhiệm vụ", "schools.staff", "people", {Right.MANAGE_STAFF}),
    ("Phân công thôn buôn", "schools.villages", "village", {Right.MANAGE_STAFF}),
    ("Phiếu đăng nhập", "accounts.staff_logins", "print", {Right.PRINT_SLIPS}),
    ("Năm học, ngày nghỉ, thiết lập", "schools.calendar", "calendar", {Right.MANAGE_STAFF}),
    ("Chỉ tiêu năm học", "emulation.targets", "success", {Right.SEE_DOCUMENTS}),
)


@bp.get("/")
@signed_in
def home(access: Access) -> Any:
    """A minute's look at an open page gets 204 as long as nothing has changed."""
    found = queries.home(access)
    by = "buon" if request.args.get("theo") == "buon" else "lop"
    body = Markup(render_template("today/_body.html", home=found, by=by))
    seen = sha256(body.encode()).hexdigest()[:16]
    if request.htmx and request.args.get("ban") == seen:  # type: ignore[attr-defined]
        return "", 204, {"Cache-Control": "no-store"}
    response = page(
        "today/home.html",
        fragment="today/_live.html",
        body=body,
        again=url_for("today.home", theo=by, ban=seen),
        weekday=weekday_label(access.on),
        setting_up=found.setting_up,
        administers=found.administers,
        links=_links(access),
        notices=unseen(access),
    )
    return may_be_kept(response, access) if access.class_ids or access.village_ids else response


def _links(access: Access) -> list[tuple[str, str, str]]:
    """(label, url, icon)."""
    return [
        (label, url_for(endpoint), icon)
        for label, endpoint, icon, rights in _LINKS
        if any(access.may(right) for right in rights)
    ]
