"""The quick report: a day's figures as words that can be sent to anyone, without a name."""

from collections.abc import Sequence
from dataclasses import dataclass

from sisoho.rollcall.rules import SheetTotals
from sisoho.school_calendar import Slot
from sisoho.schools.rules import percent_text

_NOBODY = SheetTotals()


@dataclass(frozen=True, slots=True)
class QuickReport:
    """One half-day of one school. `levels`: (label, part of `total`); `causes`: (label, pupils) told today.

    `not_reported` are names of classes. `slot` is None on a day without school, `day_off` says why.
    """

    school: str
    slot: Slot | None
    reported: int = 0
    scheduled: int = 0
    not_reported: Sequence[str] = ()
    total: SheetTotals = _NOBODY
    levels: Sequence[tuple[str, SheetTotals]] = ()
    causes: Sequence[tuple[str, int]] = ()
    visits: int = 0
    visited: int = 0
    day_off: str = ""


def report_text(report: QuickReport) -> str:
    """The report line by line; who is absent is "chưa ra lớp", as such reports say."""
    if report.slot is None:
        why = f": {report.day_off}" if report.day_off else ""
        return f"Báo cáo nhanh – {report.school}\nHôm nay nghỉ{why}"
    whole = report.total
    lines = [
        f"Báo cáo nhanh {report.slot.label}/{report.slot.date.year}",
        report.school,
        f"Đã báo {report.reported}/{report.scheduled} lớp{_missing(report.not_reported)}",
        *(f"{label}: {_figures(totals)}" for label, totals in report.levels if len(report.levels) > 1),
        f"Toàn trường: {_figures(whole)}; chuyên cần {percent_text(whole.attendance_rate, 1)}",
        f"Lý do: có phép {whole.excused}, không phép {whole.unexcused}, chưa rõ {whole.unknown}",
    ]
    if report.causes:
        told = "; ".join(f"{label} {pupils} em" for label, pupils in report.causes)
        lines.append(f"Gia đình cho biết: {told}")
    lines.append(
        f"Đã đến nhà hôm nay: {report.visits} lần, {report.visited} em"
        if report.visits
        else "Đã đến nhà hôm nay: chưa có"
    )
    return "\n".join(lines)


def _figures(totals: SheetTotals) -> str:
    return f"sĩ số {totals.roll}, có mặt {totals.present}, chưa ra lớp {totals.absent}"


def _missing(names: Sequence[str]) -> str:
    return f" (chưa báo: {', '.join(names)})" if names else ""
