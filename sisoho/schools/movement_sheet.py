"""Thống kê sĩ số as a spreadsheet: the columns schools copy from in their order, then those behind them."""

from collections.abc import Iterator

from sisoho.schools.export import Cell, Column, Heading, spreadsheet
from sisoho.schools.queries import Movement, MovementLine
from sisoho.schools.rules import percent_text

_NUMBERS = (
    "Đến", "Đi", "Bỏ học", "Qua đời", "Trở lại", "Hiện tại", "Nữ", "DTTS", "Nữ DTTS",
    "Khuyết tật", "Bán trú (4)",
)  # fmt: skip
_REST = ("% duy trì (1)", "% bỏ học (2)", "% duy trì (3)")
_BETWEEN = ("Đi, chờ xác nhận", "Chuyển lớp đến", "Chuyển lớp đi", "Điều chỉnh tăng", "Điều chỉnh giảm")

BOARDING = "(4) Ở bán trú trong tuần (Nghị định 66/2025/NĐ-CP), không kể em chỉ ăn trưa ở trường."


def formulas(of: Movement) -> tuple[str, ...]:
    """The footnotes under every print of the rates."""
    start = "đầu năm" if of.from_opening else "đầu kỳ"
    return (
        f"(1) Tỷ lệ duy trì sĩ số = hiện tại ÷ ({start} + đến − đi − qua đời); em chuyển đi còn chờ xác nhận "
        "chưa trừ khỏi mẫu số.",
        f"(2) Tỷ lệ bỏ học = (bỏ học − trở lại) ÷ {start}.",
        f"(3) Cách tính khác của tỷ lệ duy trì sĩ số = hiện tại ÷ {start}.",
        "Em bỏ học từ trước kỳ này nay trở lại được tính vào cột Đến, không trừ vào số bỏ học.",
        *_summer(of),
    )


def _summer(of: Movement) -> Iterator[str]:
    """Bỏ học trong hè: apart from the official rate of the year, never hidden."""
    told = [f"{level.short_label} {one.text}" for level, one in of.summer.items() if one.dropped]
    if told:
        yield f"Bỏ học trong hè, tính riêng trên số em phải ra lớp đầu năm: {'; '.join(told)}."


def balance(of: Movement) -> str:
    """`420 + 6 − 9 − 1 − 3 + 1 = 414`, told with its words."""
    count = of.school.count
    steps = (
        ("đến", count.newcomers), ("đi", -count.moved_out), ("đi, chờ xác nhận", -count.pending_out),
        ("qua đời", -count.died), ("bỏ học", -count.dropped), ("trở lại", count.returned),
        ("điều chỉnh tăng", count.corrected_in), ("điều chỉnh giảm", -count.corrected_out),
    )  # fmt: skip
    told = "".join(f" {'+' if step > 0 else '−'} {abs(step)} ({word})" for word, step in steps if step)
    start = "đầu năm" if of.from_opening else "đầu kỳ"
    return f"{count.opening} ({start}){told} = {count.current} (hiện tại)"


def movement_sheet(of: Movement, heading: Heading) -> bytes:
    """The bytes of the XLSX file."""
    columns = [
        Column("Khối, lớp", 26),
        Column("Số lớp", 9, "number"),
        Column("Đầu năm" if of.from_opening else "Đầu kỳ", 9, "number"),
        *(Column(label, 9, "number") for label in _NUMBERS),
        *(Column(label, 11) for label in _REST),
        *(Column(label, 10, "number") for label in _BETWEEN),
    ]
    rows = [list(_cells(line)) for line in (*of.lines, *of.parts)]
    notes = (balance(of), *formulas(of), BOARDING)
    return spreadsheet(heading, columns, rows, "THỐNG KÊ SĨ SỐ", numbered=False, notes=notes)


def _cells(line: MovementLine) -> Iterator[Cell]:
    count = line.count
    yield line.label
    yield from (line.classes, count.opening, count.newcomers, count.moved_out, count.dropped, count.died)
    yield from (count.returned, count.current, line.women, line.minority, line.minority_women, line.disabled)
    yield line.boarding
    yield percent_text(count.retention, 2)
    yield percent_text(count.dropout_rate, 3)
    yield percent_text(count.retention_of_opening, 2)
    yield from (count.pending_out, count.changed_in, count.changed_out)
    yield from (count.corrected_in, count.corrected_out)
