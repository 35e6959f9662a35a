"""What the tests of importing do again and again, through actions and queries."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sisoho.access import Access
from sisoho.db import database, unscoped
from sisoho.migrations import all_models
from sisoho.schools import actions
from sisoho.schools import models as m
from sisoho.schools.import_rules import Decision
from sisoho.schools.queries import imports
from tests import factories
from tests.factories import Commune, School

# What an import may always add to: its own record, the log, the stored file.
RECORDS = {"import_run", "imported_row", "audit_entry", "personal_value", "stored_file"}


def empty_school(commune: Commune) -> School:
    """A school on its first morning: a year, one village, no class, no pupil."""
    made = factories.unit("school", "Trường TH và THCS Mới", commune.unit)
    school = School(made, commune.unit, commune.school.village, commune.school.other_village)
    school.year = m.SchoolYear.create(
        unit=made,
        label="2026-2027",
        starts=factories.YEAR_STARTS,
        ends=date(2027, 6, 1),
        second_term_starts=date(2027, 1, 18),
        opening_roll_on=date(2026, 9, 15),
    )
    school.clerk = factories.staff(made, "Trần Thị Thư", "clerk")
    factories.account(school.clerk)
    return school


def clerk_access(school: School) -> Access:
    return factories.access_of(school.clerk)


def try_list(school: School, data: bytes, name: str = "ds.xlsx") -> m.ImportRun:
    return actions.try_list(clerk_access(school), school.year.id, data, name)


def import_list(school: School, data: bytes) -> m.ImportRun:
    """Try a list and apply it."""
    return actions.apply_list(clerk_access(school), try_list(school, data).id)


def lines_of(school: School, run: m.ImportRun, shown: str) -> tuple[imports.RowLine, ...]:
    """The rows of a run that a tile of its page shows."""
    access = clerk_access(school)
    return imports.run_rows(access, imports.import_run(access, run.public_id), shown, size=1000).lines


def line_of(school: School, run: m.ImportRun, name: str) -> imports.RowLine:
    shown = ("can-xem", "moi", "thay-doi", "giu-nguyen", "khong-nhan", "vang")
    return next(line for key in shown for line in lines_of(school, run, key) if line.name == name)


def decide(school: School, run: m.ImportRun, name: str, decision: Decision) -> None:
    actions.decide_row(clerk_access(school), run.id, line_of(school, run, name).place, decision)


def pupils_of(school: School, name: str = "") -> list[m.Pupil]:
    own = m.Pupil.unit == school.unit
    return list(m.Pupil.select().where(own & (m.Pupil.full_name == name) if name else own))


def class_of(school: School, name: str) -> str:
    (found,) = pupils_of(school, name)
    access = clerk_access(school)
    return imports.known_pupils(access, school.year.id)[found.public_id].known.class_name


def all_tables(*, but: set[str] = RECORDS) -> dict[str, str]:
    """Table → hash of all its rows."""
    hashes = {}
    with unscoped("a test compares whole tables"):
        for model in all_models():
            table = model._meta.table_name
            if table not in but:
                rows = sorted(repr(row) for row in model.select().tuples())
                hashes[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return hashes


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """The SQL of the block, statement by statement."""
    statements: list[str] = []
    original = database.obj.execute_sql

    def counting(sql: str, *args: object, **kwargs: object) -> object:
        statements.append(sql)
        return original(sql, *args, **kwargs)

    database.obj.execute_sql = counting
    try:
        yield statements
    finally:
        database.obj.execute_sql = original
