"""The lists people work from: a village's, a class's, and the counts that lead to them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sisoho.access import Access, Right
from sisoho.errors import NotFound
from sisoho.outreach.queries.board import Board, board
from sisoho.outreach.queries.case_lines import CaseLine, live_cases
from sisoho.outreach.queries.duties import StaffCard
from sisoho.outreach.queries.elsewhere import visited_by_others
from sisoho.outreach.queries.entries import Entry
from sisoho.outreach.queries.families import NO_FAMILY, Family, families
from sisoho.outreach.queries.villages import VillageCard
from sisoho.outreach.rules import Bucket

# The order of the page: what is only for information is short and stands first (screens.md).
ON_PAGE = (Bucket.NEW_TODAY, Bucket.TO_VISIT, Bucket.OVERDUE, Bucket.WATCHING)


@dataclass(frozen=True, slots=True)
class ListCounts:
    """A village or a class with its number of pupils by bucket. `team` is empty when nobody is on duty."""

    public_id: str
    name: str
    pupils: int
    counts: Mapping[Bucket, int]
    team: tuple[StaffCard, ...]

    @property
    def words(self) -> str:
        """`Mới vắng 2 · Cần đến nhà 3`; "" when nothing is to be done."""
        said = ((_SHORT[bucket], self.counts.get(bucket, 0)) for bucket in ON_PAGE)
        return " · ".join(f"{word} {count}" for word, count in said if count)


_SHORT = {
    Bucket.NEW_TODAY: "Mới vắng",
    Bucket.TO_VISIT: "Cần đến nhà",
    Bucket.OVERDUE: "Quá hẹn",
    Bucket.WATCHING: "Theo dõi",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """`is_visited_elsewhere`: another school of the commune met the family at home within seven days."""

    entry: Entry
    family: Family
    is_visited_elsewhere: bool = False
    case: CaseLine | None = None  # the live one, for those who may see it


@dataclass(frozen=True, slots=True)
class PupilList:
    """One list page: the pupils of each bucket, in the order of the page."""

    title: str
    groups: tuple[tuple[Bucket, tuple[Listed, ...]], ...]
    team: tuple[StaffCard, ...]
    village: VillageCard | None = None
    season: str = ""

    @property
    def is_empty(self) -> bool:
        return not any(listed for _, listed in self.groups)


def village_counts(access: Access, on_board: Board | None = None) -> list[ListCounts]:
    """The villages the person is on duty for; every village with pupils or a team for a leader.

    A caller that needs several parts of the board reads it once and passes it along.
    """
    found = on_board or board(access)
    wanted = access.village_ids
    if access.may(Right.SEE_SCHOOL):
        wanted = found.duties.village_ids() | {i for i in found.homes if i is not None}
    return [
        ListCounts(
            public_id=card.public_id,
            name=card.name,
            pupils=found.homes.get(card.id, 0),
            counts=_counts(entry for entry in found.entries if entry.village_id == card.id),
            team=found.duties.team(card.id),
        )
        for card in found.villages.by_id.values()
        if card.id in wanted
    ]


def homeroom_counts(access: Access, on_board: Board | None = None) -> list[ListCounts]:
    """The person's own classes."""
    found = on_board or board(access)
    return [
        ListCounts(
            public_id=roll.public_id,
            name=f"Lớp {roll.name}",
            pupils=found.sizes.get(roll.id, 0),
            counts=_counts(entry for entry in found.entries if entry.class_id == roll.id),
            team=found.duties.homeroom(roll.id),
        )
        for roll in found.rolls
        if roll.id in access.class_ids
    ]


def homeroom_absences(access: Access, on_board: Board | None = None) -> list[Entry]:
    """Pupils of the person's own classes who are missing, flagged or watched, most pressing first."""
    found = on_board or board(access)
    return _pressing_first(entry for entry in found.entries if entry.class_id in access.class_ids)


def to_visit_without_teacher(access: Access, on_board: Board | None = None) -> list[Entry]:
    """Pupils to be visited whose village has no team (or is not known): a leader's, and one's own class."""
    found = on_board or board(access)
    return _pressing_first(
        entry
        for entry in found.entries
        if entry.needs_visit and not entry.has_team and access.sees_class(entry.class_id)
    )


def village_list(access: Access, public_id: str) -> PupilList:
    """The list of one village. Raises NotFound unless the person is on duty there, or a leader."""
    found = board(access)
    card = next((card for card in found.villages.by_id.values() if card.public_id == public_id), None)
    if card is None or not (card.id in access.village_ids or access.may(Right.SEE_SCHOOL)):
        raise NotFound("Không tìm thấy thôn, buôn này trong nhiệm vụ của thầy cô.")
    season = found.villages.season(card.id, [access.on])
    return PupilList(
        title=card.name,
        groups=_groups(access, [entry for entry in found.entries if entry.village_id == card.id]),
        team=found.duties.team(card.id),
        village=card,
        season=season.kind.label if season else "",
    )


def class_list(access: Access, public_id: str) -> PupilList:
    """The list of one class. Raises NotFound unless it is the person's own class, or a leader asks."""
    found = board(access)
    roll = next((roll for roll in found.rolls if roll.public_id == public_id), None)
    if roll is None or not access.sees_class(roll.id):
        raise NotFound("Không tìm thấy lớp này trong nhiệm vụ của thầy cô.")
    return PupilList(
        title=f"Lớp {roll.name}",
        groups=_groups(access, [entry for entry in found.entries if entry.class_id == roll.id]),
        team=found.duties.homeroom(roll.id),
    )


def school_list(access: Access, bucket: Bucket) -> PupilList:
    """The pupils of one bucket in the whole school, for the leaders. Raises NotAllowed."""
    access.need(Right.SEE_SCHOOL)
    found = [entry for entry in board(access).entries if entry.bucket is bucket]
    return PupilList(title=f"{bucket.label}, cả trường", groups=_groups(access, found), team=())


def _groups(access: Access, entries: list[Entry]) -> tuple[tuple[Bucket, tuple[Listed, ...]], ...]:
    listed = _pressing_first(entry for entry in entries if entry.listing)
    pupil_ids = [entry.pupil_id for entry in listed]
    homes, elsewhere = families(access, pupil_ids), visited_by_others(access, pupil_ids)
    cases = live_cases(access, pupil_ids)
    return tuple(
        (
            bucket,
            tuple(
                Listed(
                    entry,
                    homes.get(entry.pupil_id, NO_FAMILY),
                    entry.pupil_id in elsewhere,
                    cases.get(entry.pupil_id),
                )
                for entry in listed
                if entry.bucket is bucket
            ),
        )
        for bucket in ON_PAGE
    )


def _counts(entries: Iterable[Entry]) -> Mapping[Bucket, int]:
    return Counter(entry.bucket for entry in entries if entry.bucket)


def _pressing_first(entries: Iterable[Entry]) -> list[Entry]:
    """By bucket, then the earliest date, then the longest absence."""
    order = list(Bucket)

    def pressing(entry: Entry) -> tuple[int, str, int]:
        rank = order.index(entry.bucket) if entry.bucket else len(order)
        due_at = entry.listing.due_at if entry.listing else None
        return rank, due_at.isoformat() if due_at else "", -len(entry.streak)

    return sorted(entries, key=pressing)
