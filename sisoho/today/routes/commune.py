"""One commune's schools, for the department and the commune itself."""

from flask import Response

from sisoho.access import Access, Right
from sisoho.today import queries
from sisoho.today.queries.overview_commune import commune_overview as read_overview
from sisoho.today.routes.blueprint import bp
from sisoho.web.guards import needs
from sisoho.web.rendering import page


@bp.get("/cac-truong/<commune_id>")
@needs(Right.SEE_COMMUNE)
def commune(access: Access, commune_id: str) -> Response:
    return page("today/commune.html", commune=queries.commune_day(access, commune_id))


@bp.get("/cac-truong/<commune_id>/toan-canh")
@needs(Right.SEE_COMMUNE)
def commune_overview(access: Access, commune_id: str) -> Response:
    """Counts of each school; the officer of the commune opens a school's dropout register from here."""
    return page("today/commune_overview.html", of=read_overview(access, commune_id))
