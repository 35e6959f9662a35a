"""Register a paper that came in."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, request, url_for

from sisoho.access import Access, Right
from sisoho.documents import actions, forms
from sisoho.documents.actions import Received
from sisoho.documents.routes.blueprint import bp, faults, press
from sisoho.errors import RuleBroken
from sisoho.web.guards import needs
from sisoho.web.rendering import page


@bp.get("/van-ban/den/ghi")
@needs(Right.DRAFT_DOCUMENT)
def new_incoming(access: Access) -> Any:
    return _form({"received_on": access.on.isoformat()})


@bp.post("/van-ban/den/ghi")
@needs(Right.DRAFT_DOCUMENT)
def record_incoming(access: Access) -> Any:
    sent = request.files.get("file")
    data = sent.read() if sent else b""
    try:
        if data and not data.startswith(b"%PDF-"):
            raise RuleBroken("Chưa ghi được.", {"file": "Cần tệp PDF."})
        content, received_on = forms.read_incoming(request.form, bool(data), access.on)
        made = actions.record_incoming(access, content, press(), Received(received_on, file=data or None))
    except RuleBroken as broken:
        return _form(request.form, faults(broken), 422)
    flash("Đã ghi văn bản đến.", "success")
    return redirect(url_for("documents.paper", document_id=made.public_id), 303)


def _form(typed: Mapping[str, str], errors: dict[str, str] | None = None, status: int = 200) -> Any:
    return page(
        "documents/incoming.html",
        typed=typed,
        types=forms.INCOMING_TYPES,
        errors=errors or {},
        status=status,
    )
