"""The quick report as text to copy, also without JavaScript."""

from flask import Response

from sisoho.access import Access, Right
from sisoho.today import queries
from sisoho.today.routes.blueprint import bp
from sisoho.web.guards import needs
from sisoho.web.rendering import page


@bp.get("/bao-cao-nhanh")
@needs(Right.SEE_SCHOOL)
def quick_report(access: Access) -> Response:
    return page("today/quick_report.html", report=queries.todays_report(access))
