"""A visit as the form reads it, ready to be varied."""

from datetime import date, datetime
from typing import Any

from sisoho.outreach.forms import VisitData, VisitTyped, read_visit, typed_visit
from sisoho.school_calendar import vietnam_time
from sisoho.schools.models import Pupil


def form_of(*pupils: Pupil, at: datetime, **fields: Any) -> dict[str, Any]:
    """The fields a browser posts."""
    return {
        "draft_id": "visit-one",
        "pupils": [pupil.public_id for pupil in pupils],
        "at": f"{vietnam_time(at):%Y-%m-%dT%H:%M}",
        "place": "home",
        "met": ["mẹ"],
        "companions": "trưởng buôn",
        "causes": ["kinh_te"],
        "wishes": "",
        "agreed": "",
        "look_again_on": "",
        **fields,
    }


def typed(*pupils: Pupil, at: datetime, **fields: Any) -> VisitTyped:
    posted = form_of(*pupils, at=at, **fields)
    return typed_visit({k: [v] if isinstance(v, str) else list(v) for k, v in posted.items()})


def visit_data(pupil: Pupil, at: datetime, *others: Pupil, **fields: Any) -> VisitData:
    day = fields.get("look_again_on")
    if isinstance(day, date):
        fields["look_again_on"] = day.isoformat()
    return read_visit(typed(pupil, *others, at=at, **fields))
