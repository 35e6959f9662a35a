"""The tree of units: founding a server's first school, further units, dated profiles, succession."""

from dataclasses import replace
from datetime import date

from sisoho import db
from sisoho.access import Access, Right, Role
from sisoho.audit.actions import record
from sisoho.errors import Conflict, RuleBroken
from sisoho.schools.actions.staff import add_staff
from sisoho.schools.forms import FoundingData, StaffData, UnitData
from sisoho.schools.models import Unit, UnitProfile, UnitSuccession

_PARENT_KINDS = {
    "department": frozenset({None}),
    "district": frozenset({"department"}),
    "commune": frozenset({"department"}),
    "school": frozenset({"commune", "district", "department"}),
    "campus": frozenset({"school"}),
}


def found_school(account_id: int | None, data: FoundingData, on: date) -> Unit:
    """Make the first units of an empty server: Sở, xã, school, its campuses; the founder's post if any.

    `account_id`: the administrator who founds, None for a command. Returns the school.
    Raises Conflict when the server already has units.
    """
    with db.write():
        if Unit.select().exists():
            raise Conflict("Máy chủ này đã có đơn vị. Chưa có gì thay đổi.")
        department = _make(data.department, None)
        commune = _make(data.commune, department)
        school = _make(data.school, commune)
        for name in data.campuses:
            _make(UnitData("campus", name, data.school.starts), school)
        access = _founder(account_id, school, commune, on)
        record(access, "found_school", "unit", school.id, fields=["name", "symbol", "levels"])
        if data.founder_post:
            person = StaffData(data.founder_name, data.founder_phone, data.founder_post)
            add_staff(access, person, data.school.starts)
    return school


def _founder(account_id: int | None, school: Unit, commune: Unit, on: date) -> Access:
    return Access(
        account_id=account_id,
        staff_id=None,
        unit_id=school.id,
        unit_kind="school",
        on=on,
        roles=frozenset({Role.ADMINISTRATOR}),
        commune_id=commune.id,
    )


def add_unit(access: Access, data: UnitData, parent_id: int | None) -> Unit:
    """A further unit below `parent_id`; the administrator's, except a campus of one's own school.

    Raises RuleBroken when that kind of unit does not stand below the parent.
    """
    access.need(Right.MANAGE_STAFF if _own_campus(access, data, parent_id) else Right.ADMINISTER)
    with db.write():
        parent = Unit.get_or_none(Unit.id == parent_id)
        if (parent.kind if parent else None) not in _PARENT_KINDS[data.kind]:
            raise RuleBroken("Đơn vị cấp trên chưa đúng. Chưa có gì thay đổi.")
        unit = _make(data, parent)
        record(access, "add_unit", "unit", unit.id, fields=["kind", "name"])
    return unit


def _own_campus(access: Access, data: UnitData, parent_id: int | None) -> bool:
    return data.kind == "campus" and parent_id == access.unit_id


def _make(data: UnitData, parent: Unit | None) -> Unit:
    unit = Unit.create(kind=data.kind, code=data.code, levels=",".join(data.levels), starts=data.starts)
    _write_profile(unit, data, parent.id if parent else None)
    return unit


def _write_profile(unit: Unit, data: UnitData, parent_id: int | None) -> UnitProfile:
    return UnitProfile.create(
        unit=unit,
        starts=data.starts,
        parent=parent_id,
        name=data.name,
        short_name=data.short_name,
        governing_line=data.governing_line,
        symbol=data.symbol,
        place=data.place,
    )


def change_profile(access: Access, data: UnitData) -> UnitProfile:
    """Name, symbol and place of the acting unit from `data.starts` on; issued papers keep the old ones.

    A second change of the same day replaces the first.
    """
    access.need(Right.MANAGE_STAFF)
    with db.write():
        before = (
            UnitProfile.select()
            .where((UnitProfile.unit == access.unit_id) & (UnitProfile.starts <= data.starts))
            .order_by(UnitProfile.starts.desc())
            .first()
        )
        if before is None:
            raise RuleBroken("Ngày áp dụng sớm hơn ngày lập đơn vị. Chưa có gì thay đổi.")
        if before.starts == data.starts:
            before.delete_instance()
        unit = Unit.get_by_id(access.unit_id)
        # The form asks for no short name: it stays as long as the name it shortens.
        short_name = data.short_name or (before.short_name if before.name == data.name else "")
        profile = _write_profile(unit, replace(data, short_name=short_name), before.parent_id)
        record(access, "change_profile", "unit", unit.id, fields=["name", "symbol", "place"])
    return profile


def record_succession(access: Access, predecessor_id: int, successor_id: int, on: date) -> UnitSuccession:
    """The successor takes over tasks and papers from `on`; the predecessor ends that day."""
    access.need(Right.ADMINISTER)
    if predecessor_id == successor_id:
        raise RuleBroken("Một đơn vị không thể kế thừa chính mình. Chưa có gì thay đổi.")
    with db.write():
        taken = UnitSuccession.create(predecessor=predecessor_id, successor=successor_id, on=on)
        Unit.update(ends=on).where(Unit.id == predecessor_id).execute()
        record(access, "record_succession", "unit", predecessor_id, fields=["ends"])
    return taken
