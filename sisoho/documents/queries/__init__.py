"""Every read of documents."""

from sisoho.documents.queries.agencies import agency_header, head_signature, own_signature
from sisoho.documents.queries.listing import PaperLine, PaperList, paper_list
from sisoho.documents.queries.names import file_name
from sisoho.documents.queries.page import PaperPage, StepLine, paper_page
from sisoho.documents.queries.reading import (
    INCOMING,
    content_of,
    latest_issued,
    open_paper,
    own_document,
    readable_document,
)
from sisoho.documents.queries.register import outgoing_register
from sisoho.documents.queries.verification import PublicPaper, Verdict, verify_code, verify_file
from sisoho.documents.queries.waiting import WaitingPapers, waiting_papers

__all__ = [
    "INCOMING",
    "PaperLine",
    "PaperList",
    "PaperPage",
    "PublicPaper",
    "StepLine",
    "Verdict",
    "WaitingPapers",
    "agency_header",
    "content_of",
    "file_name",
    "head_signature",
    "latest_issued",
    "open_paper",
    "outgoing_register",
    "own_document",
    "own_signature",
    "paper_list",
    "paper_page",
    "readable_document",
    "verify_code",
    "verify_file",
    "waiting_papers",
]
