"""The committed inputs of the demo: invented schools, people and stories, and the plan of 2018."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sisoho.schools.forms import VillageData, village_of_line

INPUTS = Path(__file__).parent / "inputs"


@dataclass(frozen=True, slots=True)
class ClassInput:
    name: str
    grades: tuple[int, ...]
    campus: str
    pattern: str


@dataclass(frozen=True, slots=True)
class SchoolInput:
    """One school. `list_file` and `staff_file` lie in `inputs/`, in the form a clerk has them.

    `still_unreported`: classes whose roll nobody has taken on the last morning. `chronic`: how many pupils
    are often away. `targets`: (indicator, level, origin, per cent).
    """

    name: str
    short_name: str
    symbol: str
    place: str
    levels: tuple[str, ...]
    list_file: Path
    staff_file: Path
    campuses: tuple[str, ...]
    classes: tuple[ClassInput, ...]
    still_unreported: frozenset[str]
    chronic: int
    targets: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class CommuneInput:
    """The agencies around the schools. `department`, `district`, `commune` are the fields of a unit."""

    department: Mapping[str, str]
    district: Mapping[str, str]
    commune: Mapping[str, str]
    succession_on: date
    villages: tuple[VillageData, ...]
    schools: tuple[SchoolInput, ...]
    ceilings: tuple[tuple[str, str, str], ...]
    attendance_ceiling: str
    tet: Mapping[str, date]  # year → the first day of the lunar year


@cache
def commune_input() -> CommuneInput:
    data = _json("don-vi.json")
    return CommuneInput(
        department=data["department"],
        district=data["district"],
        commune=data["commune"],
        succession_on=date.fromisoformat(data["succession_on"]),
        villages=tuple(map(_village, data["villages"])),
        schools=tuple(map(_school, data["schools"])),
        ceilings=tuple(map(tuple, data["ceilings"])),
        attendance_ceiling=data["attendance_ceiling"],
        tet={year: date.fromisoformat(day) for year, day in data["tet"].items()},
    )


def _village(data: Mapping[str, str]) -> VillageData:
    named = village_of_line(data["line"])
    return VillageData(named.name, named.kind, named.aliases, data["head"], data["elder"])


def _school(data: Mapping[str, Any]) -> SchoolInput:
    return SchoolInput(
        name=data["name"],
        short_name=data["short_name"],
        symbol=data["symbol"],
        place=data["place"],
        levels=tuple(data["levels"]),
        list_file=INPUTS / data["list"],
        staff_file=INPUTS / data["staff"],
        campuses=tuple(data["campuses"]),
        classes=tuple(map(_class, data["classes"])),
        still_unreported=frozenset(data["still_unreported"]),
        chronic=data["chronic"],
        targets=tuple(map(tuple, data["targets"])),
    )


def _class(data: Mapping[str, Any]) -> ClassInput:
    grades = tuple(data.get("grades") or (int(data["name"][0]),))
    return ClassInput(data["name"], grades, data["campus"], data["pattern"])


@dataclass(frozen=True, slots=True)
class Story:
    """Why pupils stay away, and what is said and written about it.

    `weight`: how often among the stories; `days`: lengths to choose from; `excused`: leave is asked for.
    `contacts` are said on the phone, `meetings` face to face.
    """

    key: str
    excused: bool
    reasons: tuple[str, ...]
    contacts: tuple[str, ...]
    meetings: tuple[str, ...]
    causes: tuple[str, ...]
    wishes: tuple[str, ...]
    agreed: tuple[str, ...]
    days: tuple[int, ...] = ()
    weight: int = 0
    lowest_grade: int = 1
    season: str = ""


@dataclass(frozen=True, slots=True)
class Stories:
    """`usual` may happen anywhere, `field` (by crop) where a harvest season is declared.

    `tried` is noted after a call nobody answered, `written` after a message.
    """

    usual: tuple[Story, ...]
    field: Mapping[str, Story]
    not_met: tuple[str, ...]
    tried: tuple[str, ...]
    written: tuple[str, ...]
    requests: tuple[str, ...]


@cache
def stories() -> Stories:
    data = _json("chuyen-o-nha.json")
    return Stories(
        usual=tuple(map(_story, data["stories"])),
        field={crop: _field_story(crop, told) for crop, told in data["field"].items()},
        not_met=tuple(data["not_met"]),
        tried=tuple(data["tried"]),
        written=tuple(data["written"]),
        requests=tuple(data["requests"]),
    )


def _story(data: Mapping[str, Any]) -> Story:
    return Story(
        key=data["key"],
        excused=data["excused"],
        reasons=tuple(data["reasons"]),
        contacts=tuple(data["contacts"]),
        meetings=tuple(data["meetings"]),
        causes=tuple(data["causes"]),
        wishes=(data["wishes"],),
        agreed=(data["agreed"],),
        days=tuple(data["days"]),
        weight=data["weight"],
        lowest_grade=data.get("lowest_grade", 1),
    )


def _field_story(crop: str, data: Mapping[str, Any]) -> Story:
    return Story(
        key=crop,
        excused=False,
        reasons=tuple(data["reasons"]),
        contacts=tuple(data["contacts"]),
        meetings=tuple(data["meetings"]),
        causes=(data["cause"], "theo_len_ray"),
        wishes=tuple(data["wishes"]),
        agreed=tuple(data["agreed"]),
        season=data["season"],
    )


def _json(name: str) -> Any:
    return json.loads((INPUTS / name).read_text(encoding="utf-8"))
