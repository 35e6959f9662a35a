"""Runs as the pages tell them: what a file says, and what was or would be done."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN

from sisoho.access import Access, Right
from sisoho.errors import NotFound
from sisoho.schools.models import ImportRun, SchoolYear, StaffMember


@dataclass(frozen=True, slots=True)
class RunCard:
    """One run. `counts`: verdict → rows, and asked, decided, noted, missing, skipped, written.

    `columns`: (sheet, letter, label, field) of the header, field "" where it is not used.
    """

    id: int
    public_id: str
    year_id: int
    year: str
    file_name: str
    applied: bool
    by: str
    at: datetime
    applied_at: datetime | None
    counts: dict[str, int]
    columns: tuple[tuple[str, str, str, str], ...]
    notices: tuple[str, ...]
    additions: dict[str, Any]

    def count(self, verdict: str) -> int:
        return self.counts.get(verdict, 0)

    @property
    def to_look_at(self) -> int:
        """Rows that wait for a person's word."""
        return self.count("doubtful") + self.count("asked")

    @property
    def may_apply(self) -> bool:
        """Whether applying would write or remember anything."""
        return not self.applied and bool(self.count("written") or self.count("decided"))


def import_runs(
    access: Access, public_id: str | None = None, most: int = 50, *, subject: str = "pupils"
) -> list[RunCard]:
    """The school's runs of a subject, newest first, or the one of that public id."""
    access.need(Right.EDIT_REGISTERS)
    condition = (ImportRun.unit == access.unit_id) & (ImportRun.subject == subject)
    if public_id is not None:
        condition &= ImportRun.public_id == public_id
    rows = (
        ImportRun.select(ImportRun, SchoolYear, StaffMember)
        .join(SchoolYear, on=(ImportRun.year == SchoolYear.id) & (SchoolYear.unit == ImportRun.unit))
        .switch(ImportRun)
        .join(
            StaffMember,
            JOIN.LEFT_OUTER,
            on=(ImportRun.by == StaffMember.id) & (StaffMember.unit == ImportRun.unit),
        )
        .where(condition)
        .order_by(ImportRun.at.desc(), ImportRun.id.desc())
        .limit(most)
    )
    return [_card(row) for row in rows]


def import_run(access: Access, public_id: str, *, subject: str = "pupils") -> RunCard:
    """Raises NotFound."""
    found = import_runs(access, public_id, subject=subject)
    if not found:
        raise NotFound
    return found[0]


def _card(row: ImportRun) -> RunCard:
    return RunCard(
        id=row.id,
        public_id=row.public_id,
        year_id=row.year_id,
        year=row.year.label,
        file_name=row.file_name,
        applied=row.state == "applied",
        by=row.by.full_name if row.by_id else "",
        at=row.at,
        applied_at=row.applied_at,
        counts=row.counts,
        columns=tuple(tuple(column) for column in row.columns),
        notices=tuple(row.notices),
        additions=row.additions,
    )
