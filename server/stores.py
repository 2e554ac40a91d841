"""Opens what the server, the worker and an operator's command all work with; each adds its own."""

from dataclasses import dataclass

from config.settings import Settings
from server.clock import Clock
from server.features.quota.ranking import RankedMarks, Ranker
from storage.postgres.core.keyring import Keyring
from storage.redis.cache import Cache
from storage.redis.connect import Client, open_redis
from storage.redis.keys import Keys
from storage.redis.quota import QuotaRedis
from storage.redis.rate_limit import LocalRateLimit, RateLimiter, SharedRateLimit
from storage.redis.session_cache import SessionCache

_SESSION_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Stores:
    """Named as in `Ports`, where their promises stand."""

    clock: Clock
    redis: Client
    keys: Keys
    quota: QuotaRedis
    ranker: Ranker
    sessions: SessionCache
    keyring: Keyring
    limiter: RateLimiter


def build_stores(settings: Settings, *, clock: Clock | None = None) -> Stores:
    """They connect at first use; whoever built them closes `redis`."""
    redis, keys = open_redis(settings.redis_url), Keys(settings.redis_namespace)
    quota, clock = QuotaRedis(redis, keys), clock or Clock()
    return Stores(
        clock=clock,
        redis=redis,
        keys=keys,
        quota=quota,
        ranker=Ranker(quota, RankedMarks()),
        sessions=SessionCache(Cache(redis, "session", _SESSION_SECONDS, keys)),
        keyring=_keyring(settings),
        limiter=RateLimiter(SharedRateLimit(redis, clock.now, keys), LocalRateLimit(clock.now)),
    )


def _keyring(settings: Settings) -> Keyring:
    return Keyring(
        settings.master_keys,
        settings.master_key_current,
        settings.index_key,
        settings.index_key_other,
    )
