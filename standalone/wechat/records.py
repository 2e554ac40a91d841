"""What the stand-in keeps: apps, people, codes, templates, deliveries, and its own switches."""

from dataclasses import dataclass, field
from typing import Literal

from standalone.wechat.tokens import LegacyFamily, StableFamily

PushMode = Literal["plain", "compat", "safe"]
PushFormat = Literal["json", "xml"]
CodeKind = Literal["login", "phone"]


@dataclass(slots=True)
class PushTarget:
    """The console's push page of one app."""

    url: str
    token: str
    aes_key: str
    mode: PushMode = "safe"
    format: PushFormat = "json"


@dataclass(slots=True)
class App:
    """A mini-program; `pages` None lets every page count as released."""

    appid: str
    secret: str
    bound: bool = True
    frozen: bool = False
    account: str = "gh_0123456789ab"
    allowed_ips: list[str] = field(default_factory=list)
    pages: list[str] | None = None
    push: PushTarget | None = None
    stable: StableFamily = field(default_factory=StableFamily)
    legacy: LegacyFamily = field(default_factory=LegacyFamily)


@dataclass(slots=True)
class Person:
    """One user of one app; `last_active_at` in seconds since 1970."""

    appid: str
    openid: str
    name: str
    phone: str | None = None
    blocked: bool = False
    session_generation: int = 0
    last_active_at: float = 0.0


@dataclass(slots=True)
class Code:
    """A minted code: five minutes, once, one app."""

    kind: CodeKind
    appid: str
    name: str
    phone: str
    dies_at: float
    used: bool = False
    country_code: str = "86"


@dataclass(frozen=True, slots=True)
class Template:
    """As `gettemplate` shows it; type 2 is one message per consent, 3 many."""

    template_id: str
    title: str
    type: int
    content: str
    example: str
    keys: tuple[str, ...]
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message that went out; `text` is the card as the person reads it."""

    msgid: str
    at: float
    appid: str
    openid: str
    name: str
    template_id: str
    title: str
    text: str
    data: dict[str, str]
    page: str
    state: str
    lang: str


@dataclass(slots=True)
class Options:
    """Switches for what WeChat leaves open (wechat.md 11) and for what a demonstration wants."""

    accept_all: bool = False
    rotate_session_chance: float = 0.0
    old_stable_token_lives_on: bool = True
    force_too_soon_errcode: int = 45009
    phone_mismatch_errcode: int = 40029
    send_takes_s: float = 0.002
    push_attempts: int = 3
    push_timeout_s: float = 5.0
    media_verdict_after_s: float = 0.0
    media_suggest: str = "pass"
    daily_limits: dict[str, int] = field(default_factory=dict)
