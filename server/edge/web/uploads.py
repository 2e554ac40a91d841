"""Reads one multipart upload from the wire to disk, never holding a whole file in memory."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

import msgspec
from multipart import (  # type: ignore[import-untyped]
    MultipartError,
    MultipartSegment,
    PushMultipartParser,
)

from models.rules.evidence import PAPER_BYTES
from models.rules.reasons import Reason
from server.edge.web.body_problems import find_problems, unknown_field
from server.edge.web.form_parts import (
    FIELD_LIMIT,
    MOST_PARTS,
    OVERHEAD,
    boundary_of,
    broken,
    missing_file,
    part_name,
    too_long,
)
from server.edge.web.given_twice import given_twice
from server.edge.web.incoming import StrictHttp
from server.edge.web.multipart_padding import Padding
from server.edge.web.ports import edge_of
from server.edge.web.request import ApiRequest
from server.edge.web.spool import Spool, SpooledFile
from server.edge.web.typed_texts import as_typed
from server.errors import Invalid

Form = TypeVar("Form", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True)
class Upload(Generic[Form]):
    """The text fields as `form`, the files by their part's name."""

    form: Form
    files: Mapping[str, SpooledFile]

    @property
    def file(self) -> SpooledFile:
        """The file of an upload that has only one."""
        (only,) = self.files.values()
        return only


class _Reading:
    """Sorts the parts of one body into fields and spools, noting every problem."""

    def __init__(self, limits: Mapping[str, int], fields: frozenset[str], folder: str | None):
        self.fields: dict[str, bytearray] = {}
        self.spools: dict[str, Spool] = {}
        self.problems: list[Reason] = []
        self._limits, self._known, self._folder = limits, fields, folder
        self._sink: Spool | bytearray | None = None
        self._name = ""

    def take(self, event: MultipartSegment | bytearray | None) -> None:
        if isinstance(event, MultipartSegment):
            self._sink = self._open(part_name(event))
        elif event is not None:
            self._write(event)

    def _open(self, name: str) -> Spool | bytearray | None:
        self._name = name
        if name in self.fields or name in self.spools:
            self.problems.append(given_twice(name))
        elif name in self._limits:
            return self.spools.setdefault(name, Spool(self._limits[name], self._folder))
        elif name in self._known:
            return self.fields.setdefault(name, bytearray())
        else:
            self.problems.append(Reason(name, "unknown_field", unknown_field(name)))
        return None

    def _write(self, chunk: bytearray) -> None:
        if isinstance(self._sink, Spool):
            self._sink.write(chunk)
        elif self._sink is not None:
            self._sink += chunk
            if len(self._sink) > FIELD_LIMIT:
                self.problems.append(Reason(self._name, "too_long", too_long(self._name)))
                self._sink = None

    def texts(self) -> dict[str, str]:
        try:
            return {name: value.decode() for name, value in self.fields.items()}
        except UnicodeDecodeError:
            raise broken() from None

    def close(self) -> None:
        for spool in self.spools.values():
            spool.close()


async def _receive(request: ApiRequest, reading: _Reading) -> None:
    boundary = boundary_of(request.headers.get("content-type"))
    # In latin-1 every byte is a letter, so that no header of a part fails to decode.
    parser = PushMultipartParser(boundary, max_segment_count=MOST_PARTS, header_charset="latin-1")
    padding = Padding(boundary)
    stream: Any = request.stream
    try:
        with parser:
            async for chunk in stream:
                _parse(parser, padding.take(chunk), reading)
            _parse(parser, padding.rest(), reading)
    except MultipartError:
        raise broken() from None


def _parse(parser: PushMultipartParser, data: bytes, reading: _Reading) -> None:
    # An empty chunk would tell the parser that this was all.
    for event in parser.parse(data) if data else ():
        reading.take(event)


def _finish(reading: _Reading, form: type[Form], files: Mapping[str, int]) -> Upload[Form]:
    texts, problems = as_typed(reading.texts(), form)
    problems += reading.problems + find_problems(texts, form)
    problems += [
        Reason(name, "required", missing_file(name)) for name in files if name not in reading.spools
    ]
    if problems:
        raise Invalid(errors=problems)
    spooled = {name: spool.finish() for name, spool in reading.spools.items()}
    return Upload(msgspec.convert(texts, form), spooled)


@asynccontextmanager
async def read_upload(
    request: ApiRequest,
    form: type[Form],
    *,
    files: Mapping[str, int] | None = None,
) -> AsyncIterator[Upload[Form]]:
    """Read the whole body of a route registered with `max_body=None`.

    `files` maps part names to their byte limits (default: one `file` of 20 MiB); `form` is a
    `Body` of text fields, which may come before or after the files. The files are gone when the
    block ends, also when the client hangs up. Raises TooLarge, UnsupportedMedia, Invalid.
    """
    limits = {"file": PAPER_BYTES} if files is None else files
    ports, stream = edge_of(request), cast(StrictHttp, request.stream)
    stream.request_max_size = sum(limits.values()) + OVERHEAD
    stream.expect_upload()
    fields = frozenset(field.encode_name for field in msgspec.structs.fields(form))
    reading = _Reading(limits, fields, ports.spool_folder)
    try:
        await _receive(request, reading)
        yield _finish(reading, form, limits)
    finally:
        reading.close()
