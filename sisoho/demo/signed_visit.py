"""One visit early on the last morning, with all a visit may carry: the mother signs on the phone, the signed
commitment is photographed. The school has allowed photos for it; nobody is on the picture.
"""

from datetime import timedelta
from io import BytesIO
from math import cos, sin

from PIL import Image, ImageDraw

from sisoho import clock
from sisoho.db import new_public_id
from sisoho.demo.stage import Stage
from sisoho.outreach.actions import WordData, keep_word, log_visit
from sisoho.outreach.forms import VisitData
from sisoho.outreach.models import OutreachCase
from sisoho.outreach.queries.case_lines import CaseLine, case_lines
from sisoho.outreach.queries.case_page import case_page
from sisoho.outreach.rules import (
    AgreedBy,
    Consent,
    GivenBy,
    MeetingPlace,
    Met,
    PaperKind,
    PhotoKind,
    VisitReport,
    read_causes,
)
from sisoho.outreach.rules.case_words import CaseState
from sisoho.schools.actions import change_settings

_PAPER, _INK = (244, 240, 228), (40, 48, 110)
_SHEET = (900, 1270)


def write_signed_visit(stage: Stage) -> None:
    """To a family that was visited before, so that minutes and a commitment are due."""
    leader = stage.of_post("principal")
    is_open = OutreachCase.state == CaseState.OPEN.value
    for line in reversed(case_lines(leader, is_open)):
        team = stage.cast.team(line.village_id)
        if case_page(leader, line.public_id).timeline.visits and team and stage.cast.has_signed_in(team[0]):
            change_settings(leader, {"visit_photos": 1}, clock.today())
            _visit(stage, line)
            return


def _visit(stage: Stage, line: CaseLine) -> None:
    visitor = stage.access(stage.cast.team(line.village_id)[0])
    report = VisitReport(
        pupil_ids=(),
        at=clock.now() - timedelta(minutes=15),
        place=MeetingPlace.HOME,
        met=(Met.MOTHER, Met.PUPIL),
        companions="trưởng buôn",
        causes=read_causes(("kinh_te",)),
        wishes="Mẹ muốn em học hết lớp; nhà thiếu xe đưa em đi.",
        agreed="Bạn cùng buôn chở em đi học, nhà trường xin cho em một xe đạp.",
        look_again_on=clock.today() + timedelta(days=1),
    )
    data = VisitData(
        draft_id=new_public_id(),
        pupils=(line.pupil_public_id,),
        report=report,
        seq=1,
        consent=Consent(AgreedBy.DRAWN, Met.MOTHER),
        said_at=clock.now(),
        photos=((PhotoKind.PAPER, _signed_sheet()),),
        drawing=_signature(),
    )
    made = log_visit(visitor, data)
    word = WordData(new_public_id(), PaperKind.COMMITMENT, GivenBy.PAPER, photo=_signed_sheet())
    keep_word(visitor, made.public_id, word)


def _signature() -> bytes:
    made = Image.new("RGBA", (600, 260))
    _stroke(ImageDraw.Draw(made), (60, 150), 420, (0, 0, 0, 255))
    return _bytes(made, "PNG")


def _signed_sheet() -> bytes:
    """A sheet of paper as it lies on a table: lines of writing, a signature below."""
    made = Image.new("RGB", (_SHEET[0] + 160, _SHEET[1] + 160), (122, 92, 66))
    pen = ImageDraw.Draw(made)
    pen.rectangle((80, 80, 80 + _SHEET[0], 80 + _SHEET[1]), _PAPER)
    for number in range(18):
        left, top = (300 if number < 2 else 150), 170 + number * 46
        width = (460 if number < 2 else 700) - number * 37 % 130
        pen.line((left, top, left + width, top), (96, 96, 104), 7)
    _stroke(pen, (190, 1130), 240, _INK)
    _stroke(pen, (620, 1130), 220, _INK)
    return _bytes(made, "JPEG")


def _stroke(pen: ImageDraw.ImageDraw, start: tuple[int, int], width: int, ink: tuple[int, ...]) -> None:
    """Loops that grow smaller, as a name written quickly."""
    left, middle = start
    points = [
        (left + x * 0.8 + 34 * sin(x / 14), middle - 62 * cos(x / 14) * (1 - 0.6 * x / width))
        for x in range(0, width, 2)
    ]
    pen.line(points, ink, 6, joint="curve")


def _bytes(picture: Image.Image, kind: str) -> bytes:
    out = BytesIO()
    picture.save(out, kind)
    return out.getvalue()
