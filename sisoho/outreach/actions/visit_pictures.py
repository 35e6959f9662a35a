"""Keep what a visit brought along: photos and the family's consent, as its last words have them."""

from sisoho import clock
from sisoho.access import Access
from sisoho.audit.actions import record
from sisoho.files.actions import store_file
from sisoho.files.photos import clean_drawing, clean_photo
from sisoho.outreach.forms import VisitData
from sisoho.outreach.models import FamilyConsent, HomeVisit, VisitPhoto
from sisoho.outreach.rules import AgreedBy, check_consent, check_photos
from sisoho.school_calendar import vietnam_date
from sisoho.schools.queries import setting

_MOST_BYTES = 200_000  # a phone has shrunk it already; without its scripts the server does


def keep_pictures(access: Access, visit: HomeVisit, data: VisitData) -> None:
    """Within the transaction of the visit; sent again it changes nothing. Raises RuleBroken."""
    _keep_photos(access, visit, data)
    _keep_consent(access, visit, data)


def _keep_photos(access: Access, visit: HomeVisit, data: VisitData) -> None:
    check_photos(len(data.photos), setting(access, "visit_photos", access.on) if data.photos else 0)
    day = vietnam_date(visit.at)
    wanted = [
        (
            kind.value,
            store_file(access.unit_id, clean_photo(sent, _MOST_BYTES), f"den-nha-{day}.jpg", "image/jpeg").id,
        )
        for kind, sent in data.photos
    ]
    p = VisitPhoto
    mine = (p.unit == access.unit_id) & (p.visit == visit.id)
    if list(p.select(p.kind, p.file).where(mine).order_by(p.id).tuples()) == wanted:
        return
    p.delete().where(mine).execute()
    for kind, file_id in wanted:
        p.create(unit=access.unit_id, visit=visit.id, kind=kind, file=file_id)
    record(access, "keep_visit_photos", "home_visit", visit.id, fields=["photos"])


def _keep_consent(access: Access, visit: HomeVisit, data: VisitData) -> None:
    c = FamilyConsent
    known = c.get_or_none((c.unit == access.unit_id) & (c.visit == visit.id))
    if data.consent is None:
        if known is not None:  # the words were changed after they had been agreed to
            known.delete_instance()
            record(access, "withdraw_consent", "home_visit", visit.id, fields=["consent"])
        return
    said = data.consent
    check_consent(said, data.report.met, has_drawing=bool(data.drawing))
    drawing = None
    if said.given is AgreedBy.DRAWN:
        drawn = clean_drawing(data.drawing)
        drawing = store_file(access.unit_id, drawn, f"chu-ky-{vietnam_date(visit.at)}.png", "image/png").id
    columns = {
        "given": said.given.value,
        "signer": said.signer.value if said.signer else "",
        "signer_name": said.signer_name,
        "witness": said.witness,
        "drawing_id": drawing,
    }
    known = known or c(unit=access.unit_id, visit=visit.id, given="", recorded_at=clock.now())
    changed = [name for name, value in columns.items() if getattr(known, name) != value]
    if not changed:
        return
    for name, value in columns.items():
        setattr(known, name, value)
    known.save()
    record(access, "keep_consent", "home_visit", visit.id, fields=changed)
