"""Log a home visit, once, however often the phone sends it."""

from dataclasses import replace
from datetime import date
from typing import Any

from peewee import IntegrityError

from sisoho import clock, db
from sisoho.access import Access
from sisoho.audit.actions import record
from sisoho.errors import Conflict, NotFound
from sisoho.outreach.actions.author import author_id
from sisoho.outreach.actions.visit_pictures import keep_pictures
from sisoho.outreach.actions.whereabouts import write_whereabouts
from sisoho.outreach.forms import VisitData, WhereaboutsData
from sisoho.outreach.models import HomeVisit, VisitedPupil, VisitRequest
from sisoho.outreach.queries import PupilCard, writable_pupils
from sisoho.outreach.queries.duty_then import access_at
from sisoho.outreach.queries.reasons import first_reason
from sisoho.outreach.rules import MeetingPlace, VisitReport, check_visit
from sisoho.school_calendar import vietnam_date
from sisoho.schools.queries import setting


def log_visit(access: Access, data: VisitData) -> HomeVisit:
    """The visit of this draft: made, found again, or rewritten by its own author's later words.

    Who was on duty on the day of the visit may write it down, also when the duty has ended since: a phone
    may have waited long for a signal. Raises RuleBroken (rules.check_visit), NotFound for a pupil outside
    the person's classes, villages and their households, Conflict when the draft is another person's.
    """
    by_id = author_id(access)
    with db.write():
        cards = writable_pupils(access_at(access, vietnam_date(data.report.at)), data.pupils)
        if {card.public_id for card in cards} != set(data.pupils):
            cards = writable_pupils(access, data.pupils)
        if {card.public_id for card in cards} != set(data.pupils):
            raise NotFound("Có em không thuộc lớp hoặc thôn buôn của thầy cô. Chưa lưu lần đến nhà.")
        report = replace(data.report, pupil_ids=tuple(card.id for card in cards))
        check_visit(report, clock.now(), first_reason(access, report.pupil_ids))
        visit = _of_draft(access, data.draft_id) or _make(access, by_id, data)
        if visit.by_id != by_id:
            raise Conflict("Trang này đã được người khác dùng để ghi. Hãy mở trang mới rồi ghi lại.")
        if visit.seq > data.seq:
            return visit  # older words that came late: from a file, or another phone
        is_new = _write(access, visit, data, report, cards)
        keep_pictures(access, visit, data)
        if is_new:
            _follow(access, report, cards, data)
    return visit


def _of_draft(access: Access, draft_id: str) -> HomeVisit | None:
    return HomeVisit.get_or_none((HomeVisit.unit == access.unit_id) & (HomeVisit.draft_id == draft_id))


def _make(access: Access, by_id: int, data: VisitData) -> HomeVisit:
    """An empty visit of this draft; the unique key decides between two that come at once."""
    now = clock.now()
    try:
        with db.write():
            return HomeVisit.create(
                unit=access.unit_id,
                draft_id=data.draft_id,
                by=by_id,
                at=now,
                place="",
                device_at=data.said_at,
                recorded_at=now,
            )
    except IntegrityError:
        return HomeVisit.get((HomeVisit.unit == access.unit_id) & (HomeVisit.draft_id == data.draft_id))


def _write(
    access: Access, visit: HomeVisit, data: VisitData, report: VisitReport, cards: list[PupilCard]
) -> bool:
    """Put the report into the rows; False when they say so already, as after a resend."""
    columns = {**_columns(report, cards), "spot": _allowed_spot(access, data), "seq": data.seq}
    said = _said(access, visit)
    wanted = dict.fromkeys(report.pupil_ids, _codes(report))
    changed = [name for name, value in columns.items() if getattr(visit, name) != value]
    if set(changed) <= {"seq"} and said == wanted:
        return False
    intent = "correct_visit" if said else "log_visit"
    for name in changed:
        setattr(visit, name, columns[name])
    visit.save()
    p = VisitedPupil
    p.delete().where((p.unit == access.unit_id) & (p.visit == visit.id)).execute()
    p.insert_many(
        {"unit": access.unit_id, "visit": visit.id, "pupil": pupil_id, "causes": codes}
        for pupil_id, codes in wanted.items()
    ).execute()
    record(access, intent, "home_visit", visit.id, fields=[*changed, "pupils", "causes"])
    return True


def _allowed_spot(access: Access, data: VisitData) -> str:
    """Nothing is kept of a place that the school does not ask for, whatever an old page sent."""
    return data.spot if data.spot and setting(access, "visit_location", access.on) else ""


def _said(access: Access, visit: HomeVisit) -> dict[int, list[str]]:
    """pupil id → causes as stored."""
    p = VisitedPupil
    rows = p.select(p.pupil, p.causes).where((p.unit == access.unit_id) & (p.visit == visit.id))
    return dict(rows.tuples())


def _columns(report: VisitReport, cards: list[PupilCard]) -> dict[str, Any]:
    return {
        "household_id": next((card.household_id for card in cards if card.household_id is not None), None),
        "companions": report.companions,
        "at": report.at,
        "place": report.place.value,
        "met": [person.value for person in report.met],
        "wishes": report.wishes,
        "agreed": report.agreed,
        "look_again_on": report.look_again_on,
    }


def _codes(report: VisitReport) -> list[str]:
    return [*(group.value for group in report.causes.groups), *(part.code for part in report.causes.parts)]


def _follow(access: Access, report: VisitReport, cards: list[PupilCard], data: VisitData) -> None:
    """A visit that met somebody answers the requests before it, and may tell where the family is."""
    r = VisitRequest
    if report.place is not MeetingPlace.NOT_MET:
        r.update(closed_at=clock.now()).where(
            (r.unit == access.unit_id)
            & r.pupil.in_(list(report.pupil_ids))
            & (r.at <= report.at)
            & r.closed_at.is_null()
        ).execute()
    home_id = next((card.household_id for card in cards if card.household_id is not None), None)
    if data.family_place is not None and home_id is not None:
        since: date = vietnam_date(report.at)
        write_whereabouts(access, home_id, WhereaboutsData(data.family_place, since))
