"""Pupils a sheet speaks of who are no longer on any list of its class."""

from collections.abc import Collection

from sisoho.access import Access
from sisoho.schools.models import Pupil


def pupil_ids(access: Access, public_ids: Collection[str]) -> dict[str, int]:
    """Public id → row id of the acting school's pupils; others are left out. No statement for none."""
    if not public_ids:
        return {}
    rows = Pupil.select(Pupil.public_id, Pupil.id).where(
        (Pupil.unit == access.unit_id) & Pupil.public_id.in_(list(public_ids))
    )
    return dict(rows.tuples())
