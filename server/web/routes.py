"""Registers routes behind their guard; a route that lacks a part is refused at import."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, get_type_hints

from sanic import Blueprint

from server.errors import Forbidden
from server.web.auth import Identity
from server.web.bodies import JSON_LIMIT
from server.web.describe import AnyHandler, Handler, RouteInfo, description_of
from server.web.idempotency import Present, run_once
from server.web.path_ids import path_converter
from server.web.ports import log_in
from server.web.rate_limit import RateLimit, enforce
from server.web.request import ApiRequest


class RouteError(Exception):
    """A route is not complete: it would be unguarded, undescribed or unrepeatable."""


class PasswordChangeDue(Forbidden):
    """A first password is good for nothing but setting one's own."""

    code = "password_change_due"


@dataclass(frozen=True, slots=True)
class Admission:
    """Who is let in: any login if `roles` is empty; `readers` only where nothing changes."""

    name: str
    roles: frozenset[str] = frozenset()
    readers: frozenset[str] = frozenset()
    login: bool = True
    before_password_change: bool = False

    def check(self, identity: Identity, method: str) -> None:
        """Raises `Forbidden` (or `PasswordChangeDue`) for those whom this route is not for."""
        if self.roles:
            allowed = self.roles | self.readers if method == "GET" else self.roles
            if identity.roles.isdisjoint(allowed):
                raise Forbidden()
        if identity.must_change_password and not self.before_password_change:
            raise PasswordChangeDue()


@dataclass(frozen=True, slots=True)
class _Guard:
    """What happens between the router and a handler, in the contract's order of refusals."""

    handler: Handler
    admission: Admission
    method: str
    path_kinds: dict[str, Callable[[str], Any]]
    max_body: int | None
    once: bool
    present: Present | None
    limits: tuple[RateLimit, ...]

    async def __call__(self, request: ApiRequest, **path: str) -> Any:
        if self.admission.login:
            self.admission.check(await log_in(request), self.method)
        if self.limits:
            await enforce(request, self.limits)
        values = {name: self.path_kinds[name](text) for name, text in path.items()}
        if self.max_body is not None and request.stream is not None:
            request.stream.request_max_size = self.max_body
            await request.receive_body()  # type: ignore[no-untyped-call]
        if self.once:
            return await run_once(
                request,
                self.handler,
                values,
                present=self.present,
                streamed=self.max_body is None,
            )
        return await self.handler(request, **values)


@dataclass(slots=True)
class Routes:
    """One Sanic blueprint whose every route is guarded for one audience."""

    name: str
    admission: Admission
    prefix: str
    infos: list[RouteInfo] = field(default_factory=list)
    blueprint: Blueprint = field(init=False)

    def __post_init__(self) -> None:
        self.blueprint = Blueprint(self.name, url_prefix=self.prefix)

    def get(
        self, path: str, *, limits: tuple[RateLimit, ...] = ()
    ) -> Callable[[AnyHandler], AnyHandler]:
        """A read; HEAD is answered alike."""
        return self._add("GET", path, _Options(max_body=None, limits=limits))

    def post(
        self,
        path: str,
        *,
        present: Present | None = None,
        once: bool = True,
        max_body: int | None = JSON_LIMIT,
        limits: tuple[RateLimit, ...] = (),
    ) -> Callable[[AnyHandler], AnyHandler]:
        """An act. `present(request, resource_id)` gives the body of a repeated one.

        `once=False` for calls that record nothing; `max_body=None` leaves the body to the handler
        (uploads), which then calls `remember(request, body_hash)` itself. Sizes in bytes.
        """
        options = _Options(max_body, limits, once and self.admission.login, present)
        return self._add("POST", path, options)

    def put(
        self, path: str, *, max_body: int = JSON_LIMIT, limits: tuple[RateLimit, ...] = ()
    ) -> Callable[[AnyHandler], AnyHandler]:
        """Replaces a document's editable fields as a whole."""
        return self._add("PUT", path, _Options(max_body, limits))

    def delete(
        self, path: str, *, limits: tuple[RateLimit, ...] = ()
    ) -> Callable[[AnyHandler], AnyHandler]:
        return self._add("DELETE", path, _Options(max_body=None, limits=limits))

    def _add(
        self, method: str, path: str, options: "_Options"
    ) -> Callable[[AnyHandler], AnyHandler]:
        def register(handler: AnyHandler) -> AnyHandler:
            info = self._info(method, path, options, handler)
            guarded = self._guarded(method, handler, options)
            guarded.__dict__["route_info"] = info
            self.infos.append(info)
            self.blueprint.add_route(
                guarded,
                path or "/",
                methods={"GET", "HEAD"} if method == "GET" else {method},
                name=f"{handler.__module__.replace('.', '_')}_{handler.__name__}",
                stream=method in ("POST", "PUT"),
                ignore_body=method in ("GET", "DELETE"),
                unquote=True,
                strict_slashes=False,
            )
            return handler

        return register

    def _info(self, method: str, path: str, options: "_Options", handler: Handler) -> RouteInfo:
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
        )

    def _guarded(self, method: str, handler: Handler, options: "_Options") -> Handler:
        hints = get_type_hints(handler)
        kinds = {name: path_converter(kind) for name, kind in hints.items()}
        guard = _Guard(
            handler,
            self.admission,
            method,
            kinds,
            options.max_body,
            options.once,
            options.present,
            options.limits,
        )

        @wraps(handler)
        async def guarded(request: ApiRequest, **path: str) -> Any:
            return await guard(request, **path)

        return guarded


@dataclass(frozen=True, slots=True)
class _Options:
    max_body: int | None
    limits: tuple[RateLimit, ...] = ()
    once: bool = False
    present: Present | None = None
