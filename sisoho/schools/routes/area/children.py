"""One child of the area: written down, surveyed again, read with all that was ever said."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, request, url_for

from sisoho.access import Access, Right
from sisoho.errors import RuleBroken
from sisoho.schools.actions import area as actions
from sisoho.schools.forms.area import ChildData, read_child
from sisoho.schools.queries import area
from sisoho.schools.queries.area import AreaPerson, AreaScope
from sisoho.schools.routes.area.listing import note_views
from sisoho.schools.routes.blueprint import bp, faults
from sisoho.schools.rules.area import ASKED, ChildState
from sisoho.web.guards import needs
from sisoho.web.rendering import page

Values = Mapping[str, Any]


@bp.get("/tre-trong-dia-ban/buon/<village_id>/them")
@needs(Right.SEE_REGISTERS, Right.LOG_VISIT)
def new_area_child(access: Access, village_id: str) -> Any:
    scope = area.need_writing(access)
    scope.named_village(village_id)
    return _form(access, scope, village_id, {"village": village_id}, {})


@bp.post("/tre-trong-dia-ban/buon/<village_id>/them")
@needs(Right.SEE_REGISTERS, Right.LOG_VISIT)
def list_area_child(access: Access, village_id: str) -> Any:
    scope = area.need_writing(access)
    scope.named_village(village_id)
    try:
        another = request.form.get("another") == "1"
        actions.list_child(access, _read(access, scope), another=another)
    except RuleBroken as broken:
        return _form(access, scope, village_id, request.form, {**faults(broken), **_why(broken)}, 422)
    return _back(village_id)


def _why(broken: RuleBroken) -> dict[str, str]:
    """A twin found is told in the words of the refusal, beside the box that answers it."""
    if "another" not in broken.fields:
        return {}
    return {"another": f"{broken.message} {broken.fields['another']}"}


@bp.get("/tre-trong-dia-ban/hoc-sinh/<pupil_id>")
@needs(Right.SEE_REGISTERS, Right.LOG_VISIT)
def area_pupil(access: Access, pupil_id: str) -> Any:
    """A pupil who left school, to be surveyed as a child of the village."""
    scope, pupil = _pupil(access, pupil_id)
    note_views(access, [pupil])
    return _form(access, scope, _village_of(scope, pupil), _values(scope, pupil), {})


@bp.post("/tre-trong-dia-ban/hoc-sinh/<pupil_id>")
@needs(Right.SEE_REGISTERS, Right.LOG_VISIT)
def survey_area_pupil(access: Access, pupil_id: str) -> Any:
    scope, pupil = _pupil(access, pupil_id)
    try:
        actions.survey_pupil(access, pupil_id, _read(access, scope))
    except RuleBroken as broken:
        return _form(access, scope, _village_of(scope, pupil), request.form, faults(broken), 422)
    return _back(_village_of(scope, pupil))


def _pupil(access: Access, pupil_id: str) -> tuple[AreaScope, AreaPerson]:
    scope = area.need_writing(access)
    return scope, area.one_pupil(area.area_people(access, scope, area.asked_year(access)), pupil_id)


@bp.get("/tre-trong-dia-ban/em/<child_id>")
@needs(Right.SEE_REGISTERS, Right.LOG_VISIT)
def area_child(access: Access, child_id: str) -> Any:
    return _child_page(access, child_id, None, {})


@bp.post("/tre-trong-dia-ban/em/<child_id>")
@needs(Right.SEE_REGISTERS, Right.LOG_VISIT)
def survey_area_child(access: Access, child_id: str) -> Any:
    scope = area.need_writing(access)
    found = area.child_page(access, child_id, area.asked_year(access))
    try:
        actions.survey_child(access, child_id, _read(access, scope))
    except RuleBroken as broken:
        return _child_page(access, child_id, request.form, faults(broken), 422)
    return _back(found.village_id)


def _child_page(
    access: Access, child_id: str, values: Values | None, errors: Values, status: int = 200
) -> Any:
    scope = area.need_writing(access)
    found = area.child_page(access, child_id, area.asked_year(access))
    note_views(access, [found.person])
    return page(
        "schools/area/child.html",
        of=found,
        words=area.person_words,
        **_fields(access, scope, _values(scope, found.person) if values is None else values, errors),
        status=status,
    )


def _form(
    access: Access, scope: AreaScope, village_id: str, values: Values, errors: Values, status: int = 200
) -> Any:
    village = scope.village(village_id)
    fields = _fields(access, scope, values, errors)
    return page("schools/area/child_form.html", village=village, **fields, status=status)


def _fields(access: Access, scope: AreaScope, values: Values, errors: Values) -> dict[str, Any]:
    return {
        "values": values,
        "errors": errors,
        "states": [(state.value, state.label) for state in ASKED],
        "villages": [(one.public_id, one.name) for one in scope.villages],
        "schools": sorted(scope.schools.values()),
        "year": area.asked_year(access),
    }


def _values(scope: AreaScope, one: AreaPerson) -> dict[str, Any]:
    """The form as it is filled when a known child is asked about again."""
    state = "" if one.state is ChildState.UNKNOWN else one.state.value
    return {
        "full_name": one.name,
        "birth_date": str(one.birth or ""),
        "sex": one.sex,
        "ethnic_group": one.ethnic_group,
        "head_name": one.head_name,
        "village": _village_of(scope, one),
        "disability": "1" if one.disability else "",
        "state": state,
        "at_school": one.school if one.state is ChildState.STUDYING else "",
        "grade": one.grade or "",
        "since": one.since.isoformat() if one.since else "",
        "reason": one.reason,
    }


def _village_of(scope: AreaScope, one: AreaPerson) -> str:
    return next(village.public_id for village in scope.villages if village.id == one.village_id)


def _read(access: Access, scope: AreaScope) -> ChildData:
    villages = {one.public_id: one.id for one in scope.villages}
    return read_child(request.form, villages, access.on)


def _back(village_id: str) -> Any:
    flash("Đã ghi. Những lần ghi trước vẫn còn.", "success")
    return redirect(url_for("schools.area_village", village_id=village_id), 303)
