"""Debian's clamd, run for real with one signature of the tests' own and nothing else."""

import asyncio
import shutil
import signal
import tempfile
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

from storage.scanner.address import ScannerAddress
from storage.scanner.clamd import Scanner, ScannerAway

CLAMD: Final = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
WITHOUT: Final = "Debian's clamav-daemon is not here"
VIRUS: Final = b"shuangtui: what the tests call a virus"
SIGNATURE: Final = "Shuangtui.Test"
READY_SECONDS: Final = 30.0
_CONFIGURATION: Final = """
Foreground yes
LocalSocket {folder}/clamd.ctl
DatabaseDirectory {folder}/signatures
TemporaryDirectory {folder}
StreamMaxLength {largest}
MaxFileSize {unpacked}
MaxScanSize 200M
AlertExceedsMax yes
"""


@asynccontextmanager
async def clamd(
    *, largest: str = "25M", unpacked: str = "200M", folder: Path | None = None
) -> AsyncIterator[ScannerAddress]:
    """A daemon on a socket in `folder`, or one of its own; ended with the block."""
    assert CLAMD is not None
    place = Path(tempfile.mkdtemp(prefix="clamd")) if folder is None else folder
    (place / "signatures").mkdir(exist_ok=True)
    (place / "signatures" / "own.ndb").write_text(f"{SIGNATURE}:0:*:{VIRUS.hex()}\n")
    configuration = place / "clamd.conf"
    configuration.write_text(
        _CONFIGURATION.format(folder=place, largest=largest, unpacked=unpacked)
    )
    daemon = await asyncio.create_subprocess_exec(
        CLAMD, f"--config-file={configuration}", stdin=DEVNULL, stdout=DEVNULL, stderr=PIPE
    )
    address = ScannerAddress(str(place / "clamd.ctl"))
    try:
        await _answering(address, daemon)
        yield address
    finally:
        with suppress(ProcessLookupError):
            daemon.send_signal(signal.SIGTERM)
        await daemon.communicate()
        if folder is None:
            shutil.rmtree(place)


async def _answering(address: ScannerAddress, daemon: asyncio.subprocess.Process) -> None:
    scanner = Scanner(address, count=lambda _: None)
    async with asyncio.timeout(READY_SECONDS):
        while True:
            assert daemon.returncode is None, (await daemon.communicate())[1]
            with suppress(ScannerAway):
                return await scanner.ping()
            await asyncio.sleep(0.05)
