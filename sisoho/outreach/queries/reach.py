"""Whose pupil is this: loading a pupil and asking who may see and write is one thing here."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, fn

from sisoho.access import Access, Right
from sisoho.errors import NotAllowed, NotFound
from sisoho.outreach.queries.board import Board, board
from sisoho.outreach.queries.case_lines import held_pupils
from sisoho.outreach.queries.entries import Entry
from sisoho.schools.models import Enrolment, Pupil, PupilHousehold, PupilPlace, SchoolClass, Village


@dataclass(frozen=True, slots=True)
class PupilCard:
    """A pupil of a class today. Ids are row ids."""

    id: int
    public_id: str
    name: str
    class_id: int
    class_public_id: str
    class_name: str
    village_id: int | None
    village_public_id: str | None
    village: str
    household_id: int | None

    @property
    def label(self) -> str:
        return f"{self.name} · {self.class_name}"


def writable_pupil(access: Access, public_id: str) -> PupilCard:
    """A pupil this person may write about: of the own class or village, of a case held; any for a leader.

    Wider than what may be read: a visit made in good faith is not lost because the absence was
    excused while the teacher was on the way. Raises NotFound, NotAllowed.
    """
    found = writable_pupils(access, [public_id])
    if not found:
        raise NotFound("Không tìm thấy em này trong nhiệm vụ của thầy cô.")
    return found[0]


def writable_pupils(access: Access, public_ids: Collection[str]) -> list[PupilCard]:
    """Those of `public_ids` this person may write about, and the rest of their households too.

    Brothers and sisters are visited together, also those of another class. Raises NotAllowed.
    """
    access.need(Right.LOG_VISIT)
    cards = _cards(access, Pupil.public_id.in_(list(public_ids)))
    own = {card.id for card in cards if _is_own(access, card)}
    if len(own) < len(cards):  # whose case was given to this person
        own |= held_pupils(access)
    homes = {card.household_id for card in cards if card.id in own} - {None}
    return [card for card in cards if card.id in own or card.household_id in homes]


def decided_pupil(access: Access, public_id: str) -> PupilCard:
    """A pupil of the own class, any for leaders: a village's team sees the list and does not decide.

    Raises NotFound, NotAllowed.
    """
    card = writable_pupil(access, public_id)
    if not access.sees_class(card.class_id):
        raise NotAllowed("Việc này của giáo viên chủ nhiệm và ban giám hiệu. Chưa có gì thay đổi.")
    return card


def own_pupils(access: Access, pupil_ids: Collection[int]) -> list[PupilCard]:
    """Those of the own class or village, any for a leader; one statement. Raises NotAllowed."""
    access.need(Right.LOG_VISIT)
    return [card for card in _cards(access, Pupil.id.in_(list(pupil_ids))) if _is_own(access, card)]


def readable_pupil(access: Access, public_id: str) -> tuple[PupilCard, Entry | None, Board]:
    """A pupil whose absence this person may read about, with the place on the board.

    The team of a village reads only while the pupil is flagged, absent or watched. Raises NotFound.
    """
    card = writable_pupil(access, public_id)
    found = board(access)
    entry = next((entry for entry in found.entries if entry.pupil_id == card.id), None)
    if entry is None and not access.sees_class(card.class_id) and card.id not in held_pupils(access):
        raise NotFound("Em này hiện không vắng và không cần theo dõi, nên không có trang để mở.")
    return card, entry, found


def household_of(access: Access, card: PupilCard) -> list[PupilCard]:
    """The pupils of the same household, the pupil first."""
    if card.household_id is None:
        return [card]
    others = _cards(access, PupilHousehold.household == card.household_id)
    return sorted(others, key=lambda other: other.id != card.id)


def _is_own(access: Access, card: PupilCard) -> bool:
    return access.sees_class(card.class_id) or card.village_id in access.village_ids


def _cards(access: Access, wanted: Any) -> list[PupilCard]:
    p, e, c, place, v, home = Pupil, Enrolment, SchoolClass, PupilPlace, Village, PupilHousehold

    def today(row: Any) -> Any:
        in_force = (row.starts <= access.on) & (row.ends.is_null() | (row.ends > access.on))
        return (row.unit == p.unit) & (row.pupil == p.id) & in_force

    rows = (
        p.select(
            p.id, p.public_id, p.full_name, c.id, c.public_id, c.name, v.id, v.public_id,
            fn.COALESCE(v.name, ""), home.household,
        )
        .join(e, on=today(e))
        .join(c)
        .join(place, JOIN.LEFT_OUTER, on=today(place))
        .join(v, JOIN.LEFT_OUTER, on=(v.id == place.village) & (v.unit == access.commune_id))
        .join(home, JOIN.LEFT_OUTER, on=today(home))
        .where((p.unit == access.unit_id) & wanted)
        .order_by(p.sort_key, p.id)
        .tuples()
    )  # fmt: skip
    cards = (PupilCard(*row) for row in rows)
    return list({card.id: card for card in cards}.values())
