"""The coming year as it is being prepared: what stands in the plan, what follows from it, what is missing."""

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from sisoho.access import Access, Right
from sisoho.errors import RuleBroken
from sisoho.schools.forms import YearData
from sisoho.schools.models import Duty, NewYearPlan, SchoolClass, SchoolYear, StaffMember, Village
from sisoho.schools.queries.first_morning import usual_year
from sisoho.schools.queries.year_end import (
    ResultLine,
    confirmed_classes,
    ending_year,
    gone_in_summer,
    result_lines,
)
from sisoho.schools.queries.years import YearCard, coming_year
from sisoho.schools.rules import OUT, Leaver, NextClass, OldClass, next_classes, place_all

_DATES = ("starts", "last_day", "second_term_starts", "opening_roll_on")


@dataclass(frozen=True)
class NewYearDraft:
    """`places`: pupil row id → key of a class, OUT, or None; `homeroom`: key → staff row id.

    `version` is what the person saw: the plan is opened only as it was shown.
    """

    version: int
    year: YearCard
    starts: date
    last_day: date
    second_term_starts: date
    opening_roll_on: date
    old: tuple[OldClass, ...]
    classes: tuple[NextClass, ...]
    leavers: tuple[ResultLine, ...]
    places: dict[int, str | None]
    homeroom: dict[str, int]
    ending_duties: frozenset[int]
    unconfirmed: tuple[str, ...]

    @cached_property
    def sizes(self) -> Counter[str | None]:
        return Counter(self.places.values())

    @property
    def label(self) -> str:
        return f"{self.starts.year}-{self.starts.year + 1}"

    @property
    def dates(self) -> YearData:
        return YearData(self.label, self.starts, self.last_day, self.second_term_starts, self.opening_roll_on)

    @property
    def going_on(self) -> int:
        return sum(size for key, size in self.sizes.items() if key not in (OUT, None))

    def obstacles(self) -> tuple[str, ...]:
        """What must be settled first, in whole sentences; empty when the year can be opened."""
        undecided = sum(line.result is None or not line.result.is_final for line in self.leavers)
        unplaced = self.sizes[None] - undecided
        doubled = [name for name, times in Counter(one.name for one in self.classes).items() if times > 1]
        found = (
            f"{undecided} em chưa có kết quả, hoặc rèn luyện trong hè chưa xét." if undecided else "",
            f"{unplaced} em chưa được xếp lớp." if unplaced > 0 else "",
            f"Lãnh đạo chưa xác nhận kết quả lớp {', '.join(self.unconfirmed)}." if self.unconfirmed else "",
            f"Trùng tên lớp {', '.join(doubled)}." if doubled else "",
            "" if self.classes else "Năm học mới chưa có lớp nào.",
            "" if self.starts >= self.year.ends else f"Năm học {self.year.label} chưa kết thúc vào ngày đó.",
        )
        return tuple(filter(None, found))


def draft_row(access: Access) -> NewYearPlan | None:
    """The plan in work for the year that is ending, opened or not; None before the first step."""
    year = ending_year(access)
    return plan_of(access, year.id) if year else None


def plan_of(access: Access, year_id: int) -> NewYearPlan | None:
    own = (NewYearPlan.unit == access.unit_id) & (NewYearPlan.year == year_id)
    return NewYearPlan.get_or_none(own & (NewYearPlan.state != "undone"))


def opened_plan(access: Access) -> NewYearPlan | None:
    """The latest plan that was opened: what could be undone."""
    own = (NewYearPlan.unit == access.unit_id) & (NewYearPlan.state == "opened")
    found: NewYearPlan | None = NewYearPlan.select().where(own).order_by(NewYearPlan.id.desc()).first()
    return found


def new_year_draft(access: Access) -> NewYearDraft:
    """Raises RuleBroken where no year has begun, or the next one has classes already."""
    access.need(Right.EDIT_REGISTERS)
    year = ending_year(access)
    if year is None:
        raise RuleBroken("Trường chưa có năm học nào đã bắt đầu nên chưa mở được năm học mới.")
    coming = coming_year(access, year.ends)
    if coming is not None and old_classes(access, coming.id):
        raise RuleBroken(
            f"Năm học {coming.label} đã mở và đã có lớp. Thêm lớp ở trang Năm học, đưa học sinh vào lớp bằng "
            "danh sách nhập hoặc từng em."
        )
    return _draft(access, year, plan_of(access, year.id), coming)


def _draft(
    access: Access, year: YearCard, plan: NewYearPlan | None, coming: SchoolYear | None
) -> NewYearDraft:
    content: dict[str, Any] = plan.content if plan else {}
    old = old_classes(access, year.id)
    classes = _classes(content) or next_classes(old)
    gone = gone_in_summer(access, year)
    leavers = tuple(line for line in result_lines(access, year) if line.id not in gone)
    said = {int(pupil_id): key for pupil_id, key in content.get("places", {}).items()}
    confirmed = confirmed_classes(access, year.id)
    occupied = {line.class_id for line in leavers}
    return NewYearDraft(
        version=plan.version if plan else 0,
        year=year,
        old=old,
        classes=classes,
        leavers=leavers,
        places=place_all([_leaver(line) for line in leavers], old, classes, said),
        homeroom=content.get("homeroom") or _homeroom(access, year, classes),
        ending_duties=frozenset(content.get("ending_duties", ())),
        unconfirmed=tuple(one.name for one in old if one.id in occupied - confirmed),
        **_dates(content, year, coming),
    )


def _leaver(line: ResultLine) -> Leaver:
    return Leaver(line.id, line.class_id, line.grade, line.result)


def _dates(content: dict[str, Any], year: YearCard, coming: SchoolYear | None) -> dict[str, date]:
    """What the plan says; else what the school wrote on its calendar; else what is usual."""
    kept = content.get("dates")
    if kept:
        return {name: date.fromisoformat(text) for name, text in kept.items()}
    known = coming or usual_year(date(year.ends.year, 8, 1))
    return {
        "starts": known.starts,
        "last_day": known.ends - timedelta(days=1),
        "second_term_starts": known.second_term_starts,
        "opening_roll_on": known.opening_roll_on,
    }


def old_classes(access: Access, year_id: int) -> tuple[OldClass, ...]:
    rows = SchoolClass.select().where((SchoolClass.unit == access.unit_id) & (SchoolClass.year == year_id))
    return tuple(
        OldClass(row.id, row.name, tuple(map(int, row.grades.split(","))), row.campus_id)
        for row in rows.order_by(SchoolClass.position, SchoolClass.id)
    )


def _classes(content: dict[str, Any]) -> tuple[NextClass, ...]:
    return tuple(
        NextClass(**{**kept, "grades": tuple(kept["grades"])}) for kept in content.get("classes", ())
    )


def dates_json(data: YearData) -> dict[str, str]:
    """The dates as a plan keeps them."""
    days = (data.starts, data.last_day, data.second_term_starts, data.opening_roll_on)
    return {name: day.isoformat() for name, day in zip(_DATES, days, strict=True)}


def class_json(one: NextClass) -> dict[str, Any]:
    return {**asdict(one), "grades": list(one.grades)}


def _homeroom(access: Access, year: YearCard, classes: tuple[NextClass, ...]) -> dict[str, int]:
    """The homeroom teacher stays where the class stands: who had 6A takes the new 6A, as a proposal."""
    rows = Duty.select(Duty.school_class, Duty.staff).where(
        (Duty.unit == access.unit_id)
        & (Duty.kind == "homeroom")
        & (Duty.ends.is_null() | (Duty.ends >= year.ends))
    )
    teachers = dict(rows.order_by(Duty.starts).tuples())
    named = {one.name: teachers[one.id] for one in old_classes(access, year.id) if one.id in teachers}
    return {one.key: named[one.name] for one in classes if one.name in named}


@dataclass(frozen=True, slots=True)
class VillageDuty:
    """A duty that goes on unless someone ends it; `id` is the row id."""

    id: int
    teacher: str
    village: str
    lead: bool


def village_duties(access: Access) -> list[VillageDuty]:
    """The teams of the villages as they stand, by village."""
    d = Duty
    rows = (
        d.select(d.id, StaffMember.full_name, Village.name, d.lead)
        .join(StaffMember, on=(StaffMember.id == d.staff) & (StaffMember.unit == d.unit))
        .switch(d)
        .join(Village, on=(Village.id == d.village) & (Village.unit == access.commune_id))
        .where((d.unit == access.unit_id) & (d.kind == "village") & d.ends.is_null())
        .tuples()
    )
    return sorted((VillageDuty(*row) for row in rows), key=lambda one: (one.village, not one.lead, one.id))


def teachers(access: Access) -> dict[str, tuple[int, str]]:
    """Public id → (row id, name) of the school's active staff, by given name."""
    s = StaffMember
    rows = s.select(s.public_id, s.id, s.full_name, s.sort_key).where((s.unit == access.unit_id) & s.active)
    found = sorted(rows.tuples(), key=lambda row: row[3])
    return {public_id: (row_id, name) for public_id, row_id, name, _ in found}
