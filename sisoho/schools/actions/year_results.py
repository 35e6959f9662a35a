"""Lên lớp, lưu ban, hoàn thành: the homeroom teacher enters by exception, a leader stands for it."""

from collections.abc import Collection, Mapping

from sisoho import clock, db
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.errors import Conflict, NotAllowed, RuleBroken
from sisoho.schools.models import ResultConfirmation, SchoolClass, YearResult
from sisoho.schools.queries.loading import held_row
from sisoho.schools.queries.year_end import ResultLine, confirmed_classes, ending_year, result_lines
from sisoho.schools.queries.years import YearCard
from sisoho.schools.rules import Result, results_of, usual_result


def enter_results(
    access: Access, class_id: int, said: Mapping[int, tuple[Result, str]], *, rest_usual: bool = False
) -> int:
    """Write what changed of a class's results; returns how many rows.

    said: pupil row id → result and reason. `rest_usual`: everyone without a word or result yet reaches
    what the grade leads to. Raises RuleBroken (field = pupil's public id) for a result the grade does
    not have, or another than the usual without a reason; NotAllowed once a leader has confirmed.
    """
    with db.write():
        school_class, year = _class(access, class_id)
        if class_id in confirmed_classes(access, year.id) and not access.may(Right.SEE_SCHOOL):
            raise NotAllowed("Lãnh đạo trường đã xác nhận kết quả của lớp; chỉ lãnh đạo sửa được.")
        lines = result_lines(access, year, [class_id])
        _check(lines, said)
        changed = 0
        for line in lines:
            fallback = (usual_result(line.grade), "") if rest_usual and line.result is None else None
            wanted = said.get(line.id, fallback)
            if wanted is not None and wanted != (line.result, line.reason):
                _write(access, year, line, *wanted)
                changed += 1
        if changed:
            record(access, "enter_results", "school_class", school_class.id, fields=["result"])
    return changed


def _class(access: Access, class_id: int) -> tuple[SchoolClass, YearCard]:
    """The class, kept to this transaction, and its year. Raises NotAllowed for another teacher's class."""
    school_class, year = held_row(access, SchoolClass, class_id), ending_year(access)
    if not access.sees_class(class_id):
        raise NotAllowed("Kết quả của lớp do giáo viên chủ nhiệm ghi.")
    if year is None or school_class.year_id != year.id:
        raise RuleBroken("Lớp này không thuộc năm học đang kết thúc.")
    return school_class, year


def _check(lines: Collection[ResultLine], said: Mapping[int, tuple[Result, str]]) -> None:
    wrong: dict[str, str] = {}
    known = {line.id: line for line in lines}
    if said.keys() - known.keys():
        raise Conflict("Danh sách lớp đã đổi. Hãy tải lại trang; những gì đã lưu vẫn còn.")
    for pupil_id, (result, reason) in said.items():
        line = known[pupil_id]
        if result not in results_of(line.grade):
            wrong[line.public_id] = f"Khối {line.grade} không có kết quả “{result.label}”."
        elif result is not usual_result(line.grade) and not reason:
            wrong[line.public_id] = f"Hãy ghi lý do “{result.label.lower()}”."
    if wrong:
        raise RuleBroken("Chưa lưu được: có em cần xem lại. Những gì đã nhập vẫn còn ở dưới.", wrong)


def _write(access: Access, year: YearCard, line: ResultLine, result: Result, reason: str) -> None:
    YearResult.create(
        unit=access.unit_id,
        year=year.id,
        pupil=line.id,
        school_class=line.class_id,
        result=result.value,
        reason=reason,
        on=access.on,
        by=access.staff_id,
        recorded_at=clock.now(),
    )


def confirm_results(access: Access, class_id: int) -> None:
    """A leader stands for a class's results. Raises RuleBroken while a pupil has none."""
    access.need(Right.SEE_SCHOOL)
    with db.write():
        school_class, year = _class(access, class_id)
        waiting = sum(line.result is None for line in result_lines(access, year, [class_id]))
        if waiting:
            raise RuleBroken(f"Lớp {school_class.name} còn {waiting} em chưa có kết quả.")
        if class_id in confirmed_classes(access, year.id):
            return
        ResultConfirmation.create(
            unit=access.unit_id, school_class=class_id, by=access.staff_id, at=clock.now()
        )
        record(access, "confirm_results", "school_class", class_id)
