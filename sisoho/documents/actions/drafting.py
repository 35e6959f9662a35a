"""Begin a paper, or fill its draft anew with the figures of today."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sisoho import clock
from sisoho.access import Access, Right
from sisoho.accounts.queries import store_is_demo
from sisoho.audit.actions import record
from sisoho.db import write
from sisoho.documents import queries, sections
from sisoho.documents.actions.moving import change, reread
from sisoho.documents.content import DocumentContent
from sisoho.documents.content_json import to_json
from sisoho.documents.lifecycle import EDITABLE, STATUS_WORDS, Status
from sisoho.documents.models import Document
from sisoho.documents.rules import check_content, symbol
from sisoho.errors import RuleBroken

Check = tuple[str, str]


def save_draft(
    access: Access,
    kind: str,
    content: DocumentContent,
    *,
    year_label: str,
    checks: Sequence[Check] = (),
    answers: Document | None = None,
    due_on: date | None = None,
) -> Document:
    """The unit's draft of a kind and school year: made, or renewed with what was written by hand kept.

    `checks` are (sentence, path) to look at before approval. Where such a paper is already issued, the
    draft is meant to replace it. Raises RuleBroken while one is submitted and not yet issued.
    """
    access.need(Right.DRAFT_DOCUMENT)
    check_content(content)
    with write():
        fields = {
            "abstract": content.abstract,
            "checks": [list(check) for check in checks],
            "answers": answers.id if answers else None,
            "due_on": due_on,
        }
        found = queries.open_paper(access, kind, year_label)
        if found is not None:
            return _renew(access, found, content, fields)
        return _create(access, kind, year_label, content, fields)


def _create(
    access: Access, kind: str, year_label: str, content: DocumentContent, fields: dict[str, Any]
) -> Document:
    issued = queries.latest_issued(access.unit_id, kind, year_label)
    now = clock.now()
    made = Document.create(
        unit=access.unit_id,
        kind=kind,
        type_code=content.type.value,
        year_label=year_label,
        content=to_json(with_demo_mark(content)),
        symbol=symbol(content.type, content.header, content.subject),
        replaces=issued.id if issued else None,
        drafted_by=access.staff_id,
        created_at=now,
        changed_at=now,
        **fields,
    )
    record(access, "draft_document", "document", made.id, fields=["content"])
    return made


def _renew(access: Access, found: Document, content: DocumentContent, fields: dict[str, Any]) -> Document:
    status = Status(found.state)
    if status not in EDITABLE:
        raise RuleBroken(
            f"Văn bản này đang ở bước “{STATUS_WORDS[status]}” nên không soạn lại. Muốn sửa thì trả lại đã."
        )
    body = sections.redrafted(queries.content_of(found).body, content.body, found.edited)
    renewed = with_demo_mark(replace(content, body=body))
    header = symbol(content.type, content.header, content.subject)
    change(found, content=to_json(renewed), symbol=header, **fields)
    record(access, "redraft_document", "document", found.id, fields=["content"])
    return reread(found)


def with_demo_mark(content: DocumentContent) -> DocumentContent:
    """A paper of the demo says on every page that it is worth nothing."""
    return replace(content, marks=replace(content.marks, demo=store_is_demo()))
