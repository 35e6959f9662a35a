"""A child of the list and a pupil of the school may be one: a person looks and says."""

from typing import Any

from flask import flash, redirect, request, url_for

from sisoho.access import Access, Right
from sisoho.schools.actions import area as actions
from sisoho.schools.queries import area
from sisoho.schools.routes.area.listing import note_views
from sisoho.schools.routes.blueprint import bp
from sisoho.web.guards import needs
from sisoho.web.rendering import page


@bp.get("/tre-trong-dia-ban/ghep")
@needs(Right.SEE_REGISTERS, Right.LOG_VISIT)
def area_matching(access: Access) -> Any:
    found = area.matching(access, area.asked_year(access))
    note_views(access, [pair.pupil for pair in (*found.open, *found.apart)])
    return page("schools/area/matching.html", of=found, words=area.person_words)


@bp.post("/tre-trong-dia-ban/em/<child_id>/ghep")
@needs(Right.SEE_REGISTERS, Right.LOG_VISIT)
def say_area_match(access: Access, child_id: str) -> Any:
    """`hoc_sinh`: the pupil's public id; `viec`: `ghep` (the same child) or `khac` (another)."""
    same = request.form.get("viec") == "ghep"
    actions.say_match(access, child_id, request.form.get("hoc_sinh", ""), same=same)
    flash(
        "Đã ghép: từ nay một dòng, theo hồ sơ học sinh." if same else "Đã ghi là hai em khác nhau.", "success"
    )
    return redirect(url_for("schools.area_matching"), 303)


@bp.post("/tre-trong-dia-ban/em/<child_id>/tach")
@needs(Right.SEE_REGISTERS, Right.LOG_VISIT)
def undo_area_match(access: Access, child_id: str) -> Any:
    actions.undo_match(access, child_id)
    flash("Đã tách: em trong danh sách và học sinh lại là hai dòng.", "success")
    return redirect(url_for("schools.area_child", child_id=child_id), 303)
