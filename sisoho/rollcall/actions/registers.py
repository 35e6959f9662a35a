"""Have the registers of all classes made."""

from sisoho import db
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.errors import RuleBroken
from sisoho.files.models import StoredFile
from sisoho.files.queries import read_file
from sisoho.jobs.actions import enqueue
from sisoho.jobs.models import Job
from sisoho.rollcall.registry import REGISTERS_JOB
from sisoho.school_calendar import Month

FORMS = ("pdf", "xlsx")


def order_registers(access: Access, month: Month, form: str) -> Job:
    """The job that makes them; one like it that waits or runs is answered again. Raises RuleBroken."""
    access.need(Right.SEE_REGISTERS)
    if month.starts > access.on:
        raise RuleBroken(f"Chưa tới {month.label} nên chưa có sổ.")
    if form not in FORMS:
        raise RuleBroken("Hãy chọn sổ PDF hoặc bảng tính XLSX.")
    with db.write():
        args = {"month": month.key, "form": form}
        open_jobs = Job.select().where(
            (Job.unit == access.unit_id) & (Job.kind == REGISTERS_JOB) & Job.state.in_(("queued", "running"))
        )
        same = next((job for job in open_jobs if job.args == args), None)
        if same is not None:
            return same
        job = enqueue(access.unit_id, REGISTERS_JOB, args, access.staff_id)
        record(access, "order_registers", "job", job.id, ("month", "form"))
    return job


def fetch_registers(access: Access, job: Job) -> tuple[StoredFile, bytes]:
    """The archive of a finished job, bytes checked, the download in the log. Raises RuleBroken."""
    access.need(Right.SEE_REGISTERS)
    if job.state != "done":
        raise RuleBroken("Sổ chưa làm xong nên chưa tải được. Hãy đợi hoặc tạo lại.")
    with db.write():
        record(access, "download_registers", "stored_file", job.result["file_id"], ("data",))
    return read_file(access.unit_id, job.result["file_id"])
