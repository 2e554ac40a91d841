"""A client made from docs/openapi.json by openapi-typescript compiles, and logs in."""

import asyncio
import json
import shutil
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path

import pytest

from tests.architecture.api_document import PAGE
from tests.world.application import World
from tests.world.npm import install_packages

HERE = Path(__file__).parent
SECONDS = 60


async def run(folder: Path, *command: str) -> tuple[int, str]:
    """Exit code and everything that was written."""
    process = await asyncio.create_subprocess_exec(*command, cwd=folder, stdout=PIPE, stderr=STDOUT)
    try:
        written, _ = await asyncio.wait_for(process.communicate(), SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()
        pytest.fail(f"{command} took more than {SECONDS} s")
    assert process.returncode is not None
    return process.returncode, written.decode()


def install(folder: Path) -> None:
    """The client's sources and the packages of its lock."""
    for name in ("package.json", "package-lock.json", "tsconfig.json", "log_in.ts"):
        shutil.copy(HERE / name, folder)
    install_packages(folder)


async def test_the_generated_client_logs_in(world: World, tmp_path: Path) -> None:
    await asyncio.to_thread(install, tmp_path)
    tools = tmp_path / "node_modules" / ".bin"
    for command in (
        (str(tools / "openapi-typescript"), str(PAGE), "-o", "api.d.ts"),
        (str(tools / "tsc"),),
    ):
        code, said = await run(tmp_path, *command)
        assert code == 0, said
    code, said = await run(tmp_path, "node", "out/log_in.js", world.url, "sandbox-typescript")
    assert code == 0, said
    told = json.loads(said)
    assert told["id"] == told["expected"]
    assert told["items"] == []
