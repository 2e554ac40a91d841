"""What a person typed wrong at the terminal, and what they read: a sentence with what to do."""

import subprocess
import sys
from pathlib import Path

import pytest

from config.settings import PREFIX
from tests.cli.settings_given import environ
from tests.cli.terminal import programme, run_here
from tests.world.runs import PROJECT

EVERYWHERE = "0.0.0.0"  # noqa: S104 - what must be refused


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A damaged and a stopped installation, and a file in another encoding."""
    for name in ("damaged", "stopped"):
        (tmp_path / name).mkdir()
    (tmp_path / "damaged" / "environment.toml").write_text("x = [")
    gone = {f"{PREFIX}POSTGRES_DSN": "postgresql://app@/shuangtui?host=/nowhere/at/all"}
    lines = (f'{name} = "{value}"\n' for name, value in (environ() | gone).items())
    (tmp_path / "stopped" / "environment.toml").write_text("".join(lines))
    (tmp_path / "gbk.toml").write_bytes("政策".encode("gbk"))
    return tmp_path


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ("verify-receipt /nowhere/at/all {0}", 2, "找不到 /nowhere/at/all，请核对路径"),
        ("verify-receipt {0} {0}", 2, "{0} 是文件夹，这里要的是文件"),
        ("programme list --data /nowhere/at/all", 2, "请先运行 make run"),
        ("programme list --data {0}/damaged", 2, "environment.toml 已损坏"),
        ("programme list --data {0}/gbk.toml", 2, "请先运行 make run"),
        ("programme new abc --into {0}/gbk.toml", 2, "是文件，不是文件夹"),
        ("programme check /nowhere/at/all", 2, "没有这个文件：'/nowhere/at/all'"),
        ("programme check {0}/gbk.toml", 1, "没有这个文件"),
        ("programme publish /nowhere/at/all --data {0}/stopped", 2, "没有这个文件"),
        ("programme publish --programmes {0}/gbk.toml", 2, "没有这个文件夹"),
        ("programme close x --data {0}/stopped --reason", 2, "--reason 后面须跟一个值"),
        ("staff add --username x --role boss", 2, "--role 不能是 'boss'"),
        ("staff add --username x --role platform --platform 7 --data {0}/stopped", 1, "--platform"),
        ("staff add --username x --role auditor --data {0}/stopped", 2, "没有读到密码"),
        (
            "staff add --username x --role auditor --password-stdin --data {0}/stopped",
            2,
            "没有读到密码",
        ),
        ("jobs retry 99999999999999999999", 2, "须为 jobs held 列出的编号"),
        ("jobs retry abc", 2, "须为 jobs held 列出的编号"),
        ("serve --port 99999999", 2, "端口须为 0 至 65535"),
        ("serve", 2, "SHUANGTUI_POSTGRES_DSN：没有设置"),
    ],
)
def test_it_is_said_what_to_do(words: str, status: int, said: str, files: Path) -> None:
    found = run_here(*words.format(files).split())
    everything = found.out + found.err
    assert said.format(files) in everything
    assert (found.status, "Traceback" in everything) == (status, False)


async def test_a_stopped_database_is_told_with_what_starts_it(files: Path) -> None:
    """In a process of its own, as every command that opens the database."""
    found = await programme("list", "--data", files / "stopped")
    assert "连接不上数据库。用 make run 的" in found.err
    assert (found.status, "Traceback" in found.out + found.err) == (2, False)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--host", "nowhere"), "本机没有地址 nowhere"),
        (("--host", "192.0.2.1"), "本机没有地址 192.0.2.1"),
        (("--host", EVERYWHERE, "--port", "0"), "--host：演示环境只在本机监听"),
        (("--fd", "99"), "--fd 99 不是上级进程打开的监听套接字"),
        (("--port", "-1"), "端口须为 0 至 65535"),
    ],
)
def test_a_server_that_cannot_listen_says_why(
    words: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environ(ENVIRONMENT="demo").items():
        monkeypatch.setenv(name, value)
    found = run_here("serve", *words)
    assert (found.status, said in found.err) == (2, True), found


def test_a_reader_that_has_enough_hears_no_complaint() -> None:
    """As `… | head -1`: nobody reads standard output any more."""
    command = (sys.executable, "-m", "server", "programme", "schema", "--file", "policy")
    with subprocess.Popen(  # noqa: S603  # our own interpreter and words
        command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
