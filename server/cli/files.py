"""`files sweep`: objects without a row and rows without an object; 1 where a row lost its object."""

import asyncio
from argparse import Namespace
from typing import Final

from server.cli.place import find_place
from server.cli.say import say
from server.cli.session import session
from server.cli.statuses import FAILED
from server.features.evidence.sweep import Sweep, sweep_files
from server.file_store import open_bucket

_SHOWN: Final = 100


def run_sweep(options: Namespace) -> int:
    return asyncio.run(_sweep(options))


async def _sweep(options: Namespace) -> int:
    place = find_place(options.data)
    bucket = open_bucket(place.settings)
    try:
        async with session(place) as stores:
            found = await sweep_files(bucket=bucket, clock=stores.clock, delete=options.delete)
    finally:
        await bucket.close()
    _tell_orphans(found, deleted=options.delete)
    for paper in found.lost[:_SHOWN]:
        say(f"  {paper.number} {paper.kind} {paper.object_name}")
    say("有记录、没有文件的材料", "papers whose file is lost", len(found.lost))
    if not found.lost:
        return 0
    say("请从备份恢复这些文件（见 docs/operations.md“Restore”）", "restore them from a backup")
    return FAILED


def _tell_orphans(found: Sweep, *, deleted: bool) -> None:
    for orphan in found.orphans[:_SHOWN]:
        say(f"  {orphan.name} {orphan.size}")
    say("有文件、没有记录的", "objects without a row", len(found.orphans))
    for unfinished in found.unfinished[:_SHOWN]:
        say(f"  {unfinished.name} {unfinished.begun_at:%Y-%m-%d %H:%M}Z")
    say("没有传完的", "objects that broke off on their way", len(found.unfinished))
    if not found.orphans and not found.unfinished:
        return
    if deleted:
        say("以上文件已删除", "they were deleted")
    else:
        say("没有删除；确认后加 --delete 再执行", "nothing was deleted; add --delete to do it")
