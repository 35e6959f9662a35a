"""Villages × birth years, and one village's children."""

from collections.abc import Sequence
from dataclasses import dataclass

from sisoho.access import Access
from sisoho.schools.queries.area.people import AreaPerson, area_people
from sisoho.schools.queries.area.scope import AreaVillage, area_scope
from sisoho.schools.queries.settings import settings_of
from sisoho.schools.rules.area import ChildState
from sisoho.schools.rules.mobilisation import Band, bands

AGES = ("first_grade_age", "primary_until", "secondary_until")


@dataclass(frozen=True, slots=True)
class AgeCell:
    """Children of one birth year in one village; those who moved away or died are not in `living`."""

    birth_year: int
    age: int
    living: int
    out: int
    unknown: int


@dataclass(frozen=True, slots=True)
class VillageAges:
    """`cells` in the order of `AreaOverview.years`. `public_id` "" for the sum of all."""

    public_id: str
    name: str
    cells: tuple[AgeCell, ...]

    @property
    def living(self) -> int:
        return sum(cell.living for cell in self.cells)

    @property
    def out(self) -> int:
        return sum(cell.out for cell in self.cells)

    @property
    def unknown(self) -> int:
        return sum(cell.unknown for cell in self.cells)


@dataclass(frozen=True, slots=True)
class AreaOverview:
    """`years`: birth years, the youngest first, from a year before grade 1 to the end of lower secondary."""

    year: str
    years: tuple[int, ...]
    lines: tuple[VillageAges, ...]
    total: VillageAges
    named: bool


def overview(access: Access, year: str) -> AreaOverview:
    """Ten statements, however many children. Raises NotAllowed."""
    scope = area_scope(access)
    people = area_people(access, scope, year)
    first, _, last = age_bounds(access)
    first_year = int(year[:4])
    years = tuple(range(first_year - first + 1, first_year - last - 1, -1))
    lines = tuple(
        _line(village.public_id, village.name, [p for p in people if p.village_id == village.id], years, year)
        for village in scope.villages
    )
    return AreaOverview(year, years, lines, _line("", "Cả địa bàn", people, years, year), scope.named)


def age_bounds(access: Access) -> tuple[int, int, int]:
    """(age of grade 1, last of primary, last of lower secondary)."""
    values = settings_of(access, AGES, access.on)
    first, primary, secondary = (int(values[key]) for key in AGES)
    return first, primary, secondary


def age_bands(access: Access) -> tuple[Band, ...]:
    return bands(*age_bounds(access))


def _line(
    public_id: str, name: str, people: Sequence[AreaPerson], years: Sequence[int], year: str
) -> VillageAges:
    return VillageAges(public_id, name, tuple(_cell(people, born, int(year[:4]) - born) for born in years))


def _cell(people: Sequence[AreaPerson], born: int, age: int) -> AgeCell:
    own = [one for one in people if one.birth_year == born and lives_here(one)]
    out = sum(one.state.out_of_school for one in own)
    return AgeCell(born, age, len(own), out, sum(one.state is ChildState.UNKNOWN for one in own))


def lives_here(one: AreaPerson) -> bool:
    return one.state not in (ChildState.MOVED_AWAY, ChildState.DIED)


@dataclass(frozen=True, slots=True)
class VillageChildren:
    """`unnamed`: how many children of the choice are pupils of other schools, whose names those hold."""

    village: AreaVillage
    year: str
    people: tuple[AreaPerson, ...]
    unnamed: int
    birth_years: tuple[int, ...]


# Part of the address → which children it shows.
SHOWN = {
    "": "tất cả",
    "chua-hoc": "không đi học",
    "chua-hoi": "chưa hỏi năm nay",
    "noi-khac": "học trường khác",
    "da-di": "đã đi, qua đời, chưa thể đi học",
}


def village_children(
    access: Access, public_id: str, year: str, *, born: int | None = None, shown: str = ""
) -> VillageChildren:
    """One village by name. Raises NotFound for a village that is not the person's to read by name."""
    scope = area_scope(access)
    village = scope.named_village(public_id)
    people = [one for one in area_people(access, scope, year) if one.village_id == village.id]
    years = tuple(sorted({one.birth_year for one in people if one.birth_year}, reverse=True))
    chosen = [one for one in people if (born in (None, one.birth_year)) and is_shown(one, shown)]
    named = tuple(one for one in chosen if one.name)
    return VillageChildren(village, year, named, len(chosen) - len(named), years)


def is_shown(one: AreaPerson, shown: str) -> bool:
    if shown == "chua-hoc":
        return one.state.out_of_school
    if shown == "chua-hoi":
        return one.state is ChildState.UNKNOWN
    if shown == "noi-khac":
        return one.state is ChildState.STUDYING and not one.class_name
    if shown == "da-di":
        return not one.state.counts
    return True
