"""Contacts, requests, visits, whereabouts: what stays in the tables, and what is refused."""

from datetime import date, datetime, time, timedelta

import pytest

from sisoho import clock
from sisoho.audit.models import AuditEntry
from sisoho.errors import Conflict, NotAllowed, NotFound, RuleBroken
from sisoho.outreach import actions, forms, queries
from sisoho.outreach.models import Contact, FamilyWhereabouts, HomeVisit, VisitedPupil, VisitRequest
from sisoho.outreach.rules import Channel, FamilyPlace
from sisoho.school_calendar import at_vietnam
from sisoho.schools.models import Duty, PupilHousehold
from tests import factories
from tests.at_once import at_once
from tests.outreach.away import FRIDAY, LAST_DAYS, MONDAY, THURSDAY, pupils_of, roll_call
from tests.outreach.visiting import visit_data

EVENING = at_vietnam(MONDAY, time(18, 0))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return at_vietnam(day, time(hour, minute))


@pytest.fixture
def school(commune: factories.Commune) -> factories.School:
    roll_call(commune.school, {pupils_of(commune.school)[2]: "V"}, LAST_DAYS)
    return commune.school


@pytest.fixture
def duc(school: factories.School) -> object:
    """Away for three half-days."""
    return pupils_of(school)[2]


def village_teacher(school: factories.School) -> object:
    return factories.access_of(school.village_teacher)


def visits(school: factories.School) -> list[HomeVisit]:
    return list(HomeVisit.select().where(HomeVisit.unit == school.unit))


def visited(school: factories.School) -> dict[int, list[str]]:
    rows = VisitedPupil.select().where(VisitedPupil.unit == school.unit)
    return {row.pupil_id: row.causes for row in rows}


class TestContacts:
    def call(self, draft: str = "one", **values: object) -> forms.ContactData:
        return forms.ContactData(
            **{"draft_id": draft, "channel": Channel.CALL, "reached": True, "note": "", **values}
        )

    def test_a_contact_is_kept_with_its_author_and_one_audit_row(
        self, school: factories.School, duc: object
    ) -> None:
        made = actions.log_contact(factories.access_of(school.teacher_6a), duc.public_id, self.call())
        assert (made.pupil_id, made.by_id, made.channel, made.reached) == (
            duc.id,
            school.teacher_6a.id,
            "call",
            True,
        )
        assert AuditEntry.select().where(AuditEntry.intent == "log_contact").count() == 1

    def test_a_second_tap_makes_no_second_contact(self, school: factories.School, duc: object) -> None:
        first, again = (
            actions.log_contact(village_teacher(school), duc.public_id, self.call()) for _ in range(2)
        )
        assert first.id == again.id
        assert Contact.select().where(Contact.unit == school.unit).count() == 1

    def test_the_list_tells_that_somebody_tried(self, school: factories.School, duc: object) -> None:
        access = factories.access_of(school.teacher_6a)
        actions.log_contact(access, duc.public_id, self.call(reached=False))
        (entry,) = queries.homeroom_absences(access)
        assert entry.last_try == "đã tìm cách liên hệ (gọi điện) 07:05 hôm nay"

    def test_nobody_writes_about_a_pupil_of_another_class_and_village(
        self, school: factories.School, commune: factories.Commune, duc: object
    ) -> None:
        for person in (school.teacher, school.teacher_1a, commune.other_school.village_teacher):
            with pytest.raises(NotFound):
                actions.log_contact(factories.access_of(person), duc.public_id, self.call())
        for person in (school.clerk, commune.officer):
            with pytest.raises(NotAllowed):
                actions.log_contact(factories.access_of(person), duc.public_id, self.call())


class TestRequests:
    def test_asking_twice_gives_one_request(self, school: factories.School, duc: object) -> None:
        homeroom = factories.access_of(school.teacher_6a)
        first, again = (
            actions.request_visit(homeroom, duc.public_id, forms.RequestData("sốt")) for _ in range(2)
        )
        assert first.id == again.id

    def test_two_who_ask_at_the_same_moment_make_one_request(
        self, school: factories.School, duc: object, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        people = [factories.access_of(school.teacher_6a), factories.access_of(school.principal)]
        asking = [
            lambda one=one: actions.request_visit(one, duc.public_id, forms.RequestData("sốt"))
            for one in people
        ]
        made, refused = at_once(monkeypatch, "sisoho.outreach.actions.requests", "_open", *asking)
        assert (len({request.id for request in made}), refused) == (1, [])

    def test_the_team_of_the_village_does_not_ask_itself(self, school: factories.School, duc: object) -> None:
        with pytest.raises(NotAllowed):
            actions.request_visit(village_teacher(school), duc.public_id, forms.RequestData())

    def test_a_visit_that_met_the_family_answers_it(self, school: factories.School, duc: object) -> None:
        actions.request_visit(factories.access_of(school.teacher_6a), duc.public_id, forms.RequestData())
        with clock.at(EVENING):
            missed = visit_data(duc, at(MONDAY, 16), place="not_met", met=(), draft_id="missed")
            actions.log_visit(village_teacher(school), missed)
            assert VisitRequest.get(VisitRequest.unit == school.unit).closed_at is None
            actions.log_visit(village_teacher(school), visit_data(duc, at(MONDAY, 17)))
        assert VisitRequest.get(VisitRequest.unit == school.unit).closed_at == EVENING


class TestVisits:
    def test_a_visit_is_kept_whole(self, school: factories.School, duc: object) -> None:
        data = visit_data(
            duc,
            at(MONDAY, 16, 20),
            place="field_hut",
            met=["ông bà", "mẹ"],
            causes=["hoc_luc"],
            parts=["trong_em"],
            wishes="Mong con được phụ đạo",
            agreed="Thầy chở em đi tuần đầu",
            look_again_on=date(2026, 11, 25),
        )
        with clock.at(EVENING):
            made = actions.log_visit(village_teacher(school), data)
        assert (made.place, made.met, made.companions) == ("field_hut", ["mẹ", "ông bà"], "trưởng buôn")
        assert (made.at, made.recorded_at) == (at(MONDAY, 16, 20), EVENING)
        assert made.look_again_on == date(2026, 11, 25)
        assert visited(school) == {duc.id: ["kinh_te", "hoc_luc", "trong_em"]}

    def test_a_resend_makes_no_second_visit_and_no_second_audit_row(
        self, school: factories.School, duc: object
    ) -> None:
        with clock.at(EVENING):
            for _ in range(2):
                actions.log_visit(village_teacher(school), visit_data(duc, at(MONDAY, 16)))
        assert len(visits(school)) == 1
        assert AuditEntry.select().where(AuditEntry.intent.in_(["log_visit", "correct_visit"])).count() == 1

    def test_words_changed_after_a_lost_answer_are_not_dropped(
        self, school: factories.School, duc: object
    ) -> None:
        with clock.at(EVENING):
            actions.log_visit(village_teacher(school), visit_data(duc, at(MONDAY, 16)))
            actions.log_visit(village_teacher(school), visit_data(duc, at(MONDAY, 16), wishes="xin xe đạp"))
        (visit,) = visits(school)
        assert visit.wishes == "xin xe đạp"
        assert AuditEntry.select().where(AuditEntry.intent == "correct_visit").count() == 1

    def test_the_draft_of_another_person_is_not_overwritten(
        self, school: factories.School, duc: object
    ) -> None:
        with clock.at(EVENING):
            actions.log_visit(village_teacher(school), visit_data(duc, at(MONDAY, 16)))
            with pytest.raises(Conflict):
                actions.log_visit(
                    factories.access_of(school.teacher_6a), visit_data(duc, at(MONDAY, 17), wishes="khác")
                )
        assert visits(school)[0].by_id == school.village_teacher.id

    def test_brothers_and_sisters_of_another_class_are_visited_together(
        self, school: factories.School, duc: object
    ) -> None:
        sister = next(pupil for pupil in school.pupils if pupil.full_name == "Hiao H'Dim")
        home = PupilHousehold.get((PupilHousehold.unit == school.unit) & (PupilHousehold.pupil == duc))
        PupilHousehold.update(household=home.household_id).where(
            (PupilHousehold.unit == school.unit) & (PupilHousehold.pupil == sister)
        ).execute()
        with clock.at(EVENING):
            made = actions.log_visit(
                factories.access_of(school.teacher_6a), visit_data(duc, at(MONDAY, 16), sister)
            )
        assert visited(school).keys() == {duc.id, sister.id}
        assert made.household_id == home.household_id

    def test_a_pupil_outside_the_duty_is_not_slipped_into_a_visit(
        self, school: factories.School, duc: object
    ) -> None:
        stranger = next(pupil for pupil in school.pupils if pupil.full_name == "Hiao H'Dim")
        with clock.at(EVENING), pytest.raises(NotFound):
            actions.log_visit(
                factories.access_of(school.teacher_6a), visit_data(duc, at(MONDAY, 16), stranger)
            )
        assert visits(school) == []

    @pytest.mark.parametrize(
        ("when", "words"),
        [
            (at(MONDAY, 18, 6), "chưa diễn ra"),
            (at(THURSDAY, 16), "bắt đầu vắng từ 20/11/2026"),
        ],
    )
    def test_a_visit_that_cannot_be_true_is_refused_and_says_why(
        self, school: factories.School, duc: object, when: datetime, words: str
    ) -> None:
        with clock.at(EVENING), pytest.raises(RuleBroken) as refused:
            actions.log_visit(village_teacher(school), visit_data(duc, when))
        assert words in refused.value.fields["at"]
        assert visits(school) == []

    def test_a_visit_written_down_late_is_kept_though_a_new_absence_has_begun(
        self, school: factories.School
    ) -> None:
        bia = pupils_of(school)[0]
        with clock.at(at(FRIDAY, 10)):
            actions.request_visit(factories.access_of(school.teacher_6a), bia.public_id, forms.RequestData())
        roll_call(school, {bia: "V", pupils_of(school)[2]: "V"}, [MONDAY], seq=2)
        with clock.at(EVENING):
            actions.log_visit(village_teacher(school), visit_data(bia, at(FRIDAY, 17)))
        assert len(visits(school)) == 1

    def test_a_visit_is_not_lost_when_the_absence_was_excused_on_the_way(
        self, school: factories.School, duc: object
    ) -> None:
        roll_call(school, {duc: "P"}, LAST_DAYS, seq=2)
        with clock.at(EVENING):
            actions.log_visit(village_teacher(school), visit_data(duc, at(MONDAY, 16)))
        assert len(visits(school)) == 1

    def test_it_may_tell_where_the_family_is(self, school: factories.School, duc: object) -> None:
        with clock.at(EVENING):
            actions.log_visit(
                village_teacher(school), visit_data(duc, at(MONDAY, 16), family_place="field_hut")
            )
        row = FamilyWhereabouts.get(FamilyWhereabouts.unit == school.unit)
        assert (row.place, row.since) == ("field_hut", MONDAY)

    def test_ended_duty_ends_writing(self, school: factories.School, duc: object) -> None:
        Duty.update(ends=MONDAY).where((Duty.unit == school.unit) & (Duty.kind == "village")).execute()
        with clock.at(EVENING), pytest.raises(NotFound):
            actions.log_visit(village_teacher(school), visit_data(duc, at(MONDAY, 16)))

    def test_ended_duty_ends_reading_also_of_ones_own_visits(
        self, school: factories.School, duc: object
    ) -> None:
        with clock.at(EVENING):
            made = actions.log_visit(village_teacher(school), visit_data(duc, at(MONDAY, 16)))
        assert queries.visit_view(village_teacher(school), made.public_id)
        Duty.update(ends=MONDAY).where((Duty.unit == school.unit) & (Duty.kind == "village")).execute()
        with pytest.raises(NotFound):
            queries.visit_view(village_teacher(school), made.public_id)


class TestWhereabouts:
    def test_the_last_word_is_where_the_family_is(self, school: factories.School, duc: object) -> None:
        for place, note in ((FamilyPlace.AWAY, ""), (FamilyPlace.FIELD_HUT, "mùa gặt")):
            data = forms.WhereaboutsData(place, date(2026, 11, 21), note)
            actions.note_whereabouts(village_teacher(school), duc.public_id, data)
        family = queries.families(village_teacher(school), [duc.id])[duc.id]
        assert family.whereabouts == "đang ở nhà rẫy (mùa gặt), từ 21/11"

    def test_a_day_to_come_is_refused(self, school: factories.School, duc: object) -> None:
        tomorrow = forms.WhereaboutsData(FamilyPlace.AWAY, MONDAY + timedelta(days=1))
        with pytest.raises(RuleBroken):
            actions.note_whereabouts(village_teacher(school), duc.public_id, tomorrow)
