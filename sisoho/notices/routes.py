"""Seeing a notice (the list stands on the home pages), and being reminded on one's own phone."""

import re
from typing import Any

from flask import Blueprint, current_app, flash, redirect, request, url_for
from flask_login import current_user

from sisoho.access import Access
from sisoho.errors import RuleBroken
from sisoho.notices import actions, queries
from sisoho.notices.rules import check_endpoint
from sisoho.notices.webpush import Browser, WebPush
from sisoho.web.guards import signed_in
from sisoho.web.rendering import page

bp = Blueprint("notices", __name__)
_LONGEST_KEYS = {"p256dh": 128, "auth": 64}


@bp.post("/loi-nhan/<notice_id>/da-xem")
@signed_in
def mark_seen(access: Access, notice_id: str) -> Any:
    actions.mark_seen(access, notice_id)
    if request.htmx:  # type: ignore[attr-defined]
        return page("notices/_notices.html", notices=queries.unseen(access))
    return redirect("/", 303)


@bp.get("/nhac-viec")
@signed_in
def reminders(access: Access) -> Any:
    """What may ring on this phone and what not; asking the browser waits for a tap."""
    service, has_reminders = _service(), queries.has_reminders(access)
    offered = service.is_on and has_reminders and not current_user.shared_device
    return page(
        "notices/reminders.html",
        devices=queries.reminded_devices(access, current_user.session_id),
        server_key=service.public_key if offered else "",
        shared=current_user.shared_device,
        has_reminders=has_reminders,
    )


@bp.post("/nhac-viec")
@signed_in
def remind_here(access: Access) -> Any:
    try:
        actions.subscribe(access, current_user.session_id, _browser())
    except RuleBroken as broken:
        flash(broken.message, "error")
    else:
        flash("Máy này sẽ được nhắc việc.", "success")
    return redirect(url_for("notices.reminders"), 303)


@bp.post("/nhac-viec/<device_id>/thoi")
@signed_in
def remind_no_more(access: Access, device_id: str) -> Any:
    actions.unsubscribe(access, device_id)
    flash("Đã thôi nhắc trên máy ấy.", "success")
    return redirect(url_for("notices.reminders"), 303)


@bp.post("/nhac-viec/thoi")
@signed_in
def remind_nobody_here(access: Access) -> Any:
    """Asked by a phone whose person is leaving it (static/js/offline/leave.js)."""
    actions.unsubscribe_here(access, current_user.session_id)
    return "", 204


def _browser() -> Browser:
    """Raises RuleBroken when it is no address of a browser maker's, or its keys are none."""
    keys = {name: request.form.get(name, "") for name in _LONGEST_KEYS}
    fit = (re.fullmatch(r"[\w=-]+", key, re.ASCII) for key in keys.values())
    if not all(fit) or any(len(key) > _LONGEST_KEYS[name] for name, key in keys.items()):
        raise RuleBroken("Trình duyệt chưa cho địa chỉ nhận lời nhắc. Chưa có gì thay đổi.")
    endpoint = request.form.get("endpoint", "")
    check_endpoint(endpoint)
    return Browser(endpoint, **keys)


def _service() -> WebPush:
    settings = current_app.config["SISOHO"]
    return WebPush(settings.push_key, settings.push_contact)
