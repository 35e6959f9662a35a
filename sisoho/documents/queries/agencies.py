"""How a unit's papers are headed and by whom they are signed, on a day."""

from sisoho.access import Access
from sisoho.documents.content import AgencyHeader, Signature
from sisoho.documents.signers import signature_of
from sisoho.schools.models import Duty, StaffMember
from sisoho.schools.queries import unit_card, unit_names

_COMMITTEE = "Ủy ban nhân dân"
_HEADS = ("principal", "commune_officer", "vice_principal")


def agency_header(access: Access) -> AgencyHeader:
    """The acting unit's header in force today; two statements."""
    card = unit_card(access.unit_id, access.on)
    if card.kind == "commune":
        # A committee has none above it, and breaks its name after "nhân dân" (NĐ 30, Phụ lục III, mẫu 1.4).
        issuer = card.name.replace(f"{_COMMITTEE} ", f"{_COMMITTEE}\n").upper()
        return AgencyHeader("", issuer, card.name, card.symbol, card.place)
    parent = unit_names([card.parent_id], access.on).get(card.parent_id, "") if card.parent_id else ""
    governing = card.governing_line or parent.replace(_COMMITTEE, "UBND").upper()
    return AgencyHeader(governing, card.name.upper(), card.name, card.symbol, card.place)


def head_signature(access: Access) -> Signature:
    """The block a draft carries: the head's, or an empty name where the post is not filled."""
    post, title, name = min(_leaders(access), default=("", "", ""), key=_rank)
    return signature_of(access.unit_kind, post, title, name)


def own_signature(access: Access) -> Signature:
    """The block for the acting person, by the post held today."""
    post, title, _ = min(_leaders(access, access.staff_id), default=("", "", ""), key=_rank)
    return signature_of(access.unit_kind, post, title, access.person_name)


def _rank(leader: tuple[str, str, str]) -> int:
    return _HEADS.index(leader[0])


def _leaders(access: Access, staff_id: int | None = None) -> list[tuple[str, str, str]]:
    """(post, its title, name) of who may sign for the unit today."""
    where = (
        (Duty.unit == access.unit_id)
        & Duty.kind.in_(_HEADS)
        & (Duty.starts <= access.on)
        & (Duty.ends.is_null() | (Duty.ends > access.on))
    )
    if staff_id is not None:
        where &= Duty.staff == staff_id
    rows = (
        Duty.select(Duty.kind, Duty.title, StaffMember.full_name)
        .join(StaffMember, on=(Duty.staff == StaffMember.id))
        .where(where)
        .order_by(Duty.starts, Duty.id)
    )
    return list(rows.tuples())
