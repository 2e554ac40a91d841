"""Whether a PDF opens: asked of a child process for each file, which may crash but harm nothing."""

import logging
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from signal import SIGALRM, SIGKILL, Signals
from typing import BinaryIO, Final, Literal

from storage.errors import StoreUnavailable
from storage.files import pdf_child
from storage.files.threads import Threads

_LOG = logging.getLogger(__name__)
_CHILDREN: Final = 2
_PATIENCE_SECONDS: Final = 20.0
_GRACE_SECONDS: Final = 5

PdfFault = Literal["damaged", "password", "no_page"]
_FAULTS: Final[dict[int, PdfFault]] = {
    pdf_child.DAMAGED: "damaged",
    pdf_child.PASSWORD: "password",
    pdf_child.NO_PAGE: "no_page",
}


class PdfCheck:
    """At most two children at once in a process; they inherit no setting, no secret, no socket."""

    def __init__(self) -> None:
        self._threads = Threads(_CHILDREN, _PATIENCE_SECONDS)
        self._library = _find_library()

    async def check(self, file: BinaryIO) -> PdfFault | None:
        """What keeps a viewer from showing the first page, None if nothing does.

        A file that crashes its reader, or takes it too much time or memory, is damaged. The file is
        left where it stands. Raises StoreUnavailable where that was no fault of the file's.
        """
        code = await self._threads.run(lambda: self._run(file.fileno()))
        if code == pdf_child.OPENED:
            return None
        if code in (pdf_child.UNABLE, -SIGKILL, -SIGALRM):
            _LOG.warning("a PDF could not be checked: %s", _ended(code))
            raise StoreUnavailable("files", "the check of a PDF did not end")
        if code not in _FAULTS:
            _LOG.info("a PDF ended its check: %s", _ended(code))
        return _FAULTS.get(code, "damaged")

    async def close(self) -> None:
        await self._threads.close()

    def _run(self, descriptor: int) -> int:
        """The exit code, negative for a signal."""
        command = [sys.executable, "-I", "-S", pdf_child.__file__, self._library]
        try:
            ended = subprocess.run(  # noqa: S603  # nothing in it comes from outside
                command,
                stdin=descriptor,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={},
                timeout=pdf_child.WALL_SECONDS + _GRACE_SECONDS,
                check=False,
            )
        except OSError as failure:
            raise StoreUnavailable("files", f"no child process: {failure.strerror}") from failure
        except subprocess.TimeoutExpired:
            return -SIGKILL
        return ended.returncode


def _find_library() -> str:
    """Where the library lies; this process never loads it."""
    found = find_spec("pypdfium2_raw")
    if found is None or found.origin is None:
        raise RuntimeError("pypdfium2 is not installed")
    return str(Path(found.origin).with_name("libpdfium.so"))


def _ended(code: int) -> str:
    return f"code {code}" if code >= 0 else Signals(-code).name
