"""Write the log. Every action of every slice calls `record` inside its own transaction."""

from collections.abc import Collection, Iterable, Mapping

from sisoho import clock
from sisoho.access import Access
from sisoho.audit.models import AuditEntry, FileView, PersonalValue
from sisoho.db import write


def record(
    access: Access,
    intent: str,
    subject_kind: str,
    subject_id: object,
    fields: Iterable[str] = (),
    personal: Mapping[int, Mapping[str, tuple[str | None, str | None]]] | None = None,
) -> AuditEntry:
    """One row: who did what to which thing.

    `fields` are names only. `personal` maps pupil id → field → (before, after); these values sit
    apart so that erasure may blank them.
    """
    entry = AuditEntry.create(
        at=clock.now(),
        unit_id=access.unit_id,
        account_id=access.account_id,
        staff_id=access.staff_id,
        role=",".join(sorted(access.roles)),
        intent=intent,
        subject_kind=subject_kind,
        subject_id=str(subject_id),
        fields=list(fields),
    )
    rows = [
        {"entry": entry.id, "pupil_id": pupil_id, "field": name, "before": before, "after": after}
        for pupil_id, values in (personal or {}).items()
        for name, (before, after) in values.items()
    ]
    if rows:
        PersonalValue.insert_many(rows).execute()
    return entry


def record_view(access: Access, pupil_id: int) -> None:
    """Note that a person opened a pupil's follow-up; one row a person, pupil and day."""
    record_views(access, [pupil_id])


def record_views(access: Access, pupil_ids: Collection[int]) -> None:
    """The same for every pupil of a list that names them; one statement."""
    if access.staff_id is None or not pupil_ids:
        return
    now = clock.now()
    rows = [
        {
            "unit_id": access.unit_id,
            "staff_id": access.staff_id,
            "pupil_id": pupil_id,
            "on": access.on,
            "times": 1,
            "last_at": now,
        }
        for pupil_id in sorted(set(pupil_ids))
    ]
    with write():
        FileView.insert_many(rows).on_conflict(
            conflict_target=[FileView.unit_id, FileView.staff_id, FileView.pupil_id, FileView.on],
            update={FileView.times: FileView.times + 1, FileView.last_at: now},
        ).execute()
