"""A real school's first morning: from the founded unit to people who can sign in, step by step.

Founding itself, the step before these, is done by `accounts`: it also gives the founder a place.
What is done is read from the data; only what a person put off is kept ("first_morning").
"""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, request, url_for

from sisoho import clock
from sisoho.access import Access, Right
from sisoho.errors import NotAllowed, NotFound, RuleBroken
from sisoho.schools import actions, forms, queries
from sisoho.schools.routes.blueprint import bp, by_public_id, faults, options
from sisoho.schools.routes.years import add_classes, save_year, year_values
from sisoho.web.guards import needs
from sisoho.web.rendering import page

STEPS = {
    "nam-hoc": "Năm học",
    "lop": "Lớp",
    "danh-sach": "Học sinh",
    "thon-buon": "Thôn buôn",
    "nhan-su": "Nhân sự",
    "phieu": "Phiếu",
}


@bp.get("/buoi-dau")
@needs(Right.MANAGE_STAFF)
def first_morning(access: Access) -> Any:
    """Leads to the first step neither done nor put off; after the last, says what can follow."""
    standing = queries.first_morning(access)
    step = next((step for step in STEPS if step not in standing.done | standing.put_off), None)
    if step is not None:
        return redirect(url_for("schools.first_step", step=step))
    return page("schools/first_morning.html", steps=STEPS, standing=standing)


@bp.get("/buoi-dau/<step>")
@needs(Right.MANAGE_STAFF)
def first_step(access: Access, step: str) -> Any:
    return _step_page(access, step, _first_values(access, step), {})


@bp.post("/buoi-dau/<step>")
@needs(Right.MANAGE_STAFF)
def take_step(access: Access, step: str) -> Any:
    """Do the step, or (with `do` = later) put it off; what was refused stays on the page."""
    if request.form.get("do") == "later":
        put_off = queries.first_morning(access).put_off | {step}
        kept = {"put_off": [known for known in STEPS if known in put_off]}
        actions.change_settings(access, {"first_morning": kept}, clock.today())
        return redirect(url_for("schools.first_morning"), 303)
    try:
        message = _take(access, step)
    except RuleBroken as broken:
        return _step_page(access, step, request.form, faults(broken), 422)
    except NotAllowed as refused:  # a clerk's list with duties that leaders give: the list is not lost
        return _step_page(access, step, request.form, {"staff": refused.message}, 422)
    flash(message, "success")
    return redirect(url_for("schools.first_morning"), 303)


def _take(access: Access, step: str) -> str:
    if step == "nam-hoc":
        save_year(access)
        return "Đã mở năm học."
    if step == "lop":
        add_classes(access)
        return "Đã thêm lớp."
    if step == "thon-buon":
        villages = actions.add_villages(access, forms.read_villages(request.form))
        return f"Đã ghi {len(villages)} thôn, buôn."
    if step == "nhan-su":
        names = queries.paste_names(access, _classes(access))
        people = forms.read_staff_list(request.form, names)
        actions.add_staff_list(access, people, clock.today())
        return f"Đã ghi {len(people)} người."
    raise NotFound()


def _classes(access: Access) -> dict[str, tuple[int, str]]:
    year = queries.current_year(access)
    return queries.class_ids(access, year.id) if year else {}


def _first_values(access: Access, step: str) -> dict[str, str]:
    if step != "nam-hoc":
        return {}
    return year_values(queries.current_year(access)) or year_values(queries.usual_year(clock.today()))


def _step_page(
    access: Access, step: str, values: Mapping[str, str], errors: dict[str, str], status: int = 200
) -> Any:
    if step not in STEPS:
        raise NotFound()
    return page(
        f"schools/first_{step.replace('-', '_')}.html",
        step=step,
        steps=STEPS,
        standing=queries.first_morning(access),
        values=values,
        errors=errors,
        classes=options(_classes(access)),
        campuses=options(by_public_id(queries.campus_names(access))),
        villages=options(queries.village_ids(access)),
        patterns=[(key, label) for key, (label, _) in forms.PATTERNS.items()],
        status=status,
    )
