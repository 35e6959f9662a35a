"""The addresses a phone fetches ahead (static/js/offline/pages.js)."""

from typing import Any

from flask import url_for

from sisoho.access import Access, Right
from sisoho.rollcall.routes.blueprint import sheet_url
from sisoho.today import actions
from sisoho.today.routes.blueprint import bp
from sisoho.web.guards import needs


@bp.get("/mang-theo")
@needs(Right.TAKE_ROLL)
def take_along(access: Access) -> Any:
    """`sheets`: [{path, label, day}] of the coming days; `pages`: other paths."""
    found = actions.take_along(access)
    sheets = [
        {
            "path": sheet_url(line.class_id, line.slot),
            "label": f"{line.name} {line.slot.label}",
            "day": line.slot.date.isoformat(),
        }
        for line in found.slots
    ]
    villages = [url_for("outreach.village", village_id=village_id) for village_id in found.villages]
    classes = [url_for("outreach.class_list", class_id=class_id) for class_id in found.classes]
    visits = [url_for("outreach.new_visit", em=public_id) for _, public_id in found.visits]
    own = [url_for(name) for name in ("today.home", "rollcall.classes", "queue", "outreach.villages")]
    pages = [*own, *villages, *classes, *visits]
    return {"sheets": sheets, "pages": pages}, 200, {"Cache-Control": "no-store"}
