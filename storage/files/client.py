"""The blocking S3 client: how it is made, and what its failures mean to us."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from xml.etree.ElementTree import ParseError

import certifi
import urllib3
from minio import Minio
from minio.error import MinioException
from minio.helpers import check_bucket_name
from urllib3.connectionpool import ConnectionPool
from urllib3.exceptions import HTTPError, ReadTimeoutError

from storage.errors import StoreUnavailable
from storage.files.address import read_endpoint

_CONNECT_SECONDS = 2.0
_READ_SECONDS = 8.0
# What an upload holds in memory. Smaller blocks made eight threads wait for each other's turn in the
# interpreter: at 128 KiB a third of the throughput was lost.
BLOCK_BYTES = 4 * 1024 * 1024
DETAIL_LENGTH = 300


@dataclass(frozen=True, slots=True)
class S3Place:
    """Where the objects are kept. `endpoint` is `http://host:port` or `https://host[:port]`."""

    endpoint: str
    access_key: str
    secret_key: str = field(repr=False)
    bucket: str
    # Given, not asked for: the client would spend a call on finding it out.
    region: str = "us-east-1"
    # Certificates by which an `https` store is believed; None: those of certifi.
    ca_file: str | None = None


class _StaleConnectionRetry(urllib3.Retry):
    """One more try for a kept connection that the server had closed; none for silence."""

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: urllib3.BaseHTTPResponse | None = None,
        error: Exception | None = None,
        _pool: ConnectionPool | None = None,
        _stacktrace: TracebackType | None = None,
    ) -> Self:
        if isinstance(error, ReadTimeoutError):
            raise error
        return super().increment(method, url, response, error, _pool, _stacktrace)


def open_pool(connections: int, *, ca_file: str | None = None) -> urllib3.PoolManager:
    """Connections that give up early.

    Worst case per request: 2 x 2 s to connect, then 8 s without a byte.
    """
    return urllib3.PoolManager(
        timeout=urllib3.Timeout(connect=_CONNECT_SECONDS, read=_READ_SECONDS),
        maxsize=connections,
        blocksize=BLOCK_BYTES,
        cert_reqs="CERT_REQUIRED",
        ca_certs=ca_file or certifi.where(),
        retries=_StaleConnectionRetry(total=1, status=0, redirect=0, backoff_factor=0),
    )


def open_client(place: S3Place, pool: urllib3.PoolManager) -> Minio:
    """A client for `place` over `pool`; connects to nothing yet.

    Raises ValueError on an endpoint or a bucket name that S3 cannot have.
    """
    check_bucket_name(place.bucket)
    url = read_endpoint(place.endpoint)
    return Minio(
        url.netloc,
        access_key=place.access_key,
        secret_key=place.secret_key,
        secure=url.scheme == "https",
        region=place.region,
        http_client=pool,
    )


@contextmanager
def telling() -> Iterator[None]:
    """Turns every failure of the client into StoreUnavailable("files")."""
    try:
        yield
    except (MinioException, HTTPError, ParseError, UnicodeDecodeError) as failure:
        # ParseError, UnicodeDecodeError: something that is not S3 answers, such as a proxy's page.
        raise StoreUnavailable("files", str(failure)[:DETAIL_LENGTH]) from failure
