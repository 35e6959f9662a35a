"""What waits for a decision or for paper work: transfers and documents."""

from dataclasses import dataclass

from sisoho.access import Access, Right
from sisoho.documents.queries import WaitingPapers, waiting_papers
from sisoho.schools.queries import incoming_transfers, waiting_transfers


@dataclass(frozen=True, slots=True)
class Office:
    """`coming`: transfers to confirm here; `leaving`: pupils no school has confirmed yet."""

    coming: int
    leaving: int
    papers: tuple[WaitingPapers, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.coming or self.leaving or self.papers)


def office(access: Access) -> Office:
    may_confirm, keeps = access.may(Right.CONFIRM_TRANSFER), access.may(Right.SEE_REGISTERS)
    return Office(
        coming=len(incoming_transfers(access)) if may_confirm else 0,
        leaving=len(waiting_transfers(access)) if keeps else 0,
        papers=tuple(waiting_papers(access)) if access.may(Right.SEE_DOCUMENTS) else (),
    )
