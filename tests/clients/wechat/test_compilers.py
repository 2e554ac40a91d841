"""WeChat's own WXML and WXSS compilers take all of it, and refuse what is broken."""

import subprocess
from pathlib import Path

import pytest

from tests.clients.wechat.output import MINIPROGRAM, Output

pytestmark = pytest.mark.usefixtures("compilers")

_COMPILERS = MINIPROGRAM / "node_modules" / "miniprogram-compiler" / "bin" / "linux"
_SECONDS = 60


def compiled(
    tool: str, root: Path, files: list[Path], *options: str
) -> subprocess.CompletedProcess[str]:
    program = _COMPILERS / tool
    program.chmod(0o755)  # the package forgot the execute bit
    names = [f"./{file.relative_to(root)}" for file in files]
    return subprocess.run(  # noqa: S603  # nothing in it comes from outside
        [program, *options, *names], cwd=root, capture_output=True, text=True, timeout=_SECONDS
    )


def test_wxml(output: Output) -> None:
    done = compiled("wcc", output.root, output.files(".wxml"), "-d", "-gn", "$gwx")

    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert done.stdout


def test_wxss(output: Output) -> None:
    done = compiled("wcsc", output.root, output.files(".wxss"), "-db", "-pc", "0")

    assert done.returncode == 0, done.stderr
    assert done.stderr == ""


@pytest.mark.parametrize(
    "broken", ["<view><text>没有关上</view>", '<view wx:if="{{a"></view>', "<view wx:if>{{}</view>"]
)
def test_broken_wxml_is_refused(tmp_path: Path, broken: str) -> None:
    page = tmp_path / "page.wxml"
    page.write_text(broken)

    done = compiled("wcc", tmp_path, [page], "-d", "-gn", "$gwx")

    assert done.returncode != 0 or done.stderr


def test_broken_wxss_is_refused(tmp_path: Path) -> None:
    style = tmp_path / "page.wxss"
    style.write_text(".a { color: red; } .b { color: }}")

    done = compiled("wcsc", tmp_path, [style], "-db", "-pc", "0")

    assert done.returncode != 0 or done.stderr
