"""`flask --app app risk-backtest`: what each rule would have caught, for whoever sets thresholds."""

from datetime import datetime

import click

from sisoho import clock
from sisoho.access import Access, system_access
from sisoho.errors import DomainError
from sisoho.outreach.queries.risk_memory import remembered_pupils
from sisoho.outreach.queries.risk_rules import rules_in_force
from sisoho.outreach.rules.risk_backtest import Tally, tally, variants, watched
from sisoho.schools.queries import unit_card
from sisoho.schools.queries.named import school_named

_KNOWN = (
    "Mỗi ngày chỉ đọc điều trường đã biết hôm đó: điểm danh theo lúc trường nhận và lúc sửa; hoàn cảnh,",
    "khoảng cách, bỏ học theo ngày ghi vào sổ. Sổ không giữ lúc ghi của: quyết định hộ nghèo, mùa vụ,",
    "ngày nghỉ, thôn buôn, người cùng nhà, lúc một hoàn cảnh thôi đúng (đọc theo ngày hiệu lực);",
    "danh sách lớp của bản điểm danh trước khi sửa, lần bỏ học đã hủy (đọc như nay).",
)
_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("risk-backtest")
@click.option("--school", required=True, help="Mã công khai hoặc tên trường.")
@click.option("--from", "first", type=_DAY, required=True, help="Ngày đầu, NĂM-THÁNG-NGÀY.")
@click.option("--to", "last", type=_DAY, required=True, help="Ngày cuối, trong cùng năm học.")
@click.option("--half-days", default=45, type=click.IntRange(1), help="Nghỉ tới buổi thứ mấy cũng là hệ quả.")
def risk_backtest(school: str, first: datetime, last: datetime, half_days: int) -> None:
    """Count what each rule would have caught and missed in a span; no names."""
    try:
        card = unit_card(school_named(school, clock.today()), clock.today())
        access = system_access(card.id, card.kind, clock.today(), card.commune_id, card.name)
    except DomainError as problem:
        raise click.ClickException(problem.message) from problem
    _tell(access, first, last, half_days)


def _tell(access: Access, first: datetime, last: datetime, half_days: int) -> None:
    begins, ends = first.date(), last.date()
    rules = list(variants(rules_in_force(access, access.on)))
    pupils = [watched(pupil, rules, half_days, begins, ends) for pupil in remembered_pupils(access, ends)]
    bad = sum(pupil.ended is not None for pupil in pupils)
    click.echo(f"{len(pupils)} học sinh; {bad} em bỏ học hoặc nghỉ tới {half_days} buổi.")
    click.echo("  Nêu  Đúng  Sót  Nêu thừa  Báo trước (ngày)  Mức         Quy tắc")
    for rule in rules:
        click.echo(_line(tally(pupils, rule)))
    for line in _KNOWN:
        click.echo(line)


def _line(one: Tally) -> str:
    days = "–" if one.days is None else f"{one.days:g}".replace(".", ",")
    level = ", ".join(map(str, one.rule.thresholds))
    numbers = f"{one.raised:5} {one.caught:5} {one.missed:4} {one.false:9} {days:>17}"
    return f"{numbers}  {level:10}  {one.rule.code.label}"
