"""`flask --app app import-pupils`: the same import as in the browser, for whoever runs the server."""

from pathlib import Path

import click

from sisoho import clock
from sisoho.access import Access, system_access
from sisoho.errors import DomainError, RuleBroken
from sisoho.schools import actions, queries
from sisoho.schools.queries.imports import RunCard, import_run, run_rows
from sisoho.schools.queries.named import school_named, year_named

_ADDITIONS = {"classes": "Lớp mới", "campuses": "Điểm trường mới", "villages": "Thôn buôn mới"}
_MOST_LINES = 500
_COUNTS = {
    "new": "mới",
    "same": "giữ nguyên",
    "changed": "thay đổi",
    "doubtful": "cần xem lại",
    "refused": "không nhận",
    "missing": "không có trong tệp",
    "noted": "có ghi chú",
}


@click.command("import-pupils")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--school", required=True, help="Mã công khai hoặc tên trường.")
@click.option("--year", "label", help="Năm học, ví dụ 2026-2027; mặc định là năm hiện tại.")
@click.option("--apply", "applies", is_flag=True, help="Nhập thật; không có thì chỉ xem thử.")
def import_pupils(file: Path, school: str, label: str | None, applies: bool) -> None:
    """Try a pupil list (XLSX, XLS, CSV) of a school, or import it with --apply."""
    try:
        access = _access(school)
        run = actions.try_list(access, _year_id(access, label), file.read_bytes(), file.name)
        _tell(access, import_run(access, run.public_id))
        if applies:
            actions.apply_list(access, run.id)
            click.echo("Đã nhập.")
        else:
            click.echo("Mới xem thử, chưa nhập gì. Thêm --apply để nhập.")
    except DomainError as problem:
        raise click.ClickException(problem.message) from problem


def _access(school: str) -> Access:
    card = queries.unit_card(school_named(school, clock.today()), clock.today())
    return system_access(card.id, card.kind, clock.today(), card.commune_id, card.name)


def _year_id(access: Access, label: str | None) -> int:
    if label:
        return year_named(access, label)
    year = queries.current_year(access)
    if year is None:
        raise RuleBroken("Trường chưa mở năm học nào.")
    return year.id


def _tell(access: Access, run: RunCard) -> None:
    click.echo(f"{run.file_name}, năm học {run.year}:")
    for verdict, words in _COUNTS.items():
        click.echo(f"  {run.count(verdict):5} {words}")
    for notice in run.notices:
        click.echo(notice)
    for kind, words in (
        ("classes", "Lớp mới"),
        ("campuses", "Điểm trường mới"),
        ("villages", "Thôn buôn mới"),
    ):
        names = [name if isinstance(name, str) else name[0] for name in run.additions.get(kind, ())]
        if names:
            click.echo(f"{words}: {', '.join(names)}")
    for shown in ("can-xem", "khong-nhan"):
        for line in run_rows(access, run, shown, size=_MOST_LINES).lines:
            click.echo(f"  {line.where}: {line.name} – {line.reason}")
