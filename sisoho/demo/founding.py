"""The commune before the first school day: agencies, villages, schools, their years, classes and staff."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sisoho.access import Access, Role
from sisoho.accounts.actions import server_access
from sisoho.demo.cast import Cast, Person
from sisoho.demo.dates import DemoDates
from sisoho.demo.reading import CommuneInput, SchoolInput, commune_input
from sisoho.schools import actions, queries
from sisoho.schools.forms import (
    PATTERNS,
    ClassData,
    FoundingData,
    Names,
    StaffData,
    UnitData,
    YearData,
    read_staff_list,
)
from sisoho.schools.models import StaffMember, Unit

_LONG_AGO = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class FoundedSchool:
    """A school without pupils. `founder`: the administrator's access to it. Ids are row ids."""

    spec: SchoolInput
    unit_id: int
    year_id: int
    class_ids: Mapping[str, int]
    founder: Access
    cast: Cast


@dataclass(frozen=True, slots=True)
class FoundedCommune:
    """`officers`, `province`: the staff of commune and Sở, one person each."""

    commune_id: int
    department_id: int
    district_id: int
    officers: Cast
    province: Cast
    schools: tuple[FoundedSchool, ...]


def found_commune(dates: DemoDates) -> FoundedCommune:
    """All units, villages and staff, on an empty store, by the administrator's hand."""
    data = commune_input()
    first = _first_units(data, dates)
    card = queries.unit_card(first.id, dates.founded_on)
    assert card.commune_id is not None
    commune = queries.unit_card(card.commune_id, dates.founded_on)
    assert commune.parent_id is not None
    server = replace(server_access(), on=dates.founded_on)
    district = actions.add_unit(server, _district(data), commune.parent_id)
    actions.record_succession(server, district.id, commune.id, data.succession_on)
    actions.add_villages(replace(server, unit_id=commune.id, commune_id=commune.id), data.villages)
    others = [_further_school(server, spec, commune.id, data) for spec in data.schools[1:]]
    return FoundedCommune(
        commune_id=commune.id,
        department_id=commune.parent_id,
        district_id=district.id,
        officers=_officers(commune.id, "commune_officer", data.commune, dates),
        province=_officers(commune.parent_id, "province_officer", data.department, dates),
        schools=tuple(
            _fill_school(unit, spec, commune.id, dates)
            for unit, spec in zip([first, *others], data.schools, strict=True)
        ),
    )


def _first_units(data: CommuneInput, dates: DemoDates) -> Unit:
    department, commune = data.department, data.commune
    founding = FoundingData(
        department=UnitData(
            "department",
            department["name"],
            _LONG_AGO,
            symbol=department["symbol"],
            place=department["place"],
        ),
        commune=UnitData(
            "commune",
            commune["name"],
            data.succession_on,
            symbol=commune["symbol"],
            place=commune["place"],
            code=commune["code"],
        ),
        school=_school_unit(data.schools[0], data.succession_on),
        campuses=data.schools[0].campuses,
    )
    return actions.found_school(None, founding, dates.founded_on)


def _district(data: CommuneInput) -> UnitData:
    said = data.district
    return UnitData(
        "district",
        said["name"],
        date.fromisoformat(said["starts"]),
        symbol=said["symbol"],
        place=said["place"],
        governing_line=said["governing_line"],
    )


def _school_unit(spec: SchoolInput, starts: date) -> UnitData:
    return UnitData(
        "school",
        spec.name,
        starts,
        short_name=spec.short_name,
        symbol=spec.symbol,
        place=spec.place,
        levels=spec.levels,
    )


def _further_school(server: Access, spec: SchoolInput, commune_id: int, data: CommuneInput) -> Unit:
    school = actions.add_unit(server, _school_unit(spec, data.succession_on), commune_id)
    for name in spec.campuses:
        actions.add_unit(server, UnitData("campus", name, data.succession_on), school.id)
    return school


def _officers(unit_id: int, post: str, unit: Mapping[str, str], dates: DemoDates) -> Cast:
    access = replace(server_access(unit_id), on=dates.founded_on, commune_id=unit_id)
    data = StaffData(unit["officer"], unit["phone"], post)
    return _cast(actions.add_staff_list(access, [data], dates.founded_on), [data])


def _cast(people: list[StaffMember], data: list[StaffData] | tuple[StaffData, ...]) -> Cast:
    return Cast(Person.of(person.id, said) for person, said in zip(people, data, strict=True))


def _fill_school(unit: Unit, spec: SchoolInput, commune_id: int, dates: DemoDates) -> FoundedSchool:
    founder = replace(
        server_access(unit.id),
        unit_kind="school",
        on=dates.founded_on,
        commune_id=commune_id,
        unit_name=spec.name,
        roles=frozenset({Role.ADMINISTRATOR}),
    )
    year_id = _open_year(founder, dates)
    class_ids = _classes(founder, spec, year_id, dates)
    names = Names(class_ids, queries.village_words(founder))
    listed = read_staff_list({"staff": spec.staff_file.read_text(encoding="utf-8")}, names)
    people = actions.add_staff_list(founder, listed, dates.founded_on)
    return FoundedSchool(spec, unit.id, year_id, class_ids, founder, _cast(people, listed))


def _open_year(founder: Access, dates: DemoDates) -> int:
    year = YearData(
        label=dates.year_label,
        starts=dates.year_starts,
        last_day=dates.year_last_day,
        second_term_starts=dates.second_term_starts,
        opening_roll_on=dates.opening_roll_on,
    )
    return actions.open_school_year(founder, year).id


def _classes(founder: Access, spec: SchoolInput, year_id: int, dates: DemoDates) -> dict[str, int]:
    """The classes; a school that comes in the middle of its year has no lessons here before."""
    campuses = {name: row_id for row_id, (_, name) in queries.campus_names(founder).items()}
    late = dates.first > dates.year_starts
    weeks = {given.name: PATTERNS[given.pattern][1] for given in spec.classes}
    classes = [
        ClassData(given.name, given.grades, () if late else weeks[given.name], campuses[given.campus])
        for given in spec.classes
    ]
    made = actions.create_classes(founder, year_id, classes)
    if late:
        for school_class in made:
            actions.set_week(founder, school_class.id, weeks[school_class.name], dates.first)
    return {school_class.name: school_class.id for school_class in made}
