"""The decision on the villages' teachers: filled from the duties, through the life of every paper."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from flask import Flask

from sisoho import clock
from sisoho.documents import actions, queries
from sisoho.documents.content import DocumentContent, Table
from sisoho.documents.lifecycle import Status
from sisoho.documents.models import Document
from sisoho.errors import NotAllowed, RuleBroken
from sisoho.reports.actions import draft_village_decision
from sisoho.reports.queries.village_decision import decision_in_force
from sisoho.reports.rules.village_decision import changed_villages
from sisoho.school_calendar import at_vietnam
from sisoho.schools.models import Duty, PupilHousehold, PupilPlace, Village
from tests import factories
from tests.documents import papers
from tests.documents.desk import Desk
from tests.factories import client_of


def drafted(desk: Desk, *, with_phones: bool = False) -> Document:
    return draft_village_decision(desk.vice_principal, with_phones=with_phones)


def annex(paper: Document) -> Table:
    (part,) = queries.content_of(paper).appendices
    return next(block for block in part.blocks if isinstance(block, Table))


def printed(desk: Desk, paper: Document) -> str:
    data = actions.download(desk.clerk, paper.public_id, "unsigned").data
    pages = range(papers.page_count(data))
    return " ".join(" ".join(line.text for page in pages for line in papers.lines(data, page)).split())


def on_duty(desk: Desk, name: str, village: Village, **duty: object) -> object:
    return factories.staff(
        desk.commune.school.unit, name, "teacher", {"kind": "village", "village": village, **duty}
    )


def test_it_is_a_decision_of_the_decree_with_the_duties_of_the_database(desk: Desk) -> None:
    school = desk.commune.school
    on_duty(desk, "Nay Phụ", school.village, ends=date(2027, 1, 1))
    school.village.head_name = "Ama Bang"
    school.village.save()
    plan = desk.issued(desk.school_plan())
    text = printed(desk, desk.numbered(drafted(desk)))
    assert "HIỆU TRƯỞNG TRƯỜNG TH VÀ THCS MẪU MỘT" in text
    assert "Về việc phân công giáo viên phụ trách thôn, buôn năm học 2026-2027" in text
    for basis in ("28/2020/TT-BGDĐT", "32/2020/TT-BGDĐT", f"Kế hoạch số {plan.number:02d}/KH-THMAU"):
        assert basis in text.replace("\u2060", "")
    order = ("QUYẾT ĐỊNH:", "Điều 1.", "Điều 3. Quyết định này", "DANH SÁCH GIÁO VIÊN")
    assert sorted(order, key=text.index) == list(order)
    assert "thay thế" not in text
    first, second, total = annex(plan_less(desk)).rows
    assert first.cells == (
        "1", "Buôn Chư Bang", "buôn", "8", "8", "Ksor Buôn (chính)", "01/08/2026 – hết năm học", "Ama Bang",
    )  # fmt: skip
    assert second.cells[5:7] == ("Nay Phụ", "01/08/2026 – 31/12/2026")
    assert total.cells[3:5] == ("8", "8")


def plan_less(desk: Desk) -> Document:
    """The decision on its way, as numbered."""
    found = queries.open_paper(desk.clerk, "village_decision", "2026-2027")
    assert found is not None
    return found


def test_brothers_and_sisters_are_one_household(desk: Desk) -> None:
    school = desk.commune.school
    one, other = school.pupils[:2]
    home = PupilHousehold.get((PupilHousehold.unit == school.unit) & (PupilHousehold.pupil == one))
    PupilHousehold.update(household=home.household_id).where(
        (PupilHousehold.unit == school.unit) & (PupilHousehold.pupil == other)
    ).execute()
    assert annex(drafted(desk)).rows[0].cells[3:5] == ("7", "8")


def test_phones_stand_in_it_only_when_the_leader_wants_them(desk: Desk) -> None:
    phone = desk.commune.school.village_teacher.phone
    assert phone not in str(annex(drafted(desk)))
    wanted = annex(drafted(desk, with_phones=True))
    assert phone in wanted.rows[0].cells
    assert phone not in str(annex(drafted(desk)))


def test_a_village_without_a_teacher_is_told_before_it_is_submitted(app: Flask, desk: Desk) -> None:
    school = desk.commune.school
    PupilPlace.update(village=school.other_village).where(
        (PupilPlace.unit == school.unit) & (PupilPlace.pupil == school.pupils[0])
    ).execute()
    on_duty(desk, "Người Sau Này", school.other_village, starts=date(2026, 12, 1))
    PupilPlace.update(village=None).where(
        (PupilPlace.unit == school.unit) & (PupilPlace.pupil == school.pupils[1])
    ).execute()
    paper = drafted(desk)
    told = dict(paper.checks)
    assert told["Chưa có giáo viên phụ trách: Buôn Ma Giai."] == "/thon-buon/danh-sach"
    assert "1 em chưa ghi thôn, buôn nên không có trong danh sách." in told
    assert "Chưa phát hành kế hoạch năm học để làm căn cứ." in told
    page = client_of(app, school.vice_principal).get(f"/van-ban/{paper.public_id}").text
    assert "Chưa có giáo viên phụ trách: Buôn Ma Giai." in page
    assert 'href="/quyet-dinh/phan-cong-thon-buon/soan"' in page
    Duty.delete().where((Duty.unit == school.unit) & (Duty.village == school.other_village)).execute()
    assert [row.cells[5] for row in annex(drafted(desk)).rows if row.cells[1] == "Buôn Ma Giai"] == [
        "(chưa phân công)"
    ]


def test_it_goes_the_way_of_every_paper_and_is_verified(app: Flask, desk: Desk) -> None:
    desk.press = replace(desk.press, public_url="https://sisoho.example")
    paper = desk.signed(drafted(desk))
    assert paper.state == Status.SIGNED
    issued = actions.issue(desk.clerk, paper.public_id)
    assert (issued.state, issued.type_code, issued.symbol) == (Status.ISSUED, "QĐ", "QĐ-THMAU")
    assert queries.content_of(issued).signatures[0].title == "HIỆU TRƯỞNG"
    data = actions.download(desk.teacher, paper.public_id, "issued").data
    told = app.test_client().post("/xac-minh", data={"file": (BytesIO(data), "quyet-dinh.pdf")}).text
    assert "Đúng bản đã phát hành" in told
    assert "01/QĐ-THMAU" in told


def test_when_duties_change_a_new_decision_replaces_the_earlier_one(app: Flask, desk: Desk) -> None:
    school = desk.commune.school
    first = desk.issued(drafted(desk))
    in_force = decision_in_force(desk.principal)
    assert in_force is not None
    assert (in_force.number, in_force.changed) == ("01/QĐ-THMAU", ())
    with clock.at(at_vietnam(date(2026, 12, 7))):
        Duty.update(ends=date(2026, 12, 7)).where(
            (Duty.unit == school.unit) & (Duty.staff == school.village_teacher) & (Duty.kind == "village")
        ).execute()
        on_duty(desk, "Rah Lan Thay", school.village, lead=True, starts=date(2026, 12, 7))
        shown = client_of(app, school.principal).get("/quyet-dinh/phan-cong-thon-buon/soan").text
        assert "khác quyết định ở: Buôn Chư Bang" in shown
        second = desk.issued(drafted(desk))
    assert second.replaces_id == first.id
    (article,) = [
        block for block in queries.content_of(second).body if getattr(block, "number", "") == "Điều 3."
    ]
    assert (
        "thay thế Quyết định số 01/QĐ-THMAU ngày 23 tháng 11 năm 2026 của Hiệu trưởng" in article.text[0].text
    )
    assert queries.own_document(desk.principal, first.public_id).state == Status.REPLACED


def test_what_was_written_by_hand_stays_through_a_new_draft(desk: Desk) -> None:
    paper = drafted(desk)
    section = actions.editable_section(paper, "mo-dau")
    text = section.text.replace(
        "Không đi vào vùng đang mưa lũ", "Đi hai người; không đi vào vùng đang mưa lũ"
    )
    actions.edit_section(desk.clerk, paper.public_id, "mo-dau", text, section.fingerprint)
    again = drafted(desk)
    assert again.id == paper.id
    assert "Đi hai người" in str(queries.content_of(again).body)


def test_without_year_or_villages_nothing_is_drafted(desk: Desk) -> None:
    school = desk.commune.school
    Duty.delete().where((Duty.unit == school.unit) & (Duty.kind == "village")).execute()
    PupilPlace.delete().where(PupilPlace.unit == school.unit).execute()
    with pytest.raises(RuleBroken, match="thôn, buôn nào"):
        drafted(desk)


def test_only_a_schools_office_drafts_it(app: Flask, desk: Desk) -> None:
    for access in (desk.officer, desk.teacher):
        with pytest.raises(NotAllowed):
            draft_village_decision(access, with_phones=False)
    path = "/quyet-dinh/phan-cong-thon-buon/soan"
    for person in (desk.commune.officer, desk.commune.school.teacher):
        assert client_of(app, person).get(path).status_code == 403
    made = client_of(app, desk.commune.school.clerk).post(path, data={"phones": "1"})
    assert made.status_code == 303
    assert made.headers["Location"].startswith("/van-ban/")


def test_another_schools_duties_and_pupils_stay_out(desk: Desk) -> None:
    other = desk.commune.other_school
    factories.staff(other.unit, "Người Trường Khác", "teacher", {"kind": "village", "village": other.village})
    text = str(annex(drafted(desk)))
    assert "Người Trường Khác" not in text
    assert annex(drafted(desk)).rows[0].cells[4] == "8"


def _with_rows(content: DocumentContent, *teachers: str) -> Iterator[DocumentContent]:
    (part,) = content.appendices
    table = part.blocks[0]
    assert isinstance(table, Table)
    rows = tuple(
        replace(row, cells=(*row.cells[:5], name, *row.cells[6:]))
        for row, name in zip(table.rows, teachers, strict=False)
    )
    yield replace(content, appendices=(replace(part, blocks=(replace(table, rows=rows),)),))


def test_a_change_is_told_by_village(desk: Desk) -> None:
    content = queries.content_of(drafted(desk))
    (other,) = _with_rows(content, "Người Khác")
    assert changed_villages(content, content) == ()
    assert changed_villages(content, other) == ("Buôn Chư Bang",)
