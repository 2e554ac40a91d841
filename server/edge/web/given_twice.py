"""Finds what is given twice: readers take the last of two silently, and not all the same one."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from models.rules.reasons import Reason, Text
from server.edge.web.field_labels import label_of
from server.edge.web.stray_values import join


def given_twice(name: str, path: str = "", kind: Any = None) -> Reason:
    """`name` is the field's own, `path` where it stands; `kind` the struct that it is of."""
    label = label_of(kind, name, path)
    text = Text(f"{label.zh}给了两次，请只保留一次", f"{label.en} may be given only once")
    return Reason(path or name, "given_twice", text)


def twice_among(names: Iterable[str], kind: Any) -> list[Reason]:
    """One reason per name that comes more than once."""
    return [given_twice(name, kind=kind) for name in _repeated(names)]


def twice_in_json(data: bytes, value: Any) -> list[Reason]:
    """One reason per key that an object of `data` has more than once, at every depth.

    `value` is what `data` was read as. Each key ends in a quote with a colon behind it: as many of
    these, or of colons, as keys that are left prove that none was lost, at a fraction of what a
    second reading costs. Raises ValueError and RecursionError where Python's own reader gives up.
    """
    keys = _keys(value)
    if data.count(b":") == keys or len(_KEY_END.findall(data)) == keys:
        return []
    pairs = json.loads(data, object_pairs_hook=_Pairs, parse_int=str, parse_float=str)
    return [given_twice(name, path) for name, path in _twice_within(pairs)]


_KEY_END = re.compile(rb'"[ \t\r\n]*+:')
_NESTED = frozenset({dict, list})


class _Pairs(list[tuple[str, Any]]):
    """An object as it is written."""


def _keys(value: Any) -> int:
    count, left = 0, [value]
    while left:
        one = left.pop()
        if one.__class__ is dict:
            count += len(one)
            left += [inner for inner in one.values() if inner.__class__ in _NESTED]
        elif one.__class__ is list:
            left += [inner for inner in one if inner.__class__ in _NESTED]
    return count


def _twice_within(value: Any) -> Iterator[tuple[str, str]]:
    """Name and path of each."""
    left = [("", value)]
    while left:
        path, one = left.pop()
        if isinstance(one, _Pairs):
            for name in _repeated(name for name, _ in one):
                yield name, join(path, name)
            left += [(join(path, name), inner) for name, inner in one]
        elif isinstance(one, list):
            left += [(f"{path}[{at}]", inner) for at, inner in enumerate(one)]


def _repeated(names: Iterable[str]) -> list[str]:
    seen, twice = set[str](), dict[str, None]()
    for name in names:
        if name in seen:
            twice[name] = None
        seen.add(name)
    return list(twice)
