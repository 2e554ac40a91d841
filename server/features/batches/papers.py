"""The papers of a row: taken out of the archive, looked at as every upload is, and stored."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import msgspec
from msgspec.structs import replace

from models.rules.evidence import PAPER_BYTES
from models.rules.invoices.invoice import ReadInvoice
from models.rules.manifest.archive_file import ArchiveFile
from models.rules.paper_names import offered_name
from models.rules.reasons import Reason, Text
from models.tables.ids import new_id
from server.errors import Invalid, TooLarge, UnsupportedMedia
from server.features.batches.row_problems import reasons_of
from server.features.evidence.check_file import find_type
from server.features.evidence.examine import Examiner
from server.features.evidence.previews import keep_previews
from server.features.evidence.refusals import refusal_of
from storage.files.archive.read import Archive
from storage.files.archive.refused import FileDamaged
from storage.files.bucket import Bucket
from storage.files.memory_file import MemoryFile
from storage.files.names import evidence_name
from storage.files.passed import Passed

_AT_ONCE: Final = 3
"""Papers of a row; neighbours in the archive lie within the pieces that are kept of it."""


def _same_file(path: str) -> Text:
    return Text(
        f"“{path}”与这家企业同一种材料的另一个文件内容相同，请删去一个",
        f"{path} holds the same as another file of this kind; leave one out",
    )


class TakenPaper(msgspec.Struct, frozen=True):
    """A paper whose bytes lie in the store, under its own id in the folder of its row."""

    id: UUID
    kind: str
    name: str
    size: int
    content_type: str
    sha256: str
    pages: int | None = None
    page_sha256: str | None = None
    invoice: ReadInvoice | None = None
    previews: int = 0
    payer_account_index: str | None = None


class RowPaper(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file of the archive that is a paper of the row; `taken` once it was found good."""

    kind: str
    path: str
    taken: TakenPaper | None = None


@dataclass(frozen=True, slots=True)
class PaperDesk:
    """Where papers come from, who looks at them, where they go; without an archive there are none."""

    files: Mapping[str, ArchiveFile]
    archive: Archive | None
    bucket: Bucket
    examiner: Examiner


@dataclass(frozen=True, slots=True)
class RowPapers:
    """The papers of a row once they were gone through; `problems` name the files that are bad."""

    papers: tuple[RowPaper, ...]
    problems: tuple[Reason, ...]

    @property
    def good(self) -> list[TakenPaper]:
        return [paper.taken for paper in self.papers if paper.taken is not None]


async def take_papers(row_id: UUID, papers: Sequence[RowPaper], desk: PaperDesk) -> RowPapers:
    """A few at once, so that one is fetched or stored while another is opened.

    Raises StoreUnavailable, also where the scanner is away; nothing of the row is under way then.
    """
    turn = asyncio.Semaphore(_AT_ONCE)

    async def take(paper: RowPaper) -> RowPaper:
        async with turn:
            return replace(paper, taken=paper.taken or await _take(row_id, paper, desk))

    ended = await asyncio.gather(*map(take, papers), return_exceptions=True)
    gone_through, problems = [], []
    for paper, found in zip(papers, ended, strict=True):
        if isinstance(found, RowPaper):
            gone_through.append(found)
        elif isinstance(found, _Bad):
            gone_through.append(paper)
            problems.append(found.reason)
        else:
            raise found
    return RowPapers(tuple(gone_through), (*problems, *_twice(gone_through)))


class _Bad(Exception):
    def __init__(self, paper: RowPaper, code: str, text: Text) -> None:
        super().__init__(code)
        named = Text(f"{paper.path}：{text.zh}", f"{paper.path}: {text.en}")
        self.reason = Reason(f"evidence.{paper.kind}", code, named)


async def _take(row_id: UUID, paper: RowPaper, desk: PaperDesk) -> TakenPaper:
    file = desk.files.get(paper.path)
    if file is None or desk.archive is None:
        raise LookupError(f"no file {paper.path} in the archive")
    if file.fault is not None:
        raise _Bad(paper, file.fault.code, file.fault.text)
    try:
        with MemoryFile() as memory:
            passed = Passed()
            async for piece in desk.archive.unpack(file):
                passed.take(piece)
                if passed.size > PAPER_BYTES:
                    raise TooLarge()
                memory.write(piece)
            return await _look(row_id, paper, memory, passed, desk)
    except FileDamaged as damaged:
        raise _Bad(paper, damaged.reason.code, damaged.reason.text) from damaged
    except (Invalid, UnsupportedMedia, TooLarge) as refused:
        said = reasons_of(refused)[0]
        raise _Bad(
            paper, refused.code if said.field == "uscc" else said.code, said.text
        ) from refused


async def _look(
    row_id: UUID, paper: RowPaper, memory: MemoryFile, passed: Passed, desk: PaperDesk
) -> TakenPaper:
    """The two looks of an upload, then into the store. Raises Invalid, UnsupportedMedia."""
    name = paper.path.rpartition("/")[2]
    content_type = find_type(name, passed.head)
    found = await desk.examiner.examine(memory.seal(), content_type)
    if found.fault is not None:
        raise refusal_of(found.fault)
    paper_id, digest = new_id(), passed.sha256.hex()
    stored = evidence_name(row_id, paper_id)
    await desk.bucket.put(stored, memory.content(), content_type=content_type, sha256=digest)
    kept = offered_name(name, content_type)
    previews = await keep_previews(desk.bucket, row_id, paper_id, found.previews)
    seen = (found.pages, found.page_sha256, found.invoice, previews, found.payer_account_index)
    return TakenPaper(paper_id, paper.kind, kept, passed.size, content_type, digest, *seen)


def _twice(papers: Sequence[RowPaper]) -> Iterator[Reason]:
    """The same bytes under one kind are one paper."""
    seen: set[tuple[str, str]] = set()
    for paper in papers:
        if paper.taken is None:
            continue
        if (paper.kind, paper.taken.sha256) in seen:
            yield Reason(f"evidence.{paper.kind}", "same_file", _same_file(paper.path))
        seen.add((paper.kind, paper.taken.sha256))


def kept_papers(papers: Sequence[RowPaper]) -> str | None:
    """As they are kept with the row."""
    return msgspec.json.encode(papers).decode() if papers else None
