"""argparse's complaints in both languages: what was typed wrong, and where to read on."""

import argparse
import re
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Final, NoReturn
from uuid import UUID

from models.rules.text.personal_numbers import mask_personal
from models.rules.text.typed import HalfCharacter, typed_line
from server.clock import SHANGHAI
from server.edge.web.listening import HIGHEST_PORT

_CHINESE: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(pattern), zh)
    for pattern, zh in (
        (r"the following arguments are required: (.+)", r"还需要给出：\1"),
        (r"one of the arguments (.+) is required", r"须给出其中一个：\1"),
        (r"unrecognized arguments: (.+)", r"不认识：\1"),
        (r"argument (.+?): invalid choice: (.+) \(choose from (.+)\)", r"\1 不能是 \2，可选：\3"),
        (r"argument (.+?): invalid int value: (.+)", r"\1 须为整数，现为 \2"),
        (r"argument (.+?): expected one argument", r"\1 后面须跟一个值"),
        (r"argument (.+?): expected at least one argument", r"\1 后面至少须跟一个值"),
        (r"argument (.+?): ignored explicit argument (.+)", r"\1 后面不跟值，现为 \2"),
        (r"ambiguous option: (.+?) could match (.+)", r"\1 可以是 \2，请写全"),
    )
)
_HIGHEST_ID: Final = 2**63 - 1
_OWN_WORDS = re.compile(r"argument (.+?): (.+) / (.+)")


class BilingualParser(argparse.ArgumentParser):
    """As argparse's; whoever types something wrong reads it in Chinese first, then in English."""

    def error(self, message: str) -> NoReturn:
        zh, en = in_both_languages(message)
        self.print_usage(sys.stderr)
        self.exit(2, f"{zh}。用法见 {self.prog} --help\n{en}; see {self.prog} --help\n")


def in_both_languages(message: str) -> tuple[str, str]:
    """Chinese and English of one of argparse's messages, or of our own in the form `zh / en`."""
    for pattern, zh in _CHINESE:
        if pattern.fullmatch(message):
            return pattern.sub(zh, message), message
    own = _OWN_WORDS.fullmatch(message)
    if own is None:
        return f"命令有误：{message}", message
    option, zh, en = own.groups()
    return f"{option}：{zh}", f"{option}: {en}"


def existing_folder(text: str) -> Path:
    """A folder that is there. Raises ArgumentTypeError."""
    folder = Path(text)
    if text.strip() and folder.is_dir():
        return folder
    raise argparse.ArgumentTypeError(
        f"没有这个文件夹：{text!r}，请核对路径 / there is no folder {text!r}, check the path"
    )


def existing_path(text: str) -> Path:
    """A file or folder that is there. Raises ArgumentTypeError."""
    if text.strip() and Path(text).exists():
        return Path(text)
    raise argparse.ArgumentTypeError(
        f"没有这个文件：{text!r}，请核对路径 / there is no file {text!r}, check the path"
    )


def job_id(text: str) -> int:
    """A job's number, as `jobs held` prints it. Raises ArgumentTypeError."""
    if text.isdecimal() and 0 < int(text) <= _HIGHEST_ID:
        return int(text)
    raise argparse.ArgumentTypeError(
        f"须为 jobs held 列出的编号，现为 {text!r} / a number that `jobs held` lists, not {text!r}"
    )


def person_id(text: str) -> UUID:
    """An id, as the audit and the log name people. Raises ArgumentTypeError."""
    try:
        return UUID(text.strip())
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"不是有效的编号：{text!r}，请复制完整的编号 / {text!r} is no id, copy the whole of it"
        ) from None


def iso_day(text: str) -> date:
    """A day. Raises ArgumentTypeError."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"日期须写成 2026-12-31，现为 {text!r} / a day as 2026-12-31, not {text!r}"
        ) from None


def china_moment(text: str) -> datetime:
    """A minute of Chinese time. Raises ArgumentTypeError."""
    try:
        return datetime.strptime(text.strip(), "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f'时间须写成 "2026-12-01 06:00"（北京时间），现为 {text!r}'
            f' / a time as "2026-12-01 06:00" (China time), not {text!r}'
        ) from None


def data_folder(text: str) -> Path:
    """Where data lie, or will. Raises ArgumentTypeError for a blank, which would mean `.`."""
    if text.strip():
        return Path(text)
    raise argparse.ArgumentTypeError(
        "请写出数据目录，例如 --data var / name the folder, for example --data var"
    )


def typed_text(text: str) -> str:
    """A text without what nobody sees. Raises ArgumentTypeError where nothing remains."""
    try:
        kept = typed_line(text)
    except HalfCharacter:
        raise argparse.ArgumentTypeError("有无法识别的字符 / holds half a character") from None
    if not kept:
        raise argparse.ArgumentTypeError(
            "不能为空（空格和看不见的字符不算） / must not be blank; unseen signs do not count"
        )
    return kept


def typed_reason(text: str) -> str:
    """A reason as it is kept: without the numbers of persons. Raises ArgumentTypeError."""
    return mask_personal(typed_text(text))


def port_number(text: str) -> int:
    """A TCP port, or 0 for any free one. Raises ArgumentTypeError."""
    digits = text.strip()
    if digits.isdecimal() and int(digits) <= HIGHEST_PORT:
        return int(digits)
    raise argparse.ArgumentTypeError(
        f"端口须为 0 至 {HIGHEST_PORT} 的整数（0 表示任选一个空闲的），现为 {text!r}"
        f" / a port is a whole number from 0 to {HIGHEST_PORT} (0 takes a free one), not {text!r}"
    )
