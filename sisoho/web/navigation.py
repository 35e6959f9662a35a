"""The bottom bar of a phone and the side bar of a desk: at most five places, by right."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, request, url_for

from sisoho.access import Right
from sisoho.web.session import current_access


@dataclass(frozen=True, slots=True)
class Place:
    """`endpoint` is left out of the bar while no slice has registered it."""

    label: str
    endpoint: str
    icon: str
    rights: frozenset[Right] = frozenset()


_SCHOOL_LIST = frozenset({Right.SEE_REGISTERS})
PLACES = (
    Place("Hôm nay", "today.home", "home"),
    Place("Điểm danh", "rollcall.classes", "roll", rights=frozenset({Right.TAKE_ROLL})),
    Place("Thôn buôn", "outreach.villages", "village", rights=frozenset({Right.LOG_VISIT})),
    Place("Học sinh", "schools.classes", "pupils", rights=_SCHOOL_LIST),
    Place("Văn bản", "documents.list_documents", "paper", rights=frozenset({Right.SEE_DOCUMENTS})),
)
MOST = 5


def init_navigation(app: Flask) -> None:
    @app.context_processor
    def _navigation() -> dict[str, Any]:
        access = current_access()
        if access is None:
            return {"nav": []}
        here = request.blueprint or ""
        shown = [
            (place.label, url_for(place.endpoint), place.icon, place.endpoint.split(".")[0] == here)
            for place in PLACES
            if place.endpoint in app.view_functions
            and (not place.rights or any(access.may(right) for right in place.rights))
        ]
        return {"nav": shown[:MOST]}
