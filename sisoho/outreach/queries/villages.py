"""The commune's villages with the seasons declared for them, in one statement."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from peewee import JOIN

from sisoho.access import Access
from sisoho.school_calendar import Season as DeclaredSeason
from sisoho.school_calendar import SeasonKind, declared_season
from sisoho.schools.models import Season, Village


@dataclass(frozen=True, slots=True)
class VillageCard:
    """`id` is the row id; `head` and `elder` are those who help the school there."""

    id: int
    public_id: str
    name: str
    head: str
    elder: str


@dataclass(frozen=True, slots=True)
class Villages:
    by_id: Mapping[int, VillageCard] = field(default_factory=dict)
    seasons: tuple[DeclaredSeason, ...] = ()

    def name(self, village_id: int | None) -> str:
        """The village's name, "" when it is not known."""
        card = self.by_id.get(village_id) if village_id is not None else None
        return card.name if card else ""

    def season(self, village_id: int | None, days: Iterable[date]) -> DeclaredSeason | None:
        """The first season in force in the village on any of `days`."""
        found = (declared_season(self.seasons, village_id, day) for day in days)
        return next((season for season in found if season), None)


def villages(access: Access, since: date) -> Villages:
    """Every village of the commune, and its seasons that had not ended by `since`."""
    v, s = Village, Season
    during = (s.unit == v.unit) & (s.village.is_null() | (s.village == v.id)) & (s.ends > since)
    rows = (
        v.select(v.id, v.public_id, v.name, v.head_name, v.elder_name, s.kind, s.village, s.starts, s.ends)
        .join(s, JOIN.LEFT_OUTER, on=during)
        .where(v.unit == access.commune_id)
        .order_by(v.folded)
        .tuples()
    )
    by_id: dict[int, VillageCard] = {}
    seasons: dict[DeclaredSeason, None] = {}
    for village_id, public_id, name, head, elder, kind, of_village, starts, ends in rows:
        by_id[village_id] = VillageCard(village_id, public_id, name, head, elder)
        if kind is not None:
            seasons[DeclaredSeason(SeasonKind(kind), of_village, starts, ends)] = None
    return Villages(by_id, tuple(seasons))
