"""A phổ cập list: read, tried, decided, applied; nothing a school or a person knows is overwritten."""

from datetime import date
from io import BytesIO

import pytest
from flask import Flask

from sisoho.errors import Conflict, NotAllowed
from sisoho.schools.actions.area import list_child
from sisoho.schools.actions.area_imports import apply_children, decide_child, try_children
from sisoho.schools.import_rules import Decision, ListedChild
from sisoho.schools.models import AreaChild, ChildEntry, Duty, ImportedRow, ImportRun
from sisoho.schools.pupil_list import ChildRow, read_pupil_list
from sisoho.schools.queries import area
from sisoho.schools.rules.area import ChildState
from sisoho.vietnamese import BirthDate
from tests.factories import Commune, access_of, client_of
from tests.schools.browsing import text_of
from tests.schools.surveying import told

YEAR = "2026-2027"
HOME = "/tre-trong-dia-ban"
HEADER = (
    "STT;Họ và tên;Năm sinh;Nữ;Dân tộc;Họ tên chủ hộ;Thôn/Buôn;Trường đang học;Đang học lớp;Tình trạng;Lý do"
)
LIST = f"""{HEADER}
1;Siu H'Lin;2020;x;Jrai;Amí Lin;Chư Bang;;;Chưa đi học;theo mẹ lên rẫy
2;Kpă Xa;12/05/2014;;Gia Rai;Ama Xa;Buôn Chư Bang;Trường TH Ia Mlah;6;;
3;Ksor H'Bia;12/03/2015;x;Gia Rai;;Buôn Chư Bang;;6A;Đang học;
4;Nay Đâu;2018;;Gia Rai;;Buôn Xa Lạ;;;;
5;Rmah Đi;2016;;Gia Rai;;Buôn Chư Bang;;;Chuyển đi nơi khác;
6;Hiao Chưa;2019;;Gia Rai;;Buôn Chư Bang;;;;
7;Nay Không Năm;;;Gia Rai;;Buôn Chư Bang;;2;;
"""


def verdicts(run: ImportRun) -> dict[str, str]:
    rows = ImportedRow.select().where((ImportedRow.unit == run.unit_id) & (ImportedRow.run == run.id))
    return {row.listed["full_name"]: row.verdict for row in rows if row.verdict != "skipped"}


def state_of(access: object, name: str) -> ChildState:
    found = area.area_people(access, area.area_scope(access), YEAR)
    return next(one.state for one in found if one.name == name)


def test_a_row_says_where_a_child_studies_or_why_not() -> None:
    read = read_pupil_list(LIST.encode(), "pho-cap.csv", ChildRow)
    rows = {row.full_name: row for row in read.rows if isinstance(row, ListedChild)}
    lin, xa, unsaid = rows["Siu H'Lin"], rows["Kpă Xa"], rows["Hiao Chưa"]
    assert (lin.state, lin.reason, lin.household_head, lin.sex) == (
        "not_yet",
        "theo mẹ lên rẫy",
        "Amí Lin",
        "female",
    )
    assert (xa.state, xa.school, xa.grade) == ("studying", "Trường TH Ia Mlah", 6)
    assert unsaid.state == "unknown"
    assert "chưa hỏi" in unsaid.problems[-1]
    assert {"household_head", "school", "reason", "status"} <= read.fields_seen


@pytest.mark.parametrize(
    ("written", "state"),
    [
        ("Đang học", "studying"),
        ("Bỏ học", "dropped"),
        ("Đã thôi học", "dropped"),
        ("Không đi học", "not_yet"),
        ("Chưa ra lớp", "not_yet"),
        ("Khuyết tật, không học được", "unable"),
        ("Khuyết tật, đang học", "studying"),
        ("Đã tốt nghiệp THCS", "completed"),
        ("Hoàn thành tiểu học", "unknown"),
        ("Qua đời", "died"),
        ("xyz", "unknown"),
        *((state.label, state.value) for state in ChildState),
    ],
)
def test_the_states_of_such_lists_and_of_our_own_export_are_understood(written: str, state: str) -> None:
    text = f"Họ và tên;Năm sinh;Tình trạng\nSiu A;2018;{written}\n"
    (row,) = read_pupil_list(text.encode(), "a.csv", ChildRow).rows
    assert isinstance(row, ListedChild)
    assert row.state == state


def test_a_pupil_list_still_passes_over_the_columns_of_a_survey() -> None:
    read = read_pupil_list(LIST.encode(), "pho-cap.csv")
    assert not {"household_head", "school", "reason"} & read.fields_seen


def test_trying_writes_nothing_and_applying_what_was_shown(commune: Commune) -> None:
    clerk = access_of(commune.school.clerk)
    run = try_children(clerk, LIST.encode(), "pho-cap.csv")
    assert verdicts(run) == {
        "Siu H'Lin": "new",
        "Kpă Xa": "new",
        "Ksor H'Bia": "same",  # a pupil: not typed again
        "Nay Đâu": "refused",
        "Rmah Đi": "new",
        "Hiao Chưa": "new",
        "Nay Không Năm": "refused",
    }
    assert not AreaChild.select().where(AreaChild.unit == commune.unit).exists()
    applied = apply_children(clerk, run.id)
    assert applied.state == "applied"
    assert AreaChild.select().where(AreaChild.unit == commune.unit).count() == 4
    assert state_of(clerk, "Rmah Đi") is ChildState.MOVED_AWAY
    assert state_of(clerk, "Hiao Chưa") is ChildState.UNKNOWN
    assert apply_children(clerk, run.id).applied_at == applied.applied_at
    again = try_children(clerk, LIST.encode(), "pho-cap.csv")
    assert set(verdicts(again).values()) == {"same", "refused"}


def test_what_a_person_wrote_this_year_stays_and_a_list_replaces_a_list(commune: Commune) -> None:
    school = commune.school
    clerk = access_of(school.clerk)
    apply_children(clerk, try_children(clerk, LIST.encode(), "a.csv").id)
    list_child(access_of(school.village_teacher), told(school, "Nay Tay", birth=BirthDate(date(2019, 4, 1))))
    newer = f"""{HEADER}
1;Siu H'Lin;2020;x;Gia Rai;;Buôn Chư Bang;Trường TH Ia Mlah;1;;
2;Nay Tay;01/04/2019;;Gia Rai;;Buôn Chư Bang;;;Bỏ học;
"""
    run = try_children(clerk, newer.encode(), "b.csv")
    assert verdicts(run) == {"Siu H'Lin": "changed", "Nay Tay": "same"}
    apply_children(clerk, run.id)
    assert state_of(clerk, "Siu H'Lin") is ChildState.STUDYING
    assert state_of(clerk, "Nay Tay") is ChildState.NOT_YET
    entry = ChildEntry.select().where(ChildEntry.unit == commune.unit).order_by(ChildEntry.id.desc()).first()
    assert (entry.full_name, entry.head_name, entry.source) == ("Siu H'Lin", "Amí Lin", "import")


def test_a_doubt_is_asked_and_one_row_alone_becomes_a_child(commune: Commune) -> None:
    clerk = access_of(commune.school.clerk)
    pupil = commune.school.pupils[0]
    doubtful = f"{HEADER}\n1;Ksor H'Bia;2015;x;Gia Rai;;Buôn Chư Bang;;;Bỏ học;\n"
    run = try_children(clerk, doubtful.encode(), "a.csv")
    assert verdicts(run) == {"Ksor H'Bia": "doubtful"}
    decide_child(clerk, run.id, 1, Decision("is", pupil.public_id))
    assert verdicts(run) == {"Ksor H'Bia": "same"}
    decide_child(clerk, run.id, 1, Decision("new"))
    assert verdicts(run) == {"Ksor H'Bia": "new"}
    decide_child(clerk, run.id, 1, Decision("skip"))
    assert verdicts(run) == {"Ksor H'Bia": "refused"}
    apply_children(clerk, run.id)
    with pytest.raises(Conflict):
        decide_child(clerk, run.id, 1, Decision("new"))


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ("1;Ksor H'Bia;2015;x;Gia Rai;;Buôn Chư Bang;;6A;Đang học;", "same"),  # year, village and class
        ("1;Ksor H'Bia;2015;x;Gia Rai;;Buôn Chư Bang;;6B;Đang học;", "doubtful"),
        ("1;Ksor H'Bia;13/03/2015;x;Gia Rai;;Buôn Chư Bang;;6A;;", "doubtful"),  # one slip of the day
        ("1;Ksor H'Bia;2014;x;Gia Rai;;Buôn Chư Bang;;6A;Đang học;", "new"),  # another year: another child
        ("1;Ksor H'Bông;2015;x;Gia Rai;;Buôn Chư Bang;;6A;Đang học;", "new"),
    ],
)
def test_a_year_of_birth_is_enough_only_with_village_and_class(
    commune: Commune, row: str, verdict: str
) -> None:
    run = try_children(access_of(commune.school.clerk), f"{HEADER}\n{row}\n".encode(), "a.csv")
    assert list(verdicts(run).values()) == [verdict]


def test_a_plan_that_is_no_longer_true_is_shown_anew_instead(commune: Commune) -> None:
    school = commune.school
    clerk = access_of(school.clerk)
    run = try_children(clerk, LIST.encode(), "a.csv")
    list_child(clerk, told(school, "Hiao Chưa", birth=BirthDate(date(2019, 1, 1), "year")))
    with pytest.raises(Conflict):
        apply_children(clerk, run.id)
    assert AreaChild.select().where(AreaChild.unit == commune.unit).count() == 1
    assert apply_children(clerk, run.id).state == "applied"


def test_only_who_keeps_the_registers_imports(commune: Commune) -> None:
    with pytest.raises(NotAllowed):
        try_children(access_of(commune.school.village_teacher), LIST.encode(), "a.csv")


def test_the_pages_lead_from_file_to_list(app: Flask, commune: Commune) -> None:
    clerk = client_of(app, commune.school.clerk)
    assert clerk.post(f"{HOME}/nhap").status_code == 422
    sent = {"list": (BytesIO(LIST.encode()), "pho-cap.csv")}
    response = clerk.post(f"{HOME}/nhap", data=sent)
    assert response.status_code == 303
    url = response.location
    assert "Siu H&#39;Lin" in text_of(clerk, f"{url}?xem=moi")
    assert "không thuộc địa bàn" in text_of(clerk, f"{url}?xem=khong-nhan")
    assert clerk.post(f"{url}/dong/1", data={"word": "skip"}).status_code == 303
    assert clerk.post(url).status_code == 303
    assert "Siu H&#39;Lin" not in text_of(clerk, f"{HOME}/buon/{commune.school.village.public_id}")
    assert "pho-cap.csv" in text_of(clerk, f"{HOME}/nhap")
    assert "pho-cap.csv" not in text_of(clerk, "/hoc-sinh/nhap")  # a run of the area is none of the pupils
    text_of(clerk, url.replace(HOME, "/hoc-sinh"), 404)


def test_our_own_export_reads_as_nothing_new(app: Flask, commune: Commune) -> None:
    school = commune.school
    Duty.update(ends=date(2026, 11, 1)).where((Duty.unit == school.unit) & (Duty.kind == "village")).execute()
    clerk = access_of(school.clerk)
    apply_children(clerk, try_children(clerk, LIST.encode(), "a.csv").id)
    sheet = client_of(app, school.clerk).get(f"{HOME}/xuat.xlsx").data
    run = try_children(clerk, sheet, "xuat.xlsx")
    assert set(verdicts(run).values()) == {"same"}
