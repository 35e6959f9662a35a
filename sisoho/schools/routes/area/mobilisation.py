"""Tỉ lệ huy động: the figures with their formula, and the children behind each."""

from typing import Any

from flask import request

from sisoho.access import Access, Right
from sisoho.schools.queries import area
from sisoho.schools.routes.area.listing import note_views
from sisoho.schools.routes.blueprint import bp
from sisoho.schools.rules import percent_text
from sisoho.schools.rules.mobilisation import PARTS, formula
from sisoho.web.guards import needs
from sisoho.web.rendering import page


@bp.get("/tre-trong-dia-ban/huy-dong")
@needs(Right.SEE_REGISTERS, Right.LOG_VISIT, Right.SEE_REFERRED)
def area_mobilisation(access: Access) -> Any:
    year = area.asked_year(access, request.args.get("nam", ""))
    return page(
        "schools/area/mobilisation.html",
        of=area.mobilisation(access, year),
        part_keys=["", *(key for key, _, _ in PARTS)],
        formula=formula,
        percent=percent_text,
    )


@bp.get("/tre-trong-dia-ban/huy-dong/ten")
@needs(Right.SEE_REGISTERS, Right.LOG_VISIT)
def area_behind(access: Access) -> Any:
    """`nhom`: a band; `so`: a key of area.FIGURES; `phan`: a part; `buon`: a village; `nam`: a year."""
    asked = request.args.get
    year = area.asked_year(access, asked("nam", ""))
    found = area.behind(
        access, year, asked("nhom", ""), asked("so", ""), asked("phan", ""), asked("buon", "")
    )
    note_views(access, found.people)
    return page("schools/area/behind.html", of=found, year=year, words=area.person_words)
