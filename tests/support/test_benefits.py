"""Schemes, decisions, months, activities, and the evidence they make."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from flask import Flask

from sisoho.access import Access
from sisoho.errors import NotAllowed, RuleBroken
from sisoho.school_calendar import Month
from sisoho.schools.queries import YearCard, current_year, movement
from sisoho.support.actions import activities as doing
from sisoho.support.actions import benefits as actions
from sisoho.support.actions import sponsors
from sisoho.support.forms.activities import ActivityData
from sisoho.support.forms.benefits import DecisionData, RecordData
from sisoho.support.forms.sponsors import MonthData, SponsorshipData
from sisoho.support.models import BenefitScheme
from sisoho.support.queries import activities, benefits, evidence
from sisoho.support.rules import PROPOSED, ActivityKind
from tests import factories
from tests.factories import Commune, access_of, client_of

TODAY = date(2026, 11, 23)
MONTHS = (Month(2026, 9), Month(2026, 10), Month(2026, 11))


@pytest.fixture
def clerk(commune: Commune) -> Access:
    return access_of(commune.school.clerk)


@pytest.fixture
def year(clerk: Access) -> YearCard:
    found = current_year(clerk)
    assert found
    return found


@pytest.fixture
def scheme(commune: Commune, clerk: Access) -> BenefitScheme:
    actions.set_hard_villages(clerk, [commune.school.village.id], "QĐ mẫu")
    return actions.add_scheme(clerk, PROPOSED[0])


def far(clerk: Access, commune: Commune, km: str = "8") -> None:
    data = RecordData(Decimal(km), False, ("weekly",), TODAY)
    actions.note_record(clerk, commune.school.pupils[0].public_id, data)


def test_who_lives_far_in_a_hard_village_is_entitled_and_not_receiving(
    commune: Commune, clerk: Access, year: YearCard, scheme: BenefitScheme
) -> None:
    assert benefits.standings(clerk, year) == []
    far(clerk, commune)
    (one,) = benefits.standings(clerk, year)
    assert one.is_missing
    assert "nhà cách trường 8 km (≥ 7 km)" in one.verdict.words
    assert evidence.entitled_who_receive(clerk, year) == evidence.Share(0, 1)
    pupil_id = commune.school.pupils[0].public_id
    actions.set_months(clerk, scheme.public_id, pupil_id, MONTHS[1:], MONTHS)
    assert evidence.entitled_who_receive(clerk, year) == evidence.Share(1, 1)
    actions.set_months(clerk, scheme.public_id, pupil_id, MONTHS[2:], MONTHS)
    (one,) = benefits.standings(clerk, year)
    assert one.months == frozenset(MONTHS[2:])


def test_a_persons_word_stands_over_the_rule(
    commune: Commune, clerk: Access, year: YearCard, scheme: BenefitScheme
) -> None:
    far(clerk, commune)
    pupil_id = commune.school.pupils[0].public_id
    actions.decide_benefit(
        clerk, scheme.public_id, pupil_id, DecisionData(False, "ở nhà bà gần trường", TODAY)
    )
    (one,) = benefits.standings(clerk, year)
    assert not one.is_entitled


def test_a_month_to_come_is_not_received(commune: Commune, clerk: Access, scheme: BenefitScheme) -> None:
    month = Month(2026, 12)
    with pytest.raises(RuleBroken):
        actions.set_months(clerk, scheme.public_id, commune.school.pupils[0].public_id, [month], [month])


def test_the_homeroom_teacher_reads_the_own_class_and_writes_nothing(
    app: Flask, commune: Commune, clerk: Access, scheme: BenefitScheme
) -> None:
    far(clerk, commune)
    school = commune.school
    path = f"/ho-tro/che-do/em/{school.pupils[0].public_id}"
    assert client_of(app, school.teacher_6a).get(path).status_code == 200
    assert client_of(app, school.teacher_1a).get(path).status_code == 404
    assert client_of(app, school.teacher).get(path).status_code == 403
    assert client_of(app, school.teacher_6a).post(f"{path}/hoan-canh").status_code == 403
    with pytest.raises(NotAllowed):
        far(access_of(school.teacher_6a), commune)


def test_the_accountant_reads_the_benefits_and_nothing_else(app: Flask, commune: Commune) -> None:
    client = client_of(app, factories.staff(commune.school.unit, "Kế Toán", "accountant"))
    assert client.get("/").status_code == client.get("/ho-tro").status_code == 200
    assert client.get("/ho-tro/che-do").status_code == 200
    assert {
        client.get(f"/ho-tro/{part}").status_code for part in ("do-dau", "doi-ban", "che-do/quy-dinh")
    } == {403}


def test_a_kilometre_that_is_none_is_said_and_kept(
    app: Flask, commune: Commune, scheme: BenefitScheme
) -> None:
    path = f"/ho-tro/che-do/em/{commune.school.pupils[0].public_id}/hoan-canh"
    answer = client_of(app, commune.school.clerk).post(path, data={"km": "xa lắm", "starts": "2026-11-23"})
    assert answer.status_code == 422
    assert "xa lắm" in answer.text
    assert "Cần số ki-lô-mét" in answer.text


def test_who_boards_in_the_week_is_counted_in_the_movement_and_lunch_is_not(
    commune: Commune, clerk: Access
) -> None:
    far(clerk, commune)
    lunch = RecordData(None, False, ("lunch",), TODAY)
    actions.note_record(clerk, commune.school.pupils[1].public_id, lunch)
    assert movement(clerk).school.boarding == 1


def test_months_with_an_activity_are_counted_out_of_nine(
    commune: Commune, clerk: Access, year: YearCard
) -> None:
    teacher = access_of(commune.school.teacher_6a)
    for day in (date(2026, 10, 2), date(2026, 10, 20), TODAY):
        doing.keep_activity(teacher, ActivityData(ActivityKind.ACTIVITY, day, "Ngày hội đọc sách"))
    doing.keep_activity(teacher, ActivityData(ActivityKind.HEADCOUNT, TODAY, "Giao ban"), [b"%PDF-1.7 bb"])
    assert evidence.months_with(clerk, year, ActivityKind.ACTIVITY) == evidence.Share(2, 9)
    assert evidence.headcounts_with_minutes(clerk, year) == evidence.Share(1, 9)


def test_praise_names_own_pupils_and_is_corrected_by_its_author_alone(
    app: Flask, commune: Commune, year: YearCard
) -> None:
    school = commune.school
    teacher, pupil = access_of(school.teacher_6a), school.pupils[0].public_id
    data = ActivityData(ActivityKind.PRAISE, TODAY, "Vượt khó", "", (pupil,))
    made = doing.keep_activity(teacher, data)
    assert [line.name for line in activities.activity(teacher, made.public_id).pupils] == ["Ksor H'Bia"]
    assert evidence.praised_by_term(teacher, year) == (1, 0)
    with pytest.raises(NotAllowed):
        doing.keep_activity(
            access_of(school.teacher_1a), ActivityData(ActivityKind.PRAISE, TODAY, "x"), (), made.public_id
        )


def test_a_file_that_is_no_paper_is_refused_with_the_words_kept(app: Flask, commune: Commune) -> None:
    typed = {"kind": "parents", "title": "Họp đầu năm", "on": "2026-11-20"}
    typed["files"] = (BytesIO(b"MZ virus"), "x.exe")  # type: ignore[assignment]
    answer = client_of(app, commune.school.teacher_6a).post("/ho-tro/hoat-dong/moi", data=typed)
    assert answer.status_code == 422
    assert "Họp đầu năm" in answer.text


def test_diary_and_sponsors_are_evidence(commune: Commune, year: YearCard) -> None:
    school = commune.school
    principal, pupil = access_of(school.principal), school.pupils[0]
    data = SponsorshipData(pupil.public_id, school.teacher_6a.public_id, ("study",), date(2026, 9, 10))
    made = sponsors.begin_sponsorship(principal, data)
    sponsors.tell_month(principal, made.public_id, MonthData(Month(2026, 10)))
    assert evidence.diary_months(principal, year) == evidence.Share(1, 2)  # November runs still
    assert evidence.staff_who_sponsor(principal, [school.teacher_6a.id, school.teacher.id]).done == 1
    assert evidence.pupils_with_sponsor(principal, [pupil.id]) == evidence.Share(1, 1)
    assert evidence.pupils_with_buddy(principal, []).rate is None
