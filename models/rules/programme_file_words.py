"""The words for the codes of programme files: what stands in them, what changed, who decided."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from models.rules.reasons import Text

PROGRAMME_FILE_WORDS: Final[Mapping[str, Mapping[str, Text]]] = MappingProxyType(
    {
        "programme_file": {
            "policy": Text("政策文件", "policy file"),
            "edition": Text("年度文件", "file of the year"),
        },
        "file_proposal": {
            "proposed": Text("待发布", "waits to be published"),
            "published": Text("已发布", "published"),
            "withdrawn": Text("已撤回", "withdrawn"),
            "refused": Text("已退回", "refused"),
        },
        "file_proposal_act": {
            "publish": Text("发布", "publish"),
            "refuse": Text("退回", "refuse"),
            "withdraw": Text("撤回", "withdraw"),
        },
        "rule_change": {
            "added": Text("新增", "added"),
            "dropped": Text("删去", "dropped"),
            "changed": Text("改动", "changed"),
            "reworded": Text("文字或选项有改动", "reworded"),
            "turned": Text("顺序有调整", "in another order"),
        },
        "report_section": {
            "edition": Text("年度", "the year"),
            "track": Text("事项", "track"),
            "assumed": Text("假定的内容", "what is assumed"),
            "readings": Text("对条文的理解", "how clauses were read"),
            "hints": Text("请再看一眼", "worth a second look"),
        },
        "report_line": {
            "line": Text("正文", "line"),
            "heading": Text("小标题", "heading"),
            "item": Text("条目", "item"),
            "detail": Text("数字", "figure"),
            "note": Text("列举", "note"),
        },
    }
)
"""By what they are codes of."""
