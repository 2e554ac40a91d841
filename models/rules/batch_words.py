"""The words for the codes of a batch, of how it is done, and of its rows."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from models.rules.reasons import Text

BATCH_WORDS: Final[Mapping[str, Mapping[str, Text]]] = MappingProxyType(
    {
        "batch": {
            "queued": Text("排队中", "queued"),
            "reading": Text("读取表格", "reading"),
            "checking": Text("核对中", "checking"),
            "importing": Text("导入中", "importing"),
            "done": Text("已完成", "done"),
            "failed": Text("未完成", "failed"),
            "cancelled": Text("已取消", "cancelled"),
        },
        "batch_mode": {
            "valid_rows": Text("有错的行跳过", "wrong rows are left out"),
            "all_or_nothing": Text("有一行错就都不导入", "all rows or none"),
        },
        "batch_row": {
            "accepted": Text("已导入", "accepted"),
            "rejected": Text("有错", "rejected"),
            "skipped": Text("已有，跳过", "there already"),
        },
    }
)
"""By what they are codes of."""
