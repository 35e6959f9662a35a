"""What every list of support leaves with: the issuer's lines, an entry in the log, no-store."""

from typing import Any

from sisoho import clock, db
from sisoho.access import Access
from sisoho.audit.actions import record
from sisoho.errors import RuleBroken
from sisoho.schools.queries import UnitCard, YearCard, current_year, unit_card, unit_names
from sisoho.web.rendering import attachment


def issuer(access: Access) -> tuple[UnitCard, str]:
    """The school and the body above it, as on its papers."""
    card = unit_card(access.unit_id, access.on)
    above = unit_names([card.parent_id or 0], access.on).get(card.parent_id or 0, "")
    return card, card.governing_line or above


def this_year(access: Access) -> YearCard:
    """Raises RuleBroken before the school has opened a year."""
    year = current_year(access)
    if year is None:
        raise RuleBroken("Trường chưa mở năm học nào. Hãy mở ở trang Năm học rồi quay lại.")
    return year


def download(access: Access, data: bytes, name: str, ending: str, media_type: str) -> Any:
    with db.write():
        record(access, "export_support", "unit", access.unit_id, fields=[name, ending])
    return attachment(data, f"{name}-{clock.today():%Y-%m-%d}.{ending}", media_type)
