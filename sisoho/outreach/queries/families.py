"""Where to reach a pupil's family and where it is now; one statement for any number of pupils."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from peewee import JOIN, fn

from sisoho.access import Access
from sisoho.outreach.models import FamilyWhereabouts
from sisoho.outreach.rules import FamilyPlace, tel_link
from sisoho.schools.models import Guardian, PupilHousehold


@dataclass(frozen=True, slots=True)
class GuardianCard:
    relation: str
    name: str
    phone: str
    other_names: str

    @property
    def can_be_called(self) -> bool:
        return tel_link(self.phone) is not None


@dataclass(frozen=True, slots=True)
class Family:
    """A household with its guardians, those with a phone first, and where it was last heard to be."""

    household_id: int | None = None
    guardians: tuple[GuardianCard, ...] = field(default=())
    place: FamilyPlace | None = None
    place_note: str = ""
    place_since: date | None = None

    @property
    def first(self) -> GuardianCard | None:
        return self.guardians[0] if self.guardians else None

    @property
    def whereabouts(self) -> str:
        """`đang ở nhà rẫy (mùa gặt), từ 21/11`, "" when nothing was heard."""
        if self.place is None or self.place_since is None:
            return ""
        note = f" ({self.place_note})" if self.place_note else ""
        return f"đang {self.place.label}{note}, từ {self.place_since:%d/%m}"


NO_FAMILY = Family()


def families(access: Access, pupil_ids: Collection[int]) -> dict[int, Family]:
    """pupil id → present household; no statement for no pupil."""
    if not pupil_ids:
        return {}
    rows: dict[int, list[Any]] = {}
    for pupil_id, *rest in _query(access, pupil_ids).tuples():
        rows.setdefault(pupil_id, []).append(rest)
    return {pupil_id: _family(of_pupil) for pupil_id, of_pupil in rows.items()}


def _query(access: Access, pupil_ids: Collection[int]) -> Any:
    h, g, w, later = PupilHousehold, Guardian, FamilyWhereabouts, FamilyWhereabouts.alias()
    newest = later.select(fn.MAX(later.id)).where((later.unit == h.unit) & (later.household == h.household))
    return (
        h.select(
            h.pupil, h.household, w.place, w.note, w.since, g.relation, g.full_name, g.phone, g.other_names
        )
        .join(g, JOIN.LEFT_OUTER, on=(g.household == h.household) & (g.unit == h.unit))
        .join(w, JOIN.LEFT_OUTER, on=(w.unit == h.unit) & (w.id == newest))
        .where(
            (h.unit == access.unit_id)
            & h.pupil.in_(list(pupil_ids))
            & (h.starts <= access.on)
            & (h.ends.is_null() | (h.ends > access.on))
        )
        .order_by(h.id, g.id)
    )


def _family(rows: list[Any]) -> Family:
    household_id, place, note, since, *_ = rows[0]
    guardians = [GuardianCard(*row[4:]) for row in rows if row[0] == household_id and row[4] is not None]
    guardians.sort(key=lambda guardian: not guardian.can_be_called)
    return Family(
        household_id=household_id,
        guardians=tuple(guardians),
        place=FamilyPlace(place) if place else None,
        place_note=note or "",
        place_since=since,
    )
