"""Villages of the commune, with this school's pupils and the team on duty."""

from collections import defaultdict
from dataclasses import dataclass

from peewee import fn

from sisoho.access import Access
from sisoho.errors import NotFound
from sisoho.schools.models import Duty, Enrolment, PupilPlace, StaffMember, Village
from sisoho.schools.queries.classes import enrolled_on
from sisoho.vietnamese import fold, sort_key


@dataclass(frozen=True, slots=True)
class TeamMember:
    staff_id: int
    name: str
    phone: str
    lead: bool


@dataclass(frozen=True, slots=True)
class VillageLine:
    """`team`: this school's teachers on duty today, the lead first; `pupils`: its pupils who live there."""

    id: int
    public_id: str
    name: str
    kind: str
    aliases: tuple[str, ...]
    head_name: str
    elder_name: str
    pupils: int
    team: tuple[TeamMember, ...]

    @property
    def is_unassigned(self) -> bool:
        """Pupils live there and nobody is on duty: the homeroom teachers and the principal look after it."""
        return bool(self.pupils) and not self.team


def village_lines(access: Access, public_id: str | None = None) -> list[VillageLine]:
    """The commune's villages in Vietnamese order, or the one of that public id."""
    condition = Village.unit == access.commune_id
    if public_id is not None:
        condition &= Village.public_id == public_id
    counts, teams = _counts(access), _teams(access)
    lines = [
        VillageLine(
            row.id,
            row.public_id,
            row.name,
            row.kind,
            tuple(row.aliases.splitlines()),
            row.head_name,
            row.elder_name,
            counts.get(row.id, 0),
            tuple(teams[row.id]),
        )
        for row in Village.select().where(condition)
    ]
    return sorted(lines, key=lambda line: sort_key(line.name))


def village_line(access: Access, public_id: str) -> VillageLine:
    """Raises NotFound."""
    found = village_lines(access, public_id)
    if not found:
        raise NotFound
    return found[0]


def _counts(access: Access) -> dict[int, int]:
    on = access.on
    rows = (
        PupilPlace.select(PupilPlace.village, fn.COUNT(fn.DISTINCT(PupilPlace.pupil)))
        .join(Enrolment, on=(Enrolment.pupil == PupilPlace.pupil) & (Enrolment.unit == PupilPlace.unit))
        .where(
            (PupilPlace.unit == access.unit_id)
            & PupilPlace.village.is_null(False)
            & (PupilPlace.starts <= on)
            & (PupilPlace.ends.is_null() | (PupilPlace.ends > on))
            & enrolled_on(on)
        )
        .group_by(PupilPlace.village)
    )
    return dict(rows.tuples())


def _teams(access: Access) -> dict[int, list[TeamMember]]:
    rows = (
        Duty.select(Duty, StaffMember)
        .join(StaffMember, on=(Duty.staff == StaffMember.id) & (StaffMember.unit == Duty.unit))
        .where(
            (Duty.unit == access.unit_id)
            & (Duty.kind == "village")
            & (Duty.starts <= access.on)
            & (Duty.ends.is_null() | (Duty.ends > access.on))
        )
    )
    teams = defaultdict(list)
    for row in sorted(rows, key=lambda row: (not row.lead, row.staff.sort_key)):
        person = row.staff
        teams[row.village_id].append(TeamMember(person.id, person.full_name, person.phone, row.lead))
    return teams


def village_ids(access: Access) -> dict[str, tuple[int, str]]:
    """Public id → (row id, name) of the commune's villages, in their order."""
    rows = Village.select().where(Village.unit == access.commune_id)
    return {row.public_id: (row.id, row.name) for row in sorted(rows, key=lambda row: sort_key(row.name))}


def village_words(access: Access) -> dict[str, int]:
    """Folded name, name without its kind, or alias → row id: how a list may call a village."""
    words: dict[str, int] = {}
    for row in Village.select().where(Village.unit == access.commune_id):
        bare = fold(row.name).removeprefix(fold(row.kind)).strip()
        for word in (fold(row.name), bare, *map(fold, row.aliases.splitlines())):
            words.setdefault(word, row.id)
    return words
