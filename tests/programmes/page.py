"""The examples of docs/programmes.md: fragments, each with the part of the year that follows it."""

import re
from dataclasses import dataclass
from pathlib import Path

from models.programme.file import ProgrammeFile

PAGE = Path(__file__).parents[2] / "docs" / "programmes.md"
_BLOCK = re.compile(r"^```toml (?P<name>[^\n]+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_POLICY, _YEAR, _PLATFORMS = "政策片段", "年度片段", "平台片段"

_HEAD = """
[policy]
code = "sample"
title = { zh = "示例", en = "Sample" }
authority = { zh = "委员会", en = "A commission" }
region = { zh = "示例市", en = "Sample City" }
document = "示例通知"
"""
_TRACK = """
[tracks.example]
title = { zh = "事项", en = "A track" }
cite = "一"
applicant = "enterprise"
selection = "rolling"
"""
_AWARD = """
[tracks.example.award]
kind = "none"
text = { zh = "仅认定", en = "Recognition only" }
cite = "一"
"""
_STAGES = """
[[tracks.example.stages]]
kind = "approve"
title = { zh = "审定", en = "Approval" }
cite = "一"
"""
_EDITION = """
[edition]
year = 2027
title = { zh = "{year}年度", en = "{year}" }
opens_at = { value = 2027-01-01, assumed = true }
closes_at = { value = 2027-12-31, assumed = true }
period_from = { value = 2027-01-01, assumed = true }
period_to = { value = 2027-12-31, assumed = true }
correction_workdays = { value = 5, assumed = true }
"""


@dataclass(frozen=True)
class Example:
    """A fragment of the page completed to two whole files."""

    policy: ProgrammeFile
    edition: ProgrammeFile


def examples() -> list[Example]:
    """Every fragment, with the fragment of a year that stands directly after it."""
    blocks = [(match["name"], match["text"]) for match in _BLOCK.finditer(PAGE.read_text("utf-8"))]
    found = []
    for number, (name, text) in enumerate(blocks):
        if name == _YEAR and blocks[number - 1][0] != _POLICY:
            found.append(_completed("", text))
        if name == _POLICY:
            following = blocks[number + 1 : number + 2]
            year = following[0][1] if following and following[0][0] == _YEAR else ""
            found += [_completed(text, "")] if "[edition]" in year else []
            found.append(_completed(text, year))
    return found


def platforms() -> str:
    """The example of a demonstration's platforms."""
    blocks = _BLOCK.finditer(PAGE.read_text("utf-8"))
    return next(match["text"] for match in blocks if match["name"] == _PLATFORMS)


def city() -> dict[str, str]:
    """The whole example at the end of the page: text by file name."""
    blocks = _BLOCK.finditer(PAGE.read_text("utf-8"))
    return {match["name"]: match["text"] for match in blocks if "/" in match["name"]}


def _completed(policy: str, edition: str) -> Example:
    """What a fragment leaves out, as short as it can be."""
    parts = (
        ("[policy]", _HEAD),
        ("[tracks.example]", _TRACK),
        ("[tracks.example.award]", _AWARD),
        ("[[tracks.example.stages]]", _STAGES),
    )
    missing = "".join(text for mark, text in parts if mark not in policy)
    year = edition if "[edition]" in edition else _EDITION + edition
    return Example(
        ProgrammeFile("page/policy.toml", missing + policy),
        ProgrammeFile("page/2027.toml", year),
    )
