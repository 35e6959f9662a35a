"""Telling people, once, and noting that they have seen it."""

from collections.abc import Iterable
from datetime import datetime

from sisoho import clock
from sisoho.access import Access
from sisoho.db import new_public_id, write
from sisoho.errors import NotFound
from sisoho.notices.models import Notice


def tell(
    unit_id: int,
    staff_ids: Iterable[int],
    key: str,
    text: str,
    path: str,
    until: datetime | None = None,
) -> None:
    """Tell each of the staff (row ids) `text`, with the page it is about. `text` holds no pupil's name.

    `key` names the matter ("unfilled 12 2026-11-23 S"): the same key is told a person once, however
    often the caller comes by. It stands on the home page until it is seen, but not after `until`: by then
    the lists it leads to say all there is to say.
    """
    if not path.startswith("/") or path.startswith("//"):
        raise ValueError("a notice leads to a path of this site")
    rows = [
        {
            "public_id": new_public_id(),
            "unit": unit_id,
            "staff": staff_id,
            "key": key,
            "text": text,
            "path": path,
            "at": clock.now(),
            "ends_at": until,
        }
        for staff_id in sorted(set(staff_ids))
    ]
    if rows:
        with write():
            Notice.insert_many(rows).on_conflict_ignore().execute()


def mark_seen(access: Access, public_id: str) -> None:
    """Take one of the person's own notices off the home page. Raises NotFound."""
    own = (
        (Notice.unit == access.unit_id) & (Notice.staff == access.staff_id) & (Notice.public_id == public_id)
    )
    if access.staff_id is None or not Notice.select().where(own).exists():
        raise NotFound("Không tìm thấy lời nhắn này.")
    with write():
        Notice.update(seen_at=clock.now()).where(own & Notice.seen_at.is_null()).execute()
