"""What a process was given at start; use cases take by keyword only what they use.

It stands below the features so that their routes may import it. The types of what features made
are named here for the reader and for mypy only; `server/compose.py` puts the objects together.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from models.programme.fact_guides import FactGuides
from models.programme.paper_guides import PaperGuides
from models.programme.platform_file import Category
from models.rules.workdays import Calendar
from server.clock import Clock
from server.edge.receipts import Signer
from server.edge.web.rendered import RenderedCache
from server.edge.web.request import ApiRequest
from server.edge.web.tasks import OwnedTasks
from server.edge.wechat.client import WeChat
from server.edge.wechat.push import PushSecrets
from server.edge.wechat.subscribe import MiniProgramState
from server.edge.wechat.unknown_words import CountUnknown
from storage.files.bucket import Bucket
from storage.files.child.children import Children
from storage.files.letters.writer import LetterWriter
from storage.files.writing.arriving import Arrivals
from storage.files.writing.pieces import Writers
from storage.postgres.core.keyring import Keyring
from storage.postgres.core.transaction import Tx
from storage.redis.connect import Client
from storage.redis.quota import QuotaRedis
from storage.redis.session_cache import SessionCache

if TYPE_CHECKING:
    from server.features.content.words import HeldWords
    from server.features.entrances.picture import Pictures
    from server.features.evidence.examine import Examiner
    from server.features.identity.passwords import Passwords
    from server.features.identity.policy import LoginPolicy
    from server.features.identity.privacy_texts import PrivacyTexts
    from server.features.messages.catalogue import Catalogue
    from server.features.messages.ways import Ways
    from server.features.programmes.current import TrackRules
    from server.features.quota.live_figures import LiveFigures
    from server.features.quota.ranking import Ranker


@dataclass(frozen=True, slots=True)
class Ports:
    """One process's way to everything outside it, and what the operator decided.

    `track_rules`: the rules in force of an edition's track; raises NotFound for either.
    `exhausted_among`: those of these editions for whose money someone waits, or of which nothing
    remains. `phone_linked`: what other features do, in the same transaction, once a person's phone
    number is known, with the one that it replaces, masked; `firm_wanted`: before a person registers
    the firm with this code. `unheard`: counts words of WeChat's that are not known, `push_refused`
    the pushes that are refused, by reason. Without `wechat_push` the address for pushes does not
    exist. `public_url`: where anybody reaches this system, without a slash at its end; empty where it
    is not told. `ways`: how messages go out. `demonstration`: one person may make and confirm a
    payout. `oldest_client`: of the mini-program, as `1.2.0`; empty for any.
    """

    clock: Clock
    calendar: Calendar
    redis: Client
    quota: QuotaRedis
    ranker: Ranker
    sessions: SessionCache
    bucket: Bucket
    examiner: Examiner
    children: Children
    letters: LetterWriter
    writers: Writers
    arrivals: Arrivals
    keyring: Keyring
    signer: Signer
    passwords: Passwords
    login: LoginPolicy
    privacy: PrivacyTexts
    tasks: OwnedTasks
    rendered: RenderedCache
    figures: LiveFigures
    exhausted_among: Callable[[Sequence[str]], Awaitable[frozenset[str]]]
    track_rules: Callable[[str, str], Awaitable[TrackRules]]
    categories: tuple[Category, ...]
    guides: PaperGuides
    fact_guides: FactGuides
    public_url: str
    phone_linked: Callable[[Tx, UUID, datetime, str | None], Awaitable[None]]
    firm_wanted: Callable[[Tx, str, UUID, datetime], Awaitable[None]]
    wechat: WeChat
    pictures: Pictures
    unheard: CountUnknown
    push_refused: Callable[[str], None]
    wechat_push: PushSecrets | None
    wechat_state: MiniProgramState
    catalogue: Catalogue
    held_words: HeldWords
    ways: Ways
    settle_seconds: int
    demonstration: bool
    oldest_client: str


def ports_of(request: ApiRequest) -> Ports:
    found: Ports = request.app.ctx.ports
    return found
