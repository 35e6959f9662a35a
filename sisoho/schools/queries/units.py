"""Units and their dated profiles."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from peewee import fn

from sisoho.access import Access
from sisoho.errors import NotFound
from sisoho.schools.models import Unit, UnitProfile


@dataclass(frozen=True, slots=True)
class UnitCard:
    """What a unit is on a day. Ids are row ids."""

    id: int
    public_id: str
    kind: str
    name: str
    short_name: str
    symbol: str
    place: str
    governing_line: str
    parent_id: int | None
    commune_id: int | None
    school_ids: frozenset[int]
    levels: tuple[str, ...]


def unit_card(unit_id: int, on: date) -> UnitCard:
    """The unit with the profile in force on `on` (the earliest one before any is). Raises NotFound."""
    profile = profiles_on(on).where(UnitProfile.unit == unit_id).first()
    if profile is None:
        raise NotFound("Không tìm thấy đơn vị này.")
    unit = profile.unit
    return UnitCard(
        id=unit.id,
        public_id=unit.public_id,
        kind=unit.kind,
        name=profile.name,
        short_name=profile.short_name or profile.name,
        symbol=profile.symbol,
        place=profile.place,
        governing_line=profile.governing_line,
        parent_id=profile.parent_id,
        commune_id=unit.id if unit.kind == "commune" else profile.parent_id,
        school_ids=_schools_below(unit, on),
        levels=tuple(level for level in unit.levels.split(",") if level),
    )


def profiles_on(on: date):  # type: ignore[no-untyped-def]
    """One row a unit: the latest profile that began by `on`."""
    latest = (
        UnitProfile.select(UnitProfile.unit, fn.MAX(UnitProfile.starts).alias("starts"))
        .where(UnitProfile.starts <= on)
        .group_by(UnitProfile.unit)
        .alias("latest")
    )
    return (
        UnitProfile.select(UnitProfile, Unit)
        .join(Unit, on=(UnitProfile.unit == Unit.id))
        .join(
            latest,
            on=(latest.c.unit_id == UnitProfile.unit) & (latest.c.starts == UnitProfile.starts),
        )
    )


def _schools_below(unit: Unit, on: date) -> frozenset[int]:
    if unit.kind == "school":
        return frozenset()
    children = list(profiles_on(on).where(UnitProfile.parent == unit.id))
    if unit.kind == "commune":
        return frozenset(row.unit_id for row in children if row.unit.kind == "school")
    communes = [row.unit_id for row in children]
    rows = profiles_on(on).where(UnitProfile.parent.in_(communes)) if communes else []
    return frozenset(row.unit_id for row in rows if row.unit.kind == "school")


def unit_choices(unit_ids: Iterable[int], on: date) -> list[tuple[str, str]]:
    """(public id, name) of the units, by name: what a person with several units picks from."""
    rows = profiles_on(on).where(UnitProfile.unit.in_(list(unit_ids)))
    return sorted(((row.unit.public_id, row.name) for row in rows), key=lambda choice: choice[1])


def unit_names(unit_ids: Iterable[int], on: date) -> dict[int, str]:
    """Row id → name on a day."""
    rows = profiles_on(on).where(UnitProfile.unit.in_(list(unit_ids)))
    return {row.unit_id: row.name for row in rows}


def campus_names(access: Access) -> dict[int, tuple[str, str]]:
    """The acting school's campuses: row id → (public id, name), by name."""
    rows = profiles_on(access.on).where((UnitProfile.parent == access.unit_id) & (Unit.kind == "campus"))
    return {row.unit_id: (row.unit.public_id, row.name) for row in sorted(rows, key=lambda row: row.name)}


def other_schools(access: Access) -> dict[int, tuple[str, str]]:
    """The other schools of this server a pupil may go to: row id → (public id, name), by name."""
    rows = profiles_on(access.on).where(
        (Unit.kind == "school")
        & (Unit.id != access.unit_id)
        & (Unit.ends.is_null() | (Unit.ends > access.on))
    )
    return {row.unit_id: (row.unit.public_id, row.name) for row in sorted(rows, key=lambda row: row.name)}


def unit_id_of(public_id: str) -> int:
    """The row id of a unit by its public id. Raises NotFound."""
    unit = Unit.get_or_none(Unit.public_id == public_id)
    if unit is None:
        raise NotFound("Không tìm thấy đơn vị này.")
    return int(unit.id)


def has_units() -> bool:
    """Whether the server is past its very first morning."""
    return bool(Unit.select().exists())
