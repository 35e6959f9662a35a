"""Notices: told once, seen by their owner only."""

from datetime import timedelta

import pytest
from flask import Flask

from sisoho import clock
from sisoho.errors import NotFound
from sisoho.notices import actions, queries
from sisoho.notices.models import Notice
from tests import factories
from tests.factories import Commune


def tell(commune: Commune, *names: str, key: str = "phieu", text: str = "Lớp 6A chưa điểm danh") -> None:
    school = commune.school
    actions.tell(school.unit.id, [getattr(school, name).id for name in names], key, text, "/diem-danh")


def texts(person: object) -> list[str]:
    return [line.text for line in queries.unseen(factories.access_of(person))]


def test_each_of_those_told_sees_it_and_nobody_else(commune: Commune) -> None:
    tell(commune, "teacher_6a", "principal")
    assert texts(commune.school.teacher_6a) == texts(commune.school.principal) == ["Lớp 6A chưa điểm danh"]
    assert texts(commune.school.teacher_1a) == []


def test_the_same_matter_is_told_once_even_after_it_was_seen(commune: Commune) -> None:
    tell(commune, "teacher_6a")
    access = factories.access_of(commune.school.teacher_6a)
    actions.mark_seen(access, queries.unseen(access)[0].public_id)
    tell(commune, "teacher_6a", "teacher_1a", text="Nhắc lại")
    assert texts(commune.school.teacher_6a) == []
    assert texts(commune.school.teacher_1a) == ["Nhắc lại"]


def test_telling_nobody_writes_nothing(commune: Commune) -> None:
    actions.tell(commune.school.unit.id, [], "phieu", "…", "/")
    assert Notice.select().where(Notice.unit == commune.school.unit).count() == 0


@pytest.mark.parametrize("path", ["https://la.example", "//la.example", "diem-danh"])
def test_a_notice_leads_nowhere_outside(commune: Commune, path: str) -> None:
    with pytest.raises(ValueError, match="path of this site"):
        actions.tell(commune.school.unit.id, [commune.school.teacher.id], "k", "…", path)


def test_the_latest_stands_first_and_the_list_is_bounded(commune: Commune) -> None:
    for number in range(queries.MOST + 5):
        tell(commune, "teacher_6a", key=f"k{number}", text=f"Tin {number}")
    assert texts(commune.school.teacher_6a)[0] == f"Tin {queries.MOST + 4}"
    assert len(texts(commune.school.teacher_6a)) == queries.MOST


def test_nobody_marks_somebody_elses_as_seen(commune: Commune) -> None:
    tell(commune, "teacher_6a")
    notice = queries.unseen(factories.access_of(commune.school.teacher_6a))[0]
    for other in (commune.school.teacher_1a, commune.other_school.teacher_6a):
        with pytest.raises(NotFound):
            actions.mark_seen(factories.access_of(other), notice.public_id)
    assert len(texts(commune.school.teacher_6a)) == 1


def test_seeing_works_as_a_plain_form_and_as_a_fragment(app: Flask, commune: Commune) -> None:
    tell(commune, "teacher_6a", key="a", text="Tin một")
    tell(commune, "teacher_6a", key="b", text="Tin hai")
    client = factories.client_of(app, commune.school.teacher_6a)
    two, one = queries.unseen(factories.access_of(commune.school.teacher_6a))
    plain = client.post(f"/loi-nhan/{one.public_id}/da-xem")
    assert (plain.status_code, plain.location) == (303, "/")
    fragment = client.post(f"/loi-nhan/{two.public_id}/da-xem", headers={"HX-Request": "true"})
    assert fragment.status_code == 200
    assert 'id="loi-nhan"' in fragment.text
    assert "Tin" not in fragment.text


def test_a_notice_does_not_stay_longer_than_it_matters(commune: Commune) -> None:
    school, until = commune.school, clock.now() + timedelta(days=3)
    actions.tell(school.unit.id, [school.teacher_6a.id], "k", "6A có 2 em vắng", "/thon-buon", until=until)
    assert texts(school.teacher_6a) == ["6A có 2 em vắng"]
    with clock.at(until):
        assert texts(school.teacher_6a) == []
