"""Papers of the unit that wait for a step this person may take."""

from dataclasses import dataclass

from peewee import fn

from sisoho.access import Access
from sisoho.documents.lifecycle import STATUS_WORDS, Status, Step, open_steps
from sisoho.documents.models import Document

_FORWARD = frozenset({Step.APPROVE, Step.NUMBER, Step.SIGN, Step.ISSUE})
_WAITING = (Status.SUBMITTED, Status.APPROVED, Status.NUMBERED, Status.SIGNED)


@dataclass(frozen=True, slots=True)
class WaitingPapers:
    """`words`: "đã trình, chờ duyệt"."""

    status: Status
    words: str
    count: int


def waiting_papers(access: Access) -> list[WaitingPapers]:
    """In the order of a paper's life; one statement."""
    d = Document
    rows = (
        d.select(d.state, fn.COUNT(d.id))
        .where((d.unit == access.unit_id) & ~d.incoming & d.state.in_([status.value for status in _WAITING]))
        .group_by(d.state)
    )
    counts, roles = dict(rows.tuples()), frozenset(role.value for role in access.roles)
    return [
        WaitingPapers(status, STATUS_WORDS[status], counts[status])
        for status in _WAITING
        if status in counts and _FORWARD.intersection(open_steps(status, roles))
    ]
