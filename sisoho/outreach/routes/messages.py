"""The message offered to the taker of a sheet once the school has received it."""

from typing import Any

from sisoho.access import Access, Right
from sisoho.outreach import queries
from sisoho.outreach.routes.blueprint import bp
from sisoho.web.guards import needs
from sisoho.web.rendering import page


@bp.get("/thon-buon/bao-tin/<sheet_id>")
@needs(Right.TAKE_ROLL)
def offer_message(access: Access, sheet_id: str) -> Any:
    """A fragment for the page of the sheet; a page of its own without JavaScript."""
    found = queries.offers(access, sheet_id)
    return page("outreach/offers.html", fragment="outreach/_offers.html", offers=found)
