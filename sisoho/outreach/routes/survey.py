"""The survey sheet of a village, printed before the teacher sets out."""

from typing import Any

from flask import current_app, request

from sisoho import clock, db
from sisoho.access import Access, Right
from sisoho.audit.actions import record, record_views
from sisoho.outreach.routes.blueprint import bp
from sisoho.outreach.survey_papers import survey_pdf
from sisoho.schools.queries import area, unit_card, unit_names
from sisoho.vietnamese import unaccented
from sisoho.web.guards import needs
from sisoho.web.rendering import attachment


@bp.get("/tre-trong-dia-ban/buon/<village_id>/phieu-dieu-tra.pdf")
@needs(Right.SEE_REGISTERS, Right.LOG_VISIT)
def survey_sheet(access: Access, village_id: str) -> Any:
    """`nam`: a school year."""
    found = area.village_children(access, village_id, area.asked_year(access, request.args.get("nam", "")))
    card = unit_card(access.unit_id, access.on)
    above = card.parent_id or 0
    governing = card.governing_line or unit_names([above], access.on).get(above, "")
    data = survey_pdf(found, card, governing, access.on, fonts_dir=current_app.config["SISOHO"].fonts)
    with db.write():
        record(access, "print_survey_sheet", "village", found.village.id)
        record_views(access, [one.pupil_id for one in found.people if one.pupil_id is not None])
    name = unaccented(found.village.name).replace(" ", "-")
    return attachment(data, f"phieu-dieu-tra-{name}-{clock.today():%Y-%m-%d}.pdf", "application/pdf")
