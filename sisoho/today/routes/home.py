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

# Where else a home leads: by the person's work, each link by right.
_LINKS = (
    (
        "Điểm danh",
        "roll",
        (
            ("Sổ tháng của các lớp", "rollcall.register_list", {Right.SEE_REGISTERS}),
            ("Số liệu chuyên cần", "today.figures", {Right.SEE_SCHOOL}),
            ("Kiểm đếm thực tế", "rollcall.head_counts", {Right.TAKE_ROLL, Right.SEE_COMMUNE}),
            ("Phân công điểm danh", "rollcall.roll_duties", {Right.MANAGE_STAFF}),
        ),
    ),
    (
        "Học sinh cần quan tâm",
        "pupils",
        (
            ("Toàn cảnh của trường", "today.overview", {Right.SEE_SCHOOL}),
            ("Học sinh cần quan tâm", "outreach.risk", {Right.LOG_VISIT}),
            ("Trao đổi riêng với hiệu trưởng", "outreach.confidential_list", {Right.LOG_VISIT}),
        ),
    ),
    (
        "Vận động",
        "village",
        (
            ("Hồ sơ vận động", "outreach.cases", {Right.LOG_VISIT, Right.SEE_REFERRED}),
            ("Học sinh bỏ học", "outreach.dropout_register", {Right.SEE_REGISTERS, Right.SEE_REFERRED}),
            (
                "Trẻ trong địa bàn",
                "schools.area_overview",
                {Right.SEE_REGISTERS, Right.LOG_VISIT, Right.SEE_REFERRED},
            ),
            ("Thôn buôn, mùa vụ", "schools.villages", {Right.MANAGE_STAFF, Right.KEEP_VILLAGES}),
            ("Quyết định phân công thôn buôn", "reports.draft_decision", {Right.EDIT_REGISTERS}),
        ),
    ),
    (
        "Hỗ trợ, thi đua",
        "people",
        (
            ("Hỗ trợ học sinh", "support.hub", {Right.GIVE_SUPPORT, Right.SEE_BENEFITS}),
            ("Tuần thi đua của các lớp", "emulation.week", {Right.TAKE_ROLL, Right.SEE_REGISTERS}),
            ("Bảng tin sĩ số", "today.notice_board", {Right.SEE_SCHOOL}),
        ),
    ),
    (
        "Năm học",
        "calendar",
        (
            ("Biến động sĩ số", "schools.movement", {Right.SEE_REGISTERS}),
            ("Chuyển trường", "schools.transfers", {Right.CONFIRM_TRANSFER}),
            ("Nhập danh sách học sinh", "schools.import_list", {Right.EDIT_REGISTERS}),
            ("Chỉ tiêu năm học", "emulation.targets", {Right.SEE_DOCUMENTS}),
        ),
    ),
    (
        "Văn bản",
        "paper",
        (
            ("Soạn kế hoạch", "reports.draft_plan", {Right.DRAFT_DOCUMENT}),
            ("Văn bản đi, đến", "documents.list_documents", {Right.DRAFT_DOCUMENT}),
        ),
    ),
    (
        "Cài đặt",
        "clock",
        (
            ("Năm học, ngày nghỉ, thiết lập", "schools.calendar", {Right.MANAGE_STAFF}),
            ("Nhân sự và nhiệm vụ", "schools.staff", {Right.MANAGE_STAFF}),
            ("Phiếu đăng nhập", "accounts.staff_logins", {Right.PRINT_SLIPS}),
            ("Nhắc việc trên máy này", "notices.reminders", {Right.TAKE_ROLL}),
        ),
    ),
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


def _links(access: Access) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """(heading, icon, its links as (label, url)), for each kind of work of which this person has any."""
    groups = [
        (
            heading,
            icon,
            [
                (label, url_for(endpoint))
                for label, endpoint, rights in links
                if any(access.may(right) for right in rights)
            ],
        )
        for heading, icon, links in _LINKS
    ]
    return [group for group in groups if group[2]]
