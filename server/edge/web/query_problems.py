"""Finds every problem of a query string against its type."""

from collections.abc import Mapping
from typing import Any, get_type_hints

import msgspec

from models.rules.reasons import Reason, Text
from server.edge.web.field_labels import SECRETS, label_of
from server.edge.web.msgspec_texts import explain, missing


def query_problems(given: Mapping[str, str], kind: Any) -> list[Reason]:
    """One reason per parameter that is unknown, missing, or not what its type says."""
    hints = get_type_hints(kind, include_extras=True)
    problems = []
    for field in msgspec.structs.fields(kind):
        label = label_of(kind, field.name)
        if field.name not in given:
            if field.required:
                problems.append(Reason(field.name, "required", missing(label)))
            continue
        try:
            msgspec.convert(given[field.name], hints[field.name], strict=False)
        except msgspec.ValidationError as error:
            shown = None if field.name in SECRETS else given[field.name]
            code, text = explain(str(error), label, field.name, shown)
            problems.append(Reason(field.name, code, text))
    return problems + [
        Reason(
            name,
            "unknown_field",
            Text(
                f"没有“{name}”这个查询条件，请删去或改正名称", f"There is no parameter named {name}"
            ),
        )
        for name in given
        if name not in hints
    ]
