"""What a route says about itself: the source of the API description and of its checks."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from models.rules.reasons import Text
from server.errors import AppError

Handler = Callable[..., Coroutine[Any, Any, Any]]
AnyHandler = TypeVar("AnyHandler", bound=Handler)


@dataclass(frozen=True, slots=True)
class Description:
    """`request`, `query` and `response` are msgspec types; `media` the answer's type if not JSON, or
    each that it may be of.

    `takes` is the type of a body that is no JSON. `files` names the file parts of a multipart body,
    whose text fields are then `request`, `optional_files` those that may be left out, and `instead`
    the JSON that may come in its place; `headers` names headers that must be given, such as
    `If-Match`, `may` those that may be, `gives` those of the answer; `also` are other statuses with
    the same answer; a `cached` answer carries an `ETag` and may be 304.
    """

    summary: Text
    status: int = 200
    request: Any = None
    query: Any = None
    response: Any = None
    media: str | tuple[str, ...] = "application/json"
    headers: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    errors: tuple[type[AppError], ...] = ()
    also: tuple[int, ...] = ()
    cached: bool = False
    takes: str = ""
    may: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()
    optional_files: tuple[str, ...] = ()
    instead: Any = None


@dataclass(frozen=True, slots=True)
class RouteInfo:
    """One registered route: where it is, who reaches it, what it says about itself.

    `path`: the types of the variable parts.
    """

    method: str
    pattern: str
    audience: str
    description: Description
    login: bool = True
    once: bool = False
    limited: bool = False
    consent: bool = False
    password_again: bool = False
    path: Mapping[str, Any] = field(default_factory=dict)


def describe(
    zh: str,
    en: str,
    *,
    status: int = 200,
    request: Any = None,
    query: Any = None,
    response: Any = None,
    media: str | tuple[str, ...] = "application/json",
    headers: tuple[str, ...] = (),
    files: tuple[str, ...] = (),
    errors: tuple[type[AppError], ...] = (),
    also: tuple[int, ...] = (),
    cached: bool = False,
    takes: str = "",
    may: tuple[str, ...] = (),
    gives: tuple[str, ...] = (),
    optional_files: tuple[str, ...] = (),
    instead: Any = None,
) -> Callable[[AnyHandler], AnyHandler]:
    """Attach a description to a handler; goes between the route decorator and the function.

    `zh` and `en` say in one line what the operation does; the rest is as in `Description`.
    """
    description = Description(
        *(Text(zh, en), status, request, query, response, media, headers, files, errors, also),
        *(cached, takes, may, gives, optional_files, instead),
    )

    def attach(handler: AnyHandler) -> AnyHandler:
        handler.__dict__["description"] = description
        return handler

    return attach


def description_of(handler: Handler) -> Description | None:
    found = handler.__dict__.get("description")
    return found if isinstance(found, Description) else None
