"""What people do with papers. A `Press` says with which fonts, keys and roots."""

from sisoho.documents.actions.downloads import Download, download
from sisoho.documents.actions.drafting import save_draft
from sisoho.documents.actions.editing import SectionConflict, edit_section, editable_section
from sisoho.documents.actions.incoming import Received, record_incoming
from sisoho.documents.actions.keys import has_key, make_demo_keys
from sisoho.documents.actions.numbering import next_number, number_document, reserve_number
from sisoho.documents.actions.signing import accept_signed_file, attach_scan, mark_signed_on_paper, sign
from sisoho.documents.actions.steps import approve, issue, return_with_note, submit, withdraw

__all__ = [
    "Download",
    "Received",
    "SectionConflict",
    "accept_signed_file",
    "approve",
    "attach_scan",
    "download",
    "edit_section",
    "editable_section",
    "has_key",
    "issue",
    "make_demo_keys",
    "mark_signed_on_paper",
    "next_number",
    "number_document",
    "record_incoming",
    "reserve_number",
    "return_with_note",
    "save_draft",
    "sign",
    "submit",
    "withdraw",
]
