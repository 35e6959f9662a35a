"""What the schools of a commune share, and which of them something there concerns."""

from datetime import date

from sisoho.access import Access, Right
from sisoho.db import unscoped
from sisoho.errors import NotAllowed
from sisoho.schools.models import Enrolment, PupilPlace, Unit, UnitProfile
from sisoho.schools.queries.classes import enrolled_on
from sisoho.schools.queries.units import profiles_on


def check_concerns(access: Access, village_id: int | None) -> None:
    """Raise NotAllowed where a school would change what is other schools' and not its own.

    A village concerns the schools whose pupils live there, or any while there are none; None, the whole
    commune, concerns all of its schools.
    """
    if access.unit_kind != "school" or access.may(Right.ADMINISTER):
        return
    if village_id is None:
        if _schools(access) - {access.unit_id}:
            raise NotAllowed("Mùa của cả xã do xã ghi. Trường ghi ở từng thôn, buôn có học sinh của mình.")
        return
    there = _schools_with_pupils(village_id, access.on)
    if there and access.unit_id not in there:
        raise NotAllowed("Trường không có học sinh ở thôn, buôn này: việc này của xã. Chưa có gì thay đổi.")


def _schools(access: Access) -> frozenset[int]:
    below = (Unit.kind == "school") & (UnitProfile.parent == access.commune_id)
    return frozenset(row.unit_id for row in profiles_on(access.on).where(below))


def _schools_with_pupils(village_id: int, on: date) -> frozenset[int]:
    with unscoped("which schools have pupils in a village they share; no pupil is told"):
        rows = (
            PupilPlace.select(PupilPlace.unit)
            .join(Enrolment, on=(Enrolment.pupil == PupilPlace.pupil) & (Enrolment.unit == PupilPlace.unit))
            .where(
                (PupilPlace.village == village_id)
                & (PupilPlace.starts <= on)
                & (PupilPlace.ends.is_null() | (PupilPlace.ends > on))
                & enrolled_on(on)
            )
            .distinct()
        )
        return frozenset(row.unit_id for row in rows)
