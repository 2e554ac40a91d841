"""What a process was given at start; use cases take by keyword only what they use."""

from dataclasses import dataclass

from server.clock import Clock
from server.quota.ranking import RankedMarks
from server.receipts import Signer
from server.web.request import ApiRequest
from server.web.tasks import OwnedTasks
from server.wechat.catalogue import Catalogue
from server.wechat.client import WeChat
from storage.files.bucket import Bucket
from storage.postgres.keyring import Keyring
from storage.redis.cache import Cache
from storage.redis.connect import Client
from storage.redis.quota import QuotaRedis


@dataclass(frozen=True, slots=True)
class Rules:
    """The few settings that features need; `config` itself is read by the composition roots."""

    privacy_version: str
    staff_otp_required: bool
    wechat_state: str
    settle_seconds: int


@dataclass(frozen=True, slots=True)
class Ports:
    """One process's way to everything outside it."""

    clock: Clock
    redis: Client
    quota: QuotaRedis
    sessions: Cache
    bucket: Bucket
    wechat: WeChat
    catalogue: Catalogue
    keyring: Keyring
    signer: Signer
    tasks: OwnedTasks
    marks: RankedMarks
    rules: Rules


def ports_of(request: ApiRequest) -> Ports:
    found: Ports = request.app.ctx.ports
    return found
