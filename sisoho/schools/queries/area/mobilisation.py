"""The denominators of mobilisation by name: how many, and who stands behind each figure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sisoho.access import Access
from sisoho.errors import NotFound
from sisoho.schools.queries.area.overview import age_bands
from sisoho.schools.queries.area.people import AreaPerson, area_people
from sisoho.schools.queries.area.scope import AreaScope, area_scope
from sisoho.schools.rules.area import ChildState
from sisoho.schools.rules.mobilisation import PARTS, Band, BandCount, count_band, is_mobilised


@dataclass(frozen=True, slots=True)
class MobilisationLine:
    """One village (`public_id` "" for the whole area) in all bands, in the order of `Mobilisation.bands`."""

    public_id: str
    name: str
    counts: tuple[BandCount, ...]


@dataclass(frozen=True, slots=True)
class Mobilisation:
    year: str
    bands: tuple[Band, ...]
    whole: MobilisationLine
    villages: tuple[MobilisationLine, ...]
    named: bool

    def of(self, key: str) -> BandCount:
        """The whole area in the band `key`: lop-1 | tieu-hoc | thcs."""
        return next(one for one in self.whole.counts if one.band.key == key)


def mobilisation(access: Access, year: str) -> Mobilisation:
    """Of the person's area (see `area_scope`) in a school year, 2026-2027; ten statements.

    Raises NotAllowed.
    """
    scope, found = area_scope(access), age_bands(access)
    people = area_people(access, scope, year)
    villages = tuple(
        _line(one.public_id, one.name, [p for p in people if p.village_id == one.id], found)
        for one in scope.villages
    )
    return Mobilisation(year, found, _line("", "Cả địa bàn", people, found), villages, scope.named)


def _line(
    public_id: str, name: str, people: Iterable[AreaPerson], wanted: Iterable[Band]
) -> MobilisationLine:
    counted = [one.counted for one in people]
    return MobilisationLine(public_id, name, tuple(count_band(counted, band) for band in wanted))


# Part of the address → what it is called, and whether a child of the band belongs to it.
FIGURES: Mapping[str, tuple[str, Callable[[AreaPerson, Band], bool]]] = {
    "mau-so": ("mẫu số", lambda one, _band: one.state.counts),
    "dang-hoc": ("đã huy động", lambda one, band: one.state.counts and is_mobilised(one.counted, band)),
    "chua-hoc": ("không đi học", lambda one, _band: one.state.out_of_school),
    "chua-hoi": ("chưa hỏi năm nay", lambda one, _band: one.state is ChildState.UNKNOWN),
    "lop-khac": (
        "đang học, không phải lớp 1 hoặc chưa rõ lớp",
        lambda one, band: (
            one.state in (ChildState.STUDYING, ChildState.COMPLETED) and not is_mobilised(one.counted, band)
        ),
    ),
    "ngoai": ("không tính vào mẫu số", lambda one, _band: not one.state.counts),
}


@dataclass(frozen=True, slots=True)
class Behind:
    """The children one figure counts. `unnamed`: pupils of other schools, whose names those hold."""

    title: str
    people: tuple[AreaPerson, ...]
    unnamed: int
    homes: Mapping[int, str]


def behind(
    access: Access, year: str, band_key: str, figure: str, part: str = "", village: str = ""
) -> Behind:
    """Raises NotFound for a figure there is none of, and for who may not read names."""
    scope = area_scope(access)
    band = next((one for one in age_bands(access) if one.key == band_key), None)
    parts = {key: (label, belongs) for key, label, belongs in PARTS}
    if band is None or figure not in FIGURES or part not in ("", *parts) or not scope.named:
        raise NotFound
    label, counts = FIGURES[figure]
    people = _of_village(area_people(access, scope, year), scope, village)
    chosen = [one for one in people if band.holds(one.age) and counts(one, band)]
    if part:
        chosen = [one for one in chosen if parts[part][1](one.counted)]
    named = tuple(one for one in chosen if one.name)
    words = [band.label, label, parts[part][0].lower() if part else ""]
    return Behind(": ".join(filter(None, words)), named, len(chosen) - len(named), scope.homes)


def _of_village(people: list[AreaPerson], scope: AreaScope, public_id: str) -> list[AreaPerson]:
    if not public_id:
        return people
    village = scope.village(public_id)
    return [one for one in people if one.village_id == village.id]
