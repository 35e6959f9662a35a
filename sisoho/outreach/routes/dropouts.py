"""The dropout register: on screen, as a spreadsheet, as Phụ lục."""

from typing import Any

from flask import current_app, request

from sisoho import clock, db
from sisoho.access import Access, Right
from sisoho.audit.actions import record, record_views
from sisoho.outreach import dropout_papers, queries
from sisoho.outreach.queries import case_commune
from sisoho.outreach.routes.blueprint import bp
from sisoho.schools.export import MEDIA_TYPE
from sisoho.schools.queries import UnitCard, unit_card, unit_names
from sisoho.web.guards import needs
from sisoho.web.rendering import attachment, page


@bp.get("/bo-hoc")
@needs(Right.SEE_REGISTERS, Right.SEE_REFERRED)
def dropout_register(access: Access) -> Any:
    """The commune's officer reads that of one of its schools, `truong`; without it chooses a school.

    `?nhom=&cap=`: one group of the register, one level.
    """
    asked = request.args.get("nhom", ""), request.args.get("cap", "")
    if not access.may(Right.SEE_REFERRED):
        found = queries.dropout_register(access).only(*asked)
        _note_views(access, found)
        return page("outreach/dropouts.html", of=found, school="", narrowed=any(asked))
    schools = case_commune.own_schools(access)
    if "truong" not in request.args:
        return page("outreach/dropout_schools.html", schools=schools)
    school = case_commune.one_school(access, request.args["truong"])
    found = queries.dropout_register(school).only(*asked)
    _note_views(access, found)
    return page("outreach/dropouts.html", of=found, school=school.unit_name, narrowed=any(asked))


@bp.get("/bo-hoc/danh-sach.xlsx")
@needs(Right.SEE_REGISTERS, Right.SEE_REFERRED)
def dropout_sheet(access: Access) -> Any:
    """`truong`: the commune's officer takes that of one of its schools along."""
    school = access
    if access.may(Right.SEE_REFERRED):
        school = case_commune.one_school(access, request.args.get("truong", ""))
    found = queries.dropout_register(school)
    _note_views(access, found)
    data = dropout_papers.register_sheet(found, *_issuer(school))
    return _download(access, school, data, "xlsx", MEDIA_TYPE)


@bp.get("/bo-hoc/danh-sach.pdf")
@needs(Right.SEE_REGISTERS)
def dropout_pdf(access: Access) -> Any:
    fonts = current_app.config["SISOHO"].fonts
    found = queries.dropout_register(access)
    _note_views(access, found)
    data = dropout_papers.register_pdf(found, *_issuer(access), access.on, fonts_dir=fonts)
    return _download(access, access, data, "pdf", "application/pdf")


def _note_views(access: Access, found: queries.DropoutRegister) -> None:
    record_views(access, [line.person.id for _, lines in found.groups for line in lines])


def _issuer(access: Access) -> tuple[UnitCard, str]:
    """The school and the body above it, as on its papers."""
    card = unit_card(access.unit_id, access.on)
    return card, card.governing_line or unit_names([card.parent_id or 0], access.on).get(
        card.parent_id or 0, ""
    )


def _download(access: Access, of: Access, data: bytes, ending: str, media_type: str) -> Any:
    with db.write():
        record(access, "export_dropout_register", "unit", of.unit_id, fields=[ending])
    return attachment(data, f"hoc-sinh-bo-hoc-{clock.today():%Y-%m-%d}.{ending}", media_type)
