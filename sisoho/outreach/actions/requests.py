"""The homeroom teacher asks the village's team to go, before the rule would; and takes it back."""

from sisoho import clock, db
from sisoho.access import Access
from sisoho.audit.actions import record
from sisoho.errors import NotAllowed
from sisoho.outreach.actions.author import author_id
from sisoho.outreach.forms import RequestData
from sisoho.outreach.models import VisitRequest
from sisoho.outreach.queries import PupilCard, writable_pupil
from sisoho.schools.models import Pupil
from sisoho.schools.queries.loading import held_row


def request_visit(access: Access, pupil_public_id: str, data: RequestData) -> VisitRequest:
    """An open request; asking twice, or two people at once, gives the one there is.

    Raises NotFound, NotAllowed.
    """
    card, by_id = _own_class(access, pupil_public_id), author_id(access)
    with db.write():
        held_row(access, Pupil, card.id)
        known = VisitRequest.get_or_none(_open(access, card))
        if known is not None:
            return known
        made = VisitRequest.create(
            unit=access.unit_id, pupil=card.id, by=by_id, at=clock.now(), reason=data.reason
        )
        record(access, "request_visit", "visit_request", made.id, fields=["reason"])
    return made


def close_request(access: Access, pupil_public_id: str) -> None:
    """No visit is needed any more. Nothing happens when no request is open. Raises NotFound, NotAllowed."""
    card = _own_class(access, pupil_public_id)
    with db.write():
        known = VisitRequest.get_or_none(_open(access, card))
        if known is None:
            return
        known.closed_at = clock.now()
        known.save()
        record(access, "close_request", "visit_request", known.id, fields=["closed_at"])


def _own_class(access: Access, pupil_public_id: str) -> PupilCard:
    card = writable_pupil(access, pupil_public_id)
    if not access.sees_class(card.class_id):
        raise NotAllowed("Việc này của giáo viên chủ nhiệm hoặc ban giám hiệu. Chưa có gì thay đổi.")
    return card


def _open(access: Access, card: PupilCard):  # type: ignore[no-untyped-def]
    r = VisitRequest
    return (r.unit == access.unit_id) & (r.pupil == card.id) & r.closed_at.is_null()
