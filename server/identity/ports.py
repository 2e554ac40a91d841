"""What the routes of logins take from the composition root."""

from typing import Protocol

from server.clock import Clock
from server.identity.link_phone import PhoneLinked
from server.identity.passwords import Passwords
from server.identity.policy import LoginPolicy
from server.web.request import ApiRequest
from server.wechat.client import WeChat
from storage.postgres.keyring import Keyring
from storage.redis.cache import Cache
from storage.redis.session_cache import SessionCache


class IdentityPorts(Protocol):
    """The part of `app.ctx.ports` that logins need; `sessions` keeps for 30 seconds at most."""

    @property
    def clock(self) -> Clock: ...
    @property
    def keyring(self) -> Keyring: ...
    @property
    def wechat(self) -> WeChat: ...
    @property
    def sessions(self) -> Cache: ...
    @property
    def passwords(self) -> Passwords: ...
    @property
    def login(self) -> LoginPolicy: ...
    @property
    def phone_linked(self) -> PhoneLinked: ...


def ports_of(request: ApiRequest) -> IdentityPorts:
    found: IdentityPorts = request.app.ctx.ports
    return found


def cache_of(request: ApiRequest) -> SessionCache:
    return SessionCache(ports_of(request).sessions)
