"""One step of a paper's life: checked, written, remembered and logged, in the caller's transaction."""

from typing import Any

from sisoho import clock
from sisoho.access import Access
from sisoho.audit.actions import record
from sisoho.db import write
from sisoho.documents.lifecycle import STEP_ROLES, TRANSITIONS, Status, Step, next_status
from sisoho.documents.models import Document, DocumentStep
from sisoho.errors import Conflict, RuleBroken


def roles_of(access: Access) -> frozenset[str]:
    return frozenset(role.value for role in access.roles)


def check_step(access: Access, document: Document, step: Step) -> Status:
    """The status the step leads to. Raises RuleBroken for a wrong order, NotAllowed for a wrong role."""
    if document.incoming:
        raise RuleBroken("Văn bản đến chỉ để đọc và lưu; không trình, không ký ở đây.")
    return next_status(Status(document.state), step, roles_of(access))


def is_done(access: Access, document: Document, step: Step) -> bool:
    """Whether the same step was just taken: a second tap, or a retry after a crash, finds it done."""
    reached = {after for (_, taken), after in TRANSITIONS.items() if taken is step}
    return not document.incoming and document.state in reached and bool(roles_of(access) & STEP_ROLES[step])


def take_step(access: Access, document: Document, step: Step, note: str = "", **fields: Any) -> Document:
    """Move the paper, setting `fields` with it. Raises as `check_step`; Conflict when it moved meanwhile."""
    after = check_step(access, document, step)
    return write_step(access, document, step, after, note, **fields)


def write_step(
    access: Access, document: Document, step: Step, after: Status, note: str = "", **fields: Any
) -> Document:
    """The step itself, once it is known to be allowed."""
    with write():
        change(document, state=after.value, **fields)
        DocumentStep.create(
            unit=document.unit_id,
            document=document.id,
            step=step.value,
            before=document.state,
            after=after.value,
            by=access.staff_id,
            note=note,
            at=clock.now(),
        )
        record(access, f"{step}_document", "document", document.id, fields=["state", *fields])
    return reread(document)


def change(document: Document, **fields: Any) -> None:
    """Write fields if nobody else has since `document` was read. Raises Conflict."""
    d = Document
    changed = (
        d.update(version=d.version + 1, changed_at=clock.now(), **fields)
        .where((d.unit == document.unit_id) & (d.id == document.id) & (d.version == document.version))
        .execute()
    )
    if not changed:
        raise Conflict("Văn bản vừa được người khác thay đổi. Tải lại trang để xem rồi làm tiếp.")


def reread(document: Document) -> Document:
    d = Document
    return d.get((d.unit == document.unit_id) & (d.id == document.id))
