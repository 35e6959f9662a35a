"""What a list changes of a pupil the school knows: by the same actions a person's hand uses."""

from dataclasses import replace

from sisoho.access import Access
from sisoho.schools.actions.households import make_household, record_poverty, save_guardian
from sisoho.schools.actions.pupils import change_pupil, place_pupil
from sisoho.schools.forms import GuardianData, PovertyData, PupilData
from sisoho.schools.import_rules import FIELDS, Decision, ListedPupil, RowVerdict, value_of
from sisoho.schools.models import Guardian, Pupil
from sisoho.schools.queries.imports import UNNAMED, KnownRow, PlaceIds
from sisoho.schools.rules.poverty import poverty_of

_OWN = frozenset({"full_name", "birth", "sex", "ethnic_group", "id_number", "disability"})


def change_known(access: Access, row: KnownRow, verdict: RowVerdict, ids: PlaceIds) -> None:
    """Write the verdict's changes; place and household change on the day of the import."""
    fields = {change.field for change in verdict.changes}
    listed = verdict.row
    if fields & _OWN:
        change_pupil(access, row.pupil.id, _own_data(row.pupil, listed, fields))
    if fields & {"village", "campus"}:
        _move_house(access, row, listed, fields, ids)
    if fields & {"mother", "father", "phone", "policy"}:
        _change_family(access, row, listed, fields)


def remember(row: KnownRow, verdict: RowVerdict, decision: Decision, fields_seen: frozenset[str]) -> None:
    """Keep what the list says as the ground of the next comparison.

    Not where a person must still choose: else the question would not come again.
    """
    open_questions = {kept.field for kept in verdict.kept if kept.asked}
    said = {
        field: value_of(verdict.row, field)
        for field in FIELDS
        if field not in open_questions and (value_of(verdict.row, field) or field in fields_seen)
    }
    pupil = row.pupil
    after = {**(pupil.last_import or {}), **said}
    if after != pupil.last_import:
        Pupil.update(last_import=after).where(
            (Pupil.unit == pupil.unit_id) & (Pupil.id == pupil.id)
        ).execute()


def _own_data(pupil: Pupil, listed: ListedPupil, fields: set[str]) -> PupilData:
    data = PupilData(
        full_name=pupil.full_name,
        birth_date=pupil.birth_date,
        birth_precision=pupil.birth_precision,
        sex=pupil.sex,
        ethnic_group=pupil.ethnic_group,
        id_number=pupil.id_number,
        register_number=pupil.register_number,
        disability=pupil.disability,
    )
    texts = {name: getattr(listed, name) for name in ("full_name", "ethnic_group", "id_number")}
    new = {name: value for name, value in texts.items() if name in fields}
    if "sex" in fields:
        new["sex"] = listed.sex or ""
    if "disability" in fields:
        new["disability"] = bool(listed.disability)
    if "birth" in fields:
        new["birth_date"] = listed.birth.date if listed.birth else None
        new["birth_precision"] = listed.birth.precision if listed.birth else "day"
    return replace(data, **new)


def _move_house(access: Access, row: KnownRow, listed: ListedPupil, fields: set[str], ids: PlaceIds) -> None:
    village = row.place.village_id if row.place else None
    campus = row.place.campus_id if row.place else None
    if "village" in fields:
        village = ids.villages.get(listed.village)
    if "campus" in fields:
        campus = ids.campuses.get(listed.campus)
    # A place that begins with the coming school year is put right from its beginning.
    starts = max(access.on, row.place.starts) if row.place else access.on
    place_pupil(access, row.pupil.id, village, campus, starts)


def _change_family(access: Access, row: KnownRow, listed: ListedPupil, fields: set[str]) -> None:
    household = row.household_id or make_household(access, row.pupil.id, (), access.on).id
    people = {"mẹ": row.mother, "cha": row.father}
    for field, relation in (("mother", "mẹ"), ("father", "cha")):
        if field in fields:
            name = getattr(listed, field) or UNNAMED
            people[relation] = _save(access, household, people[relation], relation, full_name=name)
    if "phone" in fields:
        reached = row.reached_by or people["mẹ"] or people["cha"]
        person = next((p for p in people.values() if p and reached and p.id == reached.id), reached)
        _save(access, household, person, "người giám hộ", phone=listed.phone)
    if "policy" in fields and poverty_of(listed.policy) != poverty_of(row.known.policy):
        record_poverty(access, household, PovertyData(poverty_of(listed.policy), access.on))


def _save(access: Access, household: int, person: Guardian | None, relation: str, **new: str) -> Guardian:
    """The guardian with something new; a person of that relation is added where there is none."""
    data = GuardianData(relation, UNNAMED)
    if person:
        data = GuardianData(person.relation, person.full_name, person.phone, person.other_names)
    return save_guardian(access, household, replace(data, **new), person.id if person else None)
