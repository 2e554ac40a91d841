"""The files of a batch on disk: the manifest, the archive, and each paper by itself for the peer."""

from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from tests.world.archives import entry
from tests.world.real_batch import RealBatch


@dataclass(frozen=True, slots=True)
class BatchFiles:
    """`papers` is a folder; `paper_bytes` are those of all of them."""

    manifest: bytes
    archive: Path
    papers: Path
    rows: int
    files: int
    paper_bytes: int


def make_files(folder: Path, batch: RealBatch) -> BatchFiles:
    """Below `folder`, which is made; one paper at a time in memory."""
    papers = folder / "papers"
    papers.mkdir(parents=True)
    archive, count, size = folder / "papers.zip", 0, 0
    with ZipFile(archive, "w") as packed:
        for path, content in batch.files():
            packed.writestr(entry(path), content, compresslevel=1)
            (papers / str(count)).write_bytes(content)
            count, size = count + 1, size + len(content)
    return BatchFiles(batch.manifest, archive, papers, len(batch.firms), count, size)
