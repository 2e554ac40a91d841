"""Reads and writes the headers of tus 1.0."""

import hashlib
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from types import MappingProxyType
from typing import Final

from models.rules.reasons import Reason, Text
from models.rules.text.limits import FILE_NAME, UPLOAD_METADATA
from models.rules.text.typed import typed_line
from server.edge.web.media_type import read_media_type
from server.edge.web.request import ApiRequest
from server.errors import UnsupportedMedia
from server.features.uploads.refusals import (
    ChecksumMismatch,
    HeaderInvalid,
    TusVersionUnsupported,
)
from server.features.uploads.shape import MOST_BYTES, UploadStanding

VERSION: Final = "1.0.0"
EVERY_ANSWER: Final[Mapping[str, str]] = MappingProxyType(
    {"tus-resumable": VERSION, "tus-version": VERSION}
)
_MEDIA: Final = "application/offset+octet-stream"
_ALGORITHMS: Final = ("sha1", "sha256")
_DIGITS: Final = 15
_NAMES: Final = ("filename", "name")


def offered() -> dict[str, str]:
    """What this server speaks, as OPTIONS tells."""
    return {
        "tus-extension": "creation,checksum,termination,expiration",
        "tus-max-size": str(MOST_BYTES),
        "tus-checksum-algorithm": ",".join(_ALGORITHMS),
    }


def check_version(request: ApiRequest) -> None:
    """Raises TusVersionUnsupported."""
    if request.headers.get("tus-resumable") != VERSION:
        raise TusVersionUnsupported()


def check_media(request: ApiRequest) -> None:
    """Raises UnsupportedMedia."""
    if read_media_type(request.headers.get("content-type")).name != _MEDIA:
        raise UnsupportedMedia()


def read_count(request: ApiRequest, name: str) -> int:
    """A number of bytes. Raises HeaderInvalid."""
    value: str = request.headers.get(name, "")
    if not (value.isascii() and value.isdigit() and len(value) <= _DIGITS):
        raise _wrong(name, "须为字节数", "must be a number of bytes")
    return int(value)


@dataclass(frozen=True, slots=True)
class Metadata:
    """`Upload-Metadata` as it was sent, and the name of the file in it; empty without one."""

    sent: str
    file_name: str


def read_metadata(request: ApiRequest) -> Metadata:
    """Raises HeaderInvalid."""
    sent: str = request.headers.get("upload-metadata", "").strip()
    if len(sent) > UPLOAD_METADATA or not (sent.isascii() and sent.isprintable()):
        raise _metadata_wrong()
    values: dict[str, str] = {}
    for pair in sent.split(",") if sent else ():
        key, _, encoded = pair.strip().partition(" ")
        if not key or key in values:
            raise _metadata_wrong()
        try:
            values[key] = b64decode(encoded.strip(), validate=True).decode()
        except (NotBase64, UnicodeDecodeError):
            raise _metadata_wrong() from None
    name = next((values[key] for key in _NAMES if values.get(key)), "")
    return Metadata(sent, typed_line(name)[:FILE_NAME])


class Checksum:
    """What the bytes of one request should come to."""

    def __init__(self, algorithm: str, expected: bytes) -> None:
        self._hash = hashlib.new(algorithm, usedforsecurity=False)
        self._expected = expected

    def update(self, data: bytes | bytearray) -> None:
        self._hash.update(data)

    def check(self) -> None:
        """Raises ChecksumMismatch."""
        if self._hash.digest() != self._expected:
            raise ChecksumMismatch()


def read_checksum(request: ApiRequest) -> Checksum | None:
    """None where the client sends none. Raises HeaderInvalid."""
    sent: str | None = request.headers.get("upload-checksum")
    if sent is None:
        return None
    algorithm, _, encoded = sent.strip().partition(" ")
    if algorithm not in _ALGORITHMS:
        raise _wrong("Upload-Checksum", "只支持 sha1、sha256", "must be of sha1 or sha256")
    try:
        return Checksum(algorithm, b64decode(encoded.strip(), validate=True))
    except NotBase64:
        raise _wrong("Upload-Checksum", "须为 Base64", "must be in Base64") from None


def standing_headers(standing: UploadStanding) -> dict[str, str]:
    """Where an upload stands, as HEAD and PATCH tell; one that a batch uses does not expire."""
    told = {
        "upload-offset": str(standing.received),
        "upload-length": str(standing.length),
        **({} if standing.holds else expiry(standing.expires_at)),
    }
    if standing.metadata:
        told["upload-metadata"] = standing.metadata
    return told


def expiry(at: datetime) -> dict[str, str]:
    return {"upload-expires": format_datetime(at, usegmt=True)}


def _metadata_wrong() -> HeaderInvalid:
    return _wrong(
        "Upload-Metadata",
        f"须为“名称 Base64”，以逗号隔开，名称不重复，至多 {UPLOAD_METADATA} 个字符",
        f"must be pairs of a name and Base64, no name twice, {UPLOAD_METADATA} signs at most",
    )


def _wrong(name: str, zh: str, en: str) -> HeaderInvalid:
    return HeaderInvalid(errors=[Reason(name, "format", Text(f"{name} {zh}", f"{name} {en}"))])
