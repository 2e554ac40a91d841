"""What the stand-in keeps: apps, people, codes, templates, deliveries, and its own switches."""

import random
from dataclasses import dataclass, field
from typing import Literal

from standalone.wechat.quotas import Quotas
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
    quotas: Quotas = field(default_factory=Quotas)


def make_app(appid: str, secret: str, dice: random.Random) -> App:
    """An app whose tokens are drawn with these dice."""
    return App(appid, secret, stable=StableFamily(dice=dice), legacy=LegacyFamily(dice=dice))


@dataclass(slots=True)
class Person:
    """One user of one app; `last_active_at` in seconds since 1970.

    `hears_nothing`: the main switch of all subscribe messages is off. `session_ended`: the key that
    the last login gave works no more.
    """

    appid: str
    openid: str
    name: str
    blocked: bool = False
    session_generation: int = 0
    last_active_at: float = 0.0
    hears_nothing: bool = False
    session_ended: bool = False
    logins: list[float] = field(default_factory=list)


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
    """Switches for what WeChat leaves open (wechat.md 11) and for what a demonstration wants.

    docs/wechat.md says what each of them does.
    """

    accept_all: bool = False
    rotate_session_chance: float = 0.0
    old_stable_token_lives_on: bool = True
    force_too_soon_errcode: int = 45009
    phone_mismatch_errcode: int = 40029
    logins_a_minute: int | None = None
    session_proof_key: Literal["text", "decoded"] = "text"
    hyaline_type: Literal["image/png", "image/jpeg"] = "image/png"
    send_takes_s: float = 0.002
    msgid_in_answer: bool = True
    sent_events: bool = True
    sent_event_after_s: float = 0.0
    sent_error_code: str = "0"
    sent_error_status: str = "success"
    push_attempts: int = 3
    push_timeout_s: float = 5.0
    push_copies: int = 1
    push_lost_chance: float = 0.0
    push_within_s: float = 0.0
    compat_fields: list[str] | None = None
    media_verdict_after_s: float = 0.0
    media_suggest: str = "pass"
    media_label: int | None = None
    media_errcode: int = 0
    daily_limits: dict[str, int] = field(default_factory=dict)
    minute_limits: dict[str, int] = field(default_factory=dict)
