"""What a month's registers cost: time and memory of 30, growth of the query from 1 to 100 classes.

    python -m benchmarks.registers

The floor is measured in the same run: the least WeasyPrint does for one page with the same fonts.
"""

import io
import statistics
import time
import zipfile
from datetime import date, datetime
from pathlib import Path

from benchmarks.filling import PUPILS, fill_classes, fill_month
from benchmarks.school import Measured, class_of_35
from sisoho import clock
from sisoho.access import Access
from sisoho.documents.pdf import render_signature_frame
from sisoho.files.models import StoredFile
from sisoho.jobs.registry import JobRun
from sisoho.rollcall.queries import class_registers, classes_of_month
from sisoho.rollcall.registers import make_archive
from sisoho.school_calendar import Month
from sisoho.schools import models as m
from tests.factories import access_of
from tests.rollcall.sending import statements

MONTH = Month(2026, 11)
AFTER = datetime(2026, 12, 5, 8, tzinfo=clock.VIETNAM)
REGISTERS = 30
GROWTH = (1, 12, 100)
AIM = 8  # seconds for 30 registers, on two cores


def main() -> None:
    with class_of_35() as measured:
        school = measured.school
        classes = fill_classes(school, max(GROWTH))
        sheets = fill_month(school, classes, MONTH)
        print(f"{len(classes)} lớp, mỗi lớp {PUPILS} em, {sheets} bản điểm danh trong {MONTH.label}")
        with clock.at(AFTER), measured.app.app_context():
            growth(access_of(school.principal), [made.id for made in classes])
            archive(measured, REGISTERS)


def growth(access: Access, class_ids: list[int]) -> None:
    for count in GROWTH:
        with statements() as ran:
            class_registers(access, MONTH, class_ids[:count])
        spent = []
        for _ in range(3):
            began = time.perf_counter()
            class_registers(access, MONTH, class_ids[:count])
            spent.append(time.perf_counter() - began)
        whole = statistics.median(spent) * 1000
        each = f"{whole:.0f} ms, mỗi lớp {whole / count:.1f} ms"
        print(f"Đọc sổ của {count} lớp: {len(ran)} câu SQL, {each}".replace(".", ","))


def archive(measured: Measured, count: int) -> None:
    """The job, with the classes cut down to `count`; memory after each fifth register."""
    fonts = measured.app.config["SISOHO"].fonts
    floor = one_page(fonts)
    memory: list[float] = []
    began: list[float] = []
    busy = time.process_time()

    def progress(done: int, _total: int) -> None:
        began.append(time.perf_counter())
        memory.append(resident())

    _keep_only(measured, count)
    result = make_archive(
        JobRun(measured.school.unit.id, {"month": MONTH.key, "form": "pdf"}, None, progress), fonts_dir=fonts
    )
    spent = began[-1] - began[0]
    kept = StoredFile.get((StoredFile.unit == measured.school.unit) & (StoredFile.id == result["file_id"]))
    size, names = len(kept.data), zipfile.ZipFile(io.BytesIO(bytes(kept.data))).namelist()
    busy = time.process_time() - busy
    each = spent / len(names)
    print(
        f"{len(names)} sổ PDF thành một tệp: {spent:.1f} s, máy chạy {busy:.1f} s (mục tiêu ≤ {AIM} s), "
        f"mỗi sổ {each:.2f} s, gấp {each / floor:.1f} lần sàn, {size / 1e6:.1f} MB".replace(".", ",")
    )
    shown = ", ".join(f"{done} sổ {memory[done]:.0f} MiB" for done in range(1, len(memory), 7))
    print(f"Bộ nhớ: {shown}; từ sổ thứ 2 đến cuối tăng {memory[-1] - memory[2]:.0f} MiB")


def _keep_only(measured: Measured, count: int) -> None:
    """Leave the job `count` classes: the others belong to a year long past."""
    access = access_of(measured.school.principal)
    spare = classes_of_month(access, MONTH)[count:]
    year = m.SchoolYear.create(
        unit=measured.school.unit,
        label="1999-2000",
        starts=date(1999, 9, 6),
        ends=date(2000, 6, 1),
        second_term_starts=date(2000, 1, 18),
        opening_roll_on=date(1999, 9, 15),
    )
    m.SchoolClass.update(year=year).where(
        (m.SchoolClass.unit == measured.school.unit) & m.SchoolClass.id.in_(spare)
    ).execute()


def one_page(fonts: Path) -> float:
    """Seconds for the signature frame-like least page: fonts, one line, PDF/A."""

    def draw() -> None:
        render_signature_frame("Nguyễn Thị Hồng", AFTER, width=180, height=70, fonts_dir=fonts)

    draw()
    spent = []
    for _ in range(5):
        began = time.perf_counter()
        draw()
        spent.append(time.perf_counter() - began)
    floor = statistics.median(spent)
    print(f"Sàn: một trang PDF bốn dòng, cùng phông: {floor * 1000:.0f} ms")
    return floor


def resident() -> float:
    """MiB this process holds."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    main()
