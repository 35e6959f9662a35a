"""The blueprint the pages of emulation stand on; each module beside this one adds its own."""

from datetime import date

from flask import Blueprint, request

from sisoho.access import Access
from sisoho.emulation.rules import points_text
from sisoho.errors import NotFound
from sisoho.school_calendar import read_date

bp = Blueprint("emulation", __name__)
bp.add_app_template_filter(points_text, "points")


def chosen_day(access: Access) -> date:
    """The day of `?tuan=yyyy-mm-dd`, today without it. Raises NotFound for what is no day."""
    written = request.args.get("tuan", "")
    try:
        return read_date(written) if written else access.on
    except ValueError:
        raise NotFound("Không có tuần như vậy.") from None
