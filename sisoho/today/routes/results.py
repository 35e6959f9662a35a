"""Kết quả cuối năm: by class, entered by exception; 45 sessions of absence only warn."""

from typing import Any

from flask import flash, redirect, request, url_for

from sisoho.access import Access, Right
from sisoho.audit.actions import record_view, record_views
from sisoho.errors import NotAllowed, NotFound, RuleBroken
from sisoho.rollcall.queries.missed_sessions import sessions_missed
from sisoho.schools import actions
from sisoho.schools.forms.year_end import read_result
from sisoho.schools.models import SchoolClass
from sisoho.schools.queries import (
    ClassLine,
    YearCard,
    class_lines,
    confirmed_classes,
    ending_year,
    result_history,
    result_lines,
)
from sisoho.schools.queries.loading import own_public
from sisoho.schools.queries.year_end import ResultLine
from sisoho.schools.rules import is_over_absences, results_of, usual_result
from sisoho.today.routes.blueprint import bp
from sisoho.web.guards import needs
from sisoho.web.rendering import page


@bp.get("/ket-qua")
@needs(Right.TAKE_ROLL)
def results(access: Access) -> Any:
    """The classes a person may judge, with how far each has come."""
    year = _year(access)
    classes = [line for line in class_lines(access, year.id) if access.sees_class(line.id)]
    waiting = {line.id: 0 for line in classes}
    for line in result_lines(access, year, list(waiting)):
        waiting[line.class_id] += line.result is None
    confirmed = confirmed_classes(access, year.id)
    return page("today/results.html", year=year, classes=classes, waiting=waiting, confirmed=confirmed)


def _year(access: Access) -> YearCard:
    year = ending_year(access)
    if year is None:
        raise RuleBroken("Trường chưa có năm học nào đã bắt đầu.")
    return year


def _class(access: Access, public_id: str) -> tuple[YearCard, ClassLine]:
    """Raises NotFound, NotAllowed for a class the person does not see in full."""
    row, year = own_public(access, SchoolClass, public_id), _year(access)
    if row.year_id != year.id:
        raise NotFound
    if not access.sees_class(row.id):
        raise NotAllowed("Kết quả của lớp do giáo viên chủ nhiệm và lãnh đạo trường xem.")
    (line,) = class_lines(access, year.id, row.id)
    return year, line


@bp.get("/ket-qua/<class_id>")
@needs(Right.TAKE_ROLL)
def class_results(access: Access, class_id: str) -> Any:
    year, line = _class(access, class_id)
    pupils = result_lines(access, year, [line.id])
    record_views(access, [pupil.id for pupil in pupils])
    missed = sessions_missed(access, [pupil.id for pupil in pupils], min(access.on, year.last_day))
    return page(
        "today/class_results.html",
        year=year,
        line=line,
        pupils=pupils,
        usual=usual_result(line.grades[0]),
        over={
            pupil.id: missed[pupil.id] for pupil in pupils if is_over_absences(pupil.grade, missed[pupil.id])
        },
        confirmed=line.id in confirmed_classes(access, year.id),
    )


@bp.post("/ket-qua/<class_id>")
@needs(Right.TAKE_ROLL)
def all_usual(access: Access, class_id: str) -> Any:
    """The whole class but those who have a result already."""
    _, line = _class(access, class_id)
    written = actions.enter_results(access, line.id, {}, rest_usual=True)
    flash(f"Đã ghi {written} em. Em nào khác thì chạm vào tên để sửa.", "success")
    return redirect(url_for("today.class_results", class_id=class_id), 303)


@bp.post("/ket-qua/<class_id>/xac-nhan")
@needs(Right.SEE_SCHOOL)
def confirm_results(access: Access, class_id: str) -> Any:
    _, line = _class(access, class_id)
    actions.confirm_results(access, line.id)
    flash(f"Đã xác nhận kết quả lớp {line.name}.", "success")
    return redirect(url_for("today.results"), 303)


@bp.get("/ket-qua/<class_id>/<pupil_id>")
@needs(Right.TAKE_ROLL)
def pupil_result(access: Access, class_id: str, pupil_id: str) -> Any:
    year, line = _class(access, class_id)
    return _form(access, year, line, _pupil(access, year, line, pupil_id), {})


@bp.post("/ket-qua/<class_id>/<pupil_id>")
@needs(Right.TAKE_ROLL)
def enter_result(access: Access, class_id: str, pupil_id: str) -> Any:
    year, line = _class(access, class_id)
    pupil = _pupil(access, year, line, pupil_id)
    try:
        said = read_result(request.form, results_of(pupil.grade))
        actions.enter_results(access, line.id, {pupil.id: said})
    except RuleBroken as broken:
        errors = {("reason" if name == pupil_id else name): text for name, text in broken.fields.items()}
        return _form(access, year, line, pupil, errors or {"form": broken.message}, 422)
    flash(f"{pupil.name}: {said[0].label.lower()}.", "success")
    return redirect(url_for("today.class_results", class_id=class_id), 303)


def _pupil(access: Access, year: YearCard, line: ClassLine, public_id: str) -> ResultLine:
    found = (one for one in result_lines(access, year, [line.id]) if one.public_id == public_id)
    pupil = next(found, None)
    if pupil is None:
        raise NotFound
    return pupil


def _form(
    access: Access,
    year: YearCard,
    line: ClassLine,
    pupil: ResultLine,
    errors: dict[str, str],
    status: int = 200,
) -> Any:
    record_view(access, pupil.id)
    missed = sessions_missed(access, [pupil.id], min(access.on, year.last_day))[pupil.id]
    return page(
        "today/pupil_result.html",
        line=line,
        pupil=pupil,
        choices=[(result.value, result.label) for result in results_of(pupil.grade)],
        chosen=request.form.get("result", pupil.result or usual_result(pupil.grade)),
        reason=request.form.get("reason", pupil.reason),
        missed=missed,
        over=is_over_absences(pupil.grade, missed),
        history=result_history(access, pupil.id),
        errors=errors,
        status=status,
    )
