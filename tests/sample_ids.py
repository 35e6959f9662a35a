"""Sample values for the parts of a route, by the part's name: `<pupil_id>`, `<class_id>`, `<date>`.

tests/test_access.py fills every route with them. A new part needs one line here:

    "household_id": _first(Household),

An id of a row belongs into OWNED and is asked of two places: the school of the person who asks,
where the page must be there, and an outsider's school, where it must be a 404. What is no id of a
row (a date, a word out of a few) belongs into PLAIN, and a secret printed on paper, which is
its own permission, into TOKENS. A route that reads its form before it looks for the row needs a
form in FORMS, or another school's row would never be looked for.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sisoho import clock
from sisoho.accounts.models import Account
from sisoho.db import UnitOwned, new_public_id
from sisoho.files.actions import store_file
from sisoho.jobs.models import Job
from sisoho.notices.models import Notice
from sisoho.rollcall.models import Mark, RollCallSheet
from sisoho.schools.models import Household, Unit
from tests import factories
from tests.factories import School


@dataclass(frozen=True)
class Place:
    """Where a sample is taken from: a school, and the unit and account of the person it is for."""

    school: School
    unit: Unit
    account: Account


def _job(place: Place) -> str:
    return str(Job.create(unit=place.unit, kind="sample", created_at=clock.now()).public_id)


def _file(place: Place) -> str:
    return str(store_file(place.unit.id, b"sample", "sample.txt", "text/plain").public_id)


def _notice(place: Place) -> str:
    staff = place.account.staff_id or place.school.teacher_6a.id  # an administrator is told nothing
    made = Notice.create(unit=place.unit, staff=staff, key="sample", text="…", path="/", at=clock.now())
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


def _first(model: type[UnitOwned]) -> Callable[[Place], str]:
    """The oldest row of the school. Where the factories make none, write a function that creates it."""

    def sample(place: Place) -> str:
        rows = model.select().where(model.unit == place.school.unit)
        return str(rows.order_by(model.id).get().public_id)

    return sample


OWNED: dict[str, Callable[[Place], str]] = {
    "class_id": lambda place: place.school.class_6a.public_id,
    "file_id": _file,
    "household_id": _first(Household),
    "job_id": _job,
    "notice_id": _notice,
    "pupil_id": lambda place: place.school.pupils[0].public_id,
    "session_id": _session,
    "sheet_id": _sheet,
    "staff_id": lambda place: place.school.teacher_6a.public_id,
    "village_id": lambda place: place.school.village.public_id,
}

PLAIN: dict[str, str] = {
    "date": "2026-11-23",
    "day": "2026-11-23",
    "half_day": "sang",
    "path": "app.css",
}

TOKENS: dict[str, str] = {
    "account_id": "khongcotrenweb",  # the demo's door, which a real store does not have
    "token": "abcd-efgh-jkmn-pqrs",
}

# Villages belong to the commune, so both its schools share them: the outsider's is of another commune.
OF_ANOTHER_COMMUNE = frozenset({"village_id"})

FORMS: dict[str, dict[str, str]] = {
    "rollcall.settle": {"kind": "P"},
}
