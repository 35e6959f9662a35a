"""Seeing a notice. The list itself stands on the home pages (templates/notices/_notices.html)."""

from typing import Any

from flask import Blueprint, redirect, request

from sisoho.access import Access
from sisoho.notices import actions, queries
from sisoho.web.guards import signed_in
from sisoho.web.rendering import page

bp = Blueprint("notices", __name__)


@bp.post("/loi-nhan/<notice_id>/da-xem")
@signed_in
def mark_seen(access: Access, notice_id: str) -> Any:
    actions.mark_seen(access, notice_id)
    if request.htmx:  # type: ignore[attr-defined]
        return page("notices/_notices.html", notices=queries.unseen(access))
    return redirect("/", 303)
