"""Every read of documents."""

from sisoho.documents.queries.agencies import agency_header, head_signature, own_signature
from sisoho.documents.queries.names import file_name
from sisoho.documents.queries.reading import (
    content_of,
    latest_issued,
    open_paper,
    own_document,
    readable_document,
)
from sisoho.documents.queries.waiting import WaitingPapers, waiting_papers

__all__ = [
    "WaitingPapers",
    "agency_header",
    "content_of",
    "file_name",
    "head_signature",
    "latest_issued",
    "open_paper",
    "own_document",
    "own_signature",
    "readable_document",
    "waiting_papers",
]
