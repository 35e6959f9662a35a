"""Pure: the next stretches in which pupils tend to stay away, with the pupils they are about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sisoho.school_calendar import Season, SeasonKind

_SOON = timedelta(days=60)
Homes = Mapping[int | None, int]


@dataclass(frozen=True, slots=True)
class Ahead:
    """A season in force or to come. `kind` is None for Tết, which like a season of the whole commune
    names no village and is about every pupil. Half-open; `village_ids` in the commune's order."""

    kind: SeasonKind | None
    starts: date
    ends: date
    village_ids: tuple[int, ...]
    pupils: int
    begun: bool

    @property
    def label(self) -> str:
        return self.kind.label.capitalize() if self.kind else "Nghỉ Tết Nguyên đán"

    @property
    def last_day(self) -> date:
        return self.ends - timedelta(days=1)


def seasons_ahead(
    seasons: Iterable[Season], tet: Iterable[tuple[date, date]], homes: Homes, order: Iterable[int], on: date
) -> list[Ahead]:
    """Those in force, those that begin within 60 days, and else the next one of each kind.

    `homes`: village id → pupils; villages without a pupil of the school are left out.
    """
    places: dict[tuple[date, date, SeasonKind | None], set[int | None]] = {}
    for season in seasons:
        places.setdefault((season.starts, season.ends, season.kind), set()).add(season.village_id)
    for starts, ends in tet:
        places.setdefault((starts, ends, None), set()).add(None)
    known, found, told = list(order), [], set()
    for starts, ends, kind in sorted(places, key=lambda key: (key[:2], str(key[2]))):
        if ends <= on or (starts > on + _SOON and kind in told):
            continue
        within = places[starts, ends, kind]
        villages = () if None in within else tuple(i for i in known if i in within and homes.get(i))
        pupils = sum(homes[i] for i in villages) if None not in within else sum(homes.values())
        if pupils:
            told.add(kind)
            found.append(Ahead(kind, starts, ends, villages, pupils, starts <= on))
    return found
