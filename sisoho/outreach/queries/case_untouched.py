"""Cases of a season that have nothing left to wait for."""

from datetime import datetime

from peewee import fn

from sisoho.access import Access
from sisoho.outreach.models import CaseEvent, HomeVisit, OutreachCase, VisitedPupil
from sisoho.outreach.rules.case_words import CaseState, EventKind, Why


def untouched_cases(access: Access, before: datetime) -> list[OutreachCase]:
    """Opened by a season, their reason gone since before the moment, and nobody wrote or went there.

    A call is no touch: it is how the reason was found out. One statement.
    """
    c, e, v, p = OutreachCase, CaseEvent, HomeVisit, VisitedPupil
    own = (e.unit == c.unit) & (e.case == c.id)
    by_a_person = e.select(e.id).where(own & (e.by.is_null(False) | (e.by_name != "")))
    gone_lately = e.select(e.id).where(own & (e.kind == EventKind.REASON_GONE.value) & (e.at >= before))
    visited = (
        p.select(p.id)
        .join(v, on=(v.id == p.visit) & (v.unit == p.unit))
        .where((p.unit == c.unit) & (p.pupil == c.pupil) & (v.at >= c.opened_at))
    )
    rows = c.select().where(
        (c.unit == access.unit_id)
        & (c.state == CaseState.OPEN.value)
        & (c.why == Why.SEASON.value)
        & c.reason_gone
        & c.referred_at.is_null()
        & ~fn.EXISTS(by_a_person)
        & ~fn.EXISTS(gone_lately)
        & ~fn.EXISTS(visited)
    )
    return list(rows.order_by(c.id))
