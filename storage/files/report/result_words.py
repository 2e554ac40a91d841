"""How results read in a report."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from models.rules.reasons import Text
from storage.files.report.results import Result

RESULT_WORDS: Final[Mapping[Result, Text]] = MappingProxyType(
    {
        "accepted": Text("已提交", "filed"),
        "rejected": Text("有误，未提交", "not filed"),
        "skipped": Text("以前已提交，跳过", "in already"),
        "waiting": Text("未处理", "not looked at yet"),
    }
)
