"""Keep the schemes, decide on a pupil, write down the months received and what the rule asks for."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date

from sisoho import clock, db
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.errors import RuleBroken
from sisoho.outreach.actions.author import author_id
from sisoho.school_calendar import Month
from sisoho.schools.models import HomeDistance, Pupil, PupilBoarding
from sisoho.schools.queries.loading import commune_village, held_row, hold_unit, own_public
from sisoho.support.forms.benefits import BOARDING, DecisionData, RecordData
from sisoho.support.models import BenefitDecision, BenefitMonth, BenefitScheme, HardVillage
from sisoho.support.queries.circumstances import hard_villages
from sisoho.support.queries.people import chosen, own_pupils
from sisoho.support.rules.proposed_schemes import SchemeData


def add_scheme(access: Access, data: SchemeData) -> BenefitScheme:
    """Raises RuleBroken where one of that name already runs."""
    access.need(Right.EDIT_REGISTERS)
    s = BenefitScheme
    with db.write():
        hold_unit(access)
        same = (s.unit == access.unit_id) & (s.name == data.name) & s.ends.is_null()
        if s.select().where(same).exists():
            raise RuleBroken("Chưa lưu được.", {"name": "Chế độ này đang có rồi; hãy kết thúc bản cũ trước."})
        columns = {**asdict(data), "grounds": list(data.grounds)}
        made = s.create(unit=access.unit_id, by=author_id(access), recorded_at=clock.now(), **columns)
        record(access, "add_scheme", "benefit_scheme", made.id, fields=list(columns))
    return made


def end_scheme(access: Access, public_id: str, on: date) -> None:
    """The day after its last. Raises NotFound."""
    access.need(Right.EDIT_REGISTERS)
    with db.write():
        row = held_row(access, BenefitScheme, own_public(access, BenefitScheme, public_id).id)
        row.ends = max(on, row.starts)
        row.save()
        record(access, "end_scheme", "benefit_scheme", row.id, fields=["ends"])


def set_hard_villages(access: Access, village_ids: Collection[int], paper: str) -> None:
    """The list of especially hard villages from today on. Raises NotFound."""
    access.need(Right.EDIT_REGISTERS)
    with db.write():
        hold_unit(access)
        known = hard_villages(access)
        for village_id, row in known.items():
            if village_id not in village_ids:
                row.ends = max(access.on, row.starts)
                row.save()
        for village_id in set(village_ids) - known.keys():
            HardVillage.create(
                unit=access.unit_id,
                village=commune_village(access, village_id),
                paper=paper,
                starts=access.on,
                by=author_id(access),
                recorded_at=clock.now(),
            )
        record(access, "set_hard_villages", "unit", access.unit_id, fields=["villages", "paper"])


def decide_benefit(access: Access, scheme_id: str, pupil_id: str, data: DecisionData) -> None:
    """A person's word, over the rule's. Raises NotFound, RuleBroken."""
    scheme, pupil = _both(access, scheme_id, pupil_id)
    if data.on > access.on:
        raise RuleBroken("Chưa lưu được.", {"on": "Ngày này chưa tới."})
    with db.write():
        made = BenefitDecision.create(
            unit=access.unit_id,
            scheme=scheme,
            pupil=pupil,
            entitled=data.entitled,
            reason=data.reason,
            paper=data.paper,
            on=data.on,
            by=author_id(access),
            recorded_at=clock.now(),
        )
        record(access, "decide_benefit", "benefit_decision", made.id, fields=["entitled", "reason", "paper"])


def set_months(
    access: Access, scheme_id: str, pupil_id: str, received: Collection[Month], offered: Collection[Month]
) -> None:
    """Which of the `offered` months were received. Raises NotFound, RuleBroken past the scheme's most."""
    scheme, pupil = _both(access, scheme_id, pupil_id)
    if len(received) > scheme.most_months:
        raise RuleBroken(f"Chế độ này không quá {scheme.most_months} tháng mỗi năm học. Chưa có gì thay đổi.")
    if any(month.starts > access.on for month in received):
        raise RuleBroken("Có tháng chưa tới. Chưa có gì thay đổi.")
    m = BenefitMonth
    with db.write():
        held_row(access, Pupil, pupil.id)
        own = (m.unit == access.unit_id) & (m.scheme == scheme.id) & (m.pupil == pupil.id)
        within = own & m.month.in_([month.starts for month in offered])
        known = {Month.of(row.month) for row in m.select().where(within)}
        gone = [month.starts for month in known - set(received)]
        if gone:
            m.delete().where(own & m.month.in_(gone)).execute()
        for month in sorted(set(received) - known):
            m.create(
                unit=access.unit_id,
                scheme=scheme,
                pupil=pupil,
                month=month.starts,
                by=author_id(access),
                recorded_at=clock.now(),
            )
        changed = [month.key for month in sorted(set(received) ^ known)]
        record(access, "set_benefit_months", "benefit_scheme", scheme.id, fields=changed)


def note_record(access: Access, pupil_id: str, data: RecordData) -> None:
    """Distance, terrain and boarding from a day on. Raises NotFound, RuleBroken."""
    access.need(Right.EDIT_REGISTERS)
    pupil, by_id = chosen(own_pupils(access), pupil_id), author_id(access)
    if data.starts > access.on:
        raise RuleBroken("Chưa lưu được.", {"starts": "Ngày này chưa tới."})
    told = {"unit": access.unit_id, "pupil": pupil.id, "by": by_id, "recorded_at": clock.now()}
    with db.write():
        held_row(access, Pupil, pupil.id)
        HomeDistance.create(**told, km=data.km, hard_terrain=data.hard_terrain, starts=data.starts)
        b = PupilBoarding
        own = (b.unit == access.unit_id) & (b.pupil == pupil.id)
        running = {row.kind: row for row in b.select().where(own & b.ends.is_null())}
        for kind in BOARDING:
            row = running.get(kind)
            if kind in data.boarding and row is None:
                b.create(**told, kind=kind, starts=data.starts)
            elif kind not in data.boarding and row is not None:
                row.ends = max(data.starts, row.starts)
                row.save()
        record(access, "note_pupil_record", "pupil", pupil.id, fields=["km", "hard_terrain", "boarding"])


def _both(access: Access, scheme_id: str, pupil_id: str) -> tuple[BenefitScheme, Pupil]:
    access.need(Right.EDIT_REGISTERS)
    return own_public(access, BenefitScheme, scheme_id), own_public(access, Pupil, pupil_id)
