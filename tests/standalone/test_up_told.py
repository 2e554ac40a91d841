"""What `up` says at a terminal: sentences, no secret, no noise; JSON lines where asked for."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE
from pathlib import Path
from socket import create_server
from typing import Any

import pytest

from standalone.accounts import read_accounts
from standalone.supervision.sentences import sentence
from tests.world.installation import until
from tests.world.runs import PROJECT
from tests.world.up import STOP_SECONDS, children_of, up

# Several starts of the whole product, one after the other.
pytestmark = pytest.mark.timeout(300)
_FRAGMENTS = ("+0", "+7", "run_id", '{"', "Traceback")


async def typed(*words: str | Path) -> tuple[int | None, str]:
    """`up` with these words, where it refuses to start: its exit status and what it says."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "server", "up", *map(str, words)),
        cwd=PROJECT,
        stdout=PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await asyncio.wait_for(process.communicate(), STOP_SECONDS)
    return process.returncode, said.decode()


@pytest.mark.parametrize("given", ["99999999", "-1", "abc", "65536", "8e3", "", "80 90"])
async def test_a_port_that_there_cannot_be_is_refused_in_words(given: str, tmp_path: Path) -> None:
    data = tmp_path / "data"
    status, said = await typed(f"--port={given}", "--data", data)
    assert (status, data.exists()) == (2, False)
    assert "端口须为 0 至 65535 的整数" in said
    assert repr(given) in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--port", "{busy}", "--wechat-port", "0"), "--port"),
        (("--port", "0", "--wechat-port", "{busy}"), "--wechat-port"),
        (("--port", "65535"), "--wechat-port"),
        (("--port", "0", "--wechat-port", "0", "--programmes", "/nowhere"), "--programmes"),
        (("--log-format", "xml"), "--log-format"),
    ],
)
async def test_a_start_that_is_refused_leaves_no_folder(
    words: tuple[str, ...], named: str, tmp_path: Path
) -> None:
    data = tmp_path / "deep" / "data"
    with create_server(("127.0.0.1", 0)) as busy:
        port = str(busy.getsockname()[1])
        status, said = await typed(*(word.format(busy=port) for word in words), "--data", data)
    assert (status, data.parent.exists()) == (2, False), said
    assert named in said
    assert "Traceback" not in said


async def test_a_blank_data_folder_is_not_this_folder() -> None:
    status, said = await typed("--data", " ")
    assert (status, "数据目录" in said) == (2, True), said


async def told(data: Path, *words: str, killed: str | None = None) -> str:
    """All that one `up` says from its start to its stop; the `killed` child has come back."""
    heard: list[str] = []
    async with up(data, *words, demo=True, heard=heard) as process:
        if killed is not None:
            os.kill(children_of(data)[killed], signal.SIGKILL)
            await until(lambda: _came_back(data), f"{killed} is back")
        os.kill(process.pid, signal.SIGTERM)
        out, err = await asyncio.wait_for(process.communicate(), STOP_SECONDS)
    return "".join(heard) + (out + err).decode()


async def _came_back(data: Path) -> bool:
    return any(line["event"] == "child.revived" for line in logged(data) if "event" in line)


def logged(data: Path) -> list[dict[str, Any]]:
    """What `up` wrote to its log."""
    lines = (data / "logs" / "up.log").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


async def test_programs_get_lines_people_get_sentences_and_a_file_the_passwords(
    quick_path: Path,
) -> None:
    data = quick_path / "data"
    lines = await told(data, "--log-format", "json")
    for line in lines.splitlines():
        assert {"at", "level", "logger"} <= set(json.loads(line)), line
    # The second start: Valkey runs anew, under another run id.
    said = await told(data, killed="worker")
    assert not [fragment for fragment in _FRAGMENTS if fragment in said], said
    assert len(said.splitlines()) <= 13, said
    assert "后台任务意外停止（SIGKILL）" in said
    assert "后台任务已恢复运行" in said
    assert [line for line in logged(data) if line["level"] not in ("info", "debug")] != []
    assert not [line for line in logged(data) if line["level"] != "info" and "run_id" in str(line)]
    accounts, file = read_accounts(data), data / "demo-accounts.txt"
    assert len(accounts) > 10
    assert file.stat().st_mode & 0o777 == 0o600
    for heard in (lines, said):
        assert str(file) in heard
        assert not [account for account in accounts if account.password in heard]


@pytest.mark.parametrize("child", ["postgres", "valkey", "s3", "wechat", "worker", "server-2"])
def test_every_event_of_a_child_is_a_sentence(child: str) -> None:
    ended = sentence("child.ended", {"child": child, "ending": "exit 1", "restart_in_ms": 400})
    failed = sentence("child.failed", {"child": child, "error": "…"})
    assert ended is not None
    assert failed is not None
    assert "0.4 秒后自动重新启动" in ended.zh
    assert f"logs/{child}.log" in failed.zh
    assert sentence("child.started", {"child": child, "pid": 1, "took_ms": 5}) is None
