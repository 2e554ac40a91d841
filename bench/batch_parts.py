"""Ten thousand rows and 10 GiB in ten batches, one after the other: memory must not grow with them."""

import shutil
from collections.abc import Sequence
from time import perf_counter

from bench.batch import worker_of
from bench.case import Bench, Found, Table
from bench.memory import memory_of
from bench.office import office_of
from tests.world.archives import photo
from tests.world.papers import pdf
from tests.world.real_batch import Makers

_PHOTO_BYTES = 512 * 1024
_GIBIBYTE = 1024**3
_HEADINGS = ("so far", "rows", "GiB", "rows/s", "server MiB, most", "worker MiB, most")


async def measure_batch_parts(bench: Bench) -> list[Found]:
    """Photos of half a MiB that are small pictures: it is bytes and rows that are counted here."""
    office, folder = await office_of(bench), bench.stage.running.plan.folder
    parts, firms = bench.choose(10, 3), bench.choose(1_000, 60)
    makers = Makers(photo=lambda text: photo(text, _PHOTO_BYTES), pdf=pdf)
    rows: list[Sequence[str]] = [_HEADINGS]
    done = packed = 0
    async with worker_of(bench) as worker:
        pids = {"server": bench.ours.pid, "worker": worker}
        for part in range(parts):
            place = folder.root / f"part-{part}"
            files = await office.made(place, makers, firms=firms, first=1 + part * 100_000)
            async with memory_of(pids) as memory:
                began = perf_counter()
                await office.handed_in(files)
                took = perf_counter() - began
            done, packed = done + files.rows, packed + files.archive.stat().st_size
            most = (f"{max(memory[name].seen):.0f}" for name in pids)
            figures = (str(done), f"{packed / _GIBIBYTE:.2f}", f"{files.rows / took:.1f}", *most)
            rows.append([f"part {part + 1}", *figures])
            shutil.rmtree(place)
    return [Table("batches, one after the other", rows)]
