"""Stores an object part by part, so that it is never held whole (S3's multipart upload)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from minio import Minio
from minio.datatypes import ListMultipartUploadsResult, Part, Upload
from minio.error import InvalidResponseError, S3Error

from storage.files.client import telling

PART_BYTES: Final = 5 * 1024 * 1024
"""Of every part but the last: the least that S3 takes."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """An object of which parts may be stored, and that was neither completed nor given up."""

    name: str
    upload_id: str
    begun_at: datetime


class Parts:
    """Blocking, to be called within `Bucket.in_thread`; each call raises StoreUnavailable.

    The client makes these requests within `put_object` and has no other names for them.
    """

    def __init__(self, client: Minio, bucket: str) -> None:
        self._client, self._bucket = client, bucket

    def begin(self, name: str, content_type: str) -> str:
        """The id under which parts are stored; nobody sees them before `complete`."""
        with telling():
            return self._client._create_multipart_upload(
                self._bucket, name, {"Content-Type": content_type}
            )

    def put(self, name: str, upload_id: str, number: int, content: bytes) -> str:
        """Part `number`, counted from 1; what it is known by."""
        with telling():
            return self._client._upload_part(self._bucket, name, content, None, upload_id, number)

    def complete(self, name: str, upload_id: str, etags: Sequence[str]) -> None:
        """All parts in their order become the object at once."""
        parts = [Part(number, etag) for number, etag in enumerate(etags, start=1)]
        with telling():
            self._client._complete_multipart_upload(self._bucket, name, upload_id, parts)

    def give_up(self, name: str, upload_id: str) -> None:
        """Nothing is kept of it; one that is not there counts as given up."""
        with telling(), _letting_be():
            self._client._abort_multipart_upload(self._bucket, name, upload_id)

    def unfinished(self, prefix: str) -> list[Unfinished]:
        """At most a thousand; once these are given up, others follow."""
        found: list[Upload] = []
        with telling(), _letting_be():
            # `_list_multipart_uploads` sends an empty delimiter, which rclone takes for one.
            query = {"uploads": "", "prefix": prefix}
            answer = self._client._execute("GET", self._bucket, query_params={**query})
            found = ListMultipartUploadsResult(answer).uploads
        return [
            Unfinished(one.object_name, one.upload_id, one.initiated_time)
            for one in found
            if one.object_name and one.upload_id and one.initiated_time
        ]


@contextmanager
def _letting_be() -> Iterator[None]:
    """What is not there is no failure; rclone answers so to a listing, too."""
    try:
        yield
    except (S3Error, InvalidResponseError) as refusal:
        # Not every server words it so that the client reads its code.
        if "NoSuchUpload" not in str(refusal):
            raise
