"""Why something cannot be started on this machine, in words for the person who typed the command."""

import errno
from pathlib import Path
from typing import Final

from models.rules.reasons import Text
from server.errors import StartRefused

_WHY: Final = {
    errno.EEXIST: ("那里有一个同名文件", "there is a file of that name"),
    errno.ENOTDIR: ("路径中有一段是文件，不是目录", "a part of the path is a file, not a folder"),
    errno.ENAMETOOLONG: ("路径太长", "the path is too long"),
    errno.EROFS: ("那里是只读的", "it is on a read-only file system"),
    errno.ENOSPC: ("磁盘已满", "the disk is full"),
    errno.EDQUOT: ("磁盘配额已用完", "the disk quota is used up"),
    errno.ENOENT: ("那里不能新建目录", "no folder can be made there"),
    errno.EILSEQ: ("路径不是 UTF-8 文字", "the path is not text in UTF-8"),
    errno.ELOOP: ("路径中的链接绕成了圈", "links in the path lead in a circle"),
}
_LONGEST = 120
_LAST_WORDS = 1500


def _shortened(path: Path) -> str:
    text = str(path)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


class DataFolderInUse(StartRefused):
    """Another process holds the lock of this data folder."""

    def __init__(self, folder: Path, holder: str) -> None:
        super().__init__(
            Text(
                f"数据目录 {folder} 正被进程 {holder} 使用。请先停掉它，或用 --data 指定另一个目录",
                f"The data folder {folder} is in use by process {holder}. "
                "Stop that one first, or choose another folder with --data",
            )
        )


class DataFolderForbidden(StartRefused):
    """The data folder belongs to somebody else, or cannot be written."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            Text(
                f"无权读写数据目录 {folder}。请换用创建它的用户，或用 --data 指定另一个目录",
                f"No permission for the data folder {folder}. "
                "Run as the user who made it, or choose another folder with --data",
            )
        )


class DataFolderUnusable(StartRefused):
    """What `--data` names can be no folder of data: a file, a path too long, a full disk, …"""

    def __init__(self, folder: Path, why: OSError) -> None:
        zh, en = _WHY.get(why.errno or 0, (f"系统报告：{why.strerror}", str(why.strerror)))
        where = _shortened(folder)
        super().__init__(
            Text(
                f"{where} 不能用作数据目录：{zh}。请用 --data 指定另一个目录，例如 --data ~/shuangtui",
                f"{where} cannot be the data folder: {en}. "
                "Choose another one with --data, for example --data ~/shuangtui",
            )
        )


class KeysMissing(StartRefused):
    """The data are here, the keys that they are locked with are not."""

    def __init__(self, folder: Path, name: str) -> None:
        super().__init__(
            Text(
                f"数据目录 {folder} 里少了 {name}（或内容已损坏），其中是打开数据的密码和密钥，"
                "不能重新生成。请从备份恢复这个文件后再启动；"
                "不再需要这些数据时，用 --data 指定一个新目录",
                f"The data folder {folder} lacks {name}, or that file is damaged. It holds the "
                "passwords and keys of these data and cannot be made anew. Restore it from a backup; "
                "if the data are no longer needed, choose a new folder with --data",
            )
        )


class BinaryMissing(StartRefused):
    """A server's program is not installed, or not for this machine."""

    def __init__(self, program: str, package: str) -> None:
        super().__init__(
            Text(
                f"找不到 {program}。请安装 {package}，或改用自己的服务器（见 docs/operations.md）",
                f"{program} was not found. Install {package}, "
                "or use servers of your own (docs/operations.md)",
            )
        )


class SecretsDoNotFit(StartRefused):
    """The kept password is not the one the database was made with."""

    def __init__(self, server: str) -> None:
        super().__init__(
            Text(
                f"secrets.toml 中的密码与 {server} 的数据不符。请恢复原来的 secrets.toml",
                f"The password in secrets.toml does not fit the data of {server}. "
                "Restore the secrets.toml that belongs to this data folder",
            )
        )


class OtherVersion(StartRefused):
    """The data were written by another major version of PostgreSQL."""

    def __init__(self, folder: Path, found: str, expected: str) -> None:
        super().__init__(
            Text(
                f"{folder} 是 PostgreSQL {found} 的数据，本程序需要 {expected}。请先导出再导入",
                f"{folder} was written by PostgreSQL {found}, this program brings {expected}. "
                "Dump it with the old version and restore it into a new folder",
            )
        )


class ChildFailed(StartRefused):
    """A child ended, or did not answer in time, while it was being started.

    `returncode` is None for one that had to be stopped; `said` is what this start wrote to its log.
    """

    def __init__(
        self, name: str, what: str, said: str = "", *, returncode: int | None = None
    ) -> None:
        self.what, self.said, self.returncode = what, said, returncode
        ending = f"\n{said[-_LAST_WORDS:].strip()}" if said else ""
        super().__init__(
            Text(f"{name} 没有启动成功：{what}{ending}", f"{name} did not start: {what}{ending}")
        )


class DataUnreadable(StartRefused):
    """A child cannot read what it keeps, and that is the truth: nobody but a person may decide."""

    def __init__(self, name: str, folder: Path, remedy: Text, said: str = "") -> None:
        self.said = said
        words = f"\n{said[-_LAST_WORDS:].strip()}" if said.strip() else ""
        super().__init__(
            Text(
                f"{name} 读不了 {folder} 里的数据，已停止；"
                f"这些数据原样留着，没有动过。{remedy.zh}{words}",
                f"{name} cannot read its data in {folder}, so everything was stopped; "
                f"the data were left as they are. {remedy.en}",
            )
        )
