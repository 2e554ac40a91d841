"""JSON Schema of the programme files, of `keys.toml`: what an editor completes and checks."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from models.programme.describe.awards import CAP_WORDS, FIGURE_WORDS, KIND_WORDS
from models.programme.describe.conditions import TYPE_WORDS
from models.programme.describe.editions import LAST_AWARD_WORDS, ORDER_WORDS
from models.programme.describe.paths import (
    BULK_WORDS,
    EXCLUSION_WORDS,
    ROLE_WORDS,
    SELECTION_WORDS,
)
from models.programme.reader.conditions import COMPARISONS, OPERATORS
from models.programme.reader.facts import LIFETIMES, SIZE_BOUNDS
from models.programme.reader.help import MAX_NOTICE
from models.programme.reader.paths import STAGE_KINDS
from models.programme.reader.recognitions import FIGURE_LIMITS, SPANS
from models.programme.reader.table import CODE, MAX_STRING, MAX_WHOLE
from models.programme.reader.tracks import APPLICANTS
from models.programme.schema_files import File
from models.rules.award.kinds import KINDS
from models.rules.reasons import Text

Schema: TypeAlias = dict[str, Any]  # a JSON document has no narrower type
_KEYS = Path(__file__).with_name("keys.toml")
_INSTANT = r"^\d{4}-\d{2}-\d{2}([Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2}))?$"
_PLAIN: Final[Mapping[str, Schema]] = MappingProxyType(
    {
        "line": {"type": "string", "minLength": 1, "maxLength": MAX_STRING, "pattern": r"\S"},
        "article": {"type": "string", "minLength": 1, "maxLength": MAX_NOTICE, "pattern": r"\S"},
        "code": {"type": "string", "pattern": f"^{CODE}$"},
        "flag": {"type": "boolean"},
        "day": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
        "instant": {"type": "string", "pattern": _INSTANT},
        "item": {"type": ["string", "integer"]},
        # The type of the fact decides, so `programme check` looks at it.
        "stated": {"type": ["string", "integer", "boolean", "array"]},
        "lines": {"type": "array", "items": {"type": "string", "minLength": 1}},
        "member": {"$ref": "#/definitions/member"},
    }
)
# The words of `word:…`; what they mean is told with them where `keys.toml` does not.
_WORDS: Final[Mapping[str, Mapping[Any, Text] | Sequence[str]]] = MappingProxyType(
    {
        "applicant": APPLICANTS,
        "award": KIND_WORDS,
        "bulk": BULK_WORDS,
        "cap": CAP_WORDS,
        "comparison": COMPARISONS,
        "exclusion": EXCLUSION_WORDS,
        "last_award": LAST_AWARD_WORDS,
        "lifetime": LIFETIMES,
        "op": OPERATORS,
        "order": ORDER_WORDS,
        "role": ROLE_WORDS,
        "selection": SELECTION_WORDS,
        "size": SIZE_BOUNDS,
        "span": SPANS,
        "stage": STAGE_KINDS,
        "type": TYPE_WORDS,
    }
)


def file_schema(file: File) -> Schema:
    """The schema (draft 7) of a policy file, or of a year's file; a demonstration is one, too."""
    title = {"policy": "政策文件 policy.toml", "year": "年度文件"}[file]
    year = file == "year"
    head = {"$schema": "http://json-schema.org/draft-07/schema#", "title": title}
    definitions = {"member": _table("member", year)}
    return {**head, **_table(f"{file}_file", year), "definitions": definitions}


@cache
def _shapes() -> Mapping[str, Mapping[str, str]]:
    shapes = tomllib.loads(_KEYS.read_text("utf-8"))
    recognition = [*FIGURE_LIMITS]
    shapes["recognition_figures"] = _figures("复审、提醒和总结的期限", recognition)
    kinds = KINDS.values()
    instead = [kind.rows.instead_of for kind in kinds if kind.rows and kind.rows.instead_of]
    award = [name for kind in kinds for name in kind.needed + kind.optional] + instead
    shapes["award_figures"] = _figures("补助的参数", award)
    shapes["text"] = {"_": "中英文", "zh": "!line 中文", "en": "!line 英文 English"}
    return shapes


def _figures(about: str, names: Sequence[str]) -> Mapping[str, str]:
    units = {"fen": "（分）", "bp": "（万分之一）"}
    told = {name: FIGURE_WORDS[name].zh + units.get(name.split("_")[-1], "") for name in names}
    return {"_": about, **{name: f"*whole {words}" for name, words in told.items()}}


def _table(name: str, year: bool) -> Schema:
    """A table with the keys that it may have, and no more."""
    about, *keys = _shapes()[name].items()
    parts = {key: said.partition(" ") for key, said in keys}
    needed = [key for key, (kind, _, _) in parts.items() if kind.startswith("!")]
    known = {key: _value(kind.lstrip("!"), words, year) for key, (kind, _, words) in parts.items()}
    told = about[1].removeprefix("§")
    return _of_keys(told, known, needed, year=year if told != about[1] else None)


def _of_keys(about: str, known: Schema, needed: Sequence[str], *, year: bool | None) -> Schema:
    """With a clause unless `year` is None; a year's file may assume instead, but not both."""
    either: Schema = {}
    if year is not None:
        cite = _value("line", "条款，如 四(二)3", year)
        assumed = _value("flag", "通知没有写，由年度假定：写 true，不写 cite", year)
        reading = _value("line", "一句话有两种读法时，我们的理解", year)
        known |= {"cite": cite, "assumed": assumed, "reading": reading}
    if year:
        stated = {"required": ["cite"], "properties": {"assumed": {"const": False}}}
        open_ = {"assumed": {"const": True}, "cite": False}
        either = {"oneOf": [stated, {"required": ["assumed"], "properties": open_}]}
    elif year is not None:
        words = "政策文件里不得有假定值：写明条款，或移到年度文件"
        known["assumed"] = {"description": words, "const": False}
        needed = [*needed, "cite"]
    own = {"properties": known, "required": [*needed], "additionalProperties": False}
    return {"description": about, "type": "object", **own, **either}


def _value(kind: str, about: str, year: bool) -> Schema:
    """The schema of one value; see the head of `keys.toml`."""
    told: Schema = {"description": about}
    if "|" in kind:
        return {**told, "anyOf": [_value(one, about, year) for one in kind.split("|")]}
    if kind.endswith("[]"):
        return {**told, "type": "array", "items": _value(kind[:-2], about, year)}
    if kind.endswith("{}"):
        inner = _value(kind[:-2], about, year)
        return {**told, "type": "object", "additionalProperties": inner}
    if kind.startswith("*"):
        source = _value("line", "条款所在的另一文件，不是本通知时才写", year)
        stated = {"value": _value(kind[1:], about, year), "source": source}
        return _of_keys(about, stated, ["value"], year=year)
    name, _, limits = kind.partition(":")
    if name == "word":
        return _word(about, _WORDS[limits])
    if name == "whole":
        least, _, most = limits.partition("..")
        bounds = {"minimum": int(least or 0), "maximum": int(most or MAX_WHOLE)}
        return {**told, "type": "integer", **bounds}
    return {**(_PLAIN[name] if name in _PLAIN else _table(name, year)), **told}


def _word(about: str, words: Mapping[Any, Text] | Sequence[str]) -> Schema:
    if isinstance(words, Mapping):
        about += "：" + "；".join(f"{key} {told.zh}" for key, told in words.items())
    return {"description": about, "enum": [*words]}
