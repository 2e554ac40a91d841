"""Reads the account's templates from a TOML or JSON file."""

import json
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from standalone.wechat.records import Template


def read_templates(path: Path) -> dict[str, Template]:
    """Templates by id. Takes a `template` table or list with `id`, `title`, `type`, `keywords`."""
    text = path.read_text("utf-8")
    parsed = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    found = parsed["template"]
    entries = found.values() if isinstance(found, dict) else found
    return {template.template_id: template for template in _read_all(entries)}


def _read_all(entries: Iterable[dict[str, Any]]) -> Iterable[Template]:
    return (read_template(entry) for entry in entries)


def read_template(entry: dict[str, Any]) -> Template:
    """One template, its content written out as WeChat writes it: `时间:{{date2.DATA}}`."""
    words = entry["keywords"]
    return Template(
        template_id=str(entry["id"]),
        title=str(entry["title"]),
        type=int(entry["type"]),
        content="".join(f"{word['label']}:{{{{{word['key']}.DATA}}}}\n" for word in words),
        example="".join(f"{word['label']}:{word.get('example', '')}\n" for word in words),
        keys=tuple(str(word["key"]) for word in words),
        values={str(w["key"]): tuple(w["values"]) for w in words if w.get("values")},
    )


def render(template: Template, data: dict[str, str]) -> str:
    """The card's text with its values."""
    text = template.content
    for key, value in data.items():
        text = text.replace(f"{{{{{key}.DATA}}}}", value)
    return f"{template.title}\n{text}".rstrip()
