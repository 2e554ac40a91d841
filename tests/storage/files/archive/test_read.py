"""Archives in a real store are listed and unpacked where they lie."""

import io
from zipfile import ZIP_STORED, ZipFile

import pytest

from models.rules.manifest.archive_file import ArchiveFile
from storage.errors import ObjectMissing
from storage.files.archive.read import Archive, open_archive
from storage.files.archive.refused import ArchiveRefused, FileDamaged
from storage.files.bucket import Bucket
from tests.storage.files.archive.hostile import (
    FILES,
    PLAIN,
    WHOLE,
    central,
    local,
    too_large,
)
from tests.storage.files.archive.stored import store
from tests.world.archives import Names, batch_files, entry, packed
from tests.world.papers import pdf

FIRMS = [(f"91310000MA1FL{number:05d}", f"上海第{number}科技有限公司") for number in range(30)]
LABELS = ("服务协议", "付款凭证", "承诺书", "营业执照")


async def _content(archive: Archive, file: ArchiveFile) -> bytes:
    return b"".join([piece async for piece in archive.unpack(file)])


async def _files(bucket: Bucket, data: bytes) -> dict[str, str | None]:
    archive = await open_archive(bucket, await store(bucket, data))
    return {file.path: file.fault and file.fault.code for file in archive.files}


async def test_batch_comes_out_as_packed(bucket: Bucket) -> None:
    batch = list(batch_files(FIRMS, LABELS, paper_bytes=150_000))
    data = packed(batch)
    assert len(data) > 3 * 2**21
    archive = await open_archive(bucket, await store(bucket, data))
    assert [(file.path, file.size) for file in archive.files] == [
        (path, len(content)) for path, content in batch
    ]
    assert not [file for file in archive.files if file.fault]
    for file, (_, content) in zip(archive.files, batch, strict=True):
        assert await _content(archive, file) == content


@pytest.mark.parametrize("names", ["utf-8", "gbk", "unflagged", "unicode_field"])
async def test_chinese_names_of_every_system(bucket: Bucket, names: Names) -> None:
    paths = [
        "91310000MA1FL0001X_上海某某科技有限公司/服务协议（一）.pdf",
        "一.pdf",
        "a/付款凭证 2.pdf",
    ]
    data = packed([(path, pdf(str(at))) for at, path in enumerate(paths)], names)
    assert await _files(bucket, data) == dict.fromkeys(paths)


async def test_name_beside_its_field_is_the_fields(bucket: Bucket) -> None:
    """A sign that GBK does not have; and a field of a name that was changed since."""
    path = "䶮某某公司/服务协议🎉.pdf"
    assert list(await _files(bucket, packed([(path, pdf())], "unicode_field"))) == [path]
    name, field, *rest = packed([("aaa.pdf", pdf())], "unicode_field").split(b"aaa.pdf")
    renamed = b"bbb.pdf".join((name, b"aaa.pdf".join((field, rest[0])), b"aaa.pdf".join(rest[1:])))
    assert list(await _files(bucket, renamed)) == ["bbb.pdf"]


async def test_what_computers_leave_behind_is_not_listed(bucket: Bucket) -> None:
    left = (
        "__MACOSX/甲/._服务协议.pdf",
        ".DS_Store",
        "甲/Thumbs.db",
        "甲/~$服务协议.docx",
        "甲/desktop.ini",
    )
    data = packed([*((path, b"x") for path in left), ("甲/", b""), ("./甲//服务协议.pdf", pdf())])
    assert await _files(bucket, data) == {"甲/服务协议.pdf": None}


async def test_separators_of_windows_part_folders(bucket: Bucket) -> None:
    assert list(await _files(bucket, packed([(r"甲\付款凭证\1.pdf", pdf())]))) == [
        "甲/付款凭证/1.pdf"
    ]


async def test_zip64_descriptors_comment_and_what_stands_before(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Line(io.RawIOBase):
        """Cannot go back, so that sizes follow behind each file."""

        def __init__(self) -> None:
            self.got = bytearray(b"MZ self-extracting")

        def writable(self) -> bool:
            return True

        def write(self, piece: bytes) -> int:  # type: ignore[override]  # bytes are all it gets
            self.got += piece
            return len(piece)

    monkeypatch.setattr("zipfile.ZIP64_LIMIT", 50)
    monkeypatch.setattr("zipfile.ZIP_FILECOUNT_LIMIT", 1)
    line = Line()
    with ZipFile(line, "w") as archive:  # type: ignore[type-overload]  # all that it needs
        archive.comment = b"PK\x05 comment" * 100
        for path, content in PLAIN:
            archive.writestr(entry(path), content)
    found = await open_archive(bucket, await store(bucket, bytes(line.got)))
    assert [await _content(found, file) for file in found.files] == [each for _, each in PLAIN]


@pytest.mark.parametrize("kind", FILES)
async def test_file_that_cannot_be_used_is_named_and_the_others_are_read(
    bucket: Bucket, kind: str
) -> None:
    make, code = FILES[kind]
    archive = await open_archive(bucket, await store(bucket, make()))
    bad, good = archive.files
    assert bad.fault is not None
    assert bad.fault.code == code
    assert bad.path[:50] in bad.fault.text.zh
    assert "\0" not in bad.path
    assert good.fault is None
    assert (await _content(archive, good)).startswith(b"%PDF")


async def test_file_larger_than_a_paper_may_be(bucket: Bucket) -> None:
    faults = await _files(bucket, too_large())
    assert faults["甲/服务协议.pdf"] in ("file_too_large", "file_inflates")


@pytest.mark.parametrize(
    "names", [("甲/a.pdf", "甲/a.pdf"), ("甲/a.pdf", "甲/A.PDF"), ("甲/a.pdf", r"甲\a.pdf")]
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
async def test_names_that_fall_together_are_both_refused(
    bucket: Bucket, names: tuple[str, str]
) -> None:
    archive = await open_archive(bucket, await store(bucket, packed([(n, pdf()) for n in names])))
    assert [file.fault and file.fault.code for file in archive.files] == ["name_twice"] * 2


@pytest.mark.parametrize("kind", WHOLE)
async def test_archive_of_which_nothing_is_taken(bucket: Bucket, kind: str) -> None:
    make, code = WHOLE[kind]
    content = await store(bucket, make())
    with pytest.raises(ArchiveRefused) as refused:
        await open_archive(bucket, content)
    assert refused.value.reason.code == code


async def test_whole_that_grows_too_large(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    data = packed([(f"{number}.pdf", bytes(2**20)) for number in range(70)])
    content = await store(bucket, data)
    with pytest.raises(ArchiveRefused) as inflated:
        await open_archive(bucket, content)
    assert inflated.value.reason.code == "archive_inflates"
    monkeypatch.setattr("storage.files.archive.listing.UNPACKED_BYTES", 2**25)
    with pytest.raises(ArchiveRefused) as large:
        await open_archive(bucket, content)
    assert large.value.reason.code == "archive_too_large"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(central(packed(PLAIN), 0, 16, "L", 1), id="crc"),
        pytest.param(central(packed(PLAIN), 0, 24, "L", 100_000), id="size_too_large"),
        pytest.param(central(packed(PLAIN), 0, 24, "L", 10), id="size_too_small"),
        pytest.param(local(packed(PLAIN), 0, 0, "L", 1), id="mark"),
        pytest.param(local(packed(PLAIN), 0, 30, "B", 0xFF), id="name"),
        pytest.param(central(packed(PLAIN), 0, 20, "L", 50), id="cut"),
        pytest.param(central(packed(PLAIN), 0, 10, "H", ZIP_STORED), id="method"),
    ],
)
async def test_damaged_file_ends_as_such(bucket: Bucket, data: bytes) -> None:
    archive = await open_archive(bucket, await store(bucket, data))
    bad, good = archive.files
    with pytest.raises(FileDamaged) as damaged:
        await _content(archive, bad)
    assert damaged.value.reason.code == "file_damaged"
    assert await _content(archive, good) == PLAIN[1][1]


async def test_read_behind_a_lost_piece_says_so(bucket: Bucket) -> None:
    data = packed(batch_files(FIRMS[:20], LABELS, paper_bytes=150_000))
    content = await store(bucket, data)
    archive = await open_archive(bucket, content)
    await bucket.delete(content.names[0])
    with pytest.raises(ObjectMissing):
        await _content(archive, archive.files[0])
    assert await _content(archive, archive.files[-1])


async def test_each_piece_is_fetched_once_and_few_are_kept(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = packed(batch_files(FIRMS[:18], LABELS, paper_bytes=300_000))
    content = await store(bucket, data)
    fetched: list[str] = []
    read_range = Bucket.read_range

    def counted(self: Bucket, name: str, offset: int, length: int) -> bytes:
        fetched.append(name)
        return read_range(self, name, offset, length)

    monkeypatch.setattr(Bucket, "read_range", counted)
    archive = await open_archive(bucket, content)
    listed = len(fetched)
    assert listed == 1
    for file in archive.files:
        await _content(archive, file)
    assert len(fetched) <= len(content.names) + 1
