"""Builds a process's ports from its settings; the composition roots call it, nobody else."""

import tomllib
from pathlib import Path

from prometheus_client import CollectorRegistry

from config.files import CATEGORIES, HOLIDAYS, PRIVACY, WECHAT
from config.settings import Settings
from models.programme.holiday_file import read_holidays
from models.programme.platform_file import read_categories
from models.rules.workdays import Calendar
from server.clock import Clock
from server.edge.calendar import working_calendar
from server.edge.receipts import Signer
from server.edge.web.rendered import RenderedCache
from server.edge.web.tasks import OwnedTasks
from server.edge.wechat.client import WeChat
from server.edge.wechat.metrics import call_counter, refused_push_counter
from server.edge.wechat.push import PushSecrets
from server.edge.wechat.unknown_words import unknown_counter
from server.features.enterprises.verify_by_phone import verify_owned_by
from server.features.identity.passwords import Passwords
from server.features.identity.policy import LoginPolicy
from server.features.identity.privacy_texts import read_privacy_texts
from server.features.messages.catalogue import read_catalogue
from server.features.programmes.current import CurrentRules
from server.features.quota.live_figures import LiveFigures
from server.features.quota.ranking import RankedMarks, Ranker
from server.ports import Ports
from storage.files.bucket import Bucket
from storage.files.client import S3Place
from storage.files.pdf_check import PdfCheck
from storage.postgres.core.keyring import Keyring
from storage.redis.cache import Cache
from storage.redis.connect import Client, open_redis
from storage.redis.keys import Keys
from storage.redis.quota import QuotaRedis
from storage.redis.session_cache import SessionCache
from storage.redis.wechat_token import WeChatTokenStore

_SESSION_SECONDS = 30


def build_ports(
    settings: Settings, registry: CollectorRegistry, *, clock: Clock | None = None
) -> Ports:
    """Ports that open their connections at first use; `open_ports` and `close_ports` bracket them."""
    ticking = clock or Clock()
    redis = open_redis(settings.redis_url)
    keys = Keys(settings.redis_namespace)
    quota = QuotaRedis(redis, keys)
    keyring = _keyring(settings)
    tasks = OwnedTasks()
    figures = LiveFigures(quota, ticking, tasks)
    return Ports(
        clock=ticking,
        calendar=calendar_from(),
        redis=redis,
        quota=quota,
        ranker=Ranker(quota, RankedMarks()),
        sessions=SessionCache(Cache(redis, "session", _SESSION_SECONDS, keys)),
        bucket=_bucket(settings),
        pdfs=PdfCheck(),
        keyring=keyring,
        signer=Signer(settings.receipt_kid, settings.receipt_key),
        passwords=Passwords(),
        login=LoginPolicy(settings.privacy_version, otp_required=settings.staff_otp_required),
        privacy=read_privacy_texts(
            [file.read_text("utf-8") for file in PRIVACY.glob("*.toml")], settings.privacy_version
        ),
        tasks=tasks,
        rendered=RenderedCache(),
        figures=figures,
        exhausted_among=figures.exhausted_among,
        track_rules=CurrentRules(tasks).track_rules,
        categories=read_categories(CATEGORIES.name, CATEGORIES.read_text("utf-8")),
        phone_linked=verify_owned_by,
        wechat=_wechat(settings, ticking, redis, keys, registry=registry),
        unheard=unknown_counter(registry),
        push_refused=refused_push_counter(registry),
        wechat_push=_push_secrets(settings),
        wechat_state=settings.wechat_state,
        catalogue=read_catalogue(tomllib.loads(WECHAT.read_text("utf-8"))),
        settle_seconds=settings.settle_seconds,
        four_eyes=settings.environment == "production",
    )


async def open_ports(ports: Ports) -> None:
    await ports.wechat.open()


async def close_ports(ports: Ports) -> None:
    await ports.wechat.close()
    await ports.pdfs.close()
    await ports.bucket.close()
    await ports.redis.aclose()
    ports.passwords.close()


def calendar_from(folder: Path = HOLIDAYS) -> Calendar:
    """The published working days, with an operator's own years from `folder` before them."""
    files = sorted(folder.glob("*.toml"))
    return working_calendar([read_holidays(file.name, file.read_text("utf-8")) for file in files])


def _bucket(settings: Settings) -> Bucket:
    place = S3Place(
        settings.s3_endpoint,
        settings.s3_access_key,
        settings.s3_secret_key,
        settings.s3_bucket,
        settings.s3_region,
        settings.s3_ca_file or None,
    )
    return Bucket(place)


def _keyring(settings: Settings) -> Keyring:
    return Keyring(
        settings.master_keys,
        settings.master_key_current,
        settings.index_key,
        settings.index_key_other,
    )


def _wechat(
    settings: Settings, clock: Clock, redis: Client, keys: Keys, *, registry: CollectorRegistry
) -> WeChat:
    return WeChat(
        settings.wechat_base_url,
        settings.wechat_appid,
        settings.wechat_secret,
        clock=clock,
        tokens=WeChatTokenStore(redis, keys, appid=settings.wechat_appid),
        count=call_counter(registry),
    )


def _push_secrets(settings: Settings) -> PushSecrets:
    """In production only encrypted pushes count: a plain one's signature says nothing of its body,
    and it stands in every proxy's access log."""
    return PushSecrets(
        settings.wechat_appid,
        settings.wechat_push_token,
        settings.wechat_push_aes_key,
        encrypted_only=settings.environment == "production",
    )
