"""The public client of tus, under Node: a large file goes on after cuts, also in another process."""

import asyncio
import json
import shutil
from asyncio.subprocess import PIPE
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from storage.files.content import PIECE_BYTES
from tests.features.uploads.cutting import Line, line_to
from tests.features.uploads.tus import PATH, Sender
from tests.rush.size import PROVING
from tests.world.npm import install_packages
from tests.world.servers import Embedded

_MIB = 1024 * 1024
_SIZE = (2048 if PROVING else 40) * _MIB
_SOURCE = Path(__file__).with_name("tus_client")
pytestmark = pytest.mark.timeout(1800 if PROVING else 180)


@pytest.fixture(scope="module")
def client(embedded: Embedded) -> Path:
    """The program with the packages of its lock; once a run."""
    folder = embedded.root / f"tus-client-{embedded.worker}"
    if not folder.exists():
        shutil.copytree(_SOURCE, folder)
    install_packages(folder)
    return folder / "send.mjs"


@dataclass
class Run:
    """How a client's run ended, and what it said."""

    ended: int
    said: str


@dataclass
class Program:
    """One file on one person's computer."""

    script: Path
    sender: Sender
    line: Line
    file: Path

    async def send(self, **options: object) -> Run:
        given = {
            "file": str(self.file),
            "memory": str(self.file.with_suffix(".json")),
            "endpoint": f"{self.line.url}/api/v1{PATH}",
            "headers": self.sender.who.headers,
            "metadata": {"filename": "材料.zip"},
            "retryDelays": [0, 50, 200, 1000],
            **options,
        }
        process = await asyncio.create_subprocess_exec(
            *("node", str(self.script), json.dumps(given)), stdout=PIPE, stderr=PIPE
        )
        try:
            out, err = await process.communicate()
        finally:
            if process.returncode is None:
                process.kill()
        return Run(process.returncode or 0, (out + err).decode())


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    """Mostly empty on disk; no two pieces of it are alike."""
    made = tmp_path / "large.zip"
    with made.open("wb") as writing:
        writing.truncate(_SIZE)
        for at in range(0, _SIZE, PIECE_BYTES):
            writing.seek(at)
            writing.write(at.to_bytes(8, "big"))
    yield made
    made.unlink()


def digest_of(file: Path) -> str:
    hashes = b""
    with file.open("rb") as reading:
        while piece := reading.read(PIECE_BYTES):
            hashes += sha256(piece).digest()
    return sha256(hashes).hexdigest()


async def test_a_large_file_goes_on_after_cuts(sender: Sender, client: Path, file: Path) -> None:
    async with line_to(sender.world.url) as line:
        program = Program(client, sender, line, file)
        line.breaks = [_SIZE // 3]
        broken = await program.send(retryDelays=None)
        assert broken.ended == 3, broken.said
        begun = line.sent
        # Another process, another cut, which this one gets over by itself.
        line.breaks = [begun + _SIZE // 3]
        whole = await program.send()
        assert whole.ended == 0, whole.said
        assert line.breaks == []
    upload_id = whole.said.strip().rpartition("/")[2]
    (row,) = await sender.world.fetch("SELECT * FROM uploads WHERE id = $1", upload_id)
    assert (row["received"], row["file_name"]) == (_SIZE, "材料.zip")
    assert sha256(row["sha256s"]).hexdigest() == digest_of(file)
    # Two thirds had come and were not sent again, but for what was on the line when it broke.
    assert line.sent < _SIZE * 3 // 2
    for name in await sender.objects(upload_id):
        await sender.world.ports.bucket.delete(name)


async def test_in_parts_and_by_post(sender: Sender, client: Path, tmp_path: Path) -> None:
    """A client behind a proxy that knows no PATCH, in parts that fill no piece."""
    small = tmp_path / "small.zip"
    small.write_bytes(b"".join(number.to_bytes(4, "big") for number in range(_MIB)))
    async with line_to(sender.world.url) as line:
        program = Program(client, sender, line, small)
        run = await program.send(overridePatchMethod=True, chunkSize=700_001)
    assert run.ended == 0, run.said
    upload_id = run.said.strip().rpartition("/")[2]
    assert await sender.stored(upload_id) == small.read_bytes()
