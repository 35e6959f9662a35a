"""A season opens a case on a single half-day; when that turns out to be leave, the case ends by itself."""

from contextlib import suppress
from datetime import timedelta

from sisoho import clock, db
from sisoho.access import Access
from sisoho.errors import Conflict
from sisoho.outreach.actions.case_rows import BY_RULE, append
from sisoho.outreach.queries.case_untouched import untouched_cases
from sisoho.outreach.rules.case_words import CaseEnd, EventKind
from sisoho.outreach.rules.cases import Event

# By then the marks of those days are settled (domain.md §8.7).
_QUIET = timedelta(days=7)
_SAID = "Lý do không còn: buổi vắng đã được ghi có phép hoặc đã sửa, và chưa ai ghi gì thêm vào hồ sơ."


def close_untouched(access: Access) -> int:
    """How many were closed. What a person has touched, or a row of absences opened, waits for a person:
    absences without leave that turn into leave are for somebody to look at. A mark put back opens anew.
    """
    now = clock.now()
    event = Event(EventKind.CLOSED, now, day=access.on, word=CaseEnd.OTHER.value, text=_SAID)
    closed = 0
    for row in untouched_cases(access, now - _QUIET):
        with suppress(Conflict), db.write():  # a person wrote at the same moment
            append(access, row, [event], BY_RULE, watch_days=1)
            closed += 1
    return closed
