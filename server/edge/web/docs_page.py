"""Writes the API description as one HTML page."""

import json
from html import escape
from typing import Any

from server.edge.web.docs_words import AUDIENCES, CONVENTIONS, STYLE

Document = dict[str, Any]


def render_page(document: Document) -> str:
    """Conventions, operations by audience, then every schema, then every error code."""
    operations = [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    found = {_audience(path, operation) for path, _, operation in operations}
    audiences = [*(name for name in AUDIENCES if name in found), *sorted(found - {*AUDIENCES})]
    sections = "".join(_section(audience, operations) for audience in audiences)
    title = escape(document["info"]["title"])
    return (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{title} API</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style>'
        f"<header><div><h1>{title} API</h1><nav>{_navigation(audiences)}</nav></div></header>"
        f"<main>{_conventions()}{sections}"
        f'<h2 id="schemas">数据结构 <small>Schemas (* needed)</small></h2>'
        f"{_schemas(document['components']['schemas'])}"
        f'<h2 id="codes">错误代码 <small>Error codes</small></h2>{_codes(operations)}</main></html>'
    )


def _audience(path: str, operation: Document) -> str:
    """Whom it is for; what stands outside the API is for operators and WeChat."""
    tag: str = operation["tags"][0]
    return tag if tag != "public" or path.startswith("/api/") else "process"


def _words(audience: str) -> tuple[str, str]:
    return AUDIENCES.get(audience, (audience, audience.replace("_", " ")))


def _navigation(audiences: list[str]) -> str:
    links = [(f"#{name}", _words(name)[0]) for name in audiences]
    links += [("#schemas", "数据结构"), ("#codes", "错误代码")]
    links.append(("/docs/openapi.json", "openapi.json"))
    return " ".join(f'<a href="{escape(to)}">{escape(text)}</a>' for to, text in links)


def _conventions() -> str:
    return f"<dl>{''.join(f'<dt>{term}<dd>{text}' for term, text in CONVENTIONS)}</dl>"


def _section(audience: str, operations: list[tuple[str, str, Document]]) -> str:
    rows = "".join(
        _operation(path, method, operation)
        for path, method, operation in operations
        if _audience(path, operation) == audience
    )
    zh, en = _words(audience)
    return f'<h2 id="{escape(audience)}">{escape(zh)} <small>{escape(en)}</small></h2>{rows}'


def _operation(path: str, method: str, operation: Document) -> str:
    parameters = "".join(
        f"<tr><td><code>{escape(said['name'])}</code>{'*' if said.get('required') else ''}"
        f"<td>{escape(said['in'])}<td>{_kind(said['schema'])}<td>{_said(said)}</tr>"
        for said in operation["parameters"]
    )
    body = "".join(
        f"<tr><td>{escape(media)}<td>{_kind(content['schema'])}{_example(content)}</tr>"
        for media, content in operation.get("requestBody", {}).get("content", {}).items()
    )
    answers = "".join(
        f"<tr><td>{escape(status)}<td>{_answer(status, answer)}</tr>"
        for status, answer in operation["responses"].items()
    )
    return (
        f'<details><summary><span class="method {method}">{method.upper()}</span>'
        f"<code>{escape(path)}</code> <span class=said>{escape(operation['summary'])}</span></summary>"
        f"{_part('参数', 'parameters', parameters)}{_part('内容', 'body', body)}"
        f"{_part('结果', 'answers', answers)}</details>"
    )


def _part(zh: str, en: str, rows: str) -> str:
    """A heading and a table, or nothing where there is nothing to say."""
    return f'<h3>{zh} <small>{en}</small></h3><table class="{en}">{rows}</table>' if rows else ""


def _said(described: Document) -> str:
    """A description, its English after its Chinese."""
    zh, _, en = described.get("description", "").partition(" / ")
    return f"{escape(zh)} <small>{escape(en)}</small>"


def _example(content: Document) -> str:
    if "example" not in content:
        return ""
    return f"<pre>{escape(json.dumps(content['example'], ensure_ascii=False, indent=2))}</pre>"


def _answer(status: str, answer: Document) -> str:
    """A success by its schema, a refusal by its codes."""
    if status >= "4":
        return "<br>".join(
            f'<a href="#{escape(code)}"><code>{escape(code)}</code></a> {escape(text)}'
            for code, text in _refusals(answer)
        )
    kinds = [_kind(content["schema"]) for content in answer.get("content", {}).values()]
    return " ".join(kinds) or escape(answer["description"])


def _refusals(answer: Document) -> list[tuple[str, str]]:
    """(code, text) of each refusal in "`code` text; `code` text"."""
    parts = (said.partition("` ") for said in answer["description"].split("; `"))
    return [(code.lstrip("`"), text) for code, _, text in parts]


def _kind(schema: Document) -> str:
    """A short name for a schema, linked to its description if it has one."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rsplit("/", 1)[-1])
        return f'<a href="#{name}">{name}</a>'
    for key in ("anyOf", "allOf"):
        if key in schema:
            return " | ".join(filter(None, (_kind(part) for part in schema[key])))
    if schema.get("type") == "array":
        return f"[{_kind(schema.get('items', {}))}]"
    if schema.get("type") == "object" and schema.get("properties"):
        return ", ".join(f"<code>{escape(name)}</code>" for name in schema["properties"])
    limits = [
        f"{word} {escape(str(schema[word]))}"
        for word in ("format", "minimum", "maximum", "minLength", "maxLength")
        if word in schema
    ]
    limits += [f"<code>{escape(str(value))}</code>" for value in schema.get("enum", ())]
    return " ".join([escape(str(schema.get("type", ""))), *limits]).strip()


def _schemas(schemas: Document) -> str:
    return "".join(
        f'<details id="{escape(name)}"><summary><code>{escape(name)}</code> '
        f"<span class=said>{escape(schema.get('description', ''))}</span></summary>"
        f'<table class="fields">{_fields(schema)}</table></details>'
        for name, schema in sorted(schemas.items())
    )


def _fields(schema: Document) -> str:
    required = schema.get("required", [])
    return "".join(
        f"<tr><td><code>{escape(name)}</code>{'*' if name in required else ''}"
        f"<td>{_kind(said)}<td>{_said(said)}</tr>"
        for name, said in schema.get("properties", {}).items()
    )


def _codes(operations: list[tuple[str, str, Document]]) -> str:
    texts: dict[str, str] = {}
    for _, _, operation in operations:
        for status, answer in operation["responses"].items():
            for code, text in _refusals(answer) if status >= "4" else ():
                texts[code] = f"{status} {text}"
    rows = "".join(
        f'<tr id="{escape(code)}"><td><code>{escape(code)}</code><td>{escape(texts[code])}</tr>'
        for code in sorted(texts)
    )
    return f"<table>{rows}</table>"
