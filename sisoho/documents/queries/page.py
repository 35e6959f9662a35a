"""One paper as its page shows it."""

from dataclasses import dataclass
from datetime import date, datetime

from peewee import JOIN

from sisoho.access import Access
from sisoho.documents import sections
from sisoho.documents.content import DocumentContent
from sisoho.documents.lifecycle import EDITABLE, STATUS_WORDS, STEP_WORDS, Status, Step, open_steps
from sisoho.documents.models import Document, DocumentStep
from sisoho.documents.queries.reading import content_of, readable_document
from sisoho.documents.rules import TYPE_RULES, full_number
from sisoho.documents.sections import Section
from sisoho.documents.verification import spoken_code
from sisoho.schools.models import StaffMember

_BEFORE_APPROVAL = EDITABLE | {Status.SUBMITTED}


@dataclass(frozen=True, slots=True)
class StepLine:
    """`words`: "Trả lại để sửa"."""

    words: str
    by: str
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PaperPage:
    """`steps`: what this person may do now. `checks`: (sentence, path). `number`: "05/KH-THNT" or "".

    `is_own`: of the acting unit; `to_sign`: the person is the one whose name it carries.
    """

    public_id: str
    kind: str
    title: str
    abstract: str
    number: str
    day: date | None
    status: Status
    words: str
    is_own: bool
    incoming: bool
    on_paper: bool
    is_archived: bool
    is_numbered: bool
    issuer: str
    signer: str
    to_sign: bool
    steps: tuple[Step, ...]
    checks: tuple[tuple[str, str], ...]
    history: tuple[StepLine, ...]
    sections: tuple[Section, ...]
    content: DocumentContent
    due_on: date | None
    received_on: date | None
    code: str

    @property
    def may_edit(self) -> bool:
        return Step.SUBMIT in self.steps and self.status in EDITABLE

    @property
    def stage(self) -> str:
        """The station of the five-step picture: a returned paper is a draft again, a number no station."""
        stages = {Status.RETURNED: "draft", Status.NUMBERED: "approved"}
        later = {Status.REPLACED: "issued", Status.WITHDRAWN: "issued"}
        return (stages | later).get(self.status, self.status.value)


def paper_page(access: Access, public_id: str) -> PaperPage:
    """Raises NotFound."""
    row = readable_document(access, public_id)
    content, status = content_of(row), Status(row.state)
    is_own = row.unit_id == access.unit_id
    roles = frozenset(role.value for role in access.roles)
    acts = is_own and not row.incoming
    return PaperPage(
        public_id=row.public_id,
        kind=row.kind,
        title=TYPE_RULES[content.type].name,
        abstract=row.abstract,
        number=full_number(content) if row.number is not None else "",
        day=row.document_on,
        status=status,
        words="văn bản đến" if row.incoming else STATUS_WORDS[status],
        is_own=is_own,
        incoming=row.incoming,
        on_paper=row.on_paper,
        is_archived=row.issued_file_id is not None,
        is_numbered=row.unsigned_file_id is not None,
        issuer=content.header.name,
        signer=row.signer.full_name if row.signer_id else "",
        to_sign=row.signer_id is not None and row.signer_id == access.staff_id,
        steps=open_steps(status, roles) if acts else (),
        checks=tuple((sentence, path) for sentence, path in row.checks) if status in _BEFORE_APPROVAL else (),
        history=tuple(_history(row)) if acts else (),
        sections=sections.split(content.body),
        content=content,
        due_on=row.due_on,
        received_on=row.received_on,
        code=spoken_code(row.verification_code or ""),
    )


def _history(document: Document) -> list[StepLine]:
    """The latest step first."""
    s = DocumentStep
    rows = (
        s.select(s, StaffMember)
        .join(StaffMember, JOIN.LEFT_OUTER, on=(s.by == StaffMember.id) & (StaffMember.unit == s.unit))
        .where((s.unit == document.unit_id) & (s.document == document.id))
        .order_by(s.id.desc())
    )
    return [
        StepLine(STEP_WORDS[Step(row.step)], row.by.full_name if row.by_id else "Hệ thống", row.note, row.at)
        for row in rows
    ]
