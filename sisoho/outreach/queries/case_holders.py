"""To whom a case may be given."""

from dataclasses import dataclass

from sisoho.access import Access, Right
from sisoho.outreach.queries.case_lines import CaseLine
from sisoho.outreach.queries.duties import duties
from sisoho.outreach.rules.case_holding import ORGANISATIONS
from sisoho.schools.models import StaffMember


@dataclass(frozen=True, slots=True)
class Holder:
    """`value` is what a form posts: a person's public id, or the body's name. `staff_id` is the row id."""

    value: str
    label: str
    staff_id: int | None = None
    organisation: str = ""
    is_active: bool = True


def staff_choices(access: Access, *, active_only: bool = True) -> list[Holder]:
    """The school's people, by given name."""
    s = StaffMember
    rows = s.select(s.public_id, s.full_name, s.id, s.active).where(s.unit == access.unit_id)
    found = [
        Holder(public_id, name, id_, is_active=bool(active))
        for public_id, name, id_, active in rows.order_by(s.sort_key, s.id).tuples()
    ]
    return [person for person in found if person.is_active or not active_only]


def holders(access: Access, line: CaseLine) -> list[Holder]:
    """A leader chooses among all people and bodies, the homeroom teacher among the village's team."""
    everybody = staff_choices(access)
    if access.may(Right.SEE_SCHOOL):
        return [*everybody, *(Holder(name, name, organisation=name) for name in ORGANISATIONS)]
    if line.class_id is None or line.class_id not in access.class_ids:
        return []
    team = {person.id for person in duties(access, access.on).team(line.village_id)} | {access.staff_id}
    return [person for person in everybody if person.staff_id in team]
