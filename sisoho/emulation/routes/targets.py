"""The targets of the year, beside each other and as counts."""

from typing import Any

from flask import Response, flash, redirect, request, url_for

from sisoho.access import Access, Right
from sisoho.emulation import actions, forms, queries
from sisoho.emulation.routes.blueprint import bp
from sisoho.emulation.rules.targets import Indicator, origins_of
from sisoho.errors import RuleBroken
from sisoho.web.guards import needs
from sisoho.web.rendering import page


@bp.get("/thi-dua/chi-tieu")
@needs(Right.SEE_DOCUMENTS)
def targets(access: Access) -> Response:
    return _page(access)


@bp.post("/thi-dua/chi-tieu")
@needs(Right.SET_TARGET)
def set_target(access: Access) -> Response | Any:
    levels, origins = queries.target_levels(access), origins_of(access.unit_kind)
    try:
        data = forms.read_target(request.form, levels, origins, access.on)
        actions.set_target(access, queries.year_label(access), data)
    except RuleBroken as broken:
        return _page(access, errors=broken.fields, status=422)
    flash("Đã ghi chỉ tiêu.", "success")
    return redirect(url_for("emulation.targets"), 303)


def _page(access: Access, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    levels, year = queries.target_levels(access), queries.year_label(access)
    lines = queries.target_lines(access, year, levels)
    return page(
        "emulation/targets.html",
        status=status,
        year=year,
        parts=[(of.label, [line for line in lines if line.indicator is of]) for of in Indicator],
        origins=origins_of(access.unit_kind),
        own_origins=[
            (origin.value, origin.label(access.unit_kind)) for origin in origins_of(access.unit_kind)
        ],
        line_choices=forms.line_choices(levels),
        may_set=access.may(Right.SET_TARGET),
        typed=request.form,
        errors=errors or {},
    )
