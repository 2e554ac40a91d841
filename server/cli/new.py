"""`programme new CODE`: starts the files of another city from a template that compiles."""

from argparse import Namespace
from pathlib import Path

from config.files import TEMPLATE
from models.programme.reader.table import is_code
from server.cli.blanks import blanks
from server.cli.programme_files import DEMO, POLICY
from server.cli.say import say
from server.cli.schema import write_schemas
from server.cli.statuses import FAILED
from server.clock import Clock

_YEAR_FILE = "year.toml"


def run_new(options: Namespace) -> int:
    """The exit status: 0, or 1 where nothing was written."""
    code: str = options.code
    folder: Path = options.into / code
    if not is_code(code):
        say(
            "代码须以小写字母开头，只含小写字母、数字、- 和 _，最长 40 个字符", "no such code", code
        )
        return FAILED
    if folder.exists():
        say("文件夹已经存在，没有写入", "The folder exists; nothing was written", folder)
        return FAILED
    files = _write(folder, code, Clock().today().year)
    say("已写好", "Written", folder)
    say("请依次填写下列各处，再用 programme check 检查", "Fill these in, then run programme check")
    for place in blanks(*files):
        say(f"  {place}")
    return 0


def _write(folder: Path, code: str, year: int) -> list[Path]:
    """The three files, with the code and the year in place of the template's, and their schemas."""
    folder.mkdir(parents=True)
    write_schemas(folder)
    written = []
    for source, name in ((POLICY, POLICY), (_YEAR_FILE, f"{year}.toml"), (DEMO, DEMO)):
        text = (TEMPLATE / source).read_text("utf-8")
        text = text.replace("__CODE__", code).replace("__YEAR__", str(year))
        (folder / name).write_text(text, "utf-8")
        written.append(folder / name)
    return written
