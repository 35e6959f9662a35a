"""What a person has been told and not yet seen."""

from dataclasses import dataclass
from datetime import datetime

from sisoho.access import Access
from sisoho.notices.models import Notice

MOST = 20  # on a home page; the older ones wait until these are seen


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """`path` leads to what it is about."""

    public_id: str
    text: str
    path: str
    at: datetime


def unseen(access: Access) -> list[NoticeLine]:
    """The person's unseen notices in the acting unit, the latest first; none for one without a staff row."""
    if access.staff_id is None:
        return []
    rows = Notice.select().where(
        (Notice.unit == access.unit_id) & (Notice.staff == access.staff_id) & Notice.seen_at.is_null()
    )
    return [
        NoticeLine(row.public_id, row.text, row.path, row.at)
        for row in rows.order_by(Notice.at.desc(), Notice.id.desc()).limit(MOST)
    ]
