"""Finds every problem of a query string against its type."""

from collections.abc import Mapping
from typing import Any, get_type_hints

import msgspec

from models.rules.reasons import Reason, Text
from server.edge.web.msgspec_texts import explain
from server.edge.web.stray_values import stray_text

_REQUIRED = Text("此项必填", "Required")
_UNKNOWN = Text("没有这个查询参数", "There is no such parameter")


def query_problems(given: Mapping[str, str], kind: Any) -> list[Reason]:
    """One reason per parameter that is unknown, missing, or not what its type says."""
    hints = get_type_hints(kind, include_extras=True)
    problems = stray_text(dict(given))
    for field in msgspec.structs.fields(kind):
        if field.name not in given:
            if field.required:
                problems.append(Reason(field.name, "required", _REQUIRED))
            continue
        try:
            msgspec.convert(given[field.name], hints[field.name], strict=False)
        except msgspec.ValidationError as error:
            problems.append(Reason(field.name, *explain(str(error))))
    return problems + [
        Reason(name, "unknown_field", _UNKNOWN) for name in given if name not in hints
    ]
