"""What a process was given at start; use cases take by keyword only what they use."""

from dataclasses import dataclass

from models.platform_file import Category
from models.rules.workdays import Calendar
from server.clock import Clock
from server.identity.link_phone import PhoneLinked
from server.identity.passwords import Passwords
from server.identity.policy import LoginPolicy
from server.programmes.ports import ExhaustedAmong, RulesOfTrack
from server.quota.live_figures import LiveFigures
from server.quota.ranking import RankedMarks
from server.receipts import Signer
from server.web.rendered import RenderedCache
from server.web.request import ApiRequest
from server.web.tasks import OwnedTasks
from server.wechat.catalogue import Catalogue
from server.wechat.client import WeChat
from server.wechat.push import PushSecrets
from server.wechat.routes import TakeEvents
from server.wechat.subscribe import MiniProgramState
from storage.files.bucket import Bucket
from storage.postgres.keyring import Keyring
from storage.redis.cache import Cache
from storage.redis.connect import Client
from storage.redis.quota import QuotaRedis


@dataclass(frozen=True, slots=True)
class Ports:
    """One process's way to everything outside it, and what the operator decided."""

    clock: Clock
    calendar: Calendar
    redis: Client
    quota: QuotaRedis
    marks: RankedMarks
    sessions: Cache
    bucket: Bucket
    keyring: Keyring
    signer: Signer
    passwords: Passwords
    login: LoginPolicy
    tasks: OwnedTasks
    rendered: RenderedCache
    figures: LiveFigures
    exhausted_among: ExhaustedAmong
    track_rules: RulesOfTrack
    categories: tuple[Category, ...]
    phone_linked: PhoneLinked
    wechat: WeChat
    wechat_push: PushSecrets | None
    wechat_events: TakeEvents
    wechat_state: MiniProgramState
    catalogue: Catalogue
    settle_seconds: int
    four_eyes: bool


def ports_of(request: ApiRequest) -> Ports:
    found: Ports = request.app.ctx.ports
    return found
