"""Every read of documents."""

from sisoho.documents.queries.waiting import WaitingPapers, waiting_papers

__all__ = ["WaitingPapers", "waiting_papers"]
