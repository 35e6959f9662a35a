"""Whether another school of the commune was at a family's home lately: yes or no, and nothing else.

Households are a school's own, so they are matched by what both schools know: the same child after a
transfer (PupilLink), or a guardian with the same phone in the same village. A phone alone is not enough,
since neighbours share one, and names are none (domain.md §6).
"""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from peewee import fn

from sisoho import clock, db
from sisoho.access import Access
from sisoho.outreach.models import HomeVisit, VisitedPupil
from sisoho.outreach.rules import MeetingPlace
from sisoho.schools.models import Guardian, PupilHousehold, PupilLink, PupilPlace, UnitProfile

WITHIN = timedelta(days=7)


def visited_by_others(access: Access, pupil_ids: Collection[int]) -> frozenset[int]:
    """Those of `pupil_ids` (of the own school) whose family another school met at home within seven days.

    One statement where nobody was visited, five at most. The caller has asked whether the person may read
    about the pupils.
    """
    own = frozenset(pupil_ids)
    if not own or access.commune_id is None:
        return frozenset()
    with db.unscoped("two schools should not go to one family in a week: yes or no, no school and no name"):
        theirs = _visited_elsewhere(access)
        if not theirs:
            return frozenset()
        homes = _homes(access, own | theirs)
        linked = _linked(own | theirs)
    known = {key for pupil_id in theirs for key in homes.get(pupil_id, ())}
    return frozenset(
        pupil_id
        for pupil_id in own
        if not known.isdisjoint(homes.get(pupil_id, ())) or not theirs.isdisjoint(linked.get(pupil_id, ()))
    )


def _visited_elsewhere(access: Access) -> frozenset[int]:
    v, p, school, later = HomeVisit, VisitedPupil, UnitProfile, UnitProfile.alias()
    now_in_force = later.select(fn.MAX(later.starts)).where(
        (later.unit == school.unit) & (later.starts <= access.on)
    )
    rows = (
        p.select(p.pupil)
        .join(v, on=(v.id == p.visit) & (v.unit == p.unit))
        .join(school, on=(school.unit == v.unit) & (school.starts == now_in_force))
        .where(
            (school.parent == access.commune_id)
            & (v.unit != access.unit_id)
            & (v.at >= clock.now() - WITHIN)
            & (v.place != MeetingPlace.NOT_MET.value)
        )
        .tuples()
    )
    return frozenset(pupil_id for (pupil_id,) in rows)


def _homes(access: Access, pupil_ids: Collection[int]) -> dict[int, set[tuple[int, str]]]:
    """pupil id → (village, phone) of each guardian."""
    h, g, place = PupilHousehold, Guardian, PupilPlace
    rows = (
        h.select(h.pupil, place.village, g.phone)
        .join(g, on=(g.household == h.household) & (g.unit == h.unit))
        .join(place, on=(place.pupil == h.pupil) & (place.unit == h.unit) & _in_force(place, access))
        .where(
            h.pupil.in_(list(pupil_ids))
            & _in_force(h, access)
            & place.village.is_null(False)
            & (g.phone != "")
        )
        .tuples()
    )
    found: dict[int, set[tuple[int, str]]] = {}
    for pupil_id, village_id, phone in rows:
        found.setdefault(pupil_id, set()).add((village_id, phone))
    return found


def _linked(pupil_ids: Collection[int]) -> dict[int, set[int]]:
    link, wanted = PupilLink, list(pupil_ids)
    rows = (
        link.select(link.pupil, link.former).where(link.pupil.in_(wanted) | link.former.in_(wanted)).tuples()
    )
    found: dict[int, set[int]] = {}
    for pupil_id, former_id in rows:
        found.setdefault(pupil_id, set()).add(former_id)
        found.setdefault(former_id, set()).add(pupil_id)
    return found


def _in_force(row: Any, access: Access) -> Any:
    return (row.starts <= access.on) & (row.ends.is_null() | (row.ends > access.on))
