"""Composition root of the worker: which job does what, and what is done every few seconds."""

import asyncio
import logging
import signal
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Final

import uvloop
from prometheus_client import CollectorRegistry

from config.settings import Settings
from models.rules.workdays import Calendar
from server.clock import Clock
from server.compose import build_ports, close_ports, open_ports, warn_unscanned
from server.edge.jobs.executor import Handler
from server.edge.jobs.lead import Loop, lead
from server.edge.jobs.own_metrics import shown_metrics
from server.edge.jobs.run import run_jobs
from server.edge.web.logging_setup import set_up_logging
from server.features.accounts.erase import erase_person
from server.features.applications.remind_drafts import remind_drafts
from server.features.attachments.inspect import inspect_attachment
from server.features.attachments.read import erase_attachment
from server.features.attachments.upload import INSPECT as INSPECT_ATTACHMENT
from server.features.batches.expire import expire_batches
from server.features.batches.run import BatchRunner
from server.features.editions.close_due import close_due_editions
from server.features.editions.end_unfunded import end_unfunded
from server.features.entrances.make_later import JOBS as CODES
from server.features.entrances.make_later import make_picture
from server.features.evidence.erase_object import erase_object
from server.features.evidence.expire import expire_papers
from server.features.evidence.inspect import inspect_evidence
from server.features.evidence.redraw import JOB as REDRAW
from server.features.evidence.redraw import redraw_previews
from server.features.evidence.take_back import take_back_chosen
from server.features.evidence.tend import tend_files
from server.features.identity.prune import prune_logins
from server.features.keys.reindex import reindex_persons
from server.features.keys.rewrap import rewrap_keys
from server.features.keys.start import JOBS
from server.features.matches.tell_new import tell_new_editions
from server.features.messages.apply_push import Elsewhere, apply_push_event
from server.features.messages.check_templates import check_templates
from server.features.messages.queue_letters import JOBS as LETTERS
from server.features.messages.queue_letters import queue_letters
from server.features.messages.send import send_notification
from server.features.messages.send_letter import send_letter, send_sms
from server.features.messages.tell_disputed import tell_disputed
from server.features.messages.tell_movements import tell_movements
from server.features.messages.tell_not_funded import tell_not_funded
from server.features.messages.tell_submitted import tell_submitted
from server.features.messages.tell_verified import tell_verified
from server.features.notices.close_due import close_due_notices
from server.features.platforms.end_memberships import end_memberships
from server.features.quota.check import SumsWatch
from server.features.quota.lock_next import lock_next_in_turn
from server.features.quota.ranking_log import record_movements
from server.features.quota.rebuild import rebuild_differing
from server.features.quota.reconcile import reconcile
from server.features.recognitions.remind import remind_holders
from server.features.reviews.remind_desks import remind_desks
from server.features.uploads.sweep import sweep_stray_pieces, sweep_uploads
from server.features.verdicts.after_lock import open_after_lock
from server.features.verdicts.await_confirmation import await_confirmations
from server.features.verdicts.lapse import lapse_overdue
from server.features.verdicts.remind_due import remind_due
from server.features.verdicts.tell_decided import JOB as TELL_DECIDED
from server.features.verdicts.tell_decided import tell_decided
from server.ports import Ports
from storage.errors import StoreUnavailable
from storage.postgres.attachments import ERASE as ERASE_ATTACHMENT
from storage.postgres.core.connect import close_postgres, open_postgres
from storage.postgres.core.prune import prune

_LOG = logging.getLogger(__name__)
_POOL: Final = 12
_HOUR: Final = 3600.0
_QUARTER: Final = _HOUR / 4
_DAY: Final = 24 * _HOUR
_AT_ONCE: Final = {"evidence.inspect": 4, REDRAW: 2, LETTERS["mail"]: 4, LETTERS["sms"]: 4}
"""Of jobs that take long or much memory: no more than so many run, whatever else waits."""


def handlers(ports: Ports) -> Mapping[str, Handler]:
    """Every job's name and what it does; each is safe to be run twice."""
    clock, catalogue = ports.clock, ports.catalogue
    return {
        "application.submitted": partial(tell_submitted, clock=clock),
        "application.not_funded": partial(tell_not_funded, clock=clock),
        "dispute.raised": partial(tell_disputed, clock=clock),
        "enterprise.verified": partial(tell_verified, clock=clock),
        TELL_DECIDED: partial(tell_decided, clock=clock),
        **_sending(ports),
        "push.received": partial(
            apply_push_event,
            catalogue=catalogue,
            clock=clock,
            unheard=ports.unheard,
            elsewhere=Elsewhere(take_back_chosen, partial(erase_person, by="wechat")),
            sessions=ports.sessions,
        ),
        JOBS["master"]: partial(rewrap_keys, keyring=ports.keyring),
        JOBS["index"]: partial(reindex_persons, keyring=ports.keyring),
        "evidence.deleted": partial(erase_object, bucket=ports.bucket),
        ERASE_ATTACHMENT: partial(erase_attachment, bucket=ports.bucket),
        INSPECT_ATTACHMENT: partial(
            inspect_attachment, bucket=ports.bucket, examiner=ports.examiner, clock=clock
        ),
        "evidence.inspect": partial(
            inspect_evidence,
            bucket=ports.bucket,
            examiner=ports.examiner,
            clock=clock,
        ),
        **{
            job: partial(make_picture, kind=kind, pictures=ports.pictures)
            for kind, job in CODES.items()
        },
        REDRAW: partial(redraw_previews, bucket=ports.bucket, examiner=ports.examiner),
        "pool.next_in_turn": partial(
            lock_next_in_turn,
            open_next=open_after_lock,
            clock=clock,
            ranker=ports.ranker,
        ),
    }


def _sending(ports: Ports) -> Mapping[str, Handler]:
    """What takes messages to people."""
    ways = ports.ways
    return {
        "notification.send": partial(
            send_notification,
            wechat=ports.wechat,
            catalogue=ports.catalogue,
            keyring=ports.keyring,
            clock=ports.clock,
            state=ports.wechat_state,
            quiet=ways.quiet_hours,
            pace=ways.pace,
        ),
        LETTERS["mail"]: partial(
            send_letter,
            mailer=ways.mailer,
            keyring=ports.keyring,
            clock=ports.clock,
            quiet=ways.quiet_hours,
        ),
        LETTERS["sms"]: partial(
            send_sms,
            gateway=ways.sms,
            keyring=ports.keyring,
            clock=ports.clock,
            quiet=ways.quiet_hours,
        ),
    }


async def _prune(clock: Clock) -> None:
    """What was kept as long as it had to be goes."""
    await prune(clock.now())
    await prune_logins(clock=clock)
    await expire_batches(clock=clock)


def _reminders(clock: Clock, calendar: Calendar) -> list[Loop]:
    """What people are told because a day comes near, or has begun."""
    return [
        Loop("new editions", 60.0, partial(tell_new_editions, clock=clock)),
        Loop("remind holders", _HOUR, partial(remind_holders, clock=clock)),
        Loop("remind of corrections", _HOUR, partial(remind_due, clock=clock, calendar=calendar)),
        Loop("remind of drafts", _HOUR, partial(remind_drafts, clock=clock, calendar=calendar)),
        Loop("desks", _QUARTER, partial(remind_desks, clock=clock, calendar=calendar)),
    ]


def loops(ports: Ports, dsn: str) -> list[Loop]:
    """What the leading worker does again and again; seconds between two rounds."""
    clock, calendar = ports.clock, ports.calendar
    quota, ranker = ports.quota, ports.ranker
    debounce = timedelta(seconds=ports.settle_seconds)
    watch, batches = SumsWatch(), BatchRunner(ports)

    return [
        Loop("reconcile", 1.0, partial(reconcile, ranker=ranker, clock=clock)),
        Loop("rebuild", 1.0, partial(rebuild_differing, dsn, quota=quota)),
        Loop("check", 10.0, partial(watch.check, quota=quota)),
        Loop("record", 0.5, partial(record_movements, quota=quota, clock=clock)),
        Loop(
            "tell movements",
            min(max(ports.settle_seconds / 20, 0.5), 30.0),
            partial(tell_movements, debounce=debounce, clock=clock),
        ),
        Loop(
            "lapse",
            30.0,
            partial(lapse_overdue, clock=clock, calendar=calendar, ranker=ranker),
        ),
        Loop(
            "await confirmations",
            _HOUR,
            partial(await_confirmations, clock=clock, calendar=calendar, ranker=ranker),
        ),
        Loop("letters", 2.0, partial(queue_letters, clock=clock)),
        Loop("close editions", 60.0, partial(close_due_editions, clock=clock)),
        Loop("settle editions", 5.0, partial(end_unfunded, clock=clock, ranker=ranker)),
        *_reminders(clock, calendar),
        Loop(
            "close notices",
            60.0,
            partial(close_due_notices, clock=clock, calendar=calendar, ranker=ranker),
        ),
        Loop("batches", 0.2, batches.round),
        Loop("platform members", 60.0, partial(end_memberships, clock=clock)),
        Loop("files", _DAY, partial(tend_files, bucket=ports.bucket, clock=clock)),
        Loop("uploads", 60.0, partial(sweep_uploads, bucket=ports.bucket, clock=clock)),
        Loop("stray pieces", _HOUR, partial(sweep_stray_pieces, bucket=ports.bucket, clock=clock)),
        Loop("prune", _HOUR, partial(_prune, clock)),
        Loop("retention", _HOUR, partial(expire_papers, clock=clock)),
        Loop(
            "templates",
            _HOUR,
            partial(check_templates, wechat=ports.wechat, catalogue=ports.catalogue),
        ),
    ]


async def work(ports: Ports, dsn: str, *, stop: asyncio.Event) -> None:
    """Do jobs, and lead if nobody else does, until `stop` is set; then end within 10 seconds.

    `dsn` is for the connections that this opens beside Tortoise's, which the caller opens.
    """
    marking = asyncio.create_task(ports.ranker.marks.run())
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(run_jobs(dsn, handlers(ports), at_once=_AT_ONCE, stop=stop))
            group.create_task(lead(dsn, loops(ports, dsn), stop=stop))
    finally:
        marking.cancel()
        # What could not be written is ranked once more by the reconciler.
        with suppress(StoreUnavailable):
            await ports.ranker.marks.flush()


def run(settings: Settings, worker_dsn: str) -> None:
    """Work until SIGTERM or SIGINT."""
    set_up_logging(logging.getLevelNamesMapping().get(settings.log_level, logging.INFO))
    warn_unscanned(settings)
    uvloop.run(_until_signal(settings, worker_dsn))


async def _until_signal(settings: Settings, worker_dsn: str) -> None:
    stop = asyncio.Event()
    running = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        running.add_signal_handler(number, stop.set)
    registry = CollectorRegistry()
    ports = build_ports(settings, registry)
    await open_postgres(worker_dsn, pool_size=_POOL)
    await open_ports(ports)
    _LOG.info("the worker is at work")
    try:
        with shown_metrics(settings.worker_metrics, registry):
            await work(ports, worker_dsn, stop=stop)
    finally:
        await close_ports(ports)
        await close_postgres()
