"""One commune's schools, for the department."""

from flask import Response

from sisoho.access import Access, Right
from sisoho.today import queries
from sisoho.today.routes.blueprint import bp
from sisoho.web.guards import needs
from sisoho.web.rendering import page


@bp.get("/cac-truong/<commune_id>")
@needs(Right.SEE_COMMUNE)
def commune(access: Access, commune_id: str) -> Response:
    return page("today/commune.html", commune=queries.commune_day(access, commune_id))
