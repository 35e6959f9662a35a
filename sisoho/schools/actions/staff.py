"""Staff and their dated posts and duties. Ended duty ends access; nobody is deleted."""

from collections.abc import Iterable
from datetime import date

from sisoho import db
from sisoho.access import Access, Right, Role
from sisoho.audit.actions import record
from sisoho.errors import Conflict, NotAllowed, NotFound, RuleBroken
from sisoho.schools.forms import POSTS_OF, DutyData, StaffData
from sisoho.schools.models import Duty, SchoolClass, StaffMember
from sisoho.schools.queries.loading import commune_village, hold_unit, own_row
from sisoho.schools.queries.staff import may_assign
from sisoho.vietnamese import fold, search_text, sort_key

_LEADING = frozenset(
    {"principal", "vice_principal", "clerk", "accountant", "commune_officer", "province_officer"}
)
_OPENING = frozenset({"homeroom", "village"})
_MAY_APPOINT = frozenset({Role.PRINCIPAL, Role.VICE_PRINCIPAL, Role.ADMINISTRATOR})


def add_staff(access: Access, data: StaffData, starts: date) -> StaffMember:
    """A person with post and duties from `starts` on.

    Someone of the same phone, or the same name without another phone, is the same person and only
    gets what is new: pasting a list twice changes nothing.
    """
    access.need(Right.MANAGE_STAFF)
    with db.write():
        hold_unit(access)
        person = _same_person(access, data) or _create(access, data)
        if data.post:
            _ensure(access, person, DutyData(data.post, starts))
        for class_id in data.class_ids:
            _ensure(access, person, DutyData("homeroom", starts, class_id=class_id))
        for village_id in data.village_ids:
            lead = not _in_force(access, starts, Duty.village == village_id).exists()
            _ensure(access, person, DutyData("village", starts, village_id=village_id, lead=lead))
    return person


def add_staff_list(access: Access, people: Iterable[StaffData], starts: date) -> list[StaffMember]:
    """All or none of a pasted list."""
    with db.write():
        return [add_staff(access, person, starts) for person in people]


def _same_person(access: Access, data: StaffData) -> StaffMember | None:
    own = StaffMember.select().where((StaffMember.unit == access.unit_id) & StaffMember.active)
    if data.phone and (found := own.where(StaffMember.phone == data.phone).first()):
        if fold(found.full_name) != fold(data.full_name):
            raise RuleBroken(f"Số {data.phone} đã ghi cho {found.full_name}. Chưa có gì thay đổi.")
        return found
    namesakes = list(own.where(StaffMember.sort_key == sort_key(data.full_name)))
    alike = [person for person in namesakes if not (person.phone and data.phone)]
    if len(alike) != 1:
        return None
    if data.phone and not alike[0].phone:
        alike[0].phone = data.phone
        alike[0].save()
    return alike[0]


def _create(access: Access, data: StaffData) -> StaffMember:
    person = StaffMember.create(
        unit=access.unit_id,
        full_name=data.full_name,
        sort_key=sort_key(data.full_name),
        folded=search_text(data.full_name),
        phone=data.phone,
    )
    record(access, "add_staff", "staff_member", person.id, fields=["full_name", "phone"])
    return person


def change_staff(access: Access, staff_id: int, data: StaffData) -> StaffMember:
    """Name and phone of a person; posts and duties have actions of their own."""
    access.need(Right.MANAGE_STAFF)
    with db.write():
        person = own_row(access, StaffMember, staff_id)
        person.full_name, person.phone = data.full_name, data.phone
        person.sort_key, person.folded = sort_key(data.full_name), search_text(data.full_name)
        person.save()
        record(access, "change_staff", "staff_member", person.id, fields=["full_name", "phone"])
    return person


def assign_duty(access: Access, staff_id: int, data: DutyData) -> Duty:
    """Give a post or duty from `data.starts` on.

    A class has one homeroom teacher and a village team one lead: who held it before ends or steps
    back that day. Raises RuleBroken for a second principal or a duty the person already has.
    """
    access.need(Right.MANAGE_STAFF)
    with db.write():
        hold_unit(access)
        person = own_row(access, StaffMember, staff_id)
        if _has(access, person, data):
            raise RuleBroken("Thầy cô này đang giữ nhiệm vụ đó rồi. Chưa có gì thay đổi.")
        return _assign(access, person, data)


def _ensure(access: Access, person: StaffMember, data: DutyData) -> None:
    if not _has(access, person, data):
        _assign(access, person, data)


def _assign(access: Access, person: StaffMember, data: DutyData) -> Duty:
    """Assignment is the leaders' (domain.md §9): a duty of a class or village opens what families said."""
    _check_place(access, data)
    if person.id == access.staff_id and access.roles.isdisjoint(_MAY_APPOINT):
        raise NotAllowed("Nhiệm vụ của chính mình do hiệu trưởng hoặc quản trị máy chủ ghi.")
    if data.kind in _OPENING:
        need_assignment(access)
    if data.kind in _LEADING:
        _check_appointment(access, data)
    if data.kind == "homeroom":
        _end_earlier(access, data.starts, (Duty.kind == "homeroom") & (Duty.school_class == data.class_id))
    if data.lead:
        _step_back(access, data)
    duty = Duty.create(
        unit=access.unit_id,
        staff=person,
        kind=data.kind,
        school_class=data.class_id,
        village=data.village_id,
        lead=data.lead,
        title=data.title,
        starts=data.starts,
    )
    record(access, "assign_duty", "duty", duty.id, fields=["kind", "staff", "starts"])
    return duty


def need_assignment(access: Access) -> None:
    if not may_assign(access):
        raise NotAllowed(
            "Chủ nhiệm lớp và phụ trách thôn buôn do lãnh đạo trường phân công. Chưa có gì thay đổi."
        )


def _check_place(access: Access, data: DutyData) -> None:
    if (data.kind == "homeroom") != (data.class_id is not None):
        raise RuleBroken("Nhiệm vụ chủ nhiệm cần ghi lớp.", {"class": "Hãy chọn lớp."})
    if (data.kind == "village") != (data.village_id is not None):
        raise RuleBroken("Nhiệm vụ phụ trách cần ghi thôn, buôn.", {"village": "Hãy chọn thôn, buôn."})
    if data.class_id is not None:
        own_row(access, SchoolClass, data.class_id)
    if data.village_id is not None:
        commune_village(access, data.village_id)


def _check_appointment(access: Access, data: DutyData) -> None:
    """A clerk may keep the list of staff, but not make a principal (nor oneself one)."""
    if access.roles.isdisjoint(_MAY_APPOINT):
        raise NotAllowed(f"Chức vụ {_post(data.kind)} do hiệu trưởng hoặc quản trị máy chủ ghi.")
    if data.kind == "principal" and _in_force(access, data.starts, Duty.kind == "principal").exists():
        raise RuleBroken(
            "Trường đang có hiệu trưởng. Hãy kết thúc nhiệm vụ đó trước.",
            {"kind": "Trường đang có hiệu trưởng."},
        )


def _post(kind: str) -> str:
    labels = {key: label for posts in POSTS_OF.values() for key, label in posts.items()}
    return labels[kind][:1].lower() + labels[kind][1:]


def _in_force(access: Access, on: date, condition):  # type: ignore[no-untyped-def]
    """The school's duties of `condition` that count on `on` or begin later."""
    return Duty.select().where(
        (Duty.unit == access.unit_id) & condition & (Duty.ends.is_null() | (Duty.ends > on))
    )


def _has(access: Access, person: StaffMember, data: DutyData) -> bool:
    same = (Duty.staff == person.id) & (Duty.kind == data.kind)
    for field, value in ((Duty.school_class, data.class_id), (Duty.village, data.village_id)):
        same &= field.is_null() if value is None else field == value
    return bool(_in_force(access, data.starts, same).exists())


def _end_earlier(access: Access, on: date, condition) -> None:  # type: ignore[no-untyped-def]
    for duty in _in_force(access, on, condition):
        duty.ends = max(on, duty.starts)
        duty.save()
        record(access, "end_duty", "duty", duty.id, fields=["ends"])


def _step_back(access: Access, data: DutyData) -> None:
    """The former lead stays in the team; whoever led on a past day is told by the audit log."""
    for duty in _in_force(access, data.starts, (Duty.village == data.village_id) & Duty.lead):
        duty.lead = False
        duty.save()
        record(access, "step_back_as_lead", "duty", duty.id, fields=["lead"])


def end_duty(access: Access, duty_id: int, on: date) -> Duty:
    """`on` is the first day without the duty. Raises NotFound, Conflict when it has ended already."""
    access.need(Right.MANAGE_STAFF)
    with db.write():
        duty = Duty.get_or_none((Duty.unit == access.unit_id) & (Duty.id == duty_id))
        if duty is None:
            raise NotFound
        if duty.ends is not None and duty.ends <= on:
            raise Conflict("Nhiệm vụ này đã kết thúc trước ngày đó.")
        if duty.kind in _OPENING:
            need_assignment(access)
        if duty.kind in _LEADING and access.roles.isdisjoint(_MAY_APPOINT):
            raise NotAllowed(f"Chức vụ {_post(duty.kind)} do hiệu trưởng hoặc quản trị máy chủ kết thúc.")
        duty.ends = max(on, duty.starts)
        duty.save()
        record(access, "end_duty", "duty", duty.id, fields=["ends"])
    return duty
