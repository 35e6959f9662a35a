"""Sổ tháng: on screen, as PDF, as a spreadsheet, and those of all classes at once."""

from typing import Any

from flask import current_app, redirect, request, url_for

from sisoho import db
from sisoho.access import Access, Right
from sisoho.audit.actions import record
from sisoho.errors import NotFound
from sisoho.rollcall import actions, queries, registers
from sisoho.rollcall.queries import ClassRegister
from sisoho.rollcall.routes.blueprint import bp
from sisoho.school_calendar import Month
from sisoho.schools.export import MEDIA_TYPE as XLSX
from sisoho.schools.rules import percent_text
from sisoho.web.guards import needs
from sisoho.web.rendering import attachment, page

REGISTER = "/diem-danh/so-thang/<class_id>/<month>"


@bp.get("/diem-danh/so-thang")
@needs(Right.TAKE_ROLL, Right.SEE_REGISTERS)
def register_list(access: Access) -> Any:
    month = read_month(access, request.args.get("thang", ""))
    return page(
        "rollcall/registers.html",
        month=month,
        classes=queries.register_classes(access, month),
        this_month=Month.of(access.on),
    )


@bp.get(REGISTER)
@needs(Right.TAKE_ROLL, Right.SEE_REGISTERS)
def register(access: Access, class_id: str, month: str) -> Any:
    of = queries.class_register(access, class_id, read_month(access, month))
    return page(
        "rollcall/register.html",
        of=of,
        this_month=Month.of(access.on),
        percent=percent_text,
        step=actions.step_of(access, of.row_id),
    )


@bp.get(REGISTER + "/so.pdf")
@needs(Right.TAKE_ROLL, Right.SEE_REGISTERS)
def register_pdf(access: Access, class_id: str, month: str) -> Any:
    of = queries.class_register(access, class_id, read_month(access, month))
    data = registers.register_pdf(of, fonts_dir=current_app.config["SISOHO"].fonts)
    return _download(access, of, data, "pdf", "application/pdf")


@bp.get(REGISTER + "/so.xlsx")
@needs(Right.TAKE_ROLL, Right.SEE_REGISTERS)
def register_xlsx(access: Access, class_id: str, month: str) -> Any:
    of = queries.class_register(access, class_id, read_month(access, month))
    return _download(access, of, registers.register_workbook(of), "xlsx", XLSX)


def _download(access: Access, of: ClassRegister, data: bytes, ending: str, media_type: str) -> Any:
    with db.write():
        record(access, "export_register", "school_class", of.class_id, (of.month.key, ending))
    return attachment(data, registers.file_name(of, ending), media_type)


@bp.post("/diem-danh/so-thang")
@needs(Right.SEE_REGISTERS)
def order_registers(access: Access) -> Any:
    month = read_month(access, request.form.get("thang", ""))
    job = actions.order_registers(access, month, request.form.get("dang", "pdf"))
    return redirect(url_for("rollcall.registers_job", register_job_id=job.public_id), 303)


@bp.get("/diem-danh/so-thang/viec/<register_job_id>")
@needs(Right.SEE_REGISTERS)
def registers_job(access: Access, register_job_id: str) -> Any:
    job = queries.registers_job(access, register_job_id)
    month = Month.read(job.args["month"])
    return page("rollcall/registers_job.html", fragment="rollcall/_registers_job.html", job=job, month=month)


@bp.get("/diem-danh/so-thang/viec/<register_job_id>/tai")
@needs(Right.SEE_REGISTERS)
def registers_file(access: Access, register_job_id: str) -> Any:
    stored, data = actions.fetch_registers(access, queries.registers_job(access, register_job_id))
    return attachment(data, stored.name, stored.media_type)


def read_month(access: Access, written: str) -> Month:
    """This month where none is named. Raises NotFound for what is no month."""
    try:
        return Month.read(written) if written else Month.of(access.on)
    except ValueError:
        raise NotFound("Không có tháng như vậy.") from None
