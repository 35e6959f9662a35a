"""Try a list: read it, plan it, keep the plan. Nothing of the school changes."""

from dataclasses import asdict
from pathlib import PurePath

from sisoho import clock, db
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.errors import Conflict, NotFound
from sisoho.files.actions import store_file
from sisoho.schools.actions.imports.planning import (
    Planned,
    counts_of,
    insert_rows,
    keep_plan,
    missing_rows,
    outcome_columns,
    plan_again,
    plan_rows,
    rows_of_file,
)
from sisoho.schools.import_rules import Decision, decision_to_json, row_to_json, within_limits
from sisoho.schools.models import ImportRun, SchoolYear
from sisoho.schools.pupil_list import PupilList, read_pupil_list
from sisoho.schools.queries.loading import own_row

_MEDIA_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xls": "application/vnd.ms-excel",
    ".csv": "text/csv",
}


def try_list(access: Access, year_id: int, data: bytes, filename: str) -> ImportRun:
    """Read a list and keep what importing it would do; raises RuleBroken if the file cannot be read.

    The file, the run and its rows are stored, nothing else.
    """
    access.need(Right.EDIT_REGISTERS)
    own_row(access, SchoolYear, year_id)
    read = read_pupil_list(data, filename)  # seconds at worst, so before the write lock is taken
    name = PurePath(filename).name[-255:]
    media_type = _MEDIA_TYPES.get(PurePath(filename).suffix.lower(), "application/octet-stream")
    with db.write():
        rows = tuple(within_limits(row) for row in read.rows)
        planned = plan_rows(access, year_id, rows, [Decision()] * len(rows), read.fields_seen)
        run = ImportRun.create(
            unit=access.unit_id,
            year=year_id,
            file=store_file(access.unit_id, data, name, media_type),
            file_name=name,
            state="tried",
            columns=[[seen.sheet, seen.letter, seen.label, seen.field] for seen in read.columns_seen],
            notices=[*read.notices, *planned.notices],
            additions=asdict(planned.additions),
            counts=counts_of(planned, len(read.skipped)),
            by=access.staff_id,
            at=clock.now(),
        )
        _keep_rows(access, run, read, planned)
        record(access, "try_pupil_list", "import_run", run.id)
    return run


def _keep_rows(access: Access, run: ImportRun, read: PupilList, planned: Planned) -> None:
    listed = [
        {
            "row_number": row.row_number,
            "sheet": row.sheet[:255],
            "listed": row_to_json(within_limits(row)),
            **outcome_columns(verdict, planned.known),
        }
        for row, verdict in zip(read.rows, planned.verdicts, strict=True)
    ]
    skipped = [
        {
            "row_number": row.row_number,
            "sheet": row.sheet[:255],
            "verdict": "skipped",
            "listed": {"text": row.text[:500]},
            "reason": row.reason,
        }
        for row in read.skipped
    ]
    insert_rows(access, run, [*listed, *skipped, *missing_rows(planned)], 1)


def decide_row(access: Access, run_id: int, place: int, decision: Decision) -> None:
    """A person's word on a row of a run that was only tried; an empty Decision takes it back.

    What it changes for other rows is planned anew. Raises NotFound for no such row, Conflict when the
    run is applied already.
    """
    access.need(Right.EDIT_REGISTERS)
    with db.write():
        run = own_row(access, ImportRun, run_id)
        if run.state != "tried":
            raise Conflict("Danh sách này đã nhập rồi nên không đổi lựa chọn được nữa.")
        rows = rows_of_file(access, run_id)
        row = next((row for row in rows if row.place == place), None)
        if row is None:
            raise NotFound("Không tìm thấy dòng này trong lần nhập.")
        row.decision = decision_to_json(decision)
        row.save()
        keep_plan(access, run, rows, plan_again(access, run, rows))
        record(access, "decide_imported_row", "import_run", run_id)
