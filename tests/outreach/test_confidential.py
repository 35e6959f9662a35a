"""The confidential record is read by the principal and one named deputy, and stands nowhere else."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from pikepdf import Pdf
from pypdfium2 import PdfDocument

from sisoho import clock, db
from sisoho.audit.models import AuditEntry
from sisoho.config import Config
from sisoho.documents.models import Document
from sisoho.errors import NotAllowed, NotFound
from sisoho.files.models import StoredFile
from sisoho.jobs.registry import JobRun, kinds
from sisoho.migrations import all_models
from sisoho.notices.models import Notice
from sisoho.outreach.actions.confidential import name_deputy, note_told, report_confidential
from sisoho.outreach.models import ConfidentialRecord
from sisoho.outreach.queries.confidential import confidential_record, confidential_records
from sisoho.reports.actions import draft_village_decision
from tests import factories
from tests.documents.desk import Desk, press_of, set_targets
from tests.factories import Commune, School, access_of, client_of
from tests.outreach.away import FRIDAY, SATURDAY, THURSDAY, roll_call
from tests.test_access import ROLES, World, _path, routes_of

# Plain letters: escaped in JSON, in bytes or in a spreadsheet they would still be found.
SAID, TOLD = "kin-loi-ke-7319", "kin-da-bao-8426"
# Its readers: the principal, and the homeroom teacher who reported it.
MAY_READ = {"principal", "homeroom"}
# The lists, pictures and kept pages that are nearest to it; a renamed route is to be looked up here.
WHERE_IT_MIGHT = {
    "/can-quan-tam",
    "/ho-so-van-dong",
    "/ho-so-van-dong/<case_id>",
    "/toan-canh",
    "/den-nha/moi",
    "/den-nha/<visit_id>/giay-to/<paper>.pdf",
    "/thon-buon/<village_id>",
    "/bo-hoc/danh-sach.xlsx",
    "/bo-hoc/danh-sach.pdf",
    "/ket-qua/<class_id>",
    "/ho-tro",
    "/ho-tro/nam-cua-toi.pdf",
    "/thi-dua/xuat.xlsx",
    "/tre-trong-dia-ban",
    "/tre-trong-dia-ban/hoc-sinh/<pupil_id>",
    "/mang-theo",
    "/vang/<pupil_id>",
    "/diem-danh/so-thang/<class_id>/<month>/so.pdf",
}
PACKAGE = Path(__file__).parents[2] / "sisoho"
KNOW_IT = {
    "outreach/models/__init__.py",
    "outreach/models/confidential.py",
    "outreach/queries/confidential.py",
    "outreach/actions/confidential.py",
}


@pytest.fixture
def record(commune: Commune) -> ConfidentialRecord:
    """Reported by the homeroom teacher of 6A about a pupil who is missing; the principal told the police."""
    school = commune.school
    roll_call(school, {school.pupils[0]: "K"}, (THURSDAY, FRIDAY, SATURDAY))
    made = report_confidential(access_of(school.teacher_6a), school.pupils[0].public_id, "one", SAID)
    note_told(access_of(school.principal), made.public_id, TOLD, clock.today(), TOLD)
    return made


def test_principal_and_reporter_read_it_and_nobody_else(commune: Commune, record: ConfidentialRecord) -> None:
    school = commune.school
    assert confidential_record(access_of(school.principal), record.public_id).steps[0].told == TOLD
    own = confidential_record(access_of(school.teacher_6a), record.public_id)
    assert (own.said, own.steps) == (SAID, ())
    for outsider in (
        school.vice_principal,
        school.village_teacher,
        school.teacher,
        commune.other_school.principal,
    ):
        assert confidential_records(access_of(outsider)) == []
        with pytest.raises(NotFound):
            confidential_record(access_of(outsider), record.public_id)
    for office in (school.clerk, commune.officer):
        with pytest.raises(NotAllowed):
            confidential_records(access_of(office))


def test_a_named_deputy_reads_until_another_is_named(commune: Commune, record: ConfidentialRecord) -> None:
    school = commune.school
    principal, deputy = access_of(school.principal), access_of(school.vice_principal)
    with pytest.raises(NotAllowed):
        name_deputy(deputy, school.vice_principal.id)
    name_deputy(principal, school.vice_principal.id)
    assert confidential_record(deputy, record.public_id).said == SAID
    name_deputy(principal, None)
    with pytest.raises(NotFound):
        confidential_record(deputy, record.public_id)


def test_the_deputy_is_somebody_of_the_school(commune: Commune) -> None:
    with pytest.raises(NotFound):
        name_deputy(access_of(commune.school.principal), commune.other_school.teacher.id)


def test_only_readers_are_told_and_of_no_pupil(commune: Commune, record: ConfidentialRecord) -> None:
    school = commune.school
    told = list(Notice.select().where((Notice.unit == school.unit) & Notice.key.startswith("private:")))
    assert [(row.staff_id, row.path) for row in told] == [(school.principal.id, "/trao-doi-rieng")]
    assert school.pupils[0].full_name not in told[0].text


def test_a_resent_report_is_one_record(commune: Commune, record: ConfidentialRecord) -> None:
    pupil = commune.school.pupils[0].public_id
    again = report_confidential(access_of(commune.school.teacher_6a), pupil, "one", SAID)
    assert again.id == record.id


def test_the_log_knows_the_number_of_the_record_only(commune: Commune, record: ConfidentialRecord) -> None:
    rows = list(AuditEntry.select().where(AuditEntry.subject_kind == "confidential"))
    assert [(row.intent, row.subject_id, row.fields) for row in rows] == [
        ("confidential_open", str(record.id), []),
        ("confidential_told", str(record.id), []),
    ]


def test_no_other_table_holds_a_word_of_it(
    app: Flask, commune: Commune, settings: Config, record: ConfidentialRecord
) -> None:
    """Also after the daily rounds, the month's registers and the papers that the figures are written into."""
    client_of(app, commune.school.principal).get(f"/trao-doi-rieng/{record.public_id}")
    _let_everything_be_made(commune, settings)
    holding, files = set(), 0
    with db.unscoped("the whole database is searched"):
        for model in all_models():
            if any(_tells(str(row)) for row in model.select().tuples()):
                holding.add(model.__name__)
        for stored in StoredFile.select():
            files += 1
            assert not _tells(_words(bytes(stored.data))), stored.name
        assert Document.select().count() == 4
    assert files > 3
    assert holding == {"ConfidentialRecord", "ConfidentialStep"}


def _let_everything_be_made(commune: Commune, settings: Config) -> None:
    school = commune.school
    for kind, args in (
        ("follow_cases", {}),
        ("renew_risk", {}),
        ("month_registers", {"month": "2026-11", "form": "pdf"}),
        ("month_registers", {"month": "2026-11", "form": "xlsx"}),
    ):
        kinds[kind](JobRun(school.unit.id, args, school.principal.id, lambda done, total: None))
    set_targets(commune)
    Desk(commune, press_of(settings)).school_plan()  # with the commune's, issued, and the one of 2018
    draft_village_decision(access_of(school.principal), with_phones=True)


def _tells(text: str) -> bool:
    return SAID in text or TOLD in text


def test_no_other_module_reads_its_tables() -> None:
    """Documents, exports and figures are made from queries: what names no table cannot print it."""
    names = ("ConfidentialRecord", "ConfidentialStep", "confidential_record")
    for path in sorted(PACKAGE.rglob("*.py")):
        where = path.relative_to(PACKAGE).as_posix()
        if where in KNOW_IT | {"outreach/routes/confidential.py"} or where.startswith("migrations/"):
            continue
        text = path.read_text(encoding="utf-8")
        assert not any(name in text for name in names), f"{where} reads the confidential record"


def test_no_page_list_export_or_paper_of_any_role_shows_a_word_of_it(
    app: Flask, commune: Commune, record: ConfidentialRecord
) -> None:
    world = World(app, commune, factories.commune())
    asked, papers, seen = 0, 0, set()
    for route in routes_of(app):
        if route.method != "GET" or route.rule.endpoint.startswith("outreach.confidential"):
            continue
        for role in ROLES:
            if route.guard == "public" or not route.lets_in(role):
                continue
            asked += 1
            with db.database.atomic() as undone:
                place = world.own(role)
                answer = client_of(app, place.account).get(_path(route, place, {}))
                undone.rollback()
            said = _words(answer.data)
            assert not _tells(said), f"{role}: {route.name}"
            if role not in MAY_READ:  # not even that there is a record
                assert record.public_id not in said, f"{role}: {route.name}"
            papers += b"%%EOF" in answer.data
            seen.add(route.rule.rule)
    assert asked > 100
    assert papers > 3
    assert seen >= WHERE_IT_MIGHT


def _words(data: bytes) -> str:
    """The text of a page, of all parts of a spreadsheet or archive, of a paper and what is embedded in it."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(data)) as parts:
            return " ".join(_words(parts.read(name)) for name in parts.namelist())
    if not (data.startswith(b"%PDF") and b"%%EOF" in data):  # samples of files are no papers
        return data.decode("utf-8", "ignore")
    shown = PdfDocument(data)
    text = " ".join(shown[number].get_textpage().get_text_range() for number in range(len(shown)))
    with Pdf.open(BytesIO(data)) as paper:
        embedded = [_words(spec.get_file().read_bytes()) for spec in paper.attachments.values()]
        return " ".join([text, str(paper.docinfo), *embedded])


def test_the_pages_show_whom_to_call_and_go_only_to_readers(
    app: Flask, commune: Commune, record: ConfidentialRecord
) -> None:
    school: School = commune.school
    url = f"/trao-doi-rieng/{record.public_id}"
    shown = client_of(app, school.principal).get(url)
    assert "gọi ngay 111" in shown.text
    assert TOLD in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    assert TOLD not in client_of(app, school.teacher_6a).get(url).text
    assert client_of(app, school.vice_principal).get(url).status_code == 404
    assert (
        client_of(app, school.teacher_6a)
        .post(f"{url}/da-bao", data={"told": "x", "on": "2026-11-23"})
        .status_code
        == 403
    )
    form = {"em": school.pupils[0].public_id, "draft_id": "two", "said": ""}
    assert client_of(app, school.teacher_6a).post("/trao-doi-rieng/moi", data=form).status_code == 422
    far = {**form, "em": commune.other_school.pupils[0].public_id}
    assert client_of(app, school.teacher_6a).post("/trao-doi-rieng/moi", data=far).status_code == 404
