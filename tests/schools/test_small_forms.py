"""Renaming a class; what the commune decided of a household."""

from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from sisoho.errors import NotFound, RuleBroken
from sisoho.schools import actions, queries
from sisoho.schools import models as m
from sisoho.schools.forms import PovertyData, read_poverty
from tests.factories import Commune, access_of, client_of

AUTUMN, TODAY = date(2026, 11, 5), date(2026, 11, 23)
DECIDED = {"kind": "near_poor", "paper": "215/QĐ-UBND", "starts": "2026-11-05", "last_day": "2026-12-31"}


@pytest.fixture
def clerk(app: Flask, commune: Commune) -> FlaskClient:
    return client_of(app, commune.school.clerk)


def home_of(commune: Commune) -> m.PupilHousehold:
    pupil = commune.school.pupils[0]
    return m.PupilHousehold.get(
        (m.PupilHousehold.unit == commune.school.unit) & (m.PupilHousehold.pupil == pupil)
    )


def poverty(commune: Commune, on: date) -> str:
    access = replace(access_of(commune.school.clerk), on=on)
    found = queries.pupil_page(access, commune.school.pupils[0].public_id).household
    assert found
    return found.poverty


def test_a_class_gets_another_name_and_keeps_its_pupils(clerk: FlaskClient, commune: Commune) -> None:
    url = f"/hoc-sinh/lop/{commune.school.class_6a.public_id}"
    assert 'value="6A"' in clerk.get(f"{url}/sua").text
    assert clerk.post(f"{url}/sua", data={"name": "6A1"}).status_code == 303
    listed = unescape(clerk.get(url).text)
    assert "6A1" in listed
    assert commune.school.pupils[0].full_name in listed


@pytest.mark.parametrize("name", ["1A", "", "x" * 33])
def test_a_name_that_is_taken_missing_or_too_long_is_shown_again(
    clerk: FlaskClient, commune: Commune, name: str
) -> None:
    url = f"/hoc-sinh/lop/{commune.school.class_6a.public_id}/sua"
    refused = clerk.post(url, data={"name": name})
    assert refused.status_code == 422
    assert f'value="{name}"' in refused.text or not name


def test_a_class_does_not_move_to_another_schools_campus(commune: Commune) -> None:
    campus = m.Unit.create(kind="campus")
    m.UnitProfile.create(unit=campus, starts=AUTUMN, parent=commune.other_school.unit, name="Điểm Ji B")
    with pytest.raises(NotFound):
        actions.change_class(access_of(commune.school.clerk), commune.school.class_6a.id, "6A", campus.id)


def test_a_decision_is_written_down_with_its_number_and_ends_on_its_day(
    clerk: FlaskClient, commune: Commune
) -> None:
    pupil = f"/hoc-sinh/{commune.school.pupils[0].public_id}"
    assert f"{pupil}/gia-dinh/dien" in clerk.get(pupil).text
    assert clerk.get(f"{pupil}/gia-dinh/dien").status_code == 200
    assert clerk.post(f"{pupil}/gia-dinh/dien", data=DECIDED).status_code == 303
    assert "Hộ cận nghèo (215/QĐ-UBND, đến hết 31/12/2026)" in unescape(clerk.get(pupil).text)
    assert poverty(commune, date(2026, 12, 31))
    assert poverty(commune, date(2027, 1, 1)) == ""


def test_a_refused_decision_keeps_what_was_typed(clerk: FlaskClient, commune: Commune) -> None:
    url = f"/hoc-sinh/{commune.school.pupils[0].public_id}/gia-dinh/dien"
    refused = clerk.post(url, data={**DECIDED, "last_day": "2026-11-01"})
    assert refused.status_code == 422
    shown = unescape(refused.text)
    assert "215/QĐ-UBND" in shown
    assert "Ngày hết hạn phải sau ngày quyết định." in shown


@pytest.mark.parametrize("kind", ["poor", "near_poor"])
def test_a_decision_has_a_number_and_who_is_neither_any_more_needs_none(kind: str) -> None:
    with pytest.raises(RuleBroken):
        read_poverty({"kind": kind, "starts": "2026-11-05"})
    assert read_poverty({"kind": "none", "starts": "2026-11-05"}) == PovertyData("", AUTUMN)


def test_the_next_decision_ends_the_one_before_and_one_written_down_late_those_after_it(
    commune: Commune,
) -> None:
    access, home = access_of(commune.school.clerk), home_of(commune).household_id
    actions.record_poverty(access, home, PovertyData("poor", AUTUMN, "1/QĐ-UBND", date(2026, 12, 31)))
    actions.record_poverty(access, home, PovertyData("near_poor", TODAY, "2/QĐ-UBND"))
    assert (poverty(commune, AUTUMN), poverty(commune, TODAY)) == (
        "Hộ nghèo (1/QĐ-UBND, đến hết 22/11/2026)",
        "Hộ cận nghèo (2/QĐ-UBND)",
    )
    actions.record_poverty(access, home, PovertyData("", date(2026, 11, 10)))
    assert (poverty(commune, date(2026, 11, 9)), poverty(commune, TODAY)) == (
        "Hộ nghèo (1/QĐ-UBND, đến hết 09/11/2026)",
        "",
    )


def test_a_household_of_another_school_is_not_found(commune: Commune) -> None:
    with pytest.raises(NotFound):
        actions.record_poverty(
            access_of(commune.other_school.clerk), home_of(commune).household_id, PovertyData("poor", AUTUMN)
        )
