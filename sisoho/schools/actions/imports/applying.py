"""Apply a tried list in one transaction, if the school is still what it was tried against."""

from collections.abc import Sequence
from datetime import date

from peewee import Case

from sisoho import clock, db
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.errors import Conflict, RuleBroken
from sisoho.school_calendar import covers
from sisoho.schools.actions.imports.additions import make_additions
from sisoho.schools.actions.imports.changing import change_known, remember
from sisoho.schools.actions.imports.enrolling import enrol_known, enrol_new
from sisoho.schools.actions.imports.planning import Planned, keep_plan, plan_again, rows_of_file
from sisoho.schools.actions.imports.waiting import propose_moves, propose_siblings
from sisoho.schools.forms import DEFAULT_PATTERN
from sisoho.schools.models import ImportedRow, ImportRun, SchoolYear
from sisoho.schools.queries.loading import own_row

_MOST_AT_ONCE = 200


def apply_list(
    access: Access, run_id: int, *, starts: date | None = None, pattern: str = DEFAULT_PATTERN
) -> ImportRun:
    """Write what the run says: new pupils enrolled from `starts` on, changes, proposals to complete.

    `starts`: by default the year's first day, after the opening roll is frozen today. `pattern`: the week
    of classes the list brings (forms.PATTERNS). Doubtful rows without a decision stay out. Applying
    again does nothing.
    Raises Conflict, with the run planned anew, when it would now do something else than was shown;
    RuleBroken when nobody can enter a class on `starts`.
    """
    access.need(Right.EDIT_REGISTERS)
    with db.write():
        run = _alone(access, own_row(access, ImportRun, run_id))
        if run.state == "applied":
            return run
        rows = rows_of_file(access, run_id)
        planned = plan_again(access, run, rows)
        differing = keep_plan(access, run, rows, planned)
        if not differing:
            _write(access, run, rows, planned, starts, pattern)
    if differing:
        raise Conflict(
            f"Chưa nhập gì: từ lúc xem thử, hồ sơ của trường đã thay đổi nên {differing} dòng nay khác. "
            "Bản xem thử đã tính lại; hãy xem lại rồi nhập."
        )
    return own_row(access, ImportRun, run_id)


def _alone(access: Access, run: ImportRun) -> ImportRun:
    """The run as it is once no other import of the year is under way.

    SQLite writes one transaction at a time; on PostgreSQL this update makes the second wait, so that
    it plans against what the first has written.
    """
    SchoolYear.update(label=SchoolYear.label).where(
        (SchoolYear.unit == access.unit_id) & (SchoolYear.id == run.year_id)
    ).execute()
    return own_row(access, ImportRun, run.id)


def _write(
    access: Access,
    run: ImportRun,
    rows: Sequence[ImportedRow],
    planned: Planned,
    starts: date | None,
    pattern: str,
) -> None:
    year = own_row(access, SchoolYear, run.year_id)
    ids = make_additions(access, year, planned, pattern)
    first_day = _first_day(access, year, planned, starts)
    made = enrol_new(access, year, first_day, planned, ids)
    for verdict, decision in zip(planned.verdicts, planned.decisions, strict=True):
        if verdict.kind in ("same", "changed"):
            change_known(access, planned.known[verdict.matched or ""], verdict, ids)
            remember(planned.known[verdict.matched or ""], verdict, decision, planned.fields_seen)
    enrol_known(access, year, first_day, planned, ids)
    propose_moves(access, run, planned, made, ids)
    propose_siblings(access, run.year_id)
    _name_new(access, run, {rows[place].id: pupil_id for place, pupil_id in made.items()})
    own = (ImportRun.unit == access.unit_id) & (ImportRun.id == run.id)
    ImportRun.update(state="applied", applied_at=clock.now()).where(own).execute()
    record(access, "apply_pupil_list", "import_run", run.id)


def _first_day(access: Access, year: SchoolYear, planned: Planned, starts: date | None) -> date:
    """The day from which the list's new pupils are in class."""
    frozen = year.opening_roll_frozen_at is not None
    day = starts or (access.on if frozen else year.starts)
    if not planned.enters_anybody:
        return day
    if not covers(year, day):
        raise RuleBroken(
            "Chưa nhập gì: ngày vào lớp nằm ngoài năm học.", {"starts": "Hãy chọn ngày trong năm học."}
        )
    if frozen and day <= year.opening_roll_on:
        raise RuleBroken(
            "Chưa nhập gì: sĩ số đầu năm đã chốt nên em mới vào lớp từ sau ngày chốt.",
            {"starts": f"Hãy chọn ngày sau {year.opening_roll_on:%d/%m/%Y}."},
        )
    return day


def _name_new(access: Access, run: ImportRun, pupil_of: dict[int, int]) -> None:
    """Row id → the pupil made from it: the record of the import names them."""
    pairs = list(pupil_of.items())
    for start in range(0, len(pairs), _MOST_AT_ONCE):
        some = pairs[start : start + _MOST_AT_ONCE]
        ImportedRow.update(pupil=Case(ImportedRow.id, some)).where(
            (ImportedRow.unit == access.unit_id)
            & (ImportedRow.run == run.id)
            & ImportedRow.id.in_([row_id for row_id, _ in some])
        ).execute()
