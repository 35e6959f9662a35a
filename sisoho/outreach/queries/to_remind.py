"""For whom a phone may ring: pupils to be visited whose village no water cuts off."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sisoho.access import Access
from sisoho.outreach.queries.board import Board, board
from sisoho.outreach.queries.entries import Entry
from sisoho.outreach.queries.touches import VISIT
from sisoho.outreach.queries.villages import VillageCard
from sisoho.school_calendar import at_vietnam, is_cut_off, slot_of, vietnam_date


@dataclass(frozen=True, slots=True)
class ToRemind:
    """What one person is to do. `matters` name each pupil's absence by its start; `path`: the list of all."""

    pupils: int
    matters: tuple[str, ...]
    path: str


def to_remind(access: Access) -> dict[int, ToRemind]:
    """staff row id → the pupils to be visited in the villages that the person is on duty for today."""
    found = board(access)
    by_staff: dict[int, list[Entry]] = defaultdict(list)
    for entry in _reachable(found):
        for person in found.duties.team(entry.village_id):
            by_staff[person.id].append(entry)
    return {staff_id: _of(entries, found.villages.by_id) for staff_id, entries in by_staff.items()}


def _reachable(found: Board) -> Iterator[Entry]:
    now = slot_of(found.now)
    closures = {closure for roll in found.rolls for closure in roll.calendar.closures}
    for entry in found.entries:
        if entry.needs_visit and not is_cut_off(entry.village_id, now, found.villages.seasons, closures):
            yield entry


def _of(entries: list[Entry], villages: Mapping[int, VillageCard]) -> ToRemind:
    places = {entry.village_id for entry in entries if entry.village_id is not None}
    path = f"/thon-buon/{villages[places.pop()].public_id}" if len(places) == 1 else "/thon-buon"
    matters = (_matter(entry) for entry in entries)
    return ToRemind(len(entries), tuple(matter for matter in matters if matter), path)


def _matter(entry: Entry) -> str:
    """The pupil and the start of the absence, or the day of the homeroom teacher's request.

    "" for one who is no news: visited since then, or away from before what was read, so that the start is
    not known.
    """
    since, asked, visit = entry.streak.since, entry.request, entry.touches.last(VISIT)
    if since is None or (asked is not None and visit is not None):
        return f"visit:{entry.public_id}:{vietnam_date(asked.at)}" if asked else ""
    if entry.is_longer or (visit is not None and visit.at >= at_vietnam(since.date)):
        return ""
    return f"visit:{entry.public_id}:{since.date}:{since.half_day.value}"
