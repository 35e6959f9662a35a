"""Find a pupil by any spelling: without accents, Jrai prefixes written long or short."""

from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from peewee import JOIN

from sisoho.access import Access, Right
from sisoho.schools.models import Enrolment, Pupil, PupilPlace, SchoolClass, Village
from sisoho.schools.queries.birth import birth_text
from sisoho.schools.queries.classes import enrolled_on
from sisoho.schools.queries.pupils import may_open
from sisoho.vietnamese import search_terms

MOST = 30


@dataclass(frozen=True, slots=True)
class FoundPupil:
    """`may_open`: the person may open the pupil's page; otherwise birth and village stay empty."""

    public_id: str
    name: str
    class_name: str
    class_public_id: str
    birth: str
    village: str
    may_open: bool


def find_pupils(access: Access, query: str) -> list[FoundPupil]:
    """At most MOST pupils of the school, by given name; those who left come without a class.

    Every word of the query occurs in the name; "ro cham" finds Rơ Châm and Rchâm, "h bia" H'Bia.
    A long number is looked up among ID numbers, for those who keep the registers.
    """
    matches = _matches(access, query)
    if matches is None:
        return []
    today = (Enrolment.pupil == Pupil.id) & (Enrolment.unit == access.unit_id) & enrolled_on(access.on)
    rows = (
        Pupil.select(
            Pupil,
            SchoolClass.id.alias("class_id"),
            SchoolClass.name.alias("class_name"),
            SchoolClass.public_id.alias("class_public_id"),
            Village.name.alias("village"),
        )
        .join(Enrolment, JOIN.LEFT_OUTER, on=today)
        .join(
            SchoolClass,
            JOIN.LEFT_OUTER,
            on=(Enrolment.school_class == SchoolClass.id) & (SchoolClass.unit == access.unit_id),
        )
        .switch(Pupil)
        .join(
            PupilPlace,
            JOIN.LEFT_OUTER,
            on=(PupilPlace.pupil == Pupil.id)
            & (PupilPlace.unit == access.unit_id)
            & PupilPlace.ends.is_null(),
        )
        .join(
            Village,
            JOIN.LEFT_OUTER,
            on=(PupilPlace.village == Village.id) & (Village.unit == access.commune_id),
        )
        .where((Pupil.unit == access.unit_id) & matches)
        .order_by(Pupil.sort_key, Pupil.id)
        .limit(MOST)
        .objects()
    )
    return [_found(access, row) for row in sorted(rows, key=lambda row: row.sort_key)]


def _matches(access: Access, query: str):  # type: ignore[no-untyped-def]
    digits = query.replace(" ", "")
    if digits.isdecimal() and len(digits) >= 6:
        return Pupil.id_number.contains(digits) if access.may(Right.SEE_REGISTERS) else None
    terms = [
        reduce(and_, (Pupil.folded.contains(word) for word in term.split())) for term in search_terms(query)
    ]
    return reduce(or_, terms) if terms else None


def _found(access: Access, row: Pupil) -> FoundPupil:
    opens = may_open(access, row.class_id)
    return FoundPupil(
        row.public_id,
        row.full_name,
        row.class_name or "",
        row.class_public_id or "",
        birth_text(row.birth_date, row.birth_precision) if opens else "",
        (row.village or "") if opens else "",
        opens,
    )
