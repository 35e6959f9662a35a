"""The first page of a real, empty server: which school is this, and who is founding it?"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import flash, redirect, request, url_for

from sisoho.accounts import actions
from sisoho.accounts.routes.blueprint import bp
from sisoho.errors import NotFound, RuleBroken
from sisoho.schools import forms, queries
from sisoho.web.guards import identified
from sisoho.web.rendering import page
from sisoho.web.session import SignedIn

# The districts ended on 01/07/2025: since then a school here stands below its commune.
STARTS = date(2025, 7, 1)
USUAL = {"department": "Sở Giáo dục và Đào tạo Gia Lai"}


@bp.get("/mo-truong")
@identified
def found_school(person: SignedIn) -> Any:
    if queries.has_units():
        return redirect("/")
    return _founding_page(person, USUAL, [], {})


@bp.post("/mo-truong")
@identified
def make_school(person: SignedIn) -> Any:
    levels = request.form.getlist("levels")
    try:
        data = forms.read_founding(request.form, levels, STARTS)
    except RuleBroken as broken:
        return _founding_page(person, request.form, levels, broken.fields, status=422)
    school = actions.found_school(person.account_id, data)
    flash("Đã mở trường. Các bước tiếp theo có thể bỏ qua và làm sau.", "success")
    actions.pick_unit(person.session_id, person.account_id, school.public_id)
    return redirect(url_for("schools.first_morning"), 303)


def _founding_page(
    person: SignedIn, values: Mapping[str, str], levels: list[str], errors: dict[str, str], status: int = 200
) -> Any:
    if not person.is_administrator:
        raise NotFound()
    return page(
        "accounts/founding.html",
        values=values,
        chosen_levels=levels,
        levels=forms.LEVELS.items(),
        posts=forms.FOUNDER_POSTS.items(),
        errors=errors,
        status=status,
    )
