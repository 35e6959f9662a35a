"""After a roll call: who is told, once, without names."""

from collections.abc import Iterable

import pytest

from sisoho.errors import NotFound
from sisoho.notices.models import Notice
from sisoho.outreach import queries
from sisoho.rollcall.models import RollCallSheet
from sisoho.schools.models import Duty, StaffMember
from tests import factories
from tests.outreach.away import MONDAY, pupils_of, roll_call


@pytest.fixture
def school(commune: factories.Commune) -> factories.School:
    return commune.school


def told(school: factories.School) -> dict[str, list[str]]:
    rows = Notice.select(Notice, StaffMember).join(StaffMember).where(Notice.unit == school.unit)
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.staff.full_name, []).append(row.text)
    return found


def has_names(texts: Iterable[str]) -> bool:
    said = " ".join(texts)
    return any(part in said for name in factories.NAMES_6A for part in name.split())


def test_homeroom_teacher_and_village_team_are_told_counts_without_names(school: factories.School) -> None:
    bia, bloi, *_ = pupils_of(school)
    roll_call(school, {bia: "V", bloi: "V"})
    found = told(school)
    assert found["Phạm Văn Sáu"][0].startswith("Lớp 6A: sáng T2 23/11, 2 em vắng chưa có phép.")
    assert found["Ksor Buôn"][0].startswith("Buôn Chư Bang: sáng T2 23/11, lớp 6A có 2 em vắng")
    assert found.keys() == {"Phạm Văn Sáu", "Ksor Buôn"}
    assert not has_names(text for texts in found.values() for text in texts)


def test_a_second_version_of_the_sheet_tells_nobody_again(school: factories.School) -> None:
    bia, bloi, *_ = pupils_of(school)
    roll_call(school, {bia: "V"})
    roll_call(school, {bia: "V", bloi: "V"}, seq=2)
    assert {name: len(texts) for name, texts in told(school).items()} == {"Phạm Văn Sáu": 1, "Ksor Buôn": 1}


def test_leave_and_a_full_class_tell_nobody(school: factories.School) -> None:
    roll_call(school, {pupils_of(school)[0]: "P"})
    assert told(school) == {}


def test_the_taker_of_the_roll_is_not_told_what_they_just_wrote(school: factories.School) -> None:
    roll_call(school, {pupils_of(school)[0]: "V"}, taker=school.teacher_6a)
    assert told(school).keys() == {"Ksor Buôn"}


class TestOffers:
    def offered(self, school: factories.School, person: object = None) -> list[queries.Offer]:
        sheet = RollCallSheet.get(RollCallSheet.unit == school.unit)
        return queries.offers(factories.access_of(person or school.teacher), sheet.public_id)

    def test_the_taker_is_offered_a_message_to_the_village_without_names(
        self, school: factories.School
    ) -> None:
        roll_call(school, {pupils_of(school)[0]: "V"})
        (offer,) = self.offered(school)
        assert (offer.village, offer.absent, offer.to.name) == ("Buôn Chư Bang", 1, "Ksor Buôn")
        assert offer.sms.startswith(f"sms:{school.village_teacher.phone}?body=Bu")
        assert offer.zalo == f"https://zalo.me/{school.village_teacher.phone}"
        assert not has_names([offer.text])

    def test_a_village_without_a_team_is_told_through_the_homeroom_teacher(
        self, school: factories.School
    ) -> None:
        Duty.update(ends=MONDAY).where((Duty.unit == school.unit) & (Duty.kind == "village")).execute()
        roll_call(school, {pupils_of(school)[0]: "V"})
        (offer,) = self.offered(school)
        assert (offer.to.name, offer.in_team) == ("Phạm Văn Sáu", False)

    def test_who_is_on_duty_there_needs_no_message(self, school: factories.School) -> None:
        roll_call(school, {pupils_of(school)[0]: "V"})
        assert self.offered(school, school.village_teacher)[0].is_self

    def test_another_schools_sheet_does_not_exist(
        self, school: factories.School, commune: factories.Commune
    ) -> None:
        roll_call(school, {pupils_of(school)[0]: "V"})
        with pytest.raises(NotFound):
            self.offered(school, commune.other_school.teacher)
