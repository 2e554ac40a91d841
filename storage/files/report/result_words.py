"""How results read in a report."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from storage.files.report.results import Result

RESULT_WORDS: Final[Mapping[Result, str]] = MappingProxyType(
    {"accepted": "已提交", "rejected": "有误，未提交", "skipped": "已跳过", "waiting": "未处理"}
)
