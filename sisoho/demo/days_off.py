"""Holidays, a storm, a flooded road, and the harvest seasons that the vice-principal declares."""

from datetime import date, time, timedelta
from functools import partial

from sisoho.demo.absences import FieldSeason
from sisoho.demo.dates import DemoDates
from sisoho.demo.founding import FoundedSchool
from sisoho.demo.reading import commune_input, stories
from sisoho.demo.stage import Stage
from sisoho.school_calendar import at_vietnam
from sisoho.schools import actions
from sisoho.schools.forms import ClosureData, MakeUpData, SeasonData

_RAINS = range(9, 13)  # months of storms and swollen streams
_THURSDAY, _SATURDAY = 3, 5

# Village, crop, first and last day as days before the demo's last day.
_SEASONS = (
    ("Buôn Chư Bang", "lua_ray", 48, 30),
    ("Buôn Đồi Xoan", "lua_ray", 40, 27),
    ("Buôn Ma Giai", "mi", 12, -25),
    ("Buôn Ji B", "thuoc_la", 5, -20),
)
_FLOODED_VILLAGE, _FLOODED_BACK = "Buôn Chư Bang", 37
_STORM_BACK = 19


def declare_holidays(school: FoundedSchool, dates: DemoDates) -> None:
    """Those of the year that everyone knows beforehand."""
    year = dates.year_starts.year + 1
    off = [(date(year, 1, 1), date(year, 1, 1), "Nghỉ Tết Dương lịch")]
    tet = commune_input().tet.get(str(year))
    if tet is not None:
        off.append((tet - timedelta(days=5), tet + timedelta(days=6), "Nghỉ Tết Nguyên đán"))
    off.append((date(year, 4, 30), date(year, 5, 1), "Nghỉ lễ 30/4 và 1/5"))
    for first, last, reason in off:
        actions.declare_closure(school.founder, ClosureData(first, last, reason))


def seasons_of(stage: Stage) -> list[FieldSeason]:
    """The harvest seasons of the villages in which this school has a team."""
    found = []
    for name, crop, first, last in _SEASONS:
        village_id = stage.village_id(name)
        if village_id is not None and stage.cast.team(village_id):
            starts, ends = stage.dates.back(first), stage.dates.as_of - timedelta(days=last - 1)
            found.append(FieldSeason(village_id, stories().field[crop], starts, ends))
    return found


def write_days_off(stage: Stage, seasons: list[FieldSeason]) -> None:
    """Put into the diary what is declared while the weeks go on."""
    for season in seasons:
        planned = stage.dates.frozen_on + timedelta(days=4)  # before the plans, which name the seasons
        day = max(min(season.starts - timedelta(days=2), planned), stage.dates.first)
        stage.diary.at(at_vietnam(day, time(15, 10)), partial(_declare_season, stage, season))
    flood, storm = (_weekday(stage.dates.back(back)) for back in (_FLOODED_BACK, _STORM_BACK))
    village_id = stage.village_id(_FLOODED_VILLAGE)
    if _rains(stage, flood) and stage.cast.team(village_id):
        closure = ClosureData(
            flood,
            flood + timedelta(days=1),
            "Suối dâng cao, đường từ buôn đến trường bị ngập",
            village_id=village_id,
            flood=True,
        )
        stage.diary.at(at_vietnam(flood, time(6, 5)), partial(_close, stage, closure))
    if _rains(stage, storm):
        closure = ClosureData(storm, storm, "Nghỉ tránh bão theo thông báo của UBND xã", flood=True)
        evening_before = at_vietnam(storm - timedelta(days=1), time(19, 30))
        stage.diary.at(evening_before, partial(_close, stage, closure))
        stage.diary.at(at_vietnam(storm + timedelta(days=1), time(10)), partial(_make_up, stage, storm))


def _weekday(day: date) -> date:
    """The day, or the Thursday before: two days of flood in a row are school days of every class."""
    return day - timedelta(days=max(0, day.weekday() - _THURSDAY))


def _rains(stage: Stage, day: date) -> bool:
    return day > stage.dates.first and day.month in _RAINS


def _declare_season(stage: Stage, season: FieldSeason) -> None:
    last = season.ends - timedelta(days=1)
    said = SeasonData("harvest", season.starts, last, season.story.season, season.village_id)
    actions.declare_season(stage.of_post("vice_principal"), said)


def _close(stage: Stage, closure: ClosureData) -> None:
    actions.declare_closure(stage.of_post("vice_principal"), closure)
    stage.read_classes()


def _make_up(stage: Stage, lost: date) -> None:
    """The lost morning is taught on the next Saturday, in the classes that are free then."""
    saturday = lost + timedelta(days=(_SATURDAY - lost.weekday()) % 7 or 7)
    for roll in stage.rolls.values():
        if not roll.slots(saturday, saturday + timedelta(days=1)):
            made_up = MakeUpData(saturday, "S", f"Dạy bù buổi nghỉ bão {lost:%d/%m}", roll.id)
            actions.add_make_up_day(stage.of_post("vice_principal"), made_up)
    stage.read_classes()
