"""Cần xác minh lý do."""

from typing import Any

from flask import redirect, request, url_for

from sisoho.access import Access, Right
from sisoho.errors import RuleBroken
from sisoho.rollcall import actions, queries
from sisoho.rollcall.routes.blueprint import bp
from sisoho.rollcall.rules import MarkKind
from sisoho.web.guards import needs
from sisoho.web.rendering import page


@bp.get("/can-xac-minh")
@needs(Right.TAKE_ROLL)
def reasons(access: Access) -> Any:
    return page("rollcall/reasons.html", reasons=queries.open_reasons(access))


@bp.post("/can-xac-minh/<sheet_id>/<pupil_id>")
@needs(Right.TAKE_ROLL)
def settle(access: Access, sheet_id: str, pupil_id: str) -> Any:
    kind, said = request.form.get("kind", ""), request.form.get("reason", "")
    if kind not in (MarkKind.P, MarkKind.K):
        raise RuleBroken("Hãy chọn P (có phép) hoặc K (không phép). Dấu cũ còn nguyên.")
    actions.settle_mark(access, sheet_id, pupil_id, MarkKind(kind), said)
    if request.htmx:  # type: ignore[attr-defined]
        return page("rollcall/_reason.html", reason=queries.one_reason(access, sheet_id, pupil_id))
    return redirect(url_for("rollcall.reasons"), 303)
