"""What is on record of pupils that a scheme may ask for: distance, village, poverty, disability, boarding."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sisoho.access import Access
from sisoho.schools.models import HomeDistance, PovertyDecision, PupilBoarding, PupilHousehold
from sisoho.schools.rules import level_of
from sisoho.support.models import HardVillage
from sisoho.support.queries.people import PupilLine
from sisoho.support.rules import Circumstances


@dataclass(frozen=True, slots=True)
class OnRecord:
    """`lunch`: eats at school at noon, which no scheme of the decrees pays for."""

    of: Circumstances
    lunch: bool


def on_record(access: Access, pupils: Collection[PupilLine]) -> dict[int, OnRecord]:
    """pupil id → what is on record today; four statements."""
    distances, boarding = _distances(access), _boarding(access)
    poverty, hard = _poverty(access), set(hard_villages(access))
    return {
        pupil.id: OnRecord(
            Circumstances(
                level=level_of(pupil.grade) if pupil.grade else None,
                km=distances.get(pupil.id, (None, False))[0],
                hard_terrain=distances.get(pupil.id, (None, False))[1],
                grounds=frozenset(_grounds(pupil, poverty.get(pupil.id, ""), hard)),
                boards_weekly="weekly" in boarding[pupil.id],
            ),
            lunch="lunch" in boarding[pupil.id],
        )
        for pupil in pupils
    }


def hard_villages(access: Access) -> Mapping[int, HardVillage]:
    """village id → the row that has it on the list today."""
    rows = HardVillage.select().where(_today(access, HardVillage))
    return {row.village_id: row for row in rows}


def _today(access: Access, row: Any) -> Any:
    return (
        (row.unit == access.unit_id)
        & (row.starts <= access.on)
        & (row.ends.is_null() | (row.ends > access.on))
    )


def _grounds(pupil: PupilLine, poverty: str, hard: set[int]) -> list[str]:
    found = [poverty] if poverty else []
    if pupil.village_id in hard:
        found.append("hard_village")
    return [*found, "disability"] if pupil.disability else found


def _distances(access: Access) -> dict[int, tuple[Decimal | None, bool]]:
    d = HomeDistance
    rows = d.select().where((d.unit == access.unit_id) & (d.starts <= access.on)).order_by(d.starts, d.id)
    return {row.pupil_id: (row.km, row.hard_terrain) for row in rows}


def _boarding(access: Access) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for row in PupilBoarding.select().where(_today(access, PupilBoarding)):
        found[row.pupil_id].add(row.kind)
    return found


def _poverty(access: Access) -> dict[int, str]:
    p, h = PovertyDecision, PupilHousehold
    rows = (
        p.select(h.pupil, p.kind)
        .join(h, on=(h.household == p.household) & (h.unit == p.unit))
        .where(_today(access, p) & (h.starts <= access.on) & (h.ends.is_null() | (h.ends > access.on)))
        .tuples()
    )
    return dict(rows)
