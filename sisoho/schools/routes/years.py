"""The year's calendar and the school's own settings: one page to see, one small form a subject."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for

from sisoho import clock
from sisoho.access import Access, Right
from sisoho.errors import NotFound, RuleBroken
from sisoho.schools import actions, forms, queries
from sisoho.schools.queries import YearCard
from sisoho.schools.routes.blueprint import bp, by_public_id, faults, options, row_ids, this_year
from sisoho.schools.settings import SETTINGS, WEEKDAYS
from sisoho.web.guards import needs
from sisoho.web.rendering import page

SHOWN_SETTINGS = tuple(setting for setting in SETTINGS.values() if setting.kind != "table")


@bp.get("/nam-hoc")
@needs(Right.MANAGE_STAFF)
def calendar(access: Access) -> Any:
    year = queries.current_year(access)
    return page(
        "schools/calendar.html",
        year=year,
        closures=queries.closure_lines(access, year) if year else [],
        make_ups=queries.make_up_lines(access, year) if year else [],
        seasons=queries.season_lines(access),
        settings=SHOWN_SETTINGS,
        kept=_kept(access),
        classes=queries.class_ids(access, year.id) if year else {},
    )


def _kept(access: Access) -> dict[str, Any]:
    return queries.settings_of(access, [setting.key for setting in SHOWN_SETTINGS], access.on)


def year_values(year: YearCard | None) -> dict[str, str]:
    """A year in the fields of `forms.read_year`."""
    if year is None:
        return {}
    return {
        "starts": year.starts.isoformat(),
        "last_day": year.last_day.isoformat(),
        "second_term_starts": year.second_term_starts.isoformat(),
        "opening_roll_on": year.opening_roll_on.isoformat(),
    }


def save_year(access: Access) -> None:
    """Open the first year or, from the year's end on, the next one; else correct this year's dates."""
    year, data = queries.current_year(access), forms.read_year(request.form)
    if year is None or data.starts >= year.ends:
        actions.open_school_year(access, data)
    else:
        actions.change_school_year(access, year.id, data)


def add_classes(access: Access) -> None:
    campuses = row_ids(by_public_id(queries.campus_names(access)))
    actions.create_classes(access, this_year(access).id, forms.read_classes(request.form, campuses))


def _declare_closure(access: Access) -> None:
    campuses = row_ids(by_public_id(queries.campus_names(access)))
    villages = row_ids(queries.village_ids(access))
    actions.declare_closure(access, forms.read_closure(request.form, campuses, villages))


def _add_make_up(access: Access) -> None:
    classes = row_ids(queries.class_ids(access, this_year(access).id))
    actions.add_make_up_day(access, forms.read_make_up(request.form, classes))


def _change_settings(access: Access) -> None:
    values, wrong = {}, {}
    for setting in SHOWN_SETTINGS:
        try:
            values[setting.key] = setting.read(request.form.get(setting.key, ""))
        except RuleBroken as broken:
            wrong.update(broken.fields)
    if wrong:
        raise RuleBroken("Có mức chưa đúng.", wrong)
    actions.change_settings(access, values, clock.today())


@dataclass(frozen=True, slots=True)
class Part:
    """One form of the calendar: its fields are in `schools/_<fields>_fields.html`."""

    fields: str
    title: str
    button: str
    take: Callable[[Access], None]
    done: str


PARTS = {
    "ngay": Part("year", "Ngày tháng của năm học", "Lưu", save_year, "Đã lưu năm học."),
    "lop": Part("class", "Thêm lớp", "Thêm lớp", add_classes, "Đã thêm lớp."),
    "nghi": Part("closure", "Ghi ngày nghỉ", "Ghi ngày nghỉ", _declare_closure, "Đã ghi ngày nghỉ."),
    "hoc-bu": Part("make_up", "Ghi buổi học bù", "Ghi học bù", _add_make_up, "Đã ghi buổi học bù."),
    "thiet-lap": Part(
        "settings", "Giờ giấc và mức nhắc", "Lưu", _change_settings, "Đã lưu; áp dụng từ hôm nay."
    ),
}


@bp.get("/nam-hoc/<part>")
@needs(Right.MANAGE_STAFF)
def calendar_form(access: Access, part: str) -> Any:
    values: Mapping[str, Any] = {}
    if part == "ngay":
        values = year_values(queries.current_year(access) or queries.usual_year(clock.today()))
    elif part == "thiet-lap":
        values = _kept(access)
    return _form_page(access, part, values, {})


@bp.post("/nam-hoc/<part>")
@needs(Right.MANAGE_STAFF)
def save_calendar(access: Access, part: str) -> Any:
    chosen = _part(part)
    try:
        chosen.take(access)
    except RuleBroken as broken:
        return _form_page(access, part, request.form, faults(broken), 422)
    flash(chosen.done, "success")
    return redirect(url_for("schools.calendar"), 303)


def _part(name: str) -> Part:
    if name not in PARTS:
        raise NotFound()
    return PARTS[name]


def _form_page(
    access: Access, part: str, values: Mapping[str, Any], errors: dict[str, str], status: int = 200
) -> Any:
    year = queries.current_year(access)
    return page(
        "schools/calendar_form.html",
        part=_part(part),
        values=values,
        errors=errors,
        settings=SHOWN_SETTINGS,
        weekdays=list(enumerate(WEEKDAYS)),
        places=_places(access),
        classes=options(queries.class_ids(access, year.id)) if year else [],
        campuses=options(by_public_id(queries.campus_names(access))),
        villages=options(queries.village_ids(access)),
        patterns=[(key, label) for key, (label, _) in forms.PATTERNS.items()],
        status=status,
    )


def _places(access: Access) -> list[tuple[str, str]]:
    campuses, villages = by_public_id(queries.campus_names(access)), queries.village_ids(access)
    return [(f"campus:{key}", name) for key, (_, name) in campuses.items()] + [
        (f"village:{key}", name) for key, (_, name) in villages.items()
    ]


@bp.post("/nam-hoc/nghi/<int(max=2147483647):closure_id>/bo")
@needs(Right.MANAGE_STAFF)
def withdraw_closure(access: Access, closure_id: int) -> Any:
    actions.withdraw_closure(access, closure_id)
    flash("Đã bỏ ngày nghỉ ghi nhầm.", "success")
    return redirect(url_for("schools.calendar"), 303)
