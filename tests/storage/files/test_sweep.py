"""Objects without a row are found; those with one, and the young, are left out."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

from storage.files.bucket import Bucket
from storage.files.sweep import list_orphans
from tests.storage.files.uploads import put

LATER = timedelta(hours=1)


async def orphans(
    bucket: Bucket, rows: Collection[str], older_than: datetime
) -> tuple[list[str], list[int]]:
    asked: list[int] = []

    async def known(names: Sequence[str]) -> Collection[str]:
        asked.append(len(names))
        return [name for name in names if name in rows]

    found = list_orphans(bucket, "evidence/", older_than=older_than, known=known)
    return sorted([item.name async for item in found]), asked


async def test_only_objects_without_a_row_are_found(bucket: Bucket) -> None:
    for name in ("evidence/1/a", "evidence/1/b", "evidence/2/c", "other/d"):
        await put(bucket, name, b"x")
    future = datetime.now(UTC) + LATER
    found, asked = await orphans(bucket, {"evidence/1/b"}, future)
    assert found == ["evidence/1/a", "evidence/2/c"]
    assert asked == [3]


async def test_object_of_an_upload_under_way_is_left_alone(bucket: Bucket) -> None:
    await put(bucket, "evidence/1/a", b"x")
    assert await orphans(bucket, set(), datetime.now(UTC) - LATER) == ([], [])


async def test_rows_are_asked_for_in_batches(bucket: Bucket) -> None:
    for number in range(501):
        await put(bucket, f"evidence/{number}", b"x")
    found, asked = await orphans(bucket, set(), datetime.now(UTC) + LATER)
    assert len(found) == 501
    assert asked == [500, 1]
