"""The month register of classes, with everything its page, PDF and spreadsheet print."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sisoho.access import Access, Right
from sisoho.errors import NotAllowed, NotFound, RuleBroken
from sisoho.jobs.models import Job
from sisoho.rollcall.queries.closing import confirmations
from sisoho.rollcall.queries.locks import is_locked
from sisoho.rollcall.queries.records import SheetRecord, records_between
from sisoho.rollcall.registry import REGISTERS_JOB
from sisoho.rollcall.rules import BookLine, Confirmation, Register, book_lines, register
from sisoho.school_calendar import HalfDay, Month, Slot, days, overlap
from sisoho.school_calendar import Span as DateSpan
from sisoho.schools.models import Duty, Pupil, SchoolClass, StaffMember
from sisoho.schools.queries import settings_of, unit_card, unit_names
from sisoho.schools.queries.birth import birth_text
from sisoho.schools.queries.due import ClassCard, ClassRoll, RollPupil, class_cards, class_rolls
from sisoho.schools.queries.loading import own_public

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RegisterHead:
    """What every register of a school's month has at its top."""

    title: str
    governing: str
    unit: str
    month: Month
    late_letter: str


@dataclass(frozen=True, slots=True)
class RegisterPupil:
    public_id: str
    name: str
    birth: str
    id_number: str


@dataclass(frozen=True, slots=True)
class ClassRegister:
    """One class's month. `kept` names marks that stay but count nowhere, in words.

    `confirmed`: who stood for it, oldest first; `row_id`: of the class.
    """

    head: RegisterHead
    row_id: int
    class_id: str
    class_name: str
    homeroom: str
    register: Register
    pupils: Mapping[int, RegisterPupil]
    book: tuple[BookLine, ...]
    kept: tuple[str, ...]
    confirmed: tuple[Confirmation, ...] = ()

    def stands(self, step: str) -> Confirmation | None:
        """The word of that step for the month as it is now."""
        return next((c for c in self.confirmed if c.step == step and c.holds), None)

    @property
    def month(self) -> Month:
        return self.head.month

    def sheet_slots(self) -> tuple[Slot, ...]:
        """The half-days with a sheet, to drill down to."""
        pairs = zip(self.register.slots, self.register.columns, strict=True)
        return tuple(slot for slot, column in pairs if column is not None)


def class_register(access: Access, class_id: str, month: Month) -> ClassRegister:
    """The register of one class (public id). Raises NotFound, NotAllowed, RuleBroken for a month to come."""
    row_id = _register_class(access, class_id)
    found = class_registers(access, month, [row_id])
    if not found:
        raise RuleBroken(f"Lớp này không học trong {month.label}: tháng nằm ngoài năm học của lớp.")
    return found[0]


def _register_class(access: Access, public_id: str) -> int:
    row = own_public(access, SchoolClass, public_id)
    if not access.sees_class(row.id) and not access.may(Right.SEE_REGISTERS):
        raise NotAllowed("Sổ tháng của lớp dành cho giáo viên chủ nhiệm, văn thư và lãnh đạo trường.")
    return int(row.id)


def class_registers(
    access: Access, month: Month, class_ids: Collection[int] | None = None
) -> list[ClassRegister]:
    """The registers of the classes (row ids) that have the month in their year, in the school's order.

    As many statements for a hundred classes as for one. Raises RuleBroken for a month to come.
    """
    if month.starts > access.on:
        raise RuleBroken(f"Chưa tới {month.label} nên chưa có sổ.")
    rolls = class_rolls(access, month.starts, month.ends, class_ids)
    sheets: dict[int, dict[Slot, SheetRecord]] = defaultdict(dict)
    for record in records_between(access, month.starts, month.ends, class_ids):
        sheets[record.class_id][record.slot] = record
    head, is_closed = register_head(access, month), is_locked(access, month.starts)
    locked = {day for day in days(month.starts, month.ends) if is_closed(day)}
    homeroom = _homeroom(access, month, [roll.id for roll in rolls])
    details = _details(access, [pupil.id for roll in rolls for pupil in _listed(roll, month)])
    found = []
    for roll in rolls:
        made = _register(access, roll, month, sheets[roll.id], locked)
        found.append(
            ClassRegister(
                head=head,
                row_id=roll.id,
                class_id=roll.public_id,
                class_name=roll.name,
                homeroom=", ".join(homeroom.get(roll.id, ())),
                register=made,
                pupils={row.pupil_id: details[row.pupil_id] for row in made.rows},
                book=book_lines(made),
                kept=tuple(_kept(roll, made, sheets[roll.id])),
            )
        )
    given = confirmations(access, month, {of.row_id: of.register.total for of in found})
    return [replace(of, confirmed=given.get(of.row_id, ())) for of in found]


def classes_of_month(access: Access, month: Month) -> list[int]:
    """Row ids of the classes whose year has the month, in the school's order."""
    return [card.id for card in class_cards(access, month.starts, month.ends)]


def register_classes(access: Access, month: Month) -> list[ClassCard]:
    """The classes of the month whose register this person may open."""
    cards = class_cards(access, month.starts, month.ends)
    whole = access.may(Right.SEE_REGISTERS)
    return [card for card in cards if whole or access.sees_class(card.id)]


def registers_job(access: Access, public_id: str) -> Job:
    """The job that makes, or made, the registers of a month. Raises NotFound."""
    job = own_public(access, Job, public_id)
    if job.kind != REGISTERS_JOB:
        raise NotFound
    return job


def register_head(access: Access, month: Month) -> RegisterHead:
    last_day = min(month.ends - ONE_DAY, access.on)
    values = settings_of(access, ("register_title", "late_letter"), last_day)
    card = unit_card(access.unit_id, last_day)
    parent = card.parent_id or 0
    governing = card.governing_line or unit_names([parent], last_day).get(parent, "")
    return RegisterHead(values["register_title"], governing, card.name, month, values["late_letter"])


def _listed(roll: ClassRoll, month: Month) -> list[RollPupil]:
    """Everyone who was in the class on a day of the month, by given name."""
    span = DateSpan(month.starts, month.ends)
    return [p for p in roll.pupils if any(overlap(span, enrolled) for enrolled in p.dates.enrolled)]


def _register(
    access: Access,
    roll: ClassRoll,
    month: Month,
    sheets: Mapping[Slot, SheetRecord],
    locked: Collection[date],
) -> Register:
    due = roll.due_by_pupil(month.starts, month.ends)
    scheduled = set(roll.slots(month.starts, month.ends)) | sheets.keys()
    halves = sorted({slot.half_day for slot in scheduled}) or [HalfDay.MORNING]
    slots = [Slot(day, half) for day in days(month.starts, month.ends) for half in halves]
    return register(
        {pupil.id: due[pupil.id] for pupil in _listed(roll, month)},
        slots,
        sheets,
        {slot for slot in slots if slot.date in locked},
        access.on,
    )


def _kept(roll: ClassRoll, made: Register, sheets: Mapping[Slot, SheetRecord]) -> Iterable[str]:
    """`Ksor H'Bia: P sáng T2 16/11`, for marks of pupils who were not due."""
    names = {pupil.id: pupil.name for pupil in roll.pupils}
    due = {
        (row.pupil_id, slot)
        for row in made.rows
        for slot, cell in zip(made.slots, row.cells, strict=True)
        if cell != "not_due"
    }
    for slot, sheet in sorted(sheets.items()):
        for pupil_id, kind in sorted(sheet.marks.items()):
            if (pupil_id, slot) not in due:
                yield f"{names.get(pupil_id, 'Một em không còn ở lớp')}: {kind} {slot.label}"


def _homeroom(access: Access, month: Month, class_ids: Collection[int]) -> dict[int, list[str]]:
    """Class → its homeroom teachers on the month's last day (today, in a month that is not over)."""
    on = min(month.ends - ONE_DAY, access.on)
    rows = (
        Duty.select(Duty.school_class, StaffMember.full_name)
        .join(StaffMember, on=(StaffMember.id == Duty.staff) & (StaffMember.unit == Duty.unit))
        .where(
            (Duty.unit == access.unit_id)
            & (Duty.kind == "homeroom")
            & Duty.school_class.in_(list(class_ids))
            & (Duty.starts <= on)
            & (Duty.ends.is_null() | (Duty.ends > on))
        )
        .tuples()
    )
    found: dict[int, list[str]] = defaultdict(list)
    for class_id, name in rows:
        found[class_id].append(name)
    return found


def _details(access: Access, pupil_ids: Collection[int]) -> dict[int, RegisterPupil]:
    p = Pupil
    rows = p.select(p.id, p.public_id, p.full_name, p.birth_date, p.birth_precision, p.id_number).where(
        (p.unit == access.unit_id) & p.id.in_(list(pupil_ids))
    )
    return {
        row_id: RegisterPupil(public_id, name, birth_text(born, precision), id_number)
        for row_id, public_id, name, born, precision, id_number in rows.tuples()
    }
