"""Minutes and commitment: when they are offered, what they may not say, and the family's word."""

from datetime import time, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from sisoho import clock
from sisoho.errors import NotFound, RuleBroken
from sisoho.files.photos import clean_photo
from sisoho.outreach.actions import WordData, keep_word, log_visit
from sisoho.outreach.models import Commitment, HomeVisit
from sisoho.outreach.queries import paper_data, visit_papers
from sisoho.outreach.rules import GivenBy, PaperKind, check_promise, offered_papers
from sisoho.school_calendar import at_vietnam
from sisoho.schools.models import Pupil
from tests.factories import Commune, School, access_of, client_of
from tests.outreach.away import MONDAY, roll_call
from tests.outreach.visiting import visit_data

READ = WordData("word-one", PaperKind.MINUTES, GivenBy.READ_ALOUD, witness="Trưởng buôn Ksor Tâm")


def _photo(**save: Any) -> bytes:
    out = BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Hãng máy ảnh"
    exif.get_ifd(0x8825)[2] = (13.0, 12.0, 11.0)
    Image.new("RGB", (3000, 1500), "white").save(out, "JPEG", exif=exif, **save)
    return out.getvalue()


def _visit(school: School, pupil: Pupil, hour: int = 16, **said: Any) -> HomeVisit:
    at = at_vietnam(MONDAY, time(hour))
    with clock.at(at_vietnam(MONDAY, time(18))):
        return log_visit(
            access_of(school.village_teacher), visit_data(pupil, at, draft_id=f"v{hour}", **said)
        )


def _absent(school: School, pupil: Pupil, days: int) -> None:
    back = [MONDAY - timedelta(days=n) for n in range(days * 2)]
    roll_call(school, {pupil: "K"}, sorted([day for day in back if day.weekday() < 6][:days]))


@pytest.mark.parametrize(("half_days", "visits", "has_minutes", "met", "offered"), [
    (4, 1, False, True, ()),
    (5, 1, False, True, (PaperKind.MINUTES,)),
    (1, 2, False, True, (PaperKind.MINUTES,)),
    (1, 1, True, True, (PaperKind.MINUTES, PaperKind.COMMITMENT)),
    (9, 3, True, False, ()),
])  # fmt: skip
def test_papers_are_offered_late_and_in_their_order(
    half_days: int, visits: int, has_minutes: bool, met: bool, offered: tuple[PaperKind, ...]
) -> None:
    assert offered_papers(half_days, visits, has_minutes=has_minutes, met=met) == offered


def test_minutes_agreed_to_at_the_visit_itself_are_asked_for_no_more() -> None:
    both = (PaperKind.MINUTES, PaperKind.COMMITMENT)
    assert offered_papers(5, 1, has_minutes=False, met=True, agreed=True) == both
    assert offered_papers(4, 1, has_minutes=False, met=True, agreed=True) == ()
    assert offered_papers(9, 2, has_minutes=False, met=False, agreed=True) == ()


@pytest.mark.parametrize(
    "said", ["Nộp phạt 200.000 đ", "đặt cọc một con gà", "sẽ cắt chế độ gạo", "nêu tên trên loa"]
)
def test_no_paper_holds_a_fine_a_deposit_a_loss_of_benefits_or_publicity(said: str) -> None:
    with pytest.raises(RuleBroken):
        check_promise("", said)


@pytest.mark.parametrize(
    "said",
    ["Không phạt tiền", "không phải nộp phạt, đặt cọc hay nêu tên", "Nhà trường không cắt chế độ của em."],
)
def test_a_promise_that_there_will_be_no_fine_is_no_threat(said: str) -> None:
    check_promise(said)


@pytest.mark.parametrize(
    "said", ["không đi học thì nộp phạt", "nếu không, nộp phạt", "không phạt tiền nhưng nêu tên trên loa"]
)
def test_a_threat_beside_a_denial_is_still_refused(said: str) -> None:
    with pytest.raises(RuleBroken):
        check_promise(said)


def test_what_a_school_promises_is_let_through() -> None:
    check_promise(
        "Cho mượn xe đạp, thầy chủ nhiệm kèm em hai buổi chiều; phát sách vở", "mẹ ốm, cần em trông nhà"
    )


def test_a_visit_fills_in_both_papers_and_the_second_comes_after_the_first(
    app: Flask, commune: Commune
) -> None:
    school, pupil = commune.school, commune.school.pupils[0]
    _absent(school, pupil, 5)
    visit = _visit(school, pupil, wishes="Xin cho em nghỉ hết mùa", agreed="Nhà trường cho mượn xe đạp")
    client = client_of(app, school.village_teacher)
    base = f"/den-nha/{visit.public_id}/giay-to"
    assert client.get(f"{base}/cam-ket.pdf").status_code == 404
    assert client.get(f"{base}/bien-ban.pdf").data.startswith(b"%PDF")
    form = {"draft_id": "w1", "kind": "bien-ban", "given": "paper", "photo": (BytesIO(_photo()), "giay.jpg")}
    assert client.post(base, data=form).status_code == 303
    assert client.get(f"{base}/cam-ket.pdf").data.startswith(b"%PDF")
    word = Commitment.get(Commitment.unit == school.unit)
    photo = client.get(f"/den-nha/giay-to/{word.public_id}/anh")
    assert photo.headers["Content-Disposition"].startswith("attachment")
    with Image.open(BytesIO(photo.data)) as kept:
        assert kept.size == (2000, 1000)
        assert not kept.getexif()
    assert "Ký trên giấy" in client.get(base).text


def test_a_paper_that_would_threaten_is_not_printed(app: Flask, commune: Commune) -> None:
    school, pupil = commune.school, commune.school.pupils[0]
    _absent(school, pupil, 5)
    visit = _visit(school, pupil, agreed="Nếu nghỉ nữa sẽ phạt tiền")
    answer = client_of(app, school.principal).get(f"/den-nha/{visit.public_id}/giay-to/bien-ban.pdf")
    assert answer.status_code == 422
    assert "không được ghi phạt tiền" in answer.text


def test_a_word_read_aloud_needs_a_witness_and_a_signed_one_its_photo(commune: Commune) -> None:
    school, pupil = commune.school, commune.school.pupils[0]
    _visit(school, pupil, 15)
    visit, access = _visit(school, pupil), access_of(school.village_teacher)
    for lacking, field in (
        (WordData("w", PaperKind.MINUTES, GivenBy.READ_ALOUD), "witness"),
        (WordData("w", PaperKind.MINUTES, GivenBy.PAPER), "photo"),
    ):
        with pytest.raises(RuleBroken) as refused:
            keep_word(access, visit.public_id, lacking)
        assert field in refused.value.fields
    first = keep_word(access, visit.public_id, READ)
    assert keep_word(access, visit.public_id, READ).id == first.id
    assert Commitment.select().where(Commitment.unit == school.unit).count() == 1


def test_a_commitment_is_not_kept_before_there_are_minutes(commune: Commune) -> None:
    school, pupil = commune.school, commune.school.pupils[0]
    _visit(school, pupil, 15)
    visit = _visit(school, pupil)
    early = WordData("w", PaperKind.COMMITMENT, GivenBy.READ_ALOUD, witness="Già làng")
    with pytest.raises(RuleBroken):
        keep_word(access_of(school.village_teacher), visit.public_id, early)


def test_another_schools_visit_and_a_teacher_without_duty_get_no_paper(commune: Commune) -> None:
    visit = _visit(commune.school, commune.school.pupils[0])
    for outsider in (commune.other_school.principal, commune.school.teacher, commune.school.teacher_1a):
        with pytest.raises(NotFound):
            visit_papers(access_of(outsider), visit.public_id)


def test_the_paper_names_the_family_the_village_and_the_teacher(commune: Commune) -> None:
    school, pupil = commune.school, commune.school.pupils[0]
    _absent(school, pupil, 5)
    visit = _visit(school, pupil)
    access = access_of(school.principal)
    data = paper_data(access, visit_papers(access, visit.public_id))
    assert (data.half_days, data.people[0].name, data.family.first.name) == (5, "Ksor H'Bia", "Mẹ Ksor H'Bia")
    assert [person.name for person in data.homeroom] == [school.teacher_6a.full_name]
    assert "Buôn Chư Bang" in data.people[0].address


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7 no picture", b"\xff\xd8\xff\xe0 broken", b"GIF89a" + bytes(40)]
)
def test_what_is_no_photo_is_refused(data: bytes) -> None:
    with pytest.raises(RuleBroken) as refused:
        clean_photo(data)
    assert "photo" in refused.value.fields


def test_a_photo_keeps_its_upright_side_and_loses_where_it_was_taken() -> None:
    out, exif = BytesIO(), Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    Image.new("RGB", (400, 200), "red").save(out, "JPEG", exif=exif)
    with Image.open(BytesIO(clean_photo(out.getvalue()))) as kept:
        assert kept.size == (200, 400)
        assert not kept.getexif()
    assert b"H\xc3\xa3ng" not in clean_photo(_photo())


def test_a_picture_that_unpacks_to_gigabytes_is_refused() -> None:
    out = BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    with pytest.raises(RuleBroken):
        clean_photo(out.getvalue())
