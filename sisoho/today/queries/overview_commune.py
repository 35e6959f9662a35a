"""Toàn cảnh of a commune: each school's picture in counts, for the levels above. Never a name of a pupil."""

from dataclasses import dataclass

from sisoho.access import Access, Right, system_access
from sisoho.rollcall.rules import SheetTotals
from sisoho.schools.queries.unit_tree import UnitLine
from sisoho.today.queries.overview import Overview, overview
from sisoho.today.queries.schools import schools_of_commune
from sisoho.today.queries.standings import Standing


@dataclass(frozen=True, slots=True)
class SchoolCounts:
    """`totals` of the newest half-day of today that anybody reported; `old`: cases open for over 30 days."""

    public_id: str
    name: str
    reported: int
    scheduled: int
    totals: SheetTotals
    to_visit: int
    overdue: int
    at_risk: int
    cases: int
    old: int
    back: int
    watched: int
    standings: tuple[Standing, ...]

    @property
    def dropouts(self) -> int:
        return sum(one.dropouts for one in self.standings if one.is_level)

    @property
    def misses_target(self) -> bool:
        return any(one.left is not None and one.left < 0 for one in self.standings)


@dataclass(frozen=True, slots=True)
class CommuneOverview:
    name: str
    public_id: str
    schools: tuple[SchoolCounts, ...]


def commune_overview(access: Access, public_id: str) -> CommuneOverview:
    """Each school counted as it counts itself, so as many statements a school as `overview` needs.

    Raises NotAllowed, NotFound.
    """
    access.need(Right.SEE_COMMUNE)
    commune, schools = schools_of_commune(access, public_id)
    return CommuneOverview(
        commune.name, commune.public_id, tuple(_counts(access, commune, school) for school in schools)
    )


def _counts(access: Access, commune: UnitLine, school: UnitLine) -> SchoolCounts:
    within = system_access(school.id, "school", access.on, commune.id, school.name)
    seen: Overview = overview(within)
    told = [half for half in seen.day.half_days if half.reported] or list(seen.day.half_days[:1])
    newest = told[-1] if told else None
    return SchoolCounts(
        public_id=school.public_id,
        name=school.name,
        reported=newest.reported if newest else 0,
        scheduled=newest.scheduled if newest else 0,
        totals=newest.totals if newest else SheetTotals(),
        to_visit=seen.to_visit,
        overdue=seen.overdue,
        at_risk=seen.at_risk.pupils,
        cases=seen.cases.open,
        old={age: count for age, _, count in seen.cases.by_age}["tren-30"],
        back=seen.cases.back,
        watched=seen.cases.watched,
        standings=seen.standings,
    )
