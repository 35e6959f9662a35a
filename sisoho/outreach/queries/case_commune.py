"""What the commune's officer reads by name (domain.md §9): the cases a school referred, the dropout register.

Facts and results as in the dropout register; what a family said stays with the school.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sisoho.access import Access, Right, system_access
from sisoho.errors import NotFound
from sisoho.outreach.models import CaseEvent, OutreachCase
from sisoho.outreach.queries.case_lines import CaseLine, case_lines
from sisoho.outreach.queries.dropout_people import Person, Visits, people, visits_about
from sisoho.outreach.rules.case_words import EventKind
from sisoho.schools.queries.unit_tree import UnitLine, schools_below


@dataclass(frozen=True, slots=True)
class Said:
    """A word between the school and the commune."""

    at: datetime
    by: str
    text: str
    by_commune: bool


@dataclass(frozen=True, slots=True)
class ReferredCase:
    """`school_access` acts for the school within the program, to write the commune's answer there."""

    school: UnitLine
    line: CaseLine
    person: Person
    visits: Visits
    said: tuple[Said, ...]
    school_access: Access


def own_schools(access: Access) -> tuple[UnitLine, ...]:
    """The schools of the acting commune."""
    access.need(Right.SEE_REFERRED)
    return next((schools for commune, schools in schools_below(access) if commune.id == access.unit_id), ())


def within(access: Access, school: UnitLine) -> Access:
    """Reads as the school itself does; the caller narrows what is shown, and notes who looked."""
    return system_access(school.id, "school", access.on, access.unit_id, school.name)


def one_school(access: Access, public_id: str) -> Access:
    """A school of the acting commune. Raises NotFound, NotAllowed."""
    for school in own_schools(access):
        if school.public_id == public_id:
            return within(access, school)
    raise NotFound("Không tìm thấy trường này trong xã.")


def referred_cases(access: Access) -> list[ReferredCase]:
    """Live ones first, the newest referral before the older."""
    found = [case for school in own_schools(access) for case in _of_school(access, school)]
    found.sort(key=lambda one: (one.line.case.is_live, one.line.case.referred_at), reverse=True)
    return found


def referred_case(access: Access, public_id: str) -> ReferredCase:
    """Raises NotFound for a case that was not referred: not even that it exists is told."""
    for school in own_schools(access):
        for case in _of_school(access, school, public_id):
            return case
    raise NotFound("Không tìm thấy hồ sơ này trong những hồ sơ các trường chuyển đến xã.")


def _of_school(access: Access, school: UnitLine, public_id: str | None = None) -> Iterator[ReferredCase]:
    c, inside = OutreachCase, within(access, school)
    wanted = c.referred_at.is_null(False)
    lines = case_lines(inside, wanted if public_id is None else wanted & (c.public_id == public_id))
    if not lines:
        return
    ids = [line.pupil_id for line in lines]
    known, visits, said = people(inside, ids), visits_about(inside, ids), _said(inside, [x.id for x in lines])
    for line in lines:
        told = visits.get(line.pupil_id, Visits())
        yield ReferredCase(school, line, known[line.pupil_id], told, tuple(said.get(line.id, ())), inside)


def _said(inside: Access, case_ids: list[int]) -> dict[int, list[Said]]:
    e = CaseEvent
    kinds = [EventKind.REFERRED.value, EventKind.COMMUNE_NOTE.value]
    rows = (
        e.select(e.case, e.kind, e.at, e.by_name, e.text)
        .where((e.unit == inside.unit_id) & e.case.in_(case_ids) & e.kind.in_(kinds))
        .order_by(e.id)
        .tuples()
    )
    found: dict[int, list[Said]] = {}
    for case_id, kind, at, by, text in rows:
        found.setdefault(case_id, []).append(Said(at, by, text, kind == EventKind.COMMUNE_NOTE))
    return found
