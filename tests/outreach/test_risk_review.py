"""The monthly review: what is signed, what it does to the list, and who is asked for it."""

from datetime import date, datetime

import pytest
from flask import Flask

from sisoho import clock
from sisoho.errors import NotAllowed, NotFound, RuleBroken
from sisoho.outreach.actions.risk import add_by_hand, confirm_flag
from sisoho.outreach.actions.risk_review import sign_review
from sisoho.outreach.forms.risk_review import ReviewData
from sisoho.outreach.models import OutreachCase, RiskFlag, RiskReview, RiskReviewLine
from sisoho.outreach.queries.risk_reviews import month_reviews, past_review, review_page, reviews_due
from sisoho.outreach.rules.risk_review import Decision, ReviewLine, check_review, counts, is_asked
from sisoho.outreach.rules.visits import read_causes
from sisoho.school_calendar import Month, at_vietnam
from sisoho.schools.models import Pupil
from tests import factories
from tests.at_once import at_once
from tests.factories import access_of, client_of
from tests.outreach.away import pupils_of

NOVEMBER = Month(2026, 11)
KEEP = ReviewLine(Decision.KEEP, read_causes(["kinh_te"]), "cho mượn xe đạp")


@pytest.fixture
def school(commune: factories.Commune) -> factories.School:
    return commune.school


@pytest.fixture
def pair(school: factories.School) -> list[Pupil]:
    """Two pupils of 6A on the list."""
    pupils = pupils_of(school)[:2]
    for pupil in pupils:
        add_by_hand(access_of(school.teacher_6a), pupil.public_id, "hay mệt")
    return pupils


def data(lines: dict[Pupil, ReviewLine], draft_id: str = "draft-1") -> ReviewData:
    return ReviewData(draft_id, {pupil.public_id: line for pupil, line in lines.items()})


def sign(school: factories.School, lines: dict[Pupil, ReviewLine], draft_id: str = "draft-1") -> RiskReview:
    return sign_review(access_of(school.teacher_6a), school.class_6a.public_id, data(lines, draft_id))


def test_every_pupil_on_the_list_needs_a_word_and_who_is_let_go_a_reason() -> None:
    names = {"a": "Siu A", "b": "Siu B", "c": "Siu C"}
    lines = {"a": ReviewLine(Decision.DISMISS), "b": ReviewLine(Decision.KEEP)}
    with pytest.raises(RuleBroken) as refused:
        check_review(lines, names, names)
    assert set(refused.value.fields) == {"h-a", "d-c"}
    check_review(lines | {"a": ReviewLine(Decision.DISMISS, help="đã khỏe")}, ["a", "b"], names)


def test_a_review_is_counted_by_what_was_said() -> None:
    said = [KEEP, ReviewLine(Decision.REFER), ReviewLine(Decision.DISMISS, help="đã khỏe")]
    assert counts(said) == {
        "listed": 3, "kept": 1, "referred": 1, "dismissed": 1, "with_causes": 1, "with_help": 2,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("day", "reviewed", "asked"), [(19, False, False), (20, False, True), (30, True, False)]
)
def test_it_is_asked_from_the_twentieth_until_it_is_done(day: int, reviewed: bool, asked: bool) -> None:
    assert is_asked(date(2026, 11, day), reviewed=reviewed) is asked


def test_signing_keeps_what_was_said_and_does_it(school: factories.School, pair: list[Pupil]) -> None:
    first, second = pair
    away = ReviewLine(Decision.REFER, read_causes(["kinh_te"]), "em theo gia đình lên rẫy")
    made = sign(school, {first: ReviewLine(Decision.DISMISS, help="em đã vui lại"), second: away})
    assert made.counts["referred"] == made.counts["dismissed"] == 1
    flags = RiskFlag.select(RiskFlag.state, RiskFlag.reason).where(RiskFlag.unit == school.unit)
    assert list(flags.order_by(RiskFlag.id).tuples()) == [
        ("dismissed", "em đã vui lại"),
        ("confirmed", "hay mệt"),
    ]
    case = OutreachCase.get(OutreachCase.unit == school.unit)
    assert (case.pupil_id, case.live, case.due_on) == (second.id, second.id, date(2026, 11, 30))
    past = past_review(access_of(school.principal), school.class_6a.public_id, NOVEMBER)
    assert {line.name: line.said for line in past.lines}[second.full_name] == away


def test_a_draft_sent_twice_is_signed_once_and_a_second_review_adds_to_the_first(
    school: factories.School, pair: list[Pupil]
) -> None:
    lines = dict.fromkeys(pair, KEEP)
    assert sign(school, lines).id == sign(school, lines).id
    sign(school, lines | {pair[0]: ReviewLine(Decision.DISMISS, help="đã khỏe")}, "draft-2")
    own = RiskReviewLine.unit == school.unit
    assert RiskReviewLine.select().where(own).count() == 4
    (shown,) = [one for one in month_reviews(access_of(school.principal), NOVEMBER) if one.review]
    assert shown.review
    assert shown.review.counts["dismissed"] == 1


def test_a_form_that_comes_twice_at_once_is_signed_once(
    school: factories.School, pair: list[Pupil], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = dict.fromkeys(pair, KEEP)
    signing = [lambda: sign(school, lines)] * 2
    made, refused = at_once(monkeypatch, "sisoho.outreach.actions.risk_review", "review_page", *signing)
    assert (len({review.id for review in made}), refused) == (1, [])


def test_a_pupil_who_came_onto_the_list_meanwhile_is_asked_for_and_nothing_is_signed(
    school: factories.School, pair: list[Pupil]
) -> None:
    with pytest.raises(RuleBroken) as refused:
        sign(school, {pair[0]: ReviewLine(Decision.DISMISS, help="đã khỏe")})
    assert list(refused.value.fields) == [f"d-{pair[1].public_id}"]
    assert not RiskReview.select().where(RiskReview.unit == school.unit).exists()
    assert (
        not RiskFlag.select().where((RiskFlag.unit == school.unit) & (RiskFlag.state == "dismissed")).exists()
    )


def test_next_month_starts_from_what_was_said_and_from_what_was_confirmed(
    school: factories.School, pair: list[Pupil]
) -> None:
    sign(school, dict.fromkeys(pair, KEEP))
    with clock.at(at_vietnam(date(2026, 12, 21))):
        access = access_of(school.teacher_6a)
        of = review_page(access, school.class_6a.public_id)
        assert of.done is None
        assert of.said[pair[0].public_id] == KEEP
        assert [review.month for review in of.earlier] == [NOVEMBER]
        assert reviews_due(access) == [(school.class_6a.public_id, "6A")]


def test_an_undecided_flag_stands_open_for_the_teacher_to_say(
    school: factories.School, pair: list[Pupil]
) -> None:
    flag = RiskFlag.get((RiskFlag.unit == school.unit) & (RiskFlag.pupil == pair[0]))
    flag.state = "open"
    flag.save()
    said = review_page(access_of(school.teacher_6a), school.class_6a.public_id).said
    assert [said[pupil.public_id].decision for pupil in pair] == [None, Decision.KEEP]
    confirm_flag(access_of(school.teacher_6a), flag.public_id)


def test_only_the_own_class_is_reviewed_and_another_schools_is_not_there(commune: factories.Commune) -> None:
    school = commune.school
    for person in (school.teacher_1a, school.village_teacher):
        with pytest.raises(NotAllowed):
            sign_review(access_of(person), school.class_6a.public_id, data({}))
    with pytest.raises(NotFound):
        sign_review(access_of(commune.other_school.principal), school.class_6a.public_id, data({}))


def test_the_school_sees_by_class_who_has_reviewed(app: Flask, school: factories.School) -> None:
    sign(school, {})
    text = client_of(app, school.principal).get("/can-quan-tam/ra-soat").text
    assert text.index("Chưa rà soát") < text.index("Lê Thị Một") < text.index("Đã rà soát")
    assert text.index("Đã rà soát") < text.index("Phạm Văn Sáu")
    own = client_of(app, school.teacher_1a).get("/can-quan-tam/ra-soat").text
    assert "Lớp 1A" in own
    assert "Lớp 6A" not in own
    october = client_of(app, school.principal).get("/can-quan-tam/ra-soat?thang=2026-10").text
    assert "Chưa rà soát <span" in october
    assert client_of(app, school.principal).get("/can-quan-tam/ra-soat?thang=bay").status_code == 404


def test_the_form_keeps_everything_on_a_refusal_and_adds_a_pupil_by_hand(
    app: Flask, school: factories.School, pair: list[Pupil]
) -> None:
    client, path = client_of(app, school.teacher_6a), f"/can-quan-tam/ra-soat/{school.class_6a.public_id}"
    first, second = (pupil.public_id for pupil in pair)
    third = pupils_of(school)[2]
    typed = {
        "draft_id": "d-7", f"d-{first}": "keep", f"c-{first}": ["kinh_te", "duong_xa"],
        f"h-{first}": "cho mượn xe", f"d-{second}": "dismiss", f"h-{second}": "",
    }  # fmt: skip
    refused = client.post(path, data=typed)
    assert refused.status_code == 422
    added = client.post(
        path, data=typed | {"viec": "them", "them": third.public_id, "them_ly_do": "hay ngủ gật"}
    )
    for text, ticked in ((refused.text, 4), (added.text, 5)):
        assert 'value="cho mượn xe"' in text
        assert text.count('" checked>') == ticked
        assert 'value="d-7"' in text
    assert f'id="em-{third.public_id}"' in added.text
    done = client.post(path, data=typed | {f"h-{second}": "đã khỏe", f"d-{third.public_id}": "keep"})
    assert done.status_code == 303
    assert "còn 2, chuyển vận động 0, thôi 1" in client.get("/can-quan-tam/ra-soat").text
    now = client.get(path).text
    assert "Đã rà soát 23/11/2026, Phạm Văn Sáu" in now
    assert "hay ngủ gật" in now


def test_what_was_signed_is_dated_by_the_clock_and_not_by_the_page(school: factories.School) -> None:
    assert sign(school, {}).at == datetime.fromisoformat("2026-11-23T00:05:00+00:00")
