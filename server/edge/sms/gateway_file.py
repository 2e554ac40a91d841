"""The gateway's HTTP request as an operator writes it down: address, headers, body, how a yes looks."""

import re
from collections.abc import Mapping
from typing import Final, Literal

import msgspec

PLACES: Final = frozenset({"phone", "national", "text", "title", "number", "id", "secret"})
"""`phone` with its country's code, `national` without; `number` is the application's."""
_PLACE: Final = re.compile(r"\{(\w+)\}")


class GatewayRefused(ValueError):
    """The file is not usable; `problems` lists everything that is wrong with it."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class GatewayAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The field of a JSON answer, and what stands in it when the message was taken."""

    field: str
    equals: str


class GatewayFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`body` goes as JSON or as a form; without `answer` every 2xx is a yes."""

    url: str
    body: dict[str, object]
    format: Literal["json", "form"] = "json"
    headers: dict[str, str] = msgspec.field(default_factory=dict)
    answer: GatewayAnswer | None = None


def read_gateway(parsed: Mapping[str, object]) -> GatewayFile:
    """Check a parsed file. Raises GatewayRefused with every problem."""
    try:
        file = msgspec.convert(parsed, GatewayFile)
    except msgspec.ValidationError as error:
        raise GatewayRefused((str(error),)) from error
    texts = [file.url, *file.headers.values(), *_texts(file.body)]
    problems = [
        f"there is no place {{{name}}}"
        for text in texts
        for name in _PLACE.findall(text)
        if name not in PLACES
    ]
    if not file.url.startswith(("https://", "http://")):
        problems.append("url: must begin with https://")
    if file.format == "form" and any(
        isinstance(value, dict | list) for value in file.body.values()
    ):
        problems.append("body: a form is flat")
    if not any("{phone}" in text or "{national}" in text for text in texts):
        problems.append("body: the phone stands nowhere")
    if problems:
        raise GatewayRefused(tuple(dict.fromkeys(problems)))
    return file


def put_in(value: object, places: Mapping[str, str]) -> object:
    """The value with its places filled in, at every depth; what is put in is looked at no more."""
    if isinstance(value, str):
        return _PLACE.sub(lambda hit: places[hit[1]], value)
    if isinstance(value, Mapping):
        return {key: put_in(one, places) for key, one in value.items()}
    if isinstance(value, list):
        return [put_in(one, places) for one in value]
    return value


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for one in value.values() for text in _texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    return []
