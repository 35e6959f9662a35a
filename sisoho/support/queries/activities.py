"""What the school did, by kind and month."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sisoho.access import Access
from sisoho.school_calendar import Month
from sisoho.schools.queries import YearCard
from sisoho.schools.queries.loading import own_public
from sisoho.support.models import Activity, ActivityFile, Commended
from sisoho.support.queries.people import PupilLine, pupils_of, staff_names
from sisoho.support.rules import ActivityKind, school_months


@dataclass(frozen=True, slots=True)
class FileLine:
    """`file_id` is the row id of the stored file."""

    public_id: str
    name: str
    file_id: int


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """`pupils` are those praised, by class and name."""

    id: int
    public_id: str
    kind: ActivityKind
    on: date
    title: str
    note: str
    by_id: int
    by: str
    files: tuple[FileLine, ...] = ()
    pupils: tuple[PupilLine, ...] = ()


@dataclass(frozen=True, slots=True)
class MonthsOfKind:
    """In which months of the year something of the kind happened, with how many."""

    kind: ActivityKind
    counts: Mapping[Month, int]
    months: tuple[Month, ...]

    @property
    def filled(self) -> int:
        return sum(month in self.counts for month in self.months)


def activities(access: Access, year: YearCard) -> list[ActivityLine]:
    """Those of a school year, the latest first; four statements."""
    a = Activity
    span = (a.unit == access.unit_id) & (a.on >= year.starts) & (a.on < year.ends)
    return _lines(access, list(a.select().where(span)))


def activity(access: Access, public_id: str) -> ActivityLine:
    """Raises NotFound."""
    return _lines(access, [own_public(access, Activity, public_id)])[0]


def activity_file(access: Access, public_id: str) -> FileLine:
    """Raises NotFound."""
    row = own_public(access, ActivityFile, public_id)
    return FileLine(row.public_id, row.name, row.file_id)


def by_month(lines: list[ActivityLine], year: YearCard) -> list[MonthsOfKind]:
    """Every kind, also one of which nothing happened."""
    months = school_months(year.starts, year.ends)
    counts: dict[ActivityKind, dict[Month, int]] = {kind: defaultdict(int) for kind in ActivityKind}
    for line in lines:
        counts[line.kind][Month.of(line.on)] += 1
    return [MonthsOfKind(kind, dict(found), months) for kind, found in counts.items()]


def _lines(access: Access, rows: list[Activity]) -> list[ActivityLine]:
    ids = [row.id for row in rows]
    names = staff_names(access, active=False) if rows else {}
    files: dict[int, list[FileLine]] = defaultdict(list)
    praised: dict[int, list[int]] = defaultdict(list)
    if ids:
        f, c = ActivityFile, Commended
        attached = f.select().where((f.unit == access.unit_id) & f.activity.in_(ids)).order_by(f.position)
        for row in attached:
            files[row.activity_id].append(FileLine(row.public_id, row.name, row.file_id))
        for row in c.select().where((c.unit == access.unit_id) & c.activity.in_(ids)):
            praised[row.activity_id].append(row.pupil_id)
    people = pupils_of(access, {key for keys in praised.values() for key in keys})
    lines = [
        ActivityLine(
            row.id,
            row.public_id,
            ActivityKind(row.kind),
            row.on,
            row.title,
            row.note,
            row.by_id,
            names[row.by_id][1],
            tuple(files[row.id]),
            tuple(sorted((people[key] for key in praised[row.id]), key=lambda line: line.order)),
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: (line.on, line.id), reverse=True)
