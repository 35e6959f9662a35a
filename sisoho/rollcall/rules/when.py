"""At which half-days a roll can be taken at all."""

from datetime import date

from sisoho.errors import RuleBroken
from sisoho.school_calendar import ClassCalendar, Slot, covers


def refuse_impossible(calendar: ClassCalendar, slot: Slot, today: date) -> None:
    """Raises RuleBroken for a day to come and for a day outside the class's year.

    A half-day without school passes: a closure may have been entered after the roll was taken.
    """
    if slot.date > today:
        raise RuleBroken(f"Chưa tới ngày {slot.date:%d/%m/%Y} nên chưa điểm danh được. Chưa có gì thay đổi.")
    made_up = any(make_up.slot == slot for make_up in calendar.make_ups)
    if not covers(calendar.year, slot.date) and not made_up:
        raise RuleBroken(f"Ngày {slot.date:%d/%m/%Y} nằm ngoài năm học của lớp này. Chưa có gì thay đổi.")
