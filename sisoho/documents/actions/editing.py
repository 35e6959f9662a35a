"""Rewrite one section of a draft in one's own words."""

from dataclasses import replace

from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.db import write
from sisoho.documents import queries, sections
from sisoho.documents.actions.moving import change, reread
from sisoho.documents.content_json import to_json
from sisoho.documents.lifecycle import EDITABLE, STATUS_WORDS, Status
from sisoho.documents.models import Document
from sisoho.documents.rules import check_content
from sisoho.documents.sections import Section
from sisoho.errors import Conflict, NotFound, RuleBroken


class SectionConflict(Conflict):
    """Somebody else saved the section meanwhile; `stored` is theirs, the form still holds one's own."""

    def __init__(self, stored: Section) -> None:
        super().__init__("Mục này vừa được người khác sửa. Cả hai bản ở dưới: gộp lại rồi lưu.")
        self.stored = stored


def edit_section(access: Access, public_id: str, key: str, text: str, fingerprint: str) -> Document:
    """Write a section anew. `fingerprint` is the one it had when the person began.

    Saving the same text again changes nothing. Raises NotFound, RuleBroken (not a draft, text that
    cannot be read), SectionConflict.
    """
    access.need(Right.DRAFT_DOCUMENT)
    with write():
        document = queries.own_document(access, public_id)
        section = editable_section(document, key)
        blocks = sections.with_text(section, text)
        if blocks == section.blocks:
            return document
        if fingerprint != section.fingerprint:
            raise SectionConflict(section)
        content = queries.content_of(document)
        body, written = sections.rewritten(content.body, key, blocks)
        content = replace(content, body=body)
        check_content(content)
        edited = list(dict.fromkeys([*document.edited, *written]))
        change(document, content=to_json(content), edited=edited)
        record(access, "edit_document", "document", document.id, fields=[key])
    return reread(document)


def editable_section(document: Document, key: str) -> Section:
    """Raises RuleBroken when the paper is no draft any more, NotFound for a section it does not have."""
    status = Status(document.state)
    if document.incoming or status not in EDITABLE:
        raise RuleBroken(f"Văn bản đang ở bước “{STATUS_WORDS[status]}” nên không sửa được.")
    found = {section.key: section for section in sections.split(queries.content_of(document).body)}
    if key not in found:
        raise NotFound("Không tìm thấy mục này của văn bản.")
    return found[key]
