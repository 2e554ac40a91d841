"""`jobs held|retry`: jobs that failed too often and wait for a person."""

import asyncio
from argparse import Namespace

from server.cli.place import find_place
from server.cli.say import say
from server.cli.session import session
from server.cli.statuses import FAILED
from storage.postgres.jobs.held import list_held_jobs, retry_held_jobs


def run_held(options: Namespace) -> None:
    asyncio.run(_held(options))


async def _held(options: Namespace) -> None:
    async with session(find_place(options.data)):
        held = await list_held_jobs()
    for job in held:
        say(f"{job.id} {job.entrypoint} {job.subject_id} {job.held_at:%Y-%m-%d %H:%M}Z {job.error}")
    say("挂起的任务", "Held jobs", len(held))


def run_retry(options: Namespace) -> int:
    return asyncio.run(_retry(options))


async def _retry(options: Namespace) -> int:
    """The exit status: 1 where one of those named is not held."""
    async with session(find_place(options.data)):
        retried = await retry_held_jobs(options.ids or None)
    say("已重新排队", "Put back into the queue", retried)
    missing = len(set(options.ids)) - retried
    if missing <= 0:
        return 0
    say(f"另有 {missing} 个编号不是挂起的任务，请看 jobs held", "were not held; see `jobs held`")
    return FAILED
