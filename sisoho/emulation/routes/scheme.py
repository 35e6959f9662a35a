"""How a week is scored: shown to every teacher of the school, changed by those who keep its settings."""

from typing import Any

from flask import Response, flash, redirect, request, url_for

from sisoho.access import Access, Right
from sisoho.emulation import actions, forms, queries
from sisoho.emulation.routes.blueprint import bp
from sisoho.emulation.rules import Grouping
from sisoho.errors import RuleBroken
from sisoho.web.guards import needs
from sisoho.web.rendering import page


@bp.get("/thi-dua/cach-tinh")
@needs(Right.MANAGE_STAFF)
def scheme(access: Access) -> Response:
    return _form(queries.scheme_table(access, forms.first_week({}, access.on)))


@bp.post("/thi-dua/cach-tinh")
@needs(Right.MANAGE_STAFF)
def change_scheme(access: Access) -> Response | Any:
    table, starts = forms.scheme_table(request.form), forms.first_week(request.form, access.on)
    try:
        actions.change_scheme(access, table, starts)
    except RuleBroken as broken:
        return _form(table, errors=broken.fields, status=422)
    flash(f"Đã lưu cách tính, áp dụng từ tuần {starts:%d/%m/%Y}. Các tuần trước giữ cách tính cũ.", "success")
    return redirect(url_for("emulation.week"), 303)


def _form(table: dict[str, Any], errors: dict[str, str] | None = None, status: int = 200) -> Response:
    blank = {"at_least": "", "name": "", "points": ""}
    bands = [*table["bands"], *[blank] * forms.MOST_BANDS][: forms.MOST_BANDS]
    return page(
        "emulation/scheme.html",
        status=status,
        table=table,
        bands=bands,
        groupings=[(grouping.value, grouping.label) for grouping in Grouping],
        from_chosen=request.form.get("from", "next"),
        errors=errors or {},
    )
