"""Where a pupil lives and with whom."""

from collections.abc import Mapping
from typing import Any

from flask import request

from sisoho import clock
from sisoho.access import Access, Right
from sisoho.errors import NotFound, RuleBroken
from sisoho.schools import actions, forms, queries
from sisoho.schools.models import Pupil
from sisoho.schools.queries import GuardianLine, HouseholdView, PupilPage
from sisoho.schools.queries.loading import own_public
from sisoho.schools.routes.blueprint import back_to_pupil, bp, by_public_id, faults, options, row_ids
from sisoho.web.guards import needs
from sisoho.web.rendering import page


@bp.get("/hoc-sinh/<pupil_id>/noi-o")
@needs(Right.EDIT_REGISTERS)
def place(access: Access, pupil_id: str) -> Any:
    return _place_page(access, pupil_id, {"starts": clock.today().isoformat()}, {})


@bp.post("/hoc-sinh/<pupil_id>/noi-o")
@needs(Right.EDIT_REGISTERS)
def change_place(access: Access, pupil_id: str) -> Any:
    row = own_public(access, Pupil, pupil_id)
    villages = row_ids(queries.village_ids(access))
    campuses = row_ids(by_public_id(queries.campus_names(access)))
    form = forms.FormReader(request.form)
    village = form.choice("village", villages, required="Hãy chọn thôn, buôn.")
    campus = form.choice("campus", campuses)
    starts = form.date("starts", required="Hãy ghi từ ngày nào.")
    try:
        form.finish()
        assert starts
        actions.place_pupil(access, row.id, villages[village], campuses.get(campus), starts)
    except RuleBroken as broken:
        return _place_page(access, pupil_id, request.form, faults(broken), 422)
    return back_to_pupil(pupil_id, "Đã lưu nơi ở của em.")


def _place_page(
    access: Access, pupil_id: str, values: Mapping[str, str], errors: dict[str, str], status: int = 200
) -> Any:
    return page(
        "schools/place.html",
        pupil=queries.pupil_page(access, pupil_id),
        values=values,
        errors=errors,
        villages=options(queries.village_ids(access)),
        campuses=options(by_public_id(queries.campus_names(access))),
        status=status,
    )


@bp.get("/hoc-sinh/<pupil_id>/gia-dinh")
@needs(Right.EDIT_REGISTERS)
def household(access: Access, pupil_id: str) -> Any:
    found, home = _with_household(access, pupil_id)
    return _household_page(found, {"address": home.address, "situation": home.situation}, {})


@bp.post("/hoc-sinh/<pupil_id>/gia-dinh")
@needs(Right.EDIT_REGISTERS)
def change_household(access: Access, pupil_id: str) -> Any:
    found, home = _with_household(access, pupil_id)
    try:
        actions.change_household(access, home.id, forms.read_household(request.form))
    except RuleBroken as broken:
        return _household_page(found, request.form, faults(broken), 422)
    return back_to_pupil(pupil_id, "Đã lưu chỗ ở và hoàn cảnh.")


@bp.get("/hoc-sinh/<pupil_id>/gia-dinh/them")
@needs(Right.EDIT_REGISTERS)
def new_guardian(access: Access, pupil_id: str) -> Any:
    found, _home = _with_household(access, pupil_id)
    return page("schools/guardian.html", pupil=found, values={}, errors={})


@bp.post("/hoc-sinh/<pupil_id>/gia-dinh/them")
@needs(Right.EDIT_REGISTERS)
def add_guardian(access: Access, pupil_id: str) -> Any:
    found, home = _with_household(access, pupil_id)
    return _save_guardian(access, found, home, None)


@bp.get("/hoc-sinh/<pupil_id>/gia-dinh/nguoi/<int:guardian_id>")
@needs(Right.EDIT_REGISTERS)
def guardian(access: Access, pupil_id: str, guardian_id: int) -> Any:
    found, home = _with_household(access, pupil_id)
    person = _guardian(home, guardian_id)
    values = {
        "relation": person.relation,
        "guardian_name": person.name,
        "phone": person.phone,
        "other_names": person.other_names,
    }
    return page("schools/guardian.html", pupil=found, values=values, errors={})


@bp.post("/hoc-sinh/<pupil_id>/gia-dinh/nguoi/<int:guardian_id>")
@needs(Right.EDIT_REGISTERS)
def change_guardian(access: Access, pupil_id: str, guardian_id: int) -> Any:
    found, home = _with_household(access, pupil_id)
    return _save_guardian(access, found, home, _guardian(home, guardian_id).id)


@bp.get("/hoc-sinh/<pupil_id>/gia-dinh/dien")
@needs(Right.EDIT_REGISTERS)
def poverty(access: Access, pupil_id: str) -> Any:
    found, _home = _with_household(access, pupil_id)
    return _poverty_page(found, {"starts": clock.today().isoformat()}, {})


@bp.post("/hoc-sinh/<pupil_id>/gia-dinh/dien")
@needs(Right.EDIT_REGISTERS)
def record_poverty(access: Access, pupil_id: str) -> Any:
    found, home = _with_household(access, pupil_id)
    try:
        actions.record_poverty(access, home.id, forms.read_poverty(request.form))
    except RuleBroken as broken:
        return _poverty_page(found, request.form, faults(broken), 422)
    return back_to_pupil(pupil_id, "Đã ghi diện của gia đình.")


def _poverty_page(
    found: PupilPage, values: Mapping[str, str], errors: dict[str, str], status: int = 200
) -> Any:
    kinds = list(forms.POVERTY.items())
    return page("schools/poverty.html", pupil=found, kinds=kinds, values=values, errors=errors, status=status)


def _guardian(home: HouseholdView, guardian_id: int) -> GuardianLine:
    person = next((line for line in home.guardians if line.id == guardian_id), None)
    if person is None:
        raise NotFound()
    return person


def _save_guardian(access: Access, found: PupilPage, home: HouseholdView, guardian_id: int | None) -> Any:
    try:
        actions.save_guardian(access, home.id, forms.read_guardian(request.form), guardian_id)
    except RuleBroken as broken:
        return page(
            "schools/guardian.html", pupil=found, values=request.form, errors=faults(broken), status=422
        )
    return back_to_pupil(found.public_id, "Đã lưu thông tin gia đình.")


def _with_household(access: Access, pupil_id: str) -> tuple[PupilPage, HouseholdView]:
    found = queries.pupil_page(access, pupil_id)
    if found.household is None:
        raise NotFound("Em chưa có hộ gia đình trong hồ sơ.")
    return found, found.household


def _household_page(
    found: PupilPage, values: Mapping[str, str], errors: dict[str, str], status: int = 200
) -> Any:
    return page("schools/household.html", pupil=found, values=values, errors=errors, status=status)
