"""What the week of the classes counts: contacts in time and returns."""

from datetime import date, datetime, time, timedelta

import pytest

from sisoho import clock
from sisoho.outreach import actions, forms, queries
from sisoho.outreach.rules import Channel, Promptness
from sisoho.rollcall.actions import settle_mark
from sisoho.rollcall.models import RollCallSheet
from sisoho.rollcall.rules import MarkKind
from sisoho.school_calendar import HalfDay, Slot, at_vietnam
from sisoho.schools.models import Closure
from tests import factories
from tests.outreach.away import FRIDAY, LAST_DAYS, MONDAY, SATURDAY, THURSDAY, present, pupils_of, roll_call
from tests.outreach.visiting import visit_data
from tests.rollcall.sending import said, send

TUESDAY = MONDAY + timedelta(days=1)
NEXT_MONDAY = MONDAY + timedelta(days=7)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return at_vietnam(day, time(hour, minute))


@pytest.fixture
def school(commune: factories.Commune) -> factories.School:
    return commune.school


def call(school: factories.School, pupil: object, when: datetime, reached: bool = True) -> None:
    with clock.at(when):
        data = forms.ContactData(f"draft-{when.timestamp()}", Channel.CALL, reached)
        actions.log_contact(factories.access_of(school.teacher_6a), pupil.public_id, data)


def promptness(school: factories.School, now: datetime) -> Promptness | None:
    with clock.at(now):
        found = queries.contacts_within_24h(factories.access_of(school.principal), MONDAY, NEXT_MONDAY)
    return found.get(school.class_6a.id)


class TestContactsInTime:
    def test_a_try_within_the_hours_counts_and_silence_does_not(self, school: factories.School) -> None:
        bia, bloi, duc, *_ = pupils_of(school)
        roll_call(school, {bia: "V", bloi: "V", duc: "V"})
        call(school, bia, at(MONDAY, 9), reached=False)
        call(school, bloi, at(TUESDAY, 9))
        assert promptness(school, at(TUESDAY, 10)) == Promptness(due=3, done=1)

    def test_nobody_had_to_be_called_whose_village_was_closed_afterwards(
        self, school: factories.School
    ) -> None:
        bia, *_ = pupils_of(school)
        apart = factories.pupil(school, "Rmah Lan", school.class_6a, village=school.other_village)
        with clock.at(at(MONDAY, 7)):
            sent = said([*pupils_of(school), apart], {bia: "V", apart: "V"})
            send(factories.access_of(school.teacher), school.class_6a, sent, Slot(MONDAY, HalfDay.MORNING))
        Closure.create(
            unit=school.unit,
            village=school.other_village,
            first_date=MONDAY,
            last_date=MONDAY,
            reason="mưa lũ",
            flood=True,
        )
        assert promptness(school, at(TUESDAY, 10)) == Promptness(due=1)

    def test_while_the_hours_run_nothing_is_owed_yet(self, school: factories.School) -> None:
        roll_call(school, {pupils_of(school)[0]: "V"})
        assert promptness(school, at(MONDAY, 20)) == Promptness(waiting=1)

    def test_a_call_before_the_sheet_was_sent_counts_for_that_day(self, school: factories.School) -> None:
        bia = pupils_of(school)[0]
        roll_call(school, {bia: "V"}, at=time(9, 0))
        call(school, bia, at(MONDAY, 7, 10))
        assert promptness(school, at(TUESDAY, 10)) == Promptness(due=1, done=1)

    def test_the_reason_found_out_and_settled_is_an_answer(self, school: factories.School) -> None:
        bia = pupils_of(school)[0]
        roll_call(school, {bia: "V"})
        sheet = RollCallSheet.get(RollCallSheet.unit == school.unit)
        with clock.at(at(MONDAY, 10)):
            settle_mark(
                factories.access_of(school.teacher_6a),
                sheet.public_id,
                bia.public_id,
                MarkKind.P,
                "mẹ báo ốm",
            )
        assert promptness(school, at(TUESDAY, 10)) == Promptness(due=1, done=1)

    def test_leave_known_at_the_bell_asks_for_no_contact(self, school: factories.School) -> None:
        roll_call(school, {pupils_of(school)[0]: "P"})
        assert promptness(school, at(TUESDAY, 10)) is None

    def test_another_schools_contacts_are_not_counted(
        self, school: factories.School, commune: factories.Commune
    ) -> None:
        roll_call(school, {pupils_of(school)[0]: "V"})
        other = factories.access_of(commune.other_school.principal)
        assert queries.contacts_within_24h(other, MONDAY, NEXT_MONDAY) == {}


class TestReturns:
    def returned(self, school: factories.School) -> list[tuple[str, date]]:
        access = factories.access_of(school.principal)
        found = queries.returns(access, MONDAY, NEXT_MONDAY).get(school.class_6a.id, [])
        names = {pupil.id: pupil.full_name for pupil in school.pupils}
        return [(names[one.pupil_id], one.slot.date) for one in found]

    def test_back_after_three_half_days(self, school: factories.School) -> None:
        duc, dao = pupils_of(school)[2:4]
        roll_call(school, {duc: "V", dao: "V"}, [SATURDAY])
        roll_call(school, {duc: "V"}, (THURSDAY, FRIDAY))
        present(school, MONDAY)
        assert self.returned(school) == [("Rơ Châm Đức", MONDAY)]

    def test_back_after_a_visit(self, school: factories.School) -> None:
        duc = pupils_of(school)[2]
        roll_call(school, {duc: "V"}, [SATURDAY])
        with clock.at(at(SATURDAY, 17)):
            actions.log_visit(factories.access_of(school.village_teacher), visit_data(duc, at(SATURDAY, 16)))
        present(school, MONDAY)
        assert self.returned(school) == [("Rơ Châm Đức", MONDAY)]

    def test_who_is_still_away_has_not_returned(self, school: factories.School) -> None:
        roll_call(school, {pupils_of(school)[2]: "V"}, LAST_DAYS)
        assert self.returned(school) == []
