"""The pictures of docs/: a phone or a screen each, twice as sharp, small enough to be kept in the project."""

from pathlib import Path

import click
from PIL import Image

from scripts.looking.camera import DESK, PHONE, Camera, settle
from scripts.looking.scenes import KEY, REST, Scene
from sisoho.config import PROJECT

PICTURES = PROJECT / "docs" / "anh"
_QUALITY = 62

GUIDE = {**{name: page.full for name, page in KEY.items()}, **REST}
PHONES = (
    "giao-vien-hom-nay",
    "diem-danh",
    "da-nhan",
    "can-xac-minh",
    "thon-buon",
    "lan-den-nha",
    "hieu-truong-hom-nay",
)
DESKS = ("hieu-truong-hom-nay", "xa-hom-nay", "hoc-sinh")


def take_guide_pictures(eye: Camera, folder: Path, names: tuple[str, ...]) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    for size, chosen in ((PHONE, PHONES), (DESK, DESKS)):
        for name in chosen:
            if names and name not in names:
                continue
            target = PICTURES / f"{name}{'' if size == PHONE else '-rong'}.webp"
            _keep(_shoot(eye, GUIDE[name], folder / "shot.png", size), target)
            click.echo(f"{target.relative_to(PROJECT)}  {target.stat().st_size // 1024} kB")


def _shoot(eye: Camera, scene: Scene, path: Path, size: tuple[int, int]) -> Path:
    with eye.page(scene.role, scene.store, size, scale=2 if size == PHONE else 1.25) as page:
        scene.steps(page)
        settle(page)
        page.screenshot(path=path)
    return path


def _keep(shot: Path, target: Path) -> None:
    Image.open(shot).convert("RGB").save(target, "WEBP", quality=_QUALITY, method=6)
