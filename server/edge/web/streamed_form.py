"""Reads a form whose files go on to where they belong while they arrive, in memory at no time."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from typing import Any, Final, Protocol, TypeVar, cast

import msgspec
from multipart import (  # type: ignore[import-untyped]
    MultipartError,
    MultipartSegment,
    PushMultipartParser,
)

from models.rules.reasons import Reason
from server.edge.web.body_problems import find_problems, unknown_field
from server.edge.web.form_parts import (
    FIELD_LIMIT,
    MOST_PARTS,
    OVERHEAD,
    boundary_of,
    broken,
    file_name_of,
    missing_file,
    part_name,
    too_long,
)
from server.edge.web.given_twice import given_twice
from server.edge.web.incoming import StrictHttp
from server.edge.web.multipart_padding import Padding
from server.edge.web.request import ApiRequest
from server.edge.web.typed_texts import as_typed
from server.errors import Invalid

Form = TypeVar("Form", bound=msgspec.Struct)

_PIECE: Final = 1024 * 1024
"""Bytes."""


class Sink(Protocol):
    """Takes the bytes of one file in their order."""

    async def write(self, data: bytes | bytearray) -> None: ...


OpenFile = Callable[[str, str], Awaitable[Sink]]
"""By the names of its part and of the file, which may be empty; asked when the part begins."""


async def read_streamed_form(
    request: ApiRequest,
    form: type[Form],
    *,
    files: Collection[str],
    required: Collection[str],
    most: int,
    open_file: OpenFile,
    kept_by_piece: bool = True,
    before_files: Callable[[Form], Awaitable[None]] | None = None,
) -> Form:
    """The fields of a route registered with `max_body=None`, once the files have gone to their sinks.

    `files` are the names of the parts that may be files, `most` the bytes of all of them together.
    What is kept piece by piece may take as long as it likes; anything else has the time of an upload.
    `before_files` sees the fields before any file is opened, where they come first and are whole.
    Raises TooLarge, UnsupportedMedia, Invalid, and what the sinks and `before_files` raise.
    """
    stream = cast(StrictHttp, request.stream)
    stream.request_max_size = most + OVERHEAD
    pace = _ByPiece(stream) if kept_by_piece else _AsAWhole(stream)
    reading = _Reading(frozenset(files), _fields_of(form), open_file)
    try:
        async for event in _events(request, pace):
            if before_files is not None and reading.begins_file(event):
                first = reading.fields(form)
                if first is not None:
                    await before_files(first)
                before_files = None
            await reading.take(event)
    except MultipartError:
        raise broken() from None
    return reading.finished(form, required)


def _fields_of(form: type[msgspec.Struct]) -> frozenset[str]:
    return frozenset(field.encode_name for field in msgspec.structs.fields(form))


class _AsAWhole:
    """The time that a client has: one for everything."""

    def __init__(self, stream: StrictHttp) -> None:
        stream.expect_upload()

    def came(self, size: int) -> None:
        """So many bytes more."""


class _ByPiece(_AsAWhole):
    """One for each piece: two gibibytes on a slow line take hours."""

    def __init__(self, stream: StrictHttp) -> None:
        self._stream, self._left = stream, _PIECE
        stream.expect_piece()

    def came(self, size: int) -> None:
        self._left -= size
        if self._left <= 0:
            self._stream.expect_piece()
            self._left = _PIECE


async def _events(
    request: ApiRequest, pace: _AsAWhole
) -> AsyncIterator[MultipartSegment | bytearray | None]:
    boundary = boundary_of(request.headers.get("content-type"))
    # In latin-1 every byte is a letter, so that no header of a part fails to decode.
    parser = PushMultipartParser(boundary, max_segment_count=MOST_PARTS, header_charset="latin-1")
    padding: Final = Padding(boundary)
    stream: Any = request.stream
    with parser:
        async for chunk in stream:
            pace.came(len(chunk))
            for event in _parsed(parser, padding.take(chunk)):
                yield event
        for event in _parsed(parser, padding.rest()):
            yield event


def _parsed(parser: PushMultipartParser, data: bytes) -> Any:
    # An empty chunk would tell the parser that this was all.
    return parser.parse(data) if data else ()


class _Reading:
    def __init__(self, files: frozenset[str], fields: frozenset[str], open_file: OpenFile) -> None:
        self._files, self._known, self._open_file = files, fields, open_file
        self._fields: dict[str, bytearray] = {}
        self._opened: set[str] = set()
        self._problems: list[Reason] = []
        self._sink: Sink | bytearray | None = None
        self._name = ""
        self._chosen: str | None = None

    async def take(self, event: MultipartSegment | bytearray | None) -> None:
        if isinstance(event, MultipartSegment):
            self._sink = self._begin(part_name(event), file_name_of(event))
            return
        # A browser sends a part without name and content where no file was chosen.
        if self._chosen is not None and (event is not None or self._chosen):
            self._opened.add(self._name)
            self._sink = await self._open_file(self._name, self._chosen)
            self._chosen = None
        if event is None or self._sink is None:
            return
        if isinstance(self._sink, bytearray):
            self._add(event)
        else:
            await self._sink.write(event)

    def begins_file(self, event: MultipartSegment | bytearray | None) -> bool:
        """Whether the bytes of a file are next."""
        return isinstance(event, bytearray) and self._chosen is not None

    def fields(self, form: type[Form]) -> Form | None:
        """What has come of them so far; None where something of it is missing or wrong."""
        try:
            given = {name: value.decode() for name, value in self._fields.items()}
        except UnicodeDecodeError:
            return None
        texts, problems = as_typed(given, form)
        wrong = [*problems, *self._problems, *find_problems(texts, form)]
        return None if wrong else msgspec.convert(texts, form)

    def _begin(self, name: str, file_name: str) -> bytearray | None:
        self._name, self._chosen = name, None
        if name in self._fields or name in self._opened:
            self._problems.append(given_twice(name))
        elif name in self._files:
            self._chosen = file_name
        elif name in self._known:
            return self._fields.setdefault(name, bytearray())
        else:
            self._problems.append(Reason(name, "unknown_field", unknown_field(name)))
        return None

    def _add(self, chunk: bytearray) -> None:
        field = self._fields[self._name]
        field += chunk
        if len(field) > FIELD_LIMIT:
            self._problems.append(Reason(self._name, "too_long", too_long(self._name)))
            self._sink = None

    def finished(self, form: type[Form], required: Collection[str]) -> Form:
        try:
            given = {name: value.decode() for name, value in self._fields.items()}
        except UnicodeDecodeError:
            raise broken() from None
        texts, problems = as_typed(given, form)
        problems += self._problems + find_problems(texts, form)
        absent = [name for name in required if name not in self._opened]
        problems += [Reason(name, "required", missing_file(name)) for name in absent]
        if problems:
            raise Invalid(errors=problems)
        return msgspec.convert(texts, form)
