"""Writes the API description as one HTML page."""

from html import escape
from typing import Any

Document = dict[str, Any]

_STYLE = """
body{font:15px/1.55 system-ui,"PingFang SC","Noto Sans SC",sans-serif;margin:0;color:#1d2733;
background:#f6f7f9}main,header{max-width:62rem;margin:auto;padding:1rem}h1{margin:.5rem 0}
h2{margin:2rem 0 .5rem;text-transform:capitalize}details{background:#fff;border:1px solid #dde2e8;
border-radius:6px;margin:.35rem 0;padding:.4rem .8rem}summary{cursor:pointer}
code{font:13px ui-monospace,monospace}.method{display:inline-block;width:4.2rem;font-weight:700}
.get{color:#0b6e4f}.post{color:#1257a8}.put{color:#a15c00}.delete{color:#b3261e}
table{border-collapse:collapse;width:100%;margin:.5rem 0}td,th{text-align:left;padding:.2rem .6rem;
border-top:1px solid #e6e9ee;vertical-align:top}pre{background:#f0f2f5;padding:.6rem;overflow:auto}
.said{color:#5b6673}a{color:#1257a8}
"""


def render_page(document: Document) -> str:
    """Operations by audience, then every schema, then every error code."""
    operations = [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    audiences = dict.fromkeys(operation["tags"][0] for _, _, operation in operations)
    sections = "".join(_section(audience, operations) for audience in audiences)
    title = escape(document["info"]["title"])
    return (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{title} API</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style>'
        f'<header><h1>{title} API</h1><p><a href="/docs/openapi.json">openapi.json</a></p></header>'
        f"<main>{sections}<h2>Schemas</h2>{_schemas(document['components']['schemas'])}"
        f"<h2>Error codes</h2>{_codes(operations)}</main></html>"
    )


def _section(audience: str, operations: list[tuple[str, str, Document]]) -> str:
    rows = "".join(
        _operation(path, method, operation)
        for path, method, operation in operations
        if operation["tags"][0] == audience
    )
    return f"<h2>{escape(audience.replace('_', ' '))}</h2>{rows}"


def _operation(path: str, method: str, operation: Document) -> str:
    parameters = "".join(
        f"<tr><td><code>{escape(said['name'])}</code><td>{escape(said['in'])}"
        f"<td>{_kind(said['schema'])}</tr>"
        for said in operation["parameters"]
    )
    body = "".join(
        f"<p>{escape(media)}: {_kind(content['schema'])}</p>"
        for media, content in operation.get("requestBody", {}).get("content", {}).items()
    )
    answers = "".join(
        f"<tr><td>{escape(status)}<td>{escape(answer['description'])}<td>{_answer_kind(answer)}</tr>"
        for status, answer in operation["responses"].items()
    )
    return (
        f'<details><summary><span class="method {method}">{method.upper()}</span>'
        f"<code>{escape(path)}</code> <span class=said>{escape(operation['summary'])}</span></summary>"
        f"<table>{parameters}</table>{body}<table>{answers}</table></details>"
    )


def _answer_kind(answer: Document) -> str:
    kinds = [_kind(content["schema"]) for content in answer.get("content", {}).values()]
    return " ".join(kinds)


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
        for word in ("format", "minimum", "maximum", "minLength", "maxLength", "enum")
        if word in schema
    ]
    return " ".join([escape(str(schema.get("type", ""))), *limits]).strip()


def _schemas(schemas: Document) -> str:
    return "".join(
        f'<details id="{escape(name)}"><summary><code>{escape(name)}</code> '
        f"<span class=said>{escape(schema.get('description', ''))}</span></summary>"
        f"<table>{_fields(schema)}</table></details>"
        for name, schema in sorted(schemas.items())
    )


def _fields(schema: Document) -> str:
    required = schema.get("required", [])
    return "".join(
        f"<tr><td><code>{escape(name)}</code>{'*' if name in required else ''}<td>{_kind(said)}</tr>"
        for name, said in schema.get("properties", {}).items()
    )


def _codes(operations: list[tuple[str, str, Document]]) -> str:
    texts: dict[str, str] = {}
    for _, _, operation in operations:
        for status, answer in operation["responses"].items():
            for said in answer["description"].split("; ") if status >= "4" else ():
                code, _, text = said.partition("` ")
                texts[code.strip("`")] = f"{status} {text}"
    rows = "".join(
        f'<tr id="{escape(code)}"><td><code>{escape(code)}</code><td>{escape(texts[code])}</tr>'
        for code in sorted(texts)
    )
    return f"<table>{rows}</table>"
