"""Children as surveys and lists wrote them down, and which pupils a person said they are."""

from collections import defaultdict
from typing import Any

from sisoho.access import Access
from sisoho.schools.models import AreaChild, ChildEntry, ChildMatch


def latest_entries(access: Access, year: str) -> dict[int, Any]:
    """Child id → the latest entry up to a school year, with its child; one statement."""
    e = ChildEntry
    rows = (
        e.select(e, AreaChild)
        .join(AreaChild, on=(AreaChild.id == e.child) & (AreaChild.unit == e.unit))
        .where((e.unit == access.commune_id) & (e.school_year <= year))
        .order_by(e.school_year, e.id)
    )
    return {row.child_id: row for row in rows}


def matches(access: Access) -> tuple[dict[int, list[int]], set[tuple[int, int]]]:
    """(child id → the pupils the child is, (child, pupil) told apart); one statement."""
    m = ChildMatch
    rows = m.select(m.child, m.pupil, m.same, m.live).where(
        (m.unit == access.commune_id) & m.undone_at.is_null()
    )
    same: dict[int, list[int]] = defaultdict(list)
    apart = set()
    for child_id, pupil_id, is_same, live in rows.tuples():
        if is_same and live is not None:
            same[child_id].append(pupil_id)
        elif not is_same:
            apart.add((child_id, pupil_id))
    return dict(same), apart
