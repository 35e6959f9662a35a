"""Staff and their duties of today and to come."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from peewee import JOIN

from sisoho.access import Access, Right, Role
from sisoho.errors import NotFound
from sisoho.schools.forms import DUTIES_OF, Names
from sisoho.schools.models import Duty, SchoolClass, StaffMember, Village
from sisoho.schools.queries.villages import village_words

_LABELS = {kind: label for duties in DUTIES_OF.values() for kind, label in duties.items()}
_ASSIGNING = frozenset({Role.PRINCIPAL, Role.VICE_PRINCIPAL, Role.ADMINISTRATOR})
_POST_ORDER = list(_LABELS)


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A post or duty; `id` is the row id. `label`: "Chủ nhiệm 6A", "Buôn Chư Bang (nhóm trưởng)"."""

    id: int
    kind: str
    label: str
    starts: date
    ends: date | None
    is_post: bool


@dataclass(frozen=True, slots=True)
class StaffLine:
    id: int
    public_id: str
    name: str
    phone: str
    active: bool
    duties: tuple[DutyLine, ...]

    @property
    def posts(self) -> str:
        return ", ".join(duty.label for duty in self.duties if duty.is_post)

    @property
    def tasks(self) -> str:
        return ", ".join(duty.label for duty in self.duties if not duty.is_post)


def staff_list(access: Access, staff_id: int | None = None) -> list[StaffLine]:
    """The unit's people, leaders first, then by given name; one of that row id, if given."""
    access.need(Right.MANAGE_STAFF)
    condition = StaffMember.unit == access.unit_id
    if staff_id is not None:
        condition &= StaffMember.id == staff_id
    people = sorted(StaffMember.select().where(condition), key=lambda row: row.sort_key)
    duties = _duties(access, [person.id for person in people])
    lines = [
        StaffLine(
            person.id,
            person.public_id,
            person.full_name,
            person.phone,
            person.active,
            tuple(duties[person.id]),
        )
        for person in people
    ]
    return sorted(lines, key=_rank)


def may_assign(access: Access) -> bool:
    """Whether the person says who is whose homeroom teacher and who goes to which village: the leaders, or
    whoever sets a school up in which nobody leads yet."""
    if not access.roles.isdisjoint(_ASSIGNING):
        return True
    leads = Duty.kind.in_(("principal", "vice_principal")) & (Duty.starts <= access.on)
    in_force = Duty.ends.is_null() | (Duty.ends > access.on)
    return not Duty.select().where((Duty.unit == access.unit_id) & leads & in_force).exists()


def _rank(line: StaffLine) -> int:
    leading = ("principal", "vice_principal", "clerk")
    return min((leading.index(duty.kind) for duty in line.duties if duty.kind in leading), default=3)


def _duties(access: Access, staff_ids: list[int]) -> dict[int, list[DutyLine]]:
    rows = (
        Duty.select(Duty, SchoolClass, Village)
        .join(
            SchoolClass,
            JOIN.LEFT_OUTER,
            on=(Duty.school_class == SchoolClass.id) & (SchoolClass.unit == Duty.unit),
        )
        .switch(Duty)
        .join(Village, JOIN.LEFT_OUTER, on=(Duty.village == Village.id) & (Village.unit == access.commune_id))
        .where(
            (Duty.unit == access.unit_id)
            & Duty.staff.in_(staff_ids)
            & (Duty.ends.is_null() | (Duty.ends > access.on))
        )
        .order_by(Duty.starts, Duty.id)
    )
    found: dict[int, list[DutyLine]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: _POST_ORDER.index(row.kind)):
        is_post = row.kind not in ("homeroom", "village")
        line = DutyLine(row.id, row.kind, _duty_label(row), row.starts, row.ends, is_post)
        found[row.staff_id].append(line)
    return found


def _duty_label(row: Duty) -> str:
    if row.kind == "homeroom":
        return f"Chủ nhiệm {row.school_class.name}"
    if row.kind == "village":
        return f"{row.village.name} (nhóm trưởng)" if row.lead else str(row.village.name)
    return str(row.title or _LABELS[row.kind])


def staff_line(access: Access, public_id: str) -> StaffLine:
    """Raises NotFound."""
    row = StaffMember.get_or_none((StaffMember.unit == access.unit_id) & (StaffMember.public_id == public_id))
    if row is None:
        raise NotFound
    return staff_list(access, row.id)[0]


def paste_names(access: Access, classes: dict[str, tuple[int, str]]) -> Names:
    """What the words of a pasted list of staff may mean. `classes` as `class_ids` gives them."""
    return Names({name: class_id for class_id, name in classes.values()}, village_words(access))
