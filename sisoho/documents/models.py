"""Official papers: what they say, where they stand in their life, and the bytes that were issued."""

from peewee import BooleanField, CharField, DateField, IntegerField, TextField

from sisoho.db import JSONField, PublicIdField, UnitOwned, UtcField, ref
from sisoho.files.models import StoredFile
from sisoho.schools.models import StaffMember


class Document(UnitOwned):
    """A paper of the unit, or one that came in (`incoming`, never signed here).

    kind names what the owning slice makes (school_plan, commune_plan), "incoming" what came in.
    state: `lifecycle.Status` (draft | submitted | returned | approved | numbered | signed | issued |
    replaced | withdrawn); an incoming paper is "issued" from the start.
    """

    public_id = PublicIdField()
    kind = CharField(max_length=32)
    type_code = CharField(max_length=8)  # KH, BC, …
    incoming = BooleanField(default=False)
    year_label = CharField(max_length=16, default="")
    abstract = CharField(max_length=500)
    state = CharField(max_length=16, default="draft")
    version = IntegerField(default=1)
    content = JSONField()  # documents.content; with its number, mark and code from numbering on
    edited = JSONField(default=list)  # keys of the sections somebody wrote by hand
    checks = JSONField(default=list)  # [sentence, path]: what to look at before approval, as last drafted
    answers = ref("self", null=True)  # the superior's paper it carries out
    replaces = ref("self", null=True)  # the issued paper that gives way when this one is issued
    number = IntegerField(null=True)
    number_year = IntegerField(null=True)
    symbol = CharField(max_length=48, default="")
    document_on = DateField(null=True)
    received_on = DateField(null=True)  # incoming only
    due_on = DateField(null=True)
    period_starts = DateField(null=True)
    period_ends = DateField(null=True)
    unsigned_file = ref(StoredFile, null=True)  # as numbered: what is signed here, outside or on paper
    issued_file = ref(StoredFile, null=True)  # the signed PDF, the scan of the signed paper, or what came in
    on_paper = BooleanField(default=False)  # signed and stamped by hand; the file is no digital signature
    verification_code = CharField(max_length=24, null=True, unique=True)
    drafted_by = ref(StaffMember, null=True)
    signer = ref(StaffMember, null=True)  # who approved it, and so whose name it carries
    created_at = UtcField()
    issued_at = UtcField(null=True)
    changed_at = UtcField()

    class Meta:
        indexes = ((("unit", "kind", "year_label"), False), (("unit", "state"), False))


class DocumentStep(UnitOwned):
    """One step of a paper's life: who moved it, from where to where, with which remark."""

    document = ref(Document)
    step = CharField(max_length=16)  # lifecycle.Step
    before = CharField(max_length=16)
    after = CharField(max_length=16)
    by = ref(StaffMember, null=True)
    note = TextField(default="")
    at = UtcField()


class ReservedNumber(UnitOwned):
    """A number of the calendar year (Nghị định 30/2020, Điều 15), kept through every retry."""

    year = IntegerField()
    series = CharField(max_length=16)
    number = IntegerField()
    document = ref(Document, unique=True)
    day = DateField()  # the day on the paper
    at = UtcField()

    class Meta:
        indexes = ((("unit", "year", "series", "number"), True),)
