"""What of the supervisor's events a person at the terminal is told, and in which words."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from models.rules.reasons import Text
from standalone.supervision.journal import Fact

_NAMES: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "postgres": Text("数据库（PostgreSQL）", "the database (PostgreSQL)"),
        "valkey": Text("排队服务（Valkey）", "the ranking's store (Valkey)"),
        "s3": Text("文件存储（S3）", "the file store (S3)"),
        "wechat": Text("微信模拟服务", "the stand-in for WeChat"),
        "worker": Text("后台任务", "the worker"),
    }
)
_SENTENCES: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "child.ended": Text(
            "{zh}意外停止（{ending}），{wait} 秒后自动重新启动",
            "{en} stopped unexpectedly ({ending}) and is started again in {wait} s",
        ),
        "child.failed": Text(
            "{zh}没有启动成功，会再试；原因见 logs/{child}.log",
            "{en} did not start and is tried again; logs/{child}.log has the reason",
        ),
        "child.revived": Text("{zh}已恢复运行", "{en} is back"),
        "data.unreadable": Text(
            "{zh}读不了自己的数据，再试一次", "{en} cannot read its data; trying once more"
        ),
        "data.set_aside": Text(
            "{zh}的数据已损坏，移到 {folder} 保留；从空的开始，内容由数据库重建",
            "the data of {en} are damaged and kept in {folder}; it starts empty and is rebuilt "
            "from the database",
        ),
        "stop.requested": Text("正在停止，请稍候", "Stopping"),
        "stop.hastened": Text("正在强制停止", "Stopping at once"),
        "keeper.failed": Text(
            "程序自身出错，正在停止：{error}", "A fault of this program; stopping"
        ),
    }
)


def sentence(event: str, facts: Mapping[str, Fact]) -> Text | None:
    """The sentence for that event; None for one that is as it should be and told otherwise."""
    words = _SENTENCES.get(event)
    if words is None:
        return None
    name = _name_of(str(facts.get("child", "")))
    wait = f"{float(facts.get('restart_in_ms', 0)) / 1000:g}"
    filled = {**facts, "zh": name.zh, "en": name.en, "wait": wait}
    return Text(words.zh.format(**filled), words.en.format(**filled))


def _name_of(child: str) -> Text:
    """`server`, `server-2`, …: one of the processes that answer requests."""
    return _NAMES.get(child, Text("服务", "the server"))
