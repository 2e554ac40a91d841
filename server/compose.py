"""Builds a process's ports from its settings; the composition roots call it, nobody else."""

import logging
import tomllib
from pathlib import Path

from prometheus_client import CollectorRegistry

from config.files import (
    CATEGORIES,
    FACTS,
    HELD_WORDS,
    HOLIDAYS,
    PAPERS,
    PRIVACY,
    PROGRAMMES,
    RETURN_REASONS,
    WECHAT,
)
from config.settings import Settings
from models.programme.fact_guides import read_fact_guides
from models.programme.holiday_file import read_holidays
from models.programme.paper_guides import LetterTerms, PaperGuides, read_guides, read_letters
from models.programme.platform_file import read_categories
from models.programme.return_reasons import read_return_reasons
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
from server.features.accounts.phone_linked import after_phone
from server.features.content.words import read_held_words
from server.features.entrances.picture import Pictures
from server.features.evidence.examine import Examiner, LookLimits
from server.features.evidence.metrics import scan_counter
from server.features.exceptions.claim_by_phone import release_to_contact
from server.features.identity.passwords import Passwords
from server.features.identity.policy import LoginPolicy
from server.features.identity.privacy_texts import PrivacyTexts, read_privacy_texts
from server.features.messages.catalogue import read_catalogue
from server.features.programmes.current import CurrentRules
from server.features.quota.live_figures import LiveFigures
from server.file_store import open_bucket
from server.outgoing import open_ways
from server.ports import Ports
from server.stores import Stores, build_stores
from storage.files.child.children import Children
from storage.files.inspection.inspector import Inspector
from storage.files.letters.writer import LetterWriter
from storage.files.writing.arriving import Arrivals
from storage.files.writing.pieces import Writers
from storage.redis.alarms import AlarmStore
from storage.redis.wechat_token import WeChatTokenStore
from storage.scanner.address import read_scanner_address
from storage.scanner.clamd import Scanner

_LETTER_SECONDS = 60.0
"""How long somebody waits for their letter while others' are set: a list of clients takes minutes."""
_LOG = logging.getLogger(__name__)


def build_ports(
    settings: Settings, registry: CollectorRegistry, *, clock: Clock | None = None
) -> Ports:
    """Ports that open their connections at first use; `open_ports` and `close_ports` bracket them."""
    stores = build_stores(settings, clock=clock)
    tasks, bucket = OwnedTasks(), open_bucket(settings)
    figures = LiveFigures(stores.quota, stores.clock, tasks)
    wechat = _wechat(settings, stores, registry=registry)
    return Ports(
        clock=stores.clock,
        calendar=calendar_from(),
        redis=stores.redis,
        quota=stores.quota,
        ranker=stores.ranker,
        sessions=stores.sessions,
        bucket=bucket,
        examiner=_examiner(settings, stores, registry),
        children=Children(),
        letters=LetterWriter(Children(patience_seconds=_LETTER_SECONDS)),
        writers=Writers(bucket),
        arrivals=Arrivals(bucket),
        keyring=stores.keyring,
        signer=Signer(settings.receipt_kid, settings.receipt_key),
        passwords=Passwords(),
        login=LoginPolicy(settings.privacy_version, otp_required=settings.staff_otp_required),
        privacy=_privacy(settings),
        tasks=tasks,
        rendered=RenderedCache(),
        figures=figures,
        exhausted_among=figures.exhausted_among,
        track_rules=CurrentRules(tasks).track_rules,
        categories=read_categories(CATEGORIES.name, CATEGORIES.read_text("utf-8")),
        guides=_guides(),
        fact_guides=read_fact_guides(FACTS.name, FACTS.read_text("utf-8")),
        public_url=settings.public_url,
        phone_linked=after_phone,
        firm_wanted=release_to_contact,
        wechat=wechat,
        pictures=Pictures(wechat, bucket, stores.redis, stores.keys, settings.wechat_state),
        unheard=unknown_counter(registry),
        push_refused=refused_push_counter(registry),
        wechat_push=_push_secrets(settings),
        wechat_state=settings.wechat_state,
        catalogue=read_catalogue(tomllib.loads(WECHAT.read_text("utf-8"))),
        held_words=read_held_words(tomllib.loads(HELD_WORDS.read_text("utf-8"))),
        ways=open_ways(settings, stores, registry),
        settle_seconds=settings.settle_seconds,
        demonstration=settings.environment == "demo",
        oldest_client=settings.oldest_client,
    )


def _privacy(settings: Settings) -> PrivacyTexts:
    files = [file.read_text("utf-8") for file in PRIVACY.glob("*.toml")]
    return read_privacy_texts(files, settings.privacy_version)


def _examiner(settings: Settings, stores: Stores, registry: CollectorRegistry) -> Examiner:
    scanner = _scanner(settings, registry)
    inspector = Inspector(settings.paper_font)
    return Examiner(inspector, scanner, LookLimits(), keyring=stores.keyring)


def _guides() -> PaperGuides:
    letters: dict[tuple[str, str, str], LetterTerms] = {}
    for file in sorted(PROGRAMMES.glob("*/letters.toml")):
        programme = file.parent.name
        letters |= read_letters(programme, f"{programme}/{file.name}", file.read_text("utf-8"))
    reasons = read_return_reasons(RETURN_REASONS.name, RETURN_REASONS.read_text("utf-8"))
    return PaperGuides(read_guides(PAPERS.name, PAPERS.read_text("utf-8")), letters, reasons)


async def open_ports(ports: Ports) -> None:
    await ports.wechat.open()


async def close_ports(ports: Ports) -> None:
    await ports.wechat.close()
    await ports.examiner.close()
    await ports.children.close()
    await ports.letters.close()
    await ports.bucket.close()
    await ports.redis.aclose()
    ports.passwords.close()


def calendar_from(folder: Path = HOLIDAYS) -> Calendar:
    """The published working days, with an operator's own years from `folder` before them."""
    files = sorted(folder.glob("*.toml"))
    return working_calendar([read_holidays(file.name, file.read_text("utf-8")) for file in files])


def _scanner(settings: Settings, registry: CollectorRegistry) -> Scanner | None:
    if not settings.clamav:
        return None
    return Scanner(read_scanner_address(settings.clamav), count=scan_counter(registry))


def warn_unscanned(settings: Settings) -> None:
    """A city may do without a scanner, but not without knowing."""
    if settings.environment == "production" and not settings.clamav:
        _LOG.warning("SHUANGTUI_CLAMAV is not set: no paper is scanned for viruses")


def _wechat(settings: Settings, stores: Stores, *, registry: CollectorRegistry) -> WeChat:
    return WeChat(
        settings.wechat_base_url,
        settings.wechat_appid,
        settings.wechat_secret,
        clock=stores.clock,
        tokens=WeChatTokenStore(stores.redis, stores.keys, appid=settings.wechat_appid),
        alarms=AlarmStore(stores.redis, stores.keys, subject=settings.wechat_appid),
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
