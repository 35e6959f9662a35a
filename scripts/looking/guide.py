"""The pictures of docs/: a phone or a screen each, twice as sharp, small enough to be kept in the project."""

from pathlib import Path

import click
from PIL import Image

from scripts.looking.camera import DESK, PHONE, Camera, settle, to_the_top
from scripts.looking.scenes import KEY, REST, Scene
from sisoho.config import PROJECT

PICTURES = PROJECT / "docs" / "anh"
_QUALITY = 62

_GOOD = {name: page.full for name, page in KEY.items()}
_PHONE = {
    "mo-phieu": REST["mo-phieu"],
    "giao-vien-hom-nay": _GOOD["giao-vien-hom-nay"],
    "diem-danh": _GOOD["diem-danh"],
    "da-nhan": REST["da-nhan"],
    "cho-mang": KEY["diem-danh"].wrong,
    "can-xac-minh": REST["can-xac-minh"],
    "thon-buon": _GOOD["thon-buon"],
    "lan-den-nha": _GOOD["lan-den-nha"],
    "thi-dua": _GOOD["thi-dua"],
    "hieu-truong-hom-nay": _GOOD["hieu-truong-hom-nay"],
    "bao-cao-nhanh": REST["bao-cao-nhanh"],
    "duyet-ke-hoach": KEY["ke-hoach"].wrong,
    "kiem-tra": _GOOD["kiem-tra"],
}
_DESK = {
    "hieu-truong-rong": _GOOD["hieu-truong-hom-nay"],
    "xem-thu-danh-sach": REST["xem-thu-danh-sach"],
    "chuyen-truong": REST["chuyen-truong"],
    "so-thang": REST["so-thang"],
    "ke-hoach-rong": _GOOD["ke-hoach"],
    "xa-hom-nay": _GOOD["xa-hom-nay"],
}


def take_guide_pictures(eye: Camera, folder: Path, names: tuple[str, ...]) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    for size, chosen in ((PHONE, _PHONE), (DESK, _DESK)):
        for name, scene in chosen.items():
            if names and name not in names:
                continue
            target = PICTURES / f"{name}.webp"
            _keep(_shoot(eye, scene, folder / "shot.png", size), target)
            click.echo(f"{target.relative_to(PROJECT)}  {target.stat().st_size // 1024} kB")


def _shoot(eye: Camera, scene: Scene, path: Path, size: tuple[int, int]) -> Path:
    with eye.page(scene.role, scene.store, size, scale=2 if size == PHONE else 1.25) as page:
        scene.steps(page)
        settle(page)
        to_the_top(page)
        page.screenshot(path=path)
    return path


def _keep(shot: Path, target: Path) -> None:
    Image.open(shot).convert("RGB").save(target, "WEBP", quality=_QUALITY, method=6)
