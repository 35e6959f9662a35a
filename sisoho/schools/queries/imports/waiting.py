"""What lists proposed and a person has not carried out."""

from peewee import JOIN

from sisoho.access import Access
from sisoho.schools.models import ImportRun, ProposedMove, Pupil, SchoolClass


def proposed_before(access: Access, year_id: int) -> set[tuple[str, str, str]]:
    """(public id of the pupil, kind, class) of the year's proposals that wait or were dismissed."""
    rows = (
        ProposedMove.select(Pupil.public_id, ProposedMove.kind, SchoolClass.name)
        .join(Pupil, on=(ProposedMove.pupil == Pupil.id) & (Pupil.unit == ProposedMove.unit))
        .switch(ProposedMove)
        .join(ImportRun, on=(ProposedMove.run == ImportRun.id) & (ImportRun.unit == ProposedMove.unit))
        .switch(ProposedMove)
        .join(
            SchoolClass,
            JOIN.LEFT_OUTER,
            on=(ProposedMove.to_class == SchoolClass.id) & (SchoolClass.unit == ProposedMove.unit),
        )
        .where(
            (ProposedMove.unit == access.unit_id)
            & (ImportRun.year == year_id)
            & (ProposedMove.state != "done")
        )
        .tuples()
    )
    return {(public_id, kind, class_name or "") for public_id, kind, class_name in rows}
