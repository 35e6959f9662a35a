"""Whose villages a person's work is about, and of which the names may be read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sisoho.access import Access, Right
from sisoho.errors import NotAllowed, NotFound
from sisoho.schools.models import Duty, Unit, UnitProfile, Village
from sisoho.schools.queries.units import profiles_on
from sisoho.schools.rules.area import is_school_year, school_year_of
from sisoho.vietnamese import sort_key


@dataclass(frozen=True, slots=True)
class AreaVillage:
    id: int
    public_id: str
    name: str


@dataclass(frozen=True, slots=True)
class AreaScope:
    """`villages`: those the unit (or the teacher on duty) looks after, by name; `homes`: every village of the
    commune, `schools` likewise, row id → name. `named`: whether names may be read, or counts alone."""

    villages: tuple[AreaVillage, ...]
    homes: Mapping[int, str]
    schools: Mapping[int, str]
    named: bool

    def village(self, public_id: str) -> AreaVillage:
        """Raises NotFound."""
        found = next((one for one in self.villages if one.public_id == public_id), None)
        if found is None:
            raise NotFound("Không tìm thấy thôn, buôn này trong địa bàn của thầy cô.")
        return found

    def named_village(self, public_id: str) -> AreaVillage:
        """The same, to be read by name: there is none for who reads counts alone. Raises NotFound."""
        return self.village(public_id if self.named else "")


def area_scope(access: Access, *, whole: bool = False) -> AreaScope:
    """A school's area are the villages its teams are on duty for, the whole commune while it has none; a
    teacher's are the own villages; the commune's officer reads counts (domain.md §9). Three statements.

    `whole`: all of the commune for who keeps a register, whose pupils live anywhere; never for a page
    that shows children as such.

    Raises NotAllowed for who has no part in it.
    """
    rows = Village.select().where(Village.unit == access.commune_id)
    homes = sorted(rows, key=lambda row: sort_key(row.name))
    wanted = None if whole and access.may(Right.SEE_REGISTERS) else _own_villages(access)
    return AreaScope(
        tuple(
            AreaVillage(row.id, row.public_id, row.name)
            for row in homes
            if wanted is None or row.id in wanted
        ),
        {row.id: row.name for row in homes},
        _schools(access),
        named=not access.may(Right.SEE_REFERRED),
    )


def _own_villages(access: Access) -> frozenset[int] | None:
    """None: all of the commune."""
    if access.may(Right.SEE_REFERRED):
        return None
    if not access.may(Right.SEE_REGISTERS):
        access.need(Right.LOG_VISIT)
        return access.village_ids
    on_duty = Duty.select(Duty.village).where(
        (Duty.unit == access.unit_id)
        & (Duty.kind == "village")
        & (Duty.starts <= access.on)
        & (Duty.ends.is_null() | (Duty.ends > access.on))
    )
    return frozenset(village_id for (village_id,) in on_duty.tuples()) or None


def _schools(access: Access) -> dict[int, str]:
    rows = profiles_on(access.on).where((UnitProfile.parent == access.commune_id) & (Unit.kind == "school"))
    return {row.unit_id: row.name for row in rows}


def need_writing(access: Access, *, whole: bool = False) -> AreaScope:
    """The same for who may write in it: leaders, clerk, the teacher on duty. Raises NotAllowed."""
    scope = area_scope(access, whole=whole)
    if not scope.named or not (access.may(Right.EDIT_REGISTERS) or scope.villages):
        raise NotAllowed("Danh sách trẻ trong địa bàn do nhà trường ghi. Chưa có gì thay đổi.")
    return scope


def asked_year(access: Access, label: str = "") -> str:
    """The school year asked for, this one by default. Raises NotFound for no or a coming year."""
    now = school_year_of(access.on)
    if label and not (is_school_year(label) and label <= now):
        raise NotFound("Không có năm học này.")
    return label or now


def day_of(access: Access, year: str) -> date:
    """The day on which the registers are read for a year: today, or the last day that is still within it."""
    first, last = int(year[:4]), int(year[5:])
    return min(max(access.on, date(first, 9, 15)), date(last, 5, 31))
