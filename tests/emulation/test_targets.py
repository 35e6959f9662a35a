"""Targets: whose word counts, better than the resolution, and counts beside rates."""

from datetime import date
from decimal import Decimal

import pytest
from flask import Flask

from sisoho.emulation import models, queries
from sisoho.emulation.actions import set_target
from sisoho.emulation.forms import TargetData
from sisoho.emulation.rules.targets import Indicator, Origin
from sisoho.errors import NotAllowed, RuleBroken
from sisoho.schools import models as m
from tests.factories import Commune, access_of, client_of

YEAR = "2026-2027"
KEY = (Indicator.DROPOUT, "primary")


def put(who: m.StaffMember, origin: str, value: str, day: int = 20, level: str = "primary") -> models.Target:
    data = TargetData(Indicator.DROPOUT, level, Origin(origin), Decimal(value), date(2026, 11, day), "NQ")
    return set_target(access_of(who), YEAR, data)


def in_force(who: m.StaffMember) -> queries.InForce:
    return queries.targets_in_force(access_of(who), YEAR).get(KEY, queries.InForce())


def values(said: queries.InForce) -> tuple[str | None, ...]:
    words = said.superior, said.resolution, said.registered
    return tuple(f"{word.value.normalize():f}" if word else None for word in words)


def test_the_latest_word_of_the_unit_is_in_force(commune: Commune) -> None:
    put(commune.school.principal, "resolution", "0.5", day=2)
    put(commune.school.principal, "resolution", "0.4", day=10)
    put(commune.school.principal, "registered", "0.3")
    assert values(in_force(commune.school.principal)) == (None, "0.4", "0.3")


def test_a_second_word_of_the_same_day_replaces_the_first(commune: Commune) -> None:
    put(commune.school.principal, "registered", "0.3")
    put(commune.school.principal, "registered", "0.2")
    assert values(in_force(commune.school.principal))[2] == "0.2"
    assert models.Target.select().where(models.Target.unit == commune.school.unit).count() == 1


def test_a_school_reads_what_its_commune_has_set_and_no_other_school(commune: Commune) -> None:
    put(commune.officer, "registered", "0.025")
    put(commune.other_school.principal, "registered", "0.9")
    assert values(in_force(commune.school.principal)) == ("0.025", None, None)


def test_the_nearer_superior_goes_before_the_farther_and_before_a_copy_from_paper(commune: Commune) -> None:
    put(commune.school.principal, "superior", "0.7")
    assert values(in_force(commune.school.principal))[0] == "0.7"
    put(commune.province_officer, "registered", "0.35")
    assert values(in_force(commune.school.principal))[0] == "0.35"
    put(commune.officer, "registered", "0.3", day=1)
    assert values(in_force(commune.school.principal))[0] == "0.3"
    assert values(in_force(commune.officer)) == ("0.35", None, "0.3")


def test_a_registered_target_worse_than_the_resolution_is_refused(commune: Commune) -> None:
    put(commune.school.principal, "resolution", "0.4")
    with pytest.raises(RuleBroken) as refused:
        put(commune.school.principal, "registered", "0.5")
    assert refused.value.fields == {
        "value": "Phải tốt hơn Nghị quyết hội nghị (dưới 0,4 %): hãy xem lại con số."
    }
    assert values(in_force(commune.school.principal))[2] is None


def test_an_equal_one_is_kept_with_a_warning(commune: Commune) -> None:
    put(commune.school.principal, "resolution", "0.4")
    put(commune.school.principal, "registered", "0.4")
    lines = queries.target_lines(access_of(commune.school.principal), YEAR, ["primary"])
    assert lines[0].remarks == ("Bằng Nghị quyết hội nghị: kế hoạch yêu cầu đăng ký tốt hơn.",)


def test_a_commune_has_no_staff_conference_and_a_teacher_sets_nothing(commune: Commune) -> None:
    with pytest.raises(RuleBroken):
        put(commune.officer, "resolution", "0.4")
    with pytest.raises(NotAllowed):
        put(commune.school.teacher, "registered", "0.3")


def test_counts_stand_beside_rates_and_come_from_the_opening_roll(commune: Commune) -> None:
    school = commune.school
    put(school.principal, "registered", "40")
    access = access_of(school.principal)
    (line, *_) = queries.target_lines(access, YEAR, ["primary"])
    assert (line.roll, line.cells[Origin.REGISTERED].count) == (3, "không quá 1 em")
    for pupil in school.pupils[5:7]:
        m.OpeningRoll.create(
            unit=school.unit, year=school.year, pupil=pupil, class_name="1A", grade=1, sex="male",
            ethnic_group="Gia Rai", disability=False,
        )  # fmt: skip
    (line, *_) = queries.target_lines(access, YEAR, ["primary"])
    assert (line.roll, line.cells[Origin.REGISTERED].count) == (2, "không em nào")


def test_a_commune_counts_the_pupils_of_its_schools(commune: Commune) -> None:
    (line, *_) = queries.target_lines(access_of(commune.officer), YEAR, ["all"])
    assert line.roll == 16


class TestPage:
    FORM = {
        "line": "dropout_rate:primary",
        "origin": "registered",
        "value": "0,3 %",
        "source": "Phiếu đăng ký",
    }

    def test_a_target_is_written_and_shown(self, app: Flask, commune: Commune) -> None:
        client = client_of(app, commune.school.principal)
        assert client.post("/thi-dua/chi-tieu", data=self.FORM).status_code == 303
        text = client.get("/thi-dua/chi-tieu").text
        assert "dưới 0,3 %" in text
        assert "Phiếu đăng ký" in text

    @pytest.mark.parametrize(
        ("wrong", "message"),
        [
            ({"value": "nhiều"}, "Cần một số từ 0 đến 100"),
            ({"value": "0,5"}, "Phải tốt hơn Nghị quyết hội nghị (dưới 0,4 %)"),
            ({"line": "dropout_rate:college"}, "Hãy chọn một trong các mục có sẵn."),
            ({"set_on": "2027-01-01"}, "Ngày này chưa tới."),
            ({"origin": ""}, "Hãy chọn chỉ tiêu này là của ai."),
        ],
    )
    def test_bad_input_is_kept(
        self, app: Flask, commune: Commune, wrong: dict[str, str], message: str
    ) -> None:
        put(commune.school.principal, "resolution", "0.4")
        answer = client_of(app, commune.school.principal).post(
            "/thi-dua/chi-tieu", data={**self.FORM, **wrong}
        )
        assert answer.status_code == 422
        assert message in answer.text
        assert 'value="Phiếu đăng ký"' in answer.text

    def test_a_teacher_may_read_but_gets_no_form(self, app: Flask, commune: Commune) -> None:
        client = client_of(app, commune.school.teacher)
        assert "Ghi một chỉ tiêu" not in client.get("/thi-dua/chi-tieu").text
        assert client.post("/thi-dua/chi-tieu", data=self.FORM).status_code == 403

    def test_the_officers_see_and_set_their_own(self, app: Flask, commune: Commune) -> None:
        for person in (commune.officer, commune.province_officer):
            client = client_of(app, person)
            assert client.post("/thi-dua/chi-tieu", data=self.FORM).status_code == 303
            assert "dưới 0,3 %" in client.get("/thi-dua/chi-tieu").text
