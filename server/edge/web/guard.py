"""What happens between the router and a handler, in the contract's order of refusals."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from models.rules.reasons import Text
from server.edge.web.auth import Identity
from server.edge.web.describe import Handler
from server.edge.web.idempotency import Present, run_once
from server.edge.web.ports import edge_of, log_in
from server.edge.web.rate_limit import RateLimit, enforce
from server.edge.web.request import ApiRequest
from server.edge.web.spelling import read_parts
from server.errors import Forbidden, Invalid, UnsupportedMedia, VersionConflict, VersionMissing

_ABOUT_CONTENT = (Invalid, UnsupportedMedia, VersionConflict, VersionMissing)
"""Refusals that follow 404 in the contract's order: what is said of a document shows it exists."""


class PasswordChangeDue(Forbidden):
    """A first password is good for nothing but setting one's own."""

    code = "password_change_due"
    title = Text(
        "请先修改初始密码，改好后再办理此事", "Change your first password first, then try again"
    )


class SecondFactorDue(Forbidden):
    """The role would do, once its second factor is set up."""

    title = Text(
        "请先设置二次验证，设置好后再办理此事", "Set up your second factor first, then try again"
    )


class ConsentRequired(Forbidden):
    """Nothing of a person or a firm is stored before they agreed to the present privacy text."""

    code = "consent_required"
    title = Text(
        "请先阅读并同意《隐私说明》，同意后再办理此事",
        "Please read and agree to the privacy text first, then try again",
    )


class PasswordDue(Forbidden):
    """Money is moved by who has just given their password, not by whoever sits at an open page."""

    code = "password_due"
    title = Text(
        "这一步涉及资金，请再次输入登录密码，然后继续",
        "This moves money; give your password again, then go on",
    )


Visible = Callable[..., Awaitable[Any]]
"""Takes the request and the parts of its path; raises NotFound for whom they are not there."""


@dataclass(frozen=True, slots=True)
class Admission:
    """Who is let in: any login if `roles` is empty; `readers` only where nothing changes.

    `of_smes`: people who come through WeChat are among them.
    """

    name: str
    roles: frozenset[str] = frozenset()
    readers: frozenset[str] = frozenset()
    login: bool = True
    before_password_change: bool = False
    of_smes: bool = False

    def check(self, identity: Identity, method: str) -> None:
        """Raises `Forbidden`, or what else is due, for those whom this route is not for."""
        if self.roles:
            allowed = self.roles | self.readers if method == "GET" else self.roles
            if identity.roles.isdisjoint(allowed):
                raise Forbidden() if identity.withheld.isdisjoint(allowed) else SecondFactorDue()
        if identity.must_change_password and not self.before_password_change:
            raise PasswordChangeDue()


PUBLIC = Admission("public", login=False)
"""Everybody, without login: the edge's own routes, and an audience of the features."""


@dataclass(frozen=True, slots=True)
class RouteOptions:
    """`max_body` in bytes; None where there is no body, or where the handler streams it.

    `visible` reads the resource of the path. `consent`: something of an SME is stored, which needs
    their agreement to the privacy text. `every_answer`: headers of every answer, also of refusals.
    `gated`: closed in maintenance, and to apps that are too old. `password_again`: in a browser's
    session the password must have been given within minutes.
    """

    max_body: int | None
    limits: tuple[RateLimit, ...] = ()
    once: bool = False
    present: Present | None = None
    visible: Visible | None = None
    consent: bool = False
    every_answer: Mapping[str, str] = field(default_factory=dict)
    gated: bool = False
    password_again: bool = False


async def receive_within(request: ApiRequest, max_body: int) -> None:
    """The body, at most so many bytes: only now, so that those without access are refused before."""
    if request.stream is not None:
        request.stream.request_max_size = max_body
    await request.receive_body()  # type: ignore[no-untyped-call]


async def _admit(
    request: ApiRequest, admission: Admission, method: str, options: RouteOptions
) -> None:
    """Raises Unauthenticated, or what the admission refuses with."""
    identity = await log_in(request)
    admission.check(identity, method)
    if options.consent and identity.consent_due:
        raise ConsentRequired()
    if options.password_again and identity.browser is not None and identity.browser.password_due:
        raise PasswordDue()


def guard(
    handler: Handler,
    admission: Admission,
    method: str,
    path_kinds: dict[str, Callable[[str], Any]],
    options: RouteOptions,
) -> Handler:
    """`handler` behind its audience, its limits, its path ids, its body size and its key."""
    limits, max_body = options.limits, options.max_body
    every_answer, gated = options.every_answer, options.gated
    present, streamed = options.present, options.max_body is None

    # Without its annotations: Sanic would read them and refuse a bad id before the guard is asked.
    @wraps(handler, assigned=("__module__", "__name__", "__qualname__", "__doc__"))
    async def guarded(request: ApiRequest, **path: Any) -> Any:
        request.answer_headers = every_answer
        if gated:
            edge_of(request).gate.check(request.headers)
        if admission.login:
            await _admit(request, admission, method, options)
        if limits:
            await enforce(request, limits)
        if path:
            path = read_parts(request.path, path, path_kinds)
        if max_body is not None:
            await receive_within(request, max_body)
        try:
            if options.once:
                return await run_once(request, handler, path, present=present, streamed=streamed)
            return await handler(request, **path)
        except _ABOUT_CONTENT:
            if options.visible is not None:
                await options.visible(request, *path.values())
            raise

    del guarded.__dict__["__wrapped__"]
    return guarded
