"""Registers routes behind their guard; a route that lacks a part is refused at import."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from inspect import signature
from typing import Any, get_type_hints

from sanic import Blueprint

from server.edge.web.bodies import JSON_LIMIT
from server.edge.web.describe import AnyHandler, Handler, RouteInfo, description_of
from server.edge.web.guard import Admission, RouteOptions, Visible, guard
from server.edge.web.idempotency import Present
from server.edge.web.path_ids import UnlimitedPath, path_converter
from server.edge.web.rate_limit import RateLimit

_PARAMETER = re.compile(r"<(\w+)")


class RouteError(Exception):
    """A route is not complete: it would be unguarded, undescribed or unrepeatable."""


def _reads_path(present: Present | None, path: str) -> bool:
    """Whether the last parameter of `present` is the one variable part of the path."""
    return (
        present is not None and _PARAMETER.findall(path) == list(signature(present).parameters)[1:]
    )


def _path_kinds(path: str, handler: Handler) -> dict[str, Any]:
    """The types of the variable parts, as far as the handler annotates them."""
    hints = get_type_hints(handler, include_extras=True)
    return {name: hints[name] for name in _PARAMETER.findall(path) if name in hints}


@dataclass(slots=True)
class Routes:
    """One Sanic blueprint whose every route is guarded for one audience.

    `every_answer`: headers that each of its answers has, also a refusal. `gated`: what an operator
    closes with `maintenance begin`.
    """

    name: str
    admission: Admission
    prefix: str
    every_answer: Mapping[str, str] = field(default_factory=dict)
    gated: bool = False
    infos: list[RouteInfo] = field(default_factory=list)
    blueprint: Blueprint = field(init=False)

    def __post_init__(self) -> None:
        self.blueprint = Blueprint(self.name, url_prefix=self.prefix)

    def get(
        self, path: str, *, limits: tuple[RateLimit, ...] = ()
    ) -> Callable[[AnyHandler], AnyHandler]:
        """A read; HEAD is answered alike."""
        return self._add("GET", path, RouteOptions(max_body=None, limits=limits))

    def post(
        self,
        path: str,
        *,
        present: Present | None = None,
        visible: Visible | None = None,
        once: bool = True,
        max_body: int | None = JSON_LIMIT,
        limits: tuple[RateLimit, ...] = (),
        before_consent: bool = False,
        password_again: bool = False,
    ) -> Callable[[AnyHandler], AnyHandler]:
        """An act. `present(request, resource_id)` gives the body of a repeated one.

        `visible(request, path_id)` raises NotFound for whom the path's resource is not there; it is
        asked before a body is refused. It is `present` where that reads the path's own id.
        `once=False` for calls that record nothing; `max_body=None` leaves the body to the handler
        (uploads), which then calls `remember(request, body_hash)` itself. Sizes in bytes.
        `before_consent` for acts that store nothing new of a person or a firm: an SME may do them
        without having agreed to the privacy text. `password_again` for what moves money: whoever
        calls from a browser's session has given the password within minutes.
        """
        asked = visible or (present if _reads_path(present, path) else None)
        login = self.admission.login
        consent = self.admission.of_smes and not before_consent
        options = RouteOptions(max_body, limits, once and login, present, asked, consent)
        return self._add("POST", path, replace(options, password_again=password_again))

    def put(
        self,
        path: str,
        *,
        visible: Visible | None = None,
        max_body: int = JSON_LIMIT,
        limits: tuple[RateLimit, ...] = (),
        password_again: bool = False,
    ) -> Callable[[AnyHandler], AnyHandler]:
        """Replaces a document's editable fields as a whole; the options as with `post`."""
        options = RouteOptions(max_body, limits, visible=visible, consent=self.admission.of_smes)
        return self._add("PUT", path, replace(options, password_again=password_again))

    def patch(
        self, path: str, *, visible: Visible, limits: tuple[RateLimit, ...] = ()
    ) -> Callable[[AnyHandler], AnyHandler]:
        """Bytes that the handler streams; `visible` as with `post`."""
        options = RouteOptions(None, limits, visible=visible, consent=self.admission.of_smes)
        return self._add("PATCH", path, options)

    def options(self, path: str) -> Callable[[AnyHandler], AnyHandler]:
        """What the address can do."""
        return self._add("OPTIONS", path, RouteOptions(max_body=None))

    def delete(
        self, path: str, *, visible: Visible | None = None, limits: tuple[RateLimit, ...] = ()
    ) -> Callable[[AnyHandler], AnyHandler]:
        options = RouteOptions(max_body=JSON_LIMIT, limits=limits, visible=visible)
        return self._add("DELETE", path, options)

    def _add(
        self, method: str, path: str, options: RouteOptions
    ) -> Callable[[AnyHandler], AnyHandler]:
        def register(handler: AnyHandler) -> AnyHandler:
            info = self._info(method, path, options, handler)
            known = replace(options, every_answer=self.every_answer, gated=self.gated)
            guarded = self._guarded(method, path, known, handler)
            guarded.__dict__["route_info"] = info
            self.infos.append(info)
            self.blueprint.add_route(
                guarded,
                path or "/",
                methods={"GET", "HEAD"} if method == "GET" else {method},
                name=f"{handler.__module__.replace('.', '_')}_{handler.__name__}",
                stream=method in ("POST", "PUT", "PATCH"),
                ignore_body=method in ("GET", "DELETE", "OPTIONS"),
                unquote=True,
                strict_slashes=True,
            )
            return handler

        return register

    def _info(self, method: str, path: str, options: RouteOptions, handler: Handler) -> RouteInfo:
        place = f"{method} {self.prefix}{path} ({handler.__name__})"
        description = description_of(handler)
        if description is None:
            raise RouteError(f"{place}: no @describe under the route decorator")
        if options.once and options.present is None and description.status != 204:
            raise RouteError(f"{place}: say present=… (the body of a repeat) or once=False")
        pattern = f"{self.prefix}{path}"
        return RouteInfo(
            method,
            pattern,
            self.admission.name,
            description,
            login=self.admission.login,
            once=options.once,
            limited=bool(options.limits),
            consent=options.consent,
            password_again=options.password_again,
            path=_path_kinds(path, handler),
        )

    def _guarded(self, method: str, path: str, options: RouteOptions, handler: Handler) -> Handler:
        place, kinds = f"{method} {self.prefix}{path}", _path_kinds(path, handler)
        untyped = [name for name in _PARAMETER.findall(path) if name not in kinds]
        if untyped:
            raise RouteError(f"{place}: annotate {', '.join(untyped)}")
        try:
            readers = {name: path_converter(kind) for name, kind in kinds.items()}
        except UnlimitedPath:
            raise RouteError(f"{place}: say how long the parts of its path may be") from None
        return guard(handler, self.admission, method, readers, options)
