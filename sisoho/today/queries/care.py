"""Who the leaders should look after today, and where nobody does."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sisoho.access import Access
from sisoho.outreach import queries as outreach
from sisoho.outreach.queries import VisitView
from sisoho.outreach.rules import Bucket

ONE_DAY, AHEAD = timedelta(days=1), timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Care:
    """Who is to be looked after. `visits` of today; `uncovered`: villages with pupils and without a team.

    `seasons`: (words, has begun) of the seasons declared for now and the two weeks to come.
    """

    by_bucket: Mapping[Bucket, int]
    visits: tuple[VisitView, ...]
    uncovered: tuple[str, ...]
    seasons: tuple[tuple[str, bool], ...]

    @property
    def visited(self) -> int:
        """Pupils, each once."""
        return len({pupil.id for visit in self.visits for pupil in visit.pupils})


def care(access: Access, on_board: outreach.Board) -> Care:
    """One statement, for the visits."""
    covered = on_board.duties.village_ids()
    return Care(
        by_bucket=Counter(entry.bucket for entry in on_board.entries if entry.bucket),
        visits=tuple(outreach.visited_on(access, access.on)),
        uncovered=tuple(
            card.name
            for card in on_board.villages.by_id.values()
            if on_board.homes.get(card.id) and card.id not in covered
        ),
        seasons=tuple(_seasons(access.on, on_board)),
    )


def _seasons(on: date, on_board: outreach.Board) -> list[tuple[str, bool]]:
    soon = on + AHEAD
    found = []
    for season in sorted(on_board.villages.seasons, key=lambda season: season.starts):
        if season.starts > soon or season.ends <= on:
            continue
        where = on_board.villages.name(season.village_id) or "cả xã"
        begun = season.starts <= on
        when = f"đến {season.ends - ONE_DAY:%d/%m}" if begun else f"từ {season.starts:%d/%m}"
        found.append((f"{'Đang' if begun else 'Sắp vào'} {season.kind.label}: {where}, {when}", begun))
    return found
