"""Importing a phổ cập list: try it, decide what is in doubt, apply it. The way of the pupil list."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from sisoho import clock, db
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.errors import Conflict, NotFound, RuleBroken
from sisoho.files.actions import store_file
from sisoho.schools.actions.area import join_pupil, write_entry
from sisoho.schools.actions.imports.planning import insert_rows, rows_of_file
from sisoho.schools.forms.area import ChildData
from sisoho.schools.import_rules import (
    Decision,
    ListedChild,
    RowVerdict,
    decision_from_json,
    decision_to_json,
    listed_from_json,
    outcome_to_json,
    row_to_json,
    within_limits,
)
from sisoho.schools.models import AreaChild, ImportedRow, ImportRun, SchoolYear
from sisoho.schools.pupil_list import ChildRow, SkippedRow, read_pupil_list
from sisoho.schools.queries import current_year
from sisoho.schools.queries.area import AreaPerson
from sisoho.schools.queries.area.imported import AreaPlan, plan_area
from sisoho.schools.queries.loading import held_row, own_row
from sisoho.schools.rules.area import ChildState

SUBJECT = "area"


def try_children(access: Access, data: bytes, filename: str) -> ImportRun:
    """Read a list and keep what importing it would do; nothing of the area changes.

    Raises RuleBroken if the file cannot be read, or the school has opened no year yet.
    """
    access.need(Right.EDIT_REGISTERS)
    year = current_year(access)
    if year is None:
        raise RuleBroken("Trường chưa mở năm học nào. Hãy mở ở trang Năm học rồi quay lại.")
    read = read_pupil_list(data, filename, ChildRow)  # seconds at worst, so before the write lock is taken
    rows = [row for row in map(within_limits, read.rows) if isinstance(row, ListedChild)]
    name = PurePath(filename).name[-255:]
    with db.write():
        plan = plan_area(access, rows, [Decision()] * len(rows))
        run = ImportRun.create(
            unit=access.unit_id,
            subject=SUBJECT,
            year=year.id,
            file=store_file(access.unit_id, data, name, "application/octet-stream"),
            file_name=name,
            state="tried",
            columns=[[seen.sheet, seen.letter, seen.label, seen.field] for seen in read.columns_seen],
            notices=list(read.notices),
            counts=_counts(plan.verdicts, [], len(read.skipped)),
            by=access.staff_id,
            at=clock.now(),
        )
        insert_rows(access, run, [*_new_rows(rows, plan), *_skipped(read.skipped)], 1)
        record(access, "try_area_list", "import_run", run.id)
    return run


def _new_rows(rows: Sequence[ListedChild], plan: AreaPlan) -> Iterable[dict[str, Any]]:
    for row, verdict in zip(rows, plan.verdicts, strict=True):
        listed = {"row_number": row.row_number, "sheet": row.sheet[:255], "listed": row_to_json(row)}
        yield {**listed, **_outcome(verdict)}


def _skipped(rows: Iterable[SkippedRow]) -> Iterable[dict[str, Any]]:
    for row in rows:
        told = {"listed": {"text": row.text[:500]}, "reason": row.reason}
        yield {"row_number": row.row_number, "sheet": row.sheet[:255], "verdict": "skipped", **told}


def _outcome(verdict: RowVerdict) -> dict[str, Any]:
    """What an ImportedRow keeps of a verdict."""
    changes = outcome_to_json(verdict) | ({"matched": verdict.matched} if verdict.matched else {})
    return {"verdict": verdict.kind, "changes": changes, "reason": verdict.reason[:1000]}


def _counts(verdicts: Sequence[RowVerdict], decisions: Sequence[Decision], skipped: int) -> dict[str, int]:
    found = Counter[str](verdict.kind for verdict in verdicts)
    found["written"] = found["new"] + found["changed"]
    found["decided"] = sum(decision != Decision() for decision in decisions)
    found["noted"] = sum(bool(verdict.row.problems) for verdict in verdicts)
    found["skipped"] = skipped
    return dict(+found)


def decide_child(access: Access, run_id: int, place: int, decision: Decision) -> None:
    """A person's word on a row; what it changes for others is planned anew.

    Raises NotFound for no such row, Conflict when the run is applied already.
    """
    access.need(Right.EDIT_REGISTERS)
    with db.write():
        run = held_row(access, ImportRun, run_id)
        if run.state != "tried":
            raise Conflict("Danh sách này đã nhập rồi nên không đổi lựa chọn được nữa.")
        rows = rows_of_file(access, run_id)
        row = next((row for row in rows if row.place == place), None)
        if row is None:
            raise NotFound("Không tìm thấy dòng này trong lần nhập.")
        row.decision = decision_to_json(decision)
        row.save()
        _keep(run, rows, _plan_again(access, rows))
        record(access, "decide_area_row", "import_run", run_id)


def _plan_again(access: Access, rows: Sequence[ImportedRow]) -> AreaPlan:
    listed = [listed_from_json(row.listed, ListedChild) for row in rows]
    return plan_area(access, listed, [decision_from_json(row.decision) for row in rows])


def _keep(run: ImportRun, rows: Sequence[ImportedRow], plan: AreaPlan) -> int:
    """Write a new plan over the old one; returns how many rows came out otherwise."""
    changed = 0
    for row, verdict in zip(rows, plan.verdicts, strict=True):
        columns = _outcome(verdict)
        if columns != {"verdict": row.verdict, "changes": row.changes, "reason": row.reason}:
            for name, value in columns.items():
                setattr(row, name, value)
            row.save()
            changed += 1
    decisions = [decision_from_json(row.decision) for row in rows]
    run.counts = _counts(plan.verdicts, decisions, run.counts.get("skipped", 0))
    run.save()
    return changed


def apply_children(access: Access, run_id: int) -> ImportRun:
    """Write new children and what the list says anew of known ones; doubtful rows stay out.

    Applying again does nothing. Raises Conflict, with the run planned anew, when it would now do something
    else than was shown.
    """
    access.need(Right.EDIT_REGISTERS)
    with db.write():
        run = own_row(access, ImportRun, run_id)
        held_row(access, SchoolYear, run.year_id)  # one import of the school at a time
        run = own_row(access, ImportRun, run_id)
        if run.state == "applied":
            return run
        rows = rows_of_file(access, run_id)
        plan = _plan_again(access, rows)
        differing = _keep(run, rows, plan)
        if not differing:
            _write(access, plan)
            own = (ImportRun.unit == access.unit_id) & (ImportRun.id == run_id)
            ImportRun.update(state="applied", applied_at=clock.now()).where(own).execute()
            record(access, "apply_area_list", "import_run", run_id)
    if differing:
        raise Conflict(
            f"Chưa nhập gì: từ lúc xem thử, danh sách của địa bàn đã thay đổi nên {differing} dòng nay khác. "
            "Bản xem thử đã tính lại; hãy xem lại rồi nhập."
        )
    return own_row(access, ImportRun, run_id)


def _write(access: Access, plan: AreaPlan) -> None:
    villages = {one.name: one.id for one in plan.scope.villages}
    for verdict in plan.verdicts:
        row = verdict.row
        assert isinstance(row, ListedChild)
        if verdict.kind == "new":
            child = AreaChild.create(unit=access.commune_id)
            write_entry(access, child.id, _data(row, None, villages), "import")
        elif verdict.kind == "changed":
            known = plan.people[verdict.matched or ""]
            child_id = known.child_id or _as_child(access, known)
            write_entry(access, child_id, _data(row, known, villages), "import")


def _as_child(access: Access, pupil: AreaPerson) -> int:
    """A pupil who left is on the list from now on, and remains that pupil."""
    child = AreaChild.create(unit=access.commune_id)
    join_pupil(access, child.id, pupil)
    return int(child.id)


def _data(row: ListedChild, known: AreaPerson | None, villages: Mapping[str, int]) -> ChildData:
    """What the list says; what it leaves blank stays as it is known."""
    assert row.birth
    state = ChildState(row.state)
    if known and state is ChildState.UNKNOWN:
        state = known.state
    studies = state is ChildState.STUDYING
    return ChildData(
        full_name=row.full_name,
        birth=row.birth,
        village_id=villages[row.village],
        state=state,
        sex=row.sex or (known.sex if known else ""),
        ethnic_group=row.ethnic_group or (known.ethnic_group if known else ""),
        head_name=row.household_head or (known.head_name if known else ""),
        disability=bool(row.disability) or state is ChildState.UNABLE or bool(known and known.disability),
        at_school=(row.school or (known.school if known else "")) if studies else "",
        grade=(row.grade or (known.grade if known else None)) if studies else None,
        since=known.since if known and known.state is state else None,
        reason="" if studies else row.reason or (known.reason if known else ""),
    )
