"""`files sweep`: objects without a row and rows without an object; 1 where a row lost its object."""

import asyncio
from argparse import Namespace
from typing import Final

from server.cli.place import find_place
from server.cli.say import say
from server.cli.session import session
from server.cli.statuses import FAILED
from server.features.evidence.sweep import FoundObjects, LivingPaper, Sweep, sweep_files
from server.file_store import open_bucket

_SHOWN: Final = 100


def run_sweep(options: Namespace) -> int:
    return asyncio.run(_sweep(options))


async def _sweep(options: Namespace) -> int:
    place = find_place(options.data)
    bucket = open_bucket(place.settings)
    try:
        async with session(place) as stores:
            found = await sweep_files(bucket=bucket, clock=stores.clock, mend=options.delete)
    finally:
        await bucket.close()
    _tell_orphans(found, deleted=options.delete)
    _tell_papers("有记录、没有预览图的材料", "papers whose pictures are lost", found.unseen)
    if found.unseen.count and options.delete:
        say("预览图由 worker 重新生成", "the worker draws their pictures anew")
    _tell_papers("有记录、没有文件的材料", "papers whose file is lost", found.lost)
    if not found.lost.count:
        return 0
    say("请从备份恢复这些文件（见 docs/operations.md“Restore”）", "restore them from a backup")
    return FAILED


def _tell_papers(zh: str, en: str, papers: FoundObjects[LivingPaper]) -> None:
    for paper in papers.first[:_SHOWN]:
        say(f"  {paper.number} {paper.kind} {paper.object_name}")
    say(zh, en, papers.count)


def _tell_orphans(found: Sweep, *, deleted: bool) -> None:
    for orphan in found.orphans.first[:_SHOWN]:
        say(f"  {orphan.name} {orphan.size}")
    say("有文件、没有记录的", "objects without a row", found.orphans.count)
    for unfinished in found.unfinished[:_SHOWN]:
        say(f"  {unfinished.name} {unfinished.begun_at:%Y-%m-%d %H:%M}Z")
    say("没有传完的", "objects that broke off on their way", len(found.unfinished))
    if not found.orphans.count and not found.unfinished:
        return
    if deleted:
        say("以上文件已删除", "they were deleted")
    else:
        say("没有删除；确认后加 --delete 再执行", "nothing was deleted; add --delete to do it")
