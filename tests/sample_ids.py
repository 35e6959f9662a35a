"""Sample values for the parts of a route, by the part's name: `<pupil_id>`, `<class_id>`, `<date>`.

tests/test_access.py fills every route with them. A new part needs one line here:

    "household_id": _first(Household),

An id of a row belongs into OWNED and is asked of two places: the school of the person who asks,
where the page must be there, and an outsider's school, where it must be a 404. What is no id of a
row of a unit (a date, a word out of a few, a secret on paper, which is its own permission) belongs
into OTHER. A route that reads its form before it looks for the row needs a form in FORMS, or
another school's row would never be looked for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from flask import current_app

from sisoho import clock
from sisoho.accounts.actions import print_slips
from sisoho.accounts.models import Account
from sisoho.db import UnitOwned, new_public_id, unscoped
from sisoho.documents.content_json import to_json
from sisoho.documents.models import Document
from sisoho.files.actions import store_file
from sisoho.jobs.models import Job
from sisoho.notices.models import Notice, PushSubscription
from sisoho.outreach.models import (
    CaseEvent,
    Commitment,
    ConfidentialRecord,
    HomeVisit,
    OutreachCase,
    PupilCircumstance,
    RiskFlag,
    VisitedPupil,
    VisitPhoto,
)
from sisoho.rollcall.models import Leave, Mark, ProposedMark, RollCallSheet, RollDuty
from sisoho.school_calendar import HalfDay
from sisoho.schools.models import (
    AreaChild,
    ChildEntry,
    ChildMatch,
    Closure,
    Duty,
    Guardian,
    Household,
    ImportedRow,
    ImportRun,
    Move,
    ProposedMove,
    Pupil,
    SiblingProposal,
    Unit,
)
from sisoho.support.models import (
    Activity,
    ActivityFile,
    BenefitScheme,
    BuddyPair,
    LessonGroup,
    ReleasedYear,
    Sponsorship,
)
from tests import factories
from tests.documents import papers
from tests.factories import School


@dataclass(frozen=True)
class Place:
    """Where a sample is taken from: a school, and the unit and account of the person it is for."""

    school: School
    unit: Unit
    account: Account


Sample = Callable[[Place], str]


def _job(place: Place) -> str:
    return str(Job.create(unit=place.unit, kind="sample", created_at=clock.now()).public_id)


def _register_job(place: Place) -> str:
    args = {"month": "2026-11", "form": "pdf"}
    made = Job.create(unit=place.unit, kind="month_registers", args=args, created_at=clock.now())
    return str(made.public_id)


def _issued_paper(place: Place) -> Document:
    stored = store_file(place.unit.id, b"%PDF-1.7 sample", "sample.pdf", "application/pdf")
    content, now = papers.numbered_plan(), clock.now()
    return Document.create(
        unit=place.unit,
        kind="sample",
        type_code=content.type.value,
        abstract=content.abstract,
        state="issued",
        content=to_json(content),
        number=content.number,
        number_year=content.year,
        symbol="KH-THM",
        document_on=content.issued_on,
        unsigned_file=stored,
        issued_file=stored,
        verification_code=new_public_id(),
        created_at=now,
        changed_at=now,
        issued_at=now,
    )


def _file(place: Place) -> str:
    return str(store_file(place.unit.id, b"sample", "sample.txt", "text/plain").public_id)


def _notice(place: Place) -> str:
    staff = place.account.staff_id or place.school.teacher_6a.id  # an administrator is told nothing
    made = Notice.create(unit=place.unit, staff=staff, key="sample", text="…", path="/", at=clock.now())
    return str(made.public_id)


def _device(place: Place) -> str:
    """A phone on which the person is reminded."""
    session, _ = factories.login_session(place.account)
    staff, endpoint = place.account.staff_id or place.school.teacher_6a.id, f"https://x.vn/{session.id}"
    made = PushSubscription.create(
        unit=place.unit, staff=staff, session=session, endpoint=endpoint, p256dh="k", auth="k",
        made_at=clock.now(),
    )  # fmt: skip
    return str(made.public_id)


def _leave(place: Place) -> str:
    """Leave of the first pupil of 6A, today."""
    school, day = place.school, clock.today()
    span = {"first_date": day, "first_half_day": "S", "last_date": day, "last_half_day": "C"}
    made = Leave.create(
        unit=school.unit, pupil=school.pupils[0], reason="ốm", by=school.teacher_6a, at=clock.now(), **span
    )
    return str(made.public_id)


def _roll_duty(place: Place) -> str:
    school = place.school
    made = RollDuty.create(
        unit=school.unit, school_class=school.class_6a, staff=school.teacher, starts=clock.today()
    )
    return str(made.public_id)


def _mark_proposal(place: Place) -> str:
    sheet = RollCallSheet.get_or_none(RollCallSheet.unit == place.school.unit)
    if sheet is None:
        _sheet(place)
        sheet = RollCallSheet.get(RollCallSheet.unit == place.school.unit)
    made = ProposedMark.create(
        unit=place.school.unit,
        sheet=sheet,
        pupil=place.school.pupils[0],
        before="V",
        after="P",
        reason="giấy khám bệnh",
        by=place.school.teacher_6a,
        at=clock.now(),
    )
    return str(made.public_id)


def _session(place: Place) -> str:
    return str(factories.login_session(place.account)[0].public_id)


def _sheet(place: Place) -> str:
    """A sheet of 6A with its first pupil marked V."""
    school = place.school
    now, pupil_ids = clock.now(), [pupil.id for pupil in school.pupils[:5]]
    sheet = RollCallSheet.create(
        unit=school.unit,
        school_class=school.class_6a,
        date=clock.today(),
        half_day="S",
        version=1,
        draft_id=new_public_id(),
        seq=1,
        payload_hash="",
        roll=pupil_ids,
        taken_by=school.teacher_6a,
        first_device_at=now,
        first_received_at=now,
        device_at=now,
        received_at=now,
    )
    Mark.create(unit=school.unit, sheet=sheet, pupil=pupil_ids[0], kind="V", first_kind="V")
    return str(sheet.public_id)


def _slip(place: Place) -> str:
    """A slip of the homeroom teacher of 6A, printed just now."""
    clerk = factories.access_of(place.school.clerk)
    return str(print_slips(clerk, [place.school.teacher_6a.id])[0].token)


def _visit(place: Place) -> str:
    """The second visit to the family of the first pupil, logged by the homeroom teacher of 6A."""
    school, now = place.school, clock.now()
    for at in (now - timedelta(days=2), now):
        visit = HomeVisit.create(
            unit=school.unit,
            draft_id=new_public_id(),
            by=school.teacher_6a,
            at=at,
            place="home",
            recorded_at=at,
        )
        VisitedPupil.create(unit=school.unit, visit=visit, pupil=school.pupils[0])
    return str(visit.public_id)


def _word(place: Place) -> str:
    """A signed commitment of that family, with its photo."""
    visit = HomeVisit.get((HomeVisit.unit == place.school.unit) & (HomeVisit.public_id == _visit(place)))
    made = Commitment.create(
        unit=place.school.unit,
        draft_id=new_public_id(),
        visit=visit,
        kind="cam-ket",
        given="paper",
        photo=store_file(place.school.unit.id, b"photo", "cam-ket.jpg", "image/jpeg"),
        by=place.school.teacher_6a,
        recorded_at=clock.now(),
    )
    return str(made.public_id)


def _photo(place: Place) -> str:
    """A photo of that visit's place."""
    visit = HomeVisit.get((HomeVisit.unit == place.school.unit) & (HomeVisit.public_id == _visit(place)))
    file = store_file(place.school.unit.id, b"photo", "den-nha.jpg", "image/jpeg")
    return str(VisitPhoto.create(unit=place.school.unit, visit=visit, kind="place", file=file).public_id)


def _support(place: Place, model: type[UnitOwned], **columns: object) -> UnitOwned:
    """A row of support by the homeroom teacher of 6A."""
    told = {"unit": place.school.unit, "by": place.school.teacher_6a, "recorded_at": clock.now()}
    return model.create(**told, **columns)


def _sponsorship(place: Place) -> str:
    made = _support(
        place,
        Sponsorship,
        pupil=place.school.pupils[0],
        sponsor=place.school.teacher_6a,
        starts=clock.today(),
    )
    return str(made.public_id)


def _pair(place: Place) -> str:
    helped, helper = place.school.pupils[:2]
    return str(_support(place, BuddyPair, helped=helped, helper=helper, starts=clock.today()).public_id)


def _group(place: Place) -> str:
    school = place.school
    made = _support(
        place,
        LessonGroup,
        year=school.year,
        kind="phu_dao",
        name="Toán 6A",
        teacher=school.teacher_6a,
        school_class=school.class_6a,
        starts=clock.today(),
    )
    return str(made.public_id)


def _activity(place: Place) -> Activity:
    return _support(place, Activity, kind="activity", on=clock.today(), title="sample")


def _activity_file(place: Place) -> str:
    stored = store_file(place.school.unit.id, b"%PDF-1.7 minutes", "bb.pdf", "application/pdf")
    made = ActivityFile.create(
        unit=place.school.unit, activity=_activity(place), file=stored, name="bb.pdf", position=1
    )
    return str(made.public_id)


def _given_year(place: Place) -> str:
    """The homeroom teacher of 6A, whose year's page is given to the leaders."""
    school = place.school
    ReleasedYear.create(unit=school.unit, staff=school.teacher_6a, year=school.year, released_at=clock.now())
    return str(school.teacher_6a.public_id)


def _scheme(place: Place) -> str:
    made = _support(place, BenefitScheme, name="sample", source="sample", starts=clock.today())
    return str(made.public_id)


def _confidential(place: Place) -> str:
    """An entry of the homeroom teacher of 6A."""
    made = ConfidentialRecord.create(
        unit=place.school.unit,
        draft_id=new_public_id(),
        pupil=place.school.pupils[0],
        by=place.school.teacher_6a,
        said="…",
        at=clock.now(),
    )
    return str(made.public_id)


def _closure(place: Place) -> str:
    today = clock.today()
    made = Closure.create(unit=place.school.unit, first_date=today, last_date=today, reason="sample")
    return str(made.id)


def _duty(place: Place) -> str:
    """The homeroom duty of the person who is the sample of `staff_id`."""
    own = (Duty.unit == place.school.unit) & (Duty.staff == place.school.teacher_6a)
    return str(Duty.get(own & (Duty.kind == "homeroom")).id)


def _guardian(place: Place) -> str:
    """The mother of the first pupil."""
    rows = Guardian.select().where(Guardian.unit == place.school.unit)
    return str(rows.order_by(Guardian.id).get().id)


def _leaving(pupil: Pupil, to: Unit) -> str:
    """A pupil who left for the school `to`, which has not confirmed yet."""
    enrolled = Move.get((Move.unit == pupil.unit_id) & (Move.pupil == pupil.id))
    made = Move.create(
        unit=pupil.unit_id,
        pupil=pupil,
        year=enrolled.year_id,
        kind="transfer_out",
        state="pending",
        on=clock.today(),
        from_class=enrolled.to_class_id,
        other_unit=to,
        recorded_at=clock.now(),
    )
    return str(made.public_id)


def _incoming(place: Place) -> str:
    """A transfer that waits for this school to confirm it."""
    with unscoped("a sample of another school's pupil"):
        pupil = Pupil.select().where(Pupil.unit != place.school.unit).order_by(Pupil.id).get()
    return _leaving(pupil, place.school.unit)


def _outgoing(place: Place) -> str:
    """A transfer that waits for a school which is no school of these tests."""
    elsewhere = Unit.create(kind="school")
    return _leaving(place.school.pupils[0], elsewhere)


def _run(place: Place) -> ImportRun:
    """A tried list of one row."""
    school = place.school
    file = store_file(school.unit.id, b"list", "list.xlsx", "text/plain")
    run = ImportRun.create(
        unit=school.unit, year=school.year, file=file, file_name=file.name, state="tried", at=clock.now()
    )
    listed = {"full_name": "Siu Mới", "class_name": "6A"}
    ImportedRow.create(unit=school.unit, run=run, place=1, row_number=1, verdict="new", listed=listed)
    return run


def _area_run(place: Place) -> str:
    """The same of a phổ cập list; the row names no child of the area."""
    run = _run(place)
    own = ImportRun.unit == place.school.unit
    ImportRun.update(subject="area").where(own & (ImportRun.id == run.id)).execute()
    return str(run.public_id)


def _proposed_move(place: Place) -> str:
    pupil = place.school.pupils[0]
    made = ProposedMove.create(unit=place.school.unit, run=_run(place), pupil=pupil, kind="dropped")
    return str(made.public_id)


def _area_child(place: Place) -> str:
    """A child of the school's village who is the first pupil, as that school said."""
    school, pupil = place.school, place.school.pupils[0]
    commune, today = school.commune, clock.today()
    child = AreaChild.create(unit=commune)
    ChildEntry.create(
        unit=commune, child=child, school_year="2026-2027", village=school.village, full_name="Siu Mẫu",
        birth_date=date(2020, 5, 4), state="not_yet", source="survey", on=today, by_unit=school.unit,
        recorded_at=clock.now(),
    )  # fmt: skip
    known = {"unit": commune, "live": pupil.id}
    if ChildMatch.get_or_none((ChildMatch.unit == commune) & (ChildMatch.live == pupil.id)) is None:
        ChildMatch.create(**known, child=child, pupil=pupil, same=True, by_unit=school.unit, at=clock.now())
    return str(child.public_id)


def _siblings(place: Place) -> str:
    first, second = place.school.pupils[:2]
    made, _new = SiblingProposal.get_or_create(unit=place.school.unit, first=first, second=second)
    return str(made.public_id)


def _first(model: type[UnitOwned]) -> Sample:
    """The oldest row of the school. Where the factories make none, write a function that creates it."""

    def sample(place: Place) -> str:
        rows = model.select().where(model.unit == place.school.unit)
        return str(rows.order_by(model.id).get().public_id)

    return sample


def _case(place: Place) -> str:
    """Open, and referred to the commune, so that its officer reads it too."""
    school, pupil, c = place.school, place.school.pupils[0], OutreachCase
    known = c.get_or_none((c.unit == school.unit) & (c.live == pupil.id))
    made = known or c.create(
        unit=school.unit,
        pupil=pupil,
        live=pupil.id,
        year=school.year,
        opened_at=clock.now(),
        why="absence",
        since=clock.today(),
        priority="normal",
        state="open",
        referred_at=clock.now(),
    )
    for kind, word in (("opened", "absence"), ("referred", "")):
        CaseEvent.create(unit=school.unit, case=made, kind=kind, word=word, at=clock.now())
    return str(made.public_id)


def _flag(place: Place) -> str:
    """Added by hand for the first pupil of 6A."""
    today, now = clock.today(), clock.now()
    key = {"unit": place.school.unit, "pupil": place.school.pupils[0], "rule": "by_hand", "episode": today}
    rest = {"since": today, "facts": {}, "measure": 1, "raises_alone": True, "state": "confirmed"}
    made, _new = RiskFlag.get_or_create(**key, defaults={**rest, "at": now, "raised_at": now})
    return str(made.public_id)


def _circumstance(place: Place) -> str:
    """Of the first pupil of 6A, who is the sample of `pupil_id`."""
    school = place.school
    made = PupilCircumstance.create(
        unit=school.unit, pupil=school.pupils[0], kind="learning", starts=clock.today(),
        by=school.teacher_6a, at=clock.now(),
    )  # fmt: skip
    return str(made.public_id)


def _cut_off(place: Place) -> str:
    """The village, declared cut off by water on the sheet of Monday morning."""
    monday, half_day = date(2026, 11, 23), HalfDay.MORNING.value
    Closure.create(
        unit=place.school.unit,
        village=place.school.village,
        first_date=monday,
        first_half_day=half_day,
        last_date=monday,
        last_half_day=half_day,
        reason="mưa lũ",
        flood=True,
    )
    return str(place.school.village.public_id)


OWNED: dict[str, Sample] = {
    "document_id": lambda place: str(_issued_paper(place).public_id),
    "area_run_id": _area_run,
    "child_id": _area_child,
    "class_id": lambda place: place.school.class_6a.public_id,
    "commune_id": lambda place: place.school.commune.public_id,
    "closure_id": _closure,
    "duty_id": _duty,
    "file_id": _file,
    "guardian_id": _guardian,
    "household_id": _first(Household),
    "incoming_id": _incoming,
    "job_id": _job,
    "move_id": _outgoing,
    "leave_id": _leave,
    "device_id": _device,
    "notice_id": _notice,
    "proposal_id": _proposed_move,
    "pupil_id": lambda place: place.school.pupils[0].public_id,
    "run_id": lambda place: str(_run(place).public_id),
    "mark_proposal_id": _mark_proposal,
    "register_job_id": _register_job,
    "roll_duty_id": _roll_duty,
    "session_id": _session,
    "sheet_id": _sheet,
    "sibling_id": _siblings,
    "staff_id": lambda place: place.school.teacher_6a.public_id,
    "visit_id": _visit,
    "sponsorship_id": _sponsorship,
    "pair_id": _pair,
    "group_id": _group,
    "activity_id": lambda place: str(_activity(place).public_id),
    "activity_file_id": _activity_file,
    "scheme_id": _scheme,
    "given_by_id": _given_year,
    "word_id": _word,
    "photo_id": _photo,
    "case_id": _case,
    "flag_id": _flag,
    "circumstance_id": _circumstance,
    "confidential_id": _confidential,
    "village_id": lambda place: place.school.village.public_id,
}

OTHER: dict[str, Sample] = {
    "code": lambda place: str(_issued_paper(place).verification_code),
    "bucket": lambda _place: "qua-hen",
    "deed": lambda _place: "buoc",
    "key": lambda _place: "mo-dau",
    "account_id": lambda place: place.account.public_id,  # the demo's door: a real store has none
    "date": lambda _place: "2026-11-23",
    "day": lambda _place: "2026-11-23",
    "half_day": lambda _place: "sang",
    "month": lambda _place: "2026-11",
    "kind": lambda _place: "chuyen-lop",
    "part": lambda _place: "nghi",
    "place": lambda _place: "1",
    "rule": lambda _place: "streak",
    "paper": lambda _place: "bien-ban",
    "path": lambda _place: current_app.extensions["assets"].by_name["app.css"].path,
    "new_year_step": lambda _place: "lop",
    "step": lambda _place: "nhan-su",
    "token": _slip,
}

# Villages and their children belong to the commune, so both its schools share them: the outsider's are
# of another commune.
OF_ANOTHER_COMMUNE = frozenset({"village_id", "child_id"})

# Endpoint → what its form (POST) or its address (GET) says; all other routes are sent nothing.
FORMS: dict[str, dict[str, Sample]] = {
    "schools.area_behind": {"nhom": lambda _place: "lop-1", "so": lambda _place: "mau-so"},
    "schools.say_area_match": {"hoc_sinh": lambda place: place.school.pupils[1].public_id},
    "accounts.act_for_unit": {"unit": lambda place: place.unit.public_id},
    "outreach.dropout_sheet": {"truong": lambda place: place.school.unit.public_id},
    "outreach.log_visit": {"pupils": lambda place: place.school.pupils[0].public_id},
    "outreach.new_case": {"em": lambda place: place.school.pupils[0].public_id},
    "outreach.open_case": {"em": lambda place: place.school.pupils[0].public_id},
    "outreach.new_confidential": {"em": lambda place: place.school.pupils[0].public_id},
    "outreach.report_confidential": {"em": lambda place: place.school.pupils[0].public_id},
    "outreach.dismiss_flag": {"reason": lambda _place: "sample"},
    "outreach.end_circumstance": {"ends": lambda _place: "2026-11-23"},
    "outreach.new_visit": {"em": lambda place: place.school.pupils[0].public_id},
    "rollcall.count_heads": {"thay": lambda _place: "5"},
    "rollcall.undo_flood": {"buon": _cut_off},
    "rollcall.settle": {"kind": lambda _place: "P"},
}
