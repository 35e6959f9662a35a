"""Pupils who come and go: with papers, without, waiting for the other school, gone to work and back."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import partial

from sisoho import clock
from sisoho.demo.absences import Child, Spell, spell_over
from sisoho.demo.reading import stories
from sisoho.demo.stage import Stage
from sisoho.schools import actions, queries
from sisoho.schools.forms import GuardianData, MoveData, PupilData
from sisoho.schools.rules import MoveKind

_OFFICE = time(8, 20), time(10, 40)
_ELSEWHERE = "Trường TH và THCS Đồi Thông"


@dataclass(frozen=True, slots=True)
class DropoutScene:
    """A boy of the eighth grade who goes to work, is given up, is brought back."""

    child: Child
    spell: Spell
    dropped_on: date
    returned_on: date


def dropout_scene(stage: Stage) -> DropoutScene:
    child = _pick(stage, "8A")
    story = next(story for story in stories().usual if story.key == "lam_thue")
    dropped, back = stage.dates.back(31), stage.dates.back(21)
    ends = dropped + timedelta(days=1)  # still missing on the morning of the day it is written down
    spell = spell_over(child, story, stage.dates.back(51), ends, "Đi làm thuê với anh trai ở Đắk Lắk")
    return DropoutScene(child, spell, dropped, back)


def missing_today(stage: Stage) -> list[Spell]:
    """Two pupils of the class whose homeroom teacher the door offers are missing, nobody knows why yet."""
    (class_id,) = stage.cast.people[0].class_ids
    name = next(name for name, row_id in stage.school.class_ids.items() if row_id == class_id)
    usual = {story.key: story for story in stories().usual}
    ends = stage.dates.as_of + timedelta(days=1)
    spells = []
    for key, since in (("thieu_xe", 1), ("trong_em", 0)):
        story, starts = usual[key], stage.dates.back(since)
        spells.append(spell_over(_pick(stage, name), story, starts, ends, story.reasons[0]))
    return [spell for spell in spells if spell.slots]


def write_dropout(stage: Stage, scene: DropoutScene) -> None:
    if not scene.spell.slots:
        return
    left = MoveData(
        scene.dropped_on,
        "Kinh tế gia đình: em nghỉ học đi làm với anh trai",
        paper_kind="Biên bản vận động học sinh",
        paper_on=scene.dropped_on,
        paper_issuer=stage.school.spec.name,
    )
    returned = MoveData(
        scene.returned_on,
        "Gia đình đón em về, em đi học lại",
        paper_kind="Bản cam kết phối hợp",
        paper_on=scene.returned_on,
        paper_issuer="Gia đình và nhà trường",
        to_class_id=stage.school.class_ids["8A"],
    )
    stage.diary.at(
        stage.moment(scene.dropped_on, *_OFFICE),
        partial(_move, stage, scene.child.pupil_id, MoveKind.DROPPED, left),
    )
    stage.diary.at(
        stage.moment(scene.returned_on, time(6, 40), time(6, 55)),
        partial(_move, stage, scene.child.pupil_id, MoveKind.RETURNED, returned),
    )


def write_moves(stage: Stage, other: Stage) -> None:
    """Of the bigger school; `other` is the school pupils are exchanged with."""
    _write_leaving(stage)
    _write_arriving(stage)
    day = stage.dates.back(33)
    moved_house = MoveData(
        day,
        "Gia đình chuyển về ở Buôn Chư Bang, học gần nhà",
        paper_kind="Đơn của cha mẹ học sinh",
        paper_on=day,
        paper_issuer="Gia đình",
        to_class_id=stage.school.class_ids["1B"],
    )
    _write(stage, _pick(stage, "1A"), MoveKind.CLASS_CHANGE, moved_house)
    gone = _between(stage, other, 38, "Gia đình về ở với bà ngoại tại Buôn Suối Trong")
    _write(stage, _pick(stage, "4A"), MoveKind.TRANSFER_OUT, gone)
    confirmed_at = stage.moment(stage.dates.back(36), *_OFFICE)
    stage.diary.at(confirmed_at, partial(_confirm, other))
    waiting = _between(stage, other, 4, "Mẹ chuyển chỗ làm, gia đình về ở gần Thôn Cầu Treo")
    _write(stage, _pick(stage, "2A"), MoveKind.TRANSFER_OUT, waiting)
    coming = _between(other, stage, 5, "Gia đình chuyển về Buôn Tang")
    _write(other, _pick(other, "5A"), MoveKind.TRANSFER_OUT, coming)


def _between(stage: Stage, to: Stage, back: int, reason: str) -> MoveData:
    """A transfer on this server; a primary transfer application has no number (TT 28/2020, Điều 36)."""
    day = stage.dates.back(back)
    return MoveData(
        day,
        reason,
        paper_kind="Đơn xin chuyển trường",
        paper_on=day,
        paper_issuer="Gia đình",
        other_unit_id=to.school.unit_id,
    )


def _write_leaving(stage: Stage) -> None:
    day = stage.dates.back(24)
    with_papers = MoveData(
        day,
        "Theo gia đình chuyển nơi ở",
        paper_kind="Giấy giới thiệu chuyển trường",
        paper_number=f"07/GGT-{stage.school.spec.symbol}",
        paper_on=day,
        paper_issuer=stage.school.spec.name,
        other_name=_ELSEWHERE,
    )
    _write(stage, _pick(stage, "9A"), MoveKind.TRANSFER_OUT, with_papers)
    without = MoveData(
        stage.dates.back(10),
        "Theo cha mẹ đi làm ở Thành phố Hồ Chí Minh, gia đình hẹn gửi giấy sau",
        other_name="Trường tiểu học nơi gia đình tạm trú",
    )
    _write(stage, _pick(stage, "1B"), MoveKind.TRANSFER_OUT, without)


def _write(stage: Stage, child: Child, kind: MoveKind, data: MoveData) -> None:
    if data.on > stage.dates.first:  # nobody leaves on the day of coming
        at = stage.moment(data.on, *_OFFICE)
        stage.diary.at(at, partial(_move, stage, child.pupil_id, kind, data))


def _move(stage: Stage, pupil_id: int, kind: MoveKind, data: MoveData) -> None:
    actions.record_move(stage.of_post("clerk"), pupil_id, stage.school.year_id, kind, data)
    stage.read_classes()


def _write_arriving(stage: Stage) -> None:
    for back, class_name, number, pupil, guardian in (
        (44, "7A", "12/GGT-DT", PupilData("Rơ Châm H'Wiên", date(stage.dates.year_starts.year - 12, 8, 14),
         sex="female", ethnic_group="Gia Rai"), GuardianData("mẹ", "Rơ Châm H'Đưn", "0900000401")),
        (17, "1A", "", PupilData("Nguyễn Gia Hân", date(stage.dates.year_starts.year - 6, 3, 2),
         sex="female", ethnic_group="Kinh"), GuardianData("cha", "Nguyễn Văn Lâm", "0900000402")),
    ):  # fmt: skip
        day = stage.dates.back(back)
        move = MoveData(
            day,
            "Theo gia đình chuyển đến Phú Túc",
            paper_kind="Giấy giới thiệu chuyển trường" if number else "",
            paper_number=number,
            paper_on=day if number else None,
            paper_issuer=_ELSEWHERE if number else "",
            to_class_id=stage.school.class_ids[class_name],
            other_name=_ELSEWHERE,
        )
        at = stage.moment(day, *_OFFICE)
        stage.diary.at(at, partial(_arrive, stage, pupil, move, guardian))


def _arrive(stage: Stage, pupil: PupilData, move: MoveData, guardian: GuardianData) -> None:
    actions.enrol_pupil(
        stage.of_post("clerk"),
        pupil,
        stage.school.year_id,
        move,
        kind=MoveKind.TRANSFER_IN,
        village_id=stage.village_id("Buôn Ji A"),
        guardians=[guardian],
        papers_follow=not move.paper_kind,
    )
    stage.read_classes()


def _confirm(stage: Stage) -> None:
    """The receiving clerk finds whom the other school has sent."""
    clerk = stage.of_post("clerk")
    for waiting in queries.incoming_transfers(clerk):
        to_class = stage.school.class_ids[waiting.from_class]
        data = MoveData(clock.today(), "Chuyển đến học gần nhà", to_class_id=to_class)
        actions.confirm_transfer(clerk, waiting, stage.school.year_id, data)
    stage.read_classes()


def _pick(stage: Stage, class_name: str) -> Child:
    """Somebody of the class whom no other scene has taken."""
    class_id = stage.school.class_ids[class_name]
    free = [c for c in stage.children if c.class_id == class_id and c.pupil_id not in stage.taken]
    child = stage.chance.choice(free)
    stage.taken.add(child.pupil_id)
    return child
