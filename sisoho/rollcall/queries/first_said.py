"""When the school first heard that a pupil was away: a later version of the sheet does not move it."""

from collections.abc import Collection
from datetime import datetime

from peewee import fn

from sisoho.access import Access
from sisoho.rollcall.models import MarkChange
from sisoho.rollcall.rules import MarkKind

_WITHOUT_LEAVE = (MarkKind.V.value, MarkKind.K.value)


def first_said_absent(access: Access, sheet_ids: Collection[int]) -> dict[tuple[int, int], datetime]:
    """(sheet id, pupil id) → when the absence was first received; one statement, none for no sheet."""
    if not sheet_ids:
        return {}
    c = MarkChange
    rows = (
        c.select(c.sheet, c.pupil, fn.MIN(c.at))
        .where((c.unit == access.unit_id) & c.sheet.in_(list(sheet_ids)) & c.after.in_(_WITHOUT_LEAVE))
        .group_by(c.sheet, c.pupil)
        .tuples()
    )
    return {(sheet_id, pupil_id): at for sheet_id, pupil_id, at in rows}
