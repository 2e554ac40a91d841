"""The data folder: one holder at a time, private, with its generated secrets."""

import errno
import fcntl
import os
import secrets
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from standalone.embedded.errors import (
    DataFolderForbidden,
    DataFolderInUse,
    DataFolderUnusable,
    KeysMissing,
)

_SECRET_BYTES = 24
_LOCK = "lock"


@dataclass(frozen=True, slots=True)
class DataFolder:
    """Paths inside one data folder; `locked_folder` makes those that end in `/`.

    lock · secrets.toml · pids/ · logs/ · postgres/{cluster,sockets} · valkey/ · s3/objects
    """

    root: Path

    @property
    def pids(self) -> Path:
        return self.root / "pids"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def postgres(self) -> Path:
        return self.root / "postgres"

    @property
    def valkey(self) -> Path:
        return self.root / "valkey"

    @property
    def s3(self) -> Path:
        return self.root / "s3"

    def pid_file(self, name: str) -> Path:
        return self.pids / f"{name}.pid"

    def log_file(self, name: str) -> Path:
        return self.logs / f"{name}.log"


def absolute(root: Path) -> Path:
    """The folder's path without links. Raises DataFolderUnusable where it can have none."""
    try:
        os.fsencode(root).decode("utf-8")
        return root.resolve()
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links, before Python 3.13
        loop = OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        raise DataFolderUnusable(root, error if isinstance(error, OSError) else loop) from error
    except UnicodeDecodeError as error:
        raise DataFolderUnusable(Path(ascii(str(root))), OSError(errno.EILSEQ, "")) from error


def was_used(root: Path) -> bool:
    """Whether an earlier run has locked that folder, so that something of it may still be there."""
    return os.path.lexists(absolute(root) / _LOCK)


@contextmanager
def locked_folder(root: Path) -> Iterator[DataFolder]:
    """Make the folder if need be and hold its `flock`; the kernel lets go when we die.

    Raises DataFolderInUse, DataFolderForbidden, DataFolderUnusable.
    """
    folder = DataFolder(absolute(root))
    try:
        folder.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(folder.root / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        for path in (folder.pids, folder.logs, folder.valkey, folder.s3):
            path.mkdir(mode=0o700, exist_ok=True)
    except PermissionError as error:
        raise DataFolderForbidden(folder.root) from error
    except OSError as error:
        raise DataFolderUnusable(folder.root, error) from error
    try:
        _take(lock, folder.root)
        yield folder
    finally:
        os.close(lock)


def kept_secrets(path: Path, names: Sequence[str]) -> Mapping[str, str]:
    """The secrets of that file (mode 0600), each missing name generated and kept.

    Letters, digits, `-` and `_` only, 192 bits each. Raises KeysMissing for a file that holds
    something else: what it locked must not get new keys.
    """
    known = _read_secrets(path)
    missing = [name for name in names if name not in known]
    if missing:
        known |= {name: secrets.token_urlsafe(_SECRET_BYTES) for name in missing}
        write_private(path, "".join(f'{name} = "{value}"\n' for name, value in known.items()))
    return known


def _read_secrets(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    try:
        known = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise KeysMissing(path.parent, path.name) from error
    if not known or not all(isinstance(value, str) and value for value in known.values()):
        raise KeysMissing(path.parent, path.name)
    return known


def write_private(path: Path, text: str) -> None:
    """Replace the file in one step; mode 0600 from the first byte, on disk when this returns.

    Its folder too: a key that a power cut takes back would leave what it encrypted unreadable.
    """
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _take(lock: int, root: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.pread(lock, 32, 0).decode("ascii", errors="replace").strip()
        raise DataFolderInUse(root, holder or "?") from error
    os.ftruncate(lock, 0)
    os.pwrite(lock, str(os.getpid()).encode("ascii"), 0)
