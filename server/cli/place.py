"""Where the servers of an installation are: told by the environment, or by what `up` left behind."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config.settings import PREFIX, Settings, read_settings

ENVIRONMENT_FILE = "environment.toml"


class NotRunning(Exception):
    """Neither the environment nor a data folder says where the servers are."""


@dataclass(frozen=True, slots=True)
class Place:
    """What every command works with: the servers' settings, the owner's DSN, the addresses."""

    settings: Settings
    owner_dsn: str
    worker_dsn: str
    url: str
    wechat_url: str

    def owner(self) -> str:
        """The owner's DSN. Raises NotRunning where none is known."""
        if not self.owner_dsn:
            raise NotRunning("请用 SHUANGTUI_OWNER_DSN 指定数据库所有者 / set SHUANGTUI_OWNER_DSN")
        return self.owner_dsn


def find_place(data: Path) -> Place:
    """From the environment if it names a database, else from the data folder of an `up`.

    Raises NotRunning, SettingsError.
    """
    given: Mapping[str, str] = os.environ
    if PREFIX + "POSTGRES_DSN" not in given:
        file = data / ENVIRONMENT_FILE
        if not file.exists():
            raise NotRunning(
                f"{data} 里没有运行过的系统；请先运行 make run，或用环境变量指定服务器"
                f" / nothing was started in {data}; run `make run` first, or set the environment"
            )
        given = {**os.environ, **_left_behind(file)}
    return Place(
        settings=read_settings(given),
        owner_dsn=given.get(PREFIX + "OWNER_DSN", ""),
        worker_dsn=given.get(PREFIX + "WORKER_DSN", given[PREFIX + "POSTGRES_DSN"]),
        url=given.get(PREFIX + "URL", "http://127.0.0.1:8000"),
        wechat_url=given.get(PREFIX + "WECHAT_BASE_URL", ""),
    )


def _left_behind(file: Path) -> dict[str, str]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise NotRunning(
            f"{file} 已损坏，读不出服务器的地址。重新执行 make run 会重写这个文件"
            f" / {file} is damaged; start `make run` again, which writes it anew"
        ) from error
