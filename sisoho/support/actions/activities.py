"""Write down what was done, correct it, attach its minutes."""

from collections.abc import Sequence

from sisoho import clock, db
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.errors import NotAllowed, RuleBroken
from sisoho.files.actions import store_file
from sisoho.files.papers import clean_paper
from sisoho.outreach.actions.author import author_id
from sisoho.schools.queries.loading import held_row, own_public
from sisoho.support.forms.activities import ActivityData
from sisoho.support.models import Activity, ActivityFile, Commended
from sisoho.support.queries.people import chosen, own_pupils

MOST_FILES = 5
_PARTS = ("kind", "on", "title", "note")


def keep_activity(
    access: Access, data: ActivityData, files: Sequence[bytes] = (), public_id: str | None = None
) -> Activity:
    """A new one, or one corrected by its author or a leader; files are added, never taken away.

    Praise names pupils of the own classes, a leader's of any. Raises NotFound, NotAllowed, RuleBroken.
    """
    access.need(Right.GIVE_SUPPORT)
    if data.on > access.on:
        raise RuleBroken("Chưa lưu được.", {"on": "Ngày này chưa tới; hãy ghi khi đã làm."})
    pupils = own_pupils(access)
    praised = [chosen(pupils, pupil).id for pupil in data.pupils]
    clean = [clean_paper(file, "files") for file in files if file]
    by_id = author_id(access)
    with db.write():
        row = _row(access, public_id, by_id)
        for name, value in zip(_PARTS, (data.kind.value, data.on, data.title, data.note), strict=True):
            setattr(row, name, value)
        row.save()
        _praise(access, row, praised, {pupil.id for pupil in pupils})
        _attach(access, row, clean)
        intent = "change_activity" if public_id else "keep_activity"
        record(access, intent, "activity", row.id, fields=[*_PARTS, "pupils", "files"])
    return row


def may_change(access: Access, by_id: int) -> bool:
    return access.may(Right.SEE_SCHOOL) or by_id == access.staff_id


def _row(access: Access, public_id: str | None, by_id: int) -> Activity:
    if public_id is None:
        return Activity(unit=access.unit_id, by=by_id, recorded_at=clock.now())
    row = held_row(access, Activity, own_public(access, Activity, public_id).id)
    if not may_change(access, row.by_id):
        raise NotAllowed("Người đã ghi hoặc lãnh đạo trường mới sửa được. Chưa có gì thay đổi.")
    return row


def _praise(access: Access, row: Activity, praised: list[int], mine: set[int]) -> None:
    """Whom another class's teacher praised on the same occasion stays praised."""
    c = Commended
    own = (c.unit == access.unit_id) & (c.activity == row.id)
    known = {found.pupil_id for found in c.select().where(own)}
    gone = (known & mine) - set(praised) if row.kind == "praise" else known
    if gone:
        c.delete().where(own & c.pupil.in_(list(gone))).execute()
    for pupil_id in praised:
        if pupil_id not in known:
            c.create(unit=access.unit_id, activity=row, pupil=pupil_id)


def _attach(access: Access, row: Activity, files: list[tuple[bytes, str, str]]) -> None:
    f = ActivityFile
    first = f.select().where((f.unit == access.unit_id) & (f.activity == row.id)).count() + 1
    if first - 1 + len(files) > MOST_FILES:
        raise RuleBroken("Chưa lưu được.", {"files": f"Mỗi việc nhiều nhất {MOST_FILES} tệp."})
    for position, (data, ending, media_type) in enumerate(files, first):
        name = f"{row.kind}-{row.on:%Y-%m-%d}-{position}.{ending}"
        stored = store_file(access.unit_id, data, name, media_type)
        f.create(unit=access.unit_id, activity=row, file=stored, name=name, position=position)
