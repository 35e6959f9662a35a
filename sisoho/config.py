"""Typed settings from the environment; an unsafe start is refused with the reason."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


class UnsafeStart(Exception):
    """The environment asks for something that would endanger pupils' data or mislead people."""


@dataclass(frozen=True, slots=True)
class Config:
    """var: folder of everything the program writes. public_url: "" or an https address.

    push_contact: whom a browser's maker may write to about our pushes, https or mailto; "" for no push.
    demo: the demo school with its one-tap door; only ever with its own database.
    """

    database_url: str
    var: Path
    secret_key: str
    public_url: str
    demo: bool
    lan: bool
    fonts: Path
    trust_roots: Path
    testing: bool = False
    push_contact: str = ""

    @property
    def push_key(self) -> Path:
        """The server's key for web push; made on first use."""
        return self.var / "push.pem"

    @property
    def secure_cookies(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def keys(self) -> Path:
        return self.var / "keys"


def from_environment(environ: Mapping[str, str] | None = None) -> Config:
    """Read DATABASE_URL, PUBLIC_URL, SECRET_KEY and SISOHO_{VAR,DEMO,LAN,FONTS,TRUST_ROOTS,TESTING,
    PUSH_CONTACT}.

    Raises UnsafeStart with a Vietnamese sentence.
    """
    env = os.environ if environ is None else environ
    var = Path(env.get("SISOHO_VAR") or PROJECT / "var").resolve()
    demo = env.get("SISOHO_DEMO") == "1"
    name = "demo" if demo else "sisoho"
    config = Config(
        database_url=env.get("DATABASE_URL") or f"sqlite:///{var / name}.db",
        var=var,
        secret_key=env.get("SECRET_KEY") or _kept_secret(var, name),
        public_url=(env.get("PUBLIC_URL") or "").rstrip("/"),
        demo=demo,
        lan=env.get("SISOHO_LAN") == "1",
        fonts=Path(env.get("SISOHO_FONTS") or PROJECT / "static" / "vendor" / "fonts"),
        trust_roots=Path(env.get("SISOHO_TRUST_ROOTS") or var / "trust-roots"),
        testing=env.get("SISOHO_TESTING") == "1",
        push_contact=env.get("SISOHO_PUSH_CONTACT") or (env.get("PUBLIC_URL") or "").rstrip("/"),
    )
    _refuse_unsafe(config)
    return config


def _refuse_unsafe(config: Config) -> None:
    if config.public_url and not config.public_url.startswith("https://"):
        raise UnsafeStart("PUBLIC_URL phải bắt đầu bằng https:// vì địa chỉ này được in lên giấy.")
    if config.demo and config.public_url and not config.testing:
        raise UnsafeStart("Bản dùng thử (SISOHO_DEMO=1) không được mở trên địa chỉ công khai PUBLIC_URL.")
    if len(config.secret_key) < 32:
        raise UnsafeStart("SECRET_KEY quá ngắn: cần ít nhất 32 ký tự ngẫu nhiên.")


def _kept_secret(var: Path, name: str) -> str:
    """The secret of this machine, made on first use, readable by its owner only."""
    path = var / f"{name}.secret"
    if path.exists():
        return path.read_text(encoding="ascii").strip()
    try:
        var.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except PermissionError as problem:
        raise UnsafeStart(f"Không ghi được vào thư mục dữ liệu {var}: hãy cấp quyền ghi.") from problem
    except FileExistsError:  # another process of the same start was first
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        secret = secrets.token_urlsafe(48)
        file.write(secret)
    return secret
