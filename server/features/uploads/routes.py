"""Routes of large uploads: tus 1.0, and the same as JSON for whoever reads it."""

from collections.abc import AsyncIterator
from hashlib import sha256
from typing import Annotated, cast
from uuid import UUID

import msgspec
from sanic.response import HTTPResponse

from server.allowances import LARGE_UPLOADS, UPLOADED_MEBIBYTES, UPLOADED_PARTS, mebibytes_of
from server.audiences import Audience, blueprint
from server.edge.web.describe import describe
from server.edge.web.field_types import Instant, about
from server.edge.web.idempotency import remember
from server.edge.web.incoming import StrictHttp
from server.edge.web.rate_limit import enforce
from server.edge.web.replies import reply, reply_nothing
from server.edge.web.request import ApiRequest
from server.errors import NotFound, RateLimited, TooLarge, UnsupportedMedia
from server.features.platforms.access import PlatformNotUnique, own_platform_id
from server.features.uploads.append import append_to, take_over
from server.features.uploads.create import create_upload
from server.features.uploads.end import end_own_upload
from server.features.uploads.headers import (
    EVERY_ANSWER,
    check_media,
    check_version,
    expiry,
    offered,
    read_checksum,
    read_count,
    read_metadata,
    standing_headers,
)
from server.features.uploads.refusals import (
    ChecksumMismatch,
    HeaderInvalid,
    OffsetConflict,
    TusVersionUnsupported,
    UploadGone,
    UploadInUse,
)
from server.features.uploads.shape import UploadStanding, find_standing, standing_of
from server.ports import ports_of

platform = blueprint("uploads", Audience.PLATFORM, every_answer=EVERY_ANSWER)

_PATH = "/platform/uploads"
_ONE = f"{_PATH}/<upload_id>"
_APPEND_ERRORS = (
    *(NotFound, PlatformNotUnique, TusVersionUnsupported, HeaderInvalid, UnsupportedMedia),
    *(OffsetConflict, UploadGone, TooLarge, ChecksumMismatch, RateLimited),
)


class UploadView(msgspec.Struct, frozen=True):
    """Where an upload stands; a batch takes it by its `id` once `received` is `length`."""

    id: UUID
    name: Annotated[str, about("文件名；未说明时为空", "name of the file; empty if none was given")]
    length: Annotated[int, about("文件字节数", "bytes of the file")]
    received: Annotated[int, about("已收到的字节数", "bytes that were received")]
    expires_at: Annotated[
        Instant | None,
        about("到此时还没有用上则删除；空值为正在使用", "deleted then; null while a batch uses it"),
    ]


async def _standing(request: ApiRequest, upload_id: UUID) -> UploadStanding:
    platform_id = await own_platform_id(request.identity)
    return await standing_of(upload_id, platform_id, now=ports_of(request).clock.now(), tx=None)


async def present(request: ApiRequest, upload_id: UUID) -> UploadView:
    found = await _standing(request, upload_id)
    request.answer_with({"location": f"{request.path}/{upload_id}", **expiry(found.expires_at)})
    return _view(found)


async def visible(request: ApiRequest, upload_id: UUID) -> None:
    """Also of one that is over: what is wrong with the request is told first."""
    platform_id = await own_platform_id(request.identity)
    if await find_standing(upload_id, platform_id, tx=None) is None:
        raise NotFound()


def _view(found: UploadStanding) -> UploadView:
    expires_at = None if found.holds else found.expires_at
    return UploadView(found.id, found.file_name, found.length, found.received, expires_at)


@platform.options(_PATH)
@describe(
    "断点续传（tus 1.0）支持的版本、扩展和上限",
    "What of tus 1.0 is spoken here",
    status=204,
    gives=("Tus-Version", "Tus-Extension", "Tus-Max-Size", "Tus-Checksum-Algorithm"),
)
async def options(request: ApiRequest) -> HTTPResponse:
    return HTTPResponse(status=204, headers=offered())


@platform.post(_PATH, present=present, max_body=None, limits=(LARGE_UPLOADS,))
@describe(
    "开始上传一个大文件（tus 1.0 creation）；文件名写在 Upload-Metadata 的 filename 中",
    "Begin a large upload (tus 1.0, creation); Upload-Metadata may give its filename",
    status=201,
    response=UploadView,
    headers=("Tus-Resumable", "Upload-Length"),
    may=("Upload-Metadata",),
    gives=("Location", "Upload-Expires"),
    errors=(
        *(NotFound, PlatformNotUnique, TusVersionUnsupported, HeaderInvalid),
        *(TooLarge, RateLimited),
    ),
)
async def create(request: ApiRequest) -> HTTPResponse:
    platform_id = await own_platform_id(request.identity)
    check_version(request)
    length, metadata = read_count(request, "upload-length"), read_metadata(request)
    await remember(request, sha256(f"{length} {metadata.sent}".encode()).digest())
    await enforce(request, (UPLOADED_MEBIBYTES,), cost=mebibytes_of(length))
    user_id, clock = request.identity.user_id, ports_of(request).clock
    upload_id = await create_upload(
        length, metadata, platform_id=platform_id, user_id=user_id, clock=clock
    )
    return reply(await present(request, upload_id), 201)


@platform.get(_ONE)
@describe(
    "一次上传收到了多少；HEAD 只答响应头（tus 1.0）",
    "How much of an upload is there; HEAD answers the headers alone (tus 1.0)",
    response=UploadView,
    gives=("Upload-Offset", "Upload-Length", "Upload-Metadata", "Upload-Expires"),
    errors=(NotFound, PlatformNotUnique, TusVersionUnsupported, UploadGone),
)
async def read(request: ApiRequest, upload_id: UUID) -> HTTPResponse:
    # A plain GET is no request of the protocol.
    if request.method != "GET":
        check_version(request)
    found = await _standing(request, upload_id)
    return reply(_view(found), headers=standing_headers(found))


@platform.patch(_ONE, visible=visible, limits=(UPLOADED_PARTS,))
@describe(
    "从已收到的位置续传（tus 1.0）；带 Upload-Checksum 时整段校验无误才计入",
    "Go on where the upload stands (tus 1.0); with Upload-Checksum nothing counts before all is right",
    status=204,
    takes="application/offset+octet-stream",
    headers=("Tus-Resumable", "Upload-Offset"),
    may=("Upload-Checksum",),
    gives=("Upload-Offset", "Upload-Expires"),
    errors=_APPEND_ERRORS,
)
async def append(request: ApiRequest, upload_id: UUID) -> HTTPResponse:
    platform_id, ports = await own_platform_id(request.identity), ports_of(request)
    check_version(request)
    check_media(request)
    offset, checksum = read_count(request, "upload-offset"), read_checksum(request)
    taken, standing = await take_over(
        upload_id, offset, _announced(request), platform_id=platform_id, clock=ports.clock
    )
    stream = cast(StrictHttp, request.stream)
    stream.request_max_size = standing.length - offset
    stream.expect_piece()
    await append_to(
        taken, _body(stream), checksum=checksum, stored=stream.expect_piece, ports=ports
    )
    return HTTPResponse(status=204, headers=standing_headers(await _standing(request, upload_id)))


def _announced(request: ApiRequest) -> int | None:
    """What the body will have; None where its client does not say."""
    return read_count(request, "content-length") if "content-length" in request.headers else None


async def _body(stream: StrictHttp) -> AsyncIterator[bytes]:
    async for data in stream:
        yield data


@platform.delete(_ONE, visible=visible)
@describe(
    "取消一次上传并删除已收到的内容（tus 1.0 termination）",
    "End an upload and delete what came of it (tus 1.0, termination)",
    status=204,
    headers=("Tus-Resumable",),
    errors=(NotFound, PlatformNotUnique, TusVersionUnsupported, UploadGone, UploadInUse),
)
async def end(request: ApiRequest, upload_id: UUID) -> HTTPResponse:
    platform_id = await own_platform_id(request.identity)
    check_version(request)
    await end_own_upload(upload_id, platform_id=platform_id, clock=ports_of(request).clock)
    return reply_nothing()


_OVERRIDDEN = {"PATCH": append, "DELETE": end, "HEAD": read}


@platform.post(_ONE, visible=visible, once=False, max_body=None, limits=(UPLOADED_PARTS,))
@describe(
    "不能发送 PATCH、DELETE 的客户端用：以 X-HTTP-Method-Override 说明方法（tus 1.0）",
    "For clients that cannot send PATCH or DELETE: X-HTTP-Method-Override names the method (tus 1.0)",
    status=204,
    takes="application/offset+octet-stream",
    headers=("Tus-Resumable", "X-HTTP-Method-Override"),
    may=("Upload-Offset", "Upload-Checksum"),
    gives=("Upload-Offset", "Upload-Expires"),
    errors=(*_APPEND_ERRORS, UploadInUse),
    also=(200,),
)
async def overridden(request: ApiRequest, upload_id: UUID) -> HTTPResponse:
    act = _OVERRIDDEN.get(request.headers.get("x-http-method-override", ""))
    if act is None:
        raise HeaderInvalid()
    return await act(request, upload_id)
