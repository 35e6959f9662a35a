"""The schemes a school keeps, and the list of especially hard villages they ask for."""

from typing import Any

from flask import flash, redirect, request, url_for

from sisoho.access import Access, Right
from sisoho.errors import RuleBroken
from sisoho.schools.queries import village_ids
from sisoho.support.actions import benefits as actions
from sisoho.support.forms.benefits import read_scheme
from sisoho.support.forms.typed import Typed
from sisoho.support.queries import benefits as queries
from sisoho.support.queries.circumstances import hard_villages
from sisoho.support.routes.blueprint import bp
from sisoho.support.rules import GROUNDS, PROPOSED
from sisoho.web.guards import needs
from sisoho.web.rendering import page


@bp.get("/ho-tro/che-do/quy-dinh")
@needs(Right.EDIT_REGISTERS)
def scheme_list(access: Access) -> Any:
    return _page(access)


@bp.post("/ho-tro/che-do/quy-dinh")
@needs(Right.EDIT_REGISTERS)
def add_scheme(access: Access) -> Any:
    typed = Typed(request.form.to_dict(flat=False))
    try:
        actions.add_scheme(access, read_scheme(typed))
    except RuleBroken as refused:
        return _page(access, typed, refused)
    return _back("Đã thêm chế độ.")


@bp.post("/ho-tro/che-do/quy-dinh/de-xuat")
@needs(Right.EDIT_REGISTERS)
def adopt_schemes(access: Access) -> Any:
    """Those offered that the school does not keep yet."""
    kept = {line.name for line in queries.schemes(access)}
    for data in PROPOSED:
        if data.name not in kept:
            actions.add_scheme(access, data)
    return _back("Đã thêm. Hãy đối chiếu từng dòng với văn bản trước khi dùng.")


@bp.post("/ho-tro/che-do/quy-dinh/<scheme_id>/ket-thuc")
@needs(Right.EDIT_REGISTERS)
def end_scheme(access: Access, scheme_id: str) -> Any:
    actions.end_scheme(access, scheme_id, access.on)
    return _back("Đã kết thúc chế độ từ hôm nay; các tháng đã nhận vẫn còn.")


@bp.post("/ho-tro/che-do/thon-buon")
@needs(Right.EDIT_REGISTERS)
def set_hard_villages(access: Access) -> Any:
    typed, known = Typed(request.form.to_dict(flat=False)), village_ids(access)
    ids = [known[public_id][0] for public_id in typed.all("villages") if public_id in known]
    reader = typed.reader
    paper = reader.text("paper")
    try:
        reader.finish()
    except RuleBroken as refused:
        return _page(access, typed, refused)
    actions.set_hard_villages(access, ids, paper)
    return _back("Đã lưu danh sách thôn buôn.")


def _back(said: str) -> Any:
    flash(said, "success")
    return redirect(url_for("support.scheme_list"), 303)


def _page(access: Access, typed: Typed | None = None, refused: RuleBroken | None = None) -> Any:
    lines, hard = queries.schemes(access), hard_villages(access)
    villages = village_ids(access)
    return page(
        "support/schemes.html",
        status=422 if refused else 200,
        lines=lines,
        offered=[data for data in PROPOSED if data.name not in {line.name for line in lines}],
        typed=typed or Typed({"most_months": ["9"], "starts": [access.on.isoformat()]}),
        errors=refused.fields if refused else {},
        message=refused.message if refused else "",
        grounds=list(GROUNDS.items()),
        villages=[(public_id, name) for public_id, (_, name) in villages.items()],
        hard=[public_id for public_id, (key, _) in villages.items() if key in hard],
        papers=", ".join(sorted({row.paper for row in hard.values() if row.paper})),
    )
