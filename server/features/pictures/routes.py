"""The routes of platforms' pictures: uploading, the public address, and the look before it."""

from hashlib import sha256
from typing import Final
from uuid import UUID

import msgspec
from sanic.response import HTTPResponse

from server.allowances import PICTURES
from server.audiences import Audience, blueprint
from server.edge.web.describe import describe
from server.edge.web.idempotency import remember
from server.edge.web.replies import (
    SHOWN_ANYWHERE,
    Page,
    file_headers,
    matches,
    reply,
    reply_file,
    reply_nothing,
)
from server.edge.web.request import ApiRequest
from server.errors import Invalid, NotFound, RateLimited, TooLarge, UnsupportedMedia
from server.features.pictures.receive import receive_picture
from server.features.pictures.remove import remove_picture
from server.features.pictures.schemas import PictureForm, PictureView
from server.features.pictures.show import (
    PictureBytes,
    get_own_picture,
    list_own_pictures,
    read_held_picture,
    read_own_picture,
    read_shown_picture,
)
from server.features.pictures.upload import TooManyPictures, upload_picture
from server.features.platforms.access import PlatformNotUnique, own_platform_id
from server.ports import ports_of

own = blueprint("pictures", Audience.PLATFORM)
public = blueprint("pictures", Audience.PUBLIC)
authority = blueprint("pictures", Audience.AUTHORITY)
_JPEG: Final = "image/jpeg"
# Its content never changes, but it may be removed.
_CACHED: Final = "public, max-age=86400"


async def present(request: ApiRequest, picture_id: UUID) -> PictureView:
    return await get_own_picture(await own_platform_id(request.identity), picture_id)


@own.post("/platform/pictures", present=present, max_body=None, limits=(PICTURES,))
@describe(
    "上传标志或图片（JPG、PNG、HEIC，不超过 5 MB）；审核通过后显示；同样的文件再传返回 200 和原编号",
    "Upload a logo or a picture (JPEG, PNG, HEIC, at most 5 MB), shown once it is let through; the"
    " same file again answers 200 with the same id",
    status=201,
    request=PictureForm,
    files=("file",),
    response=PictureView,
    errors=(
        *(NotFound, PlatformNotUnique, Invalid, TooLarge, UnsupportedMedia, RateLimited),
        TooManyPictures,
    ),
    also=(200,),
)
async def upload(request: ApiRequest) -> HTTPResponse:
    ports, who = ports_of(request), request.identity
    platform_id = await own_platform_id(who)
    form, sent = await receive_picture(request)
    await remember(request, sha256(msgspec.json.encode(form) + sent).digest())
    uploaded = await upload_picture(platform_id, form, sent, user_id=who.user_id, ports=ports)
    return reply(await present(request, uploaded.id), 201 if uploaded.new else 200)


@own.get("/platform/pictures")
@describe(
    "本平台的标志和图片，新的在前",
    "My platform's logos and pictures, the latest first",
    response=Page[PictureView],
    errors=(NotFound, PlatformNotUnique),
)
async def browse(request: ApiRequest) -> HTTPResponse:
    return reply(Page(await list_own_pictures(await own_platform_id(request.identity))))


@own.get("/platform/pictures/<picture_id>/content")
@describe(
    "本平台的一张图片，未审核的也能看",
    "One of my pictures, whether it is shown or not",
    media=_JPEG,
    errors=(NotFound, PlatformNotUnique),
)
async def own_content(request: ApiRequest, picture_id: UUID) -> HTTPResponse:
    platform_id = await own_platform_id(request.identity)
    found = await read_own_picture(platform_id, picture_id)
    return reply_file(found.content, f"{picture_id}.jpg", _JPEG, inline=True)


@own.delete("/platform/pictures/<picture_id>")
@describe("删除图片", "Delete a picture", status=204, errors=(NotFound, PlatformNotUnique))
async def remove(request: ApiRequest, picture_id: UUID) -> HTTPResponse:
    ports, who = ports_of(request), request.identity
    platform_id = await own_platform_id(who)
    await remove_picture(platform_id, picture_id, user_id=who.user_id, clock=ports.clock)
    ports.rendered.forget()
    return reply_nothing()


@public.get("/pictures/<picture_id>")
@describe(
    "平台的标志或图片", "A platform's logo or picture", media=_JPEG, cached=True, errors=(NotFound,)
)
async def shown(request: ApiRequest, picture_id: UUID) -> HTTPResponse:
    return _public(request, picture_id, await read_shown_picture(picture_id))


@authority.get("/held-contents/<held_picture_id>/picture")
@describe(
    "待审核的图片",
    "The picture that waits for a look",
    media=_JPEG,
    errors=(NotFound,),
)
async def held(request: ApiRequest, held_picture_id: UUID) -> HTTPResponse:
    found = await read_held_picture(held_picture_id, by=request.identity)
    return reply_file(found.content, f"{held_picture_id}.jpg", _JPEG, inline=True)


def _public(request: ApiRequest, picture_id: UUID, found: PictureBytes) -> HTTPResponse:
    etag = f'"{found.sha256}"'
    headers = file_headers(f"{picture_id}.jpg", inline=True)
    headers |= {"etag": etag, "cache-control": _CACHED, **SHOWN_ANYWHERE}
    if matches(request.headers.get("if-none-match"), etag):
        return HTTPResponse(status=304, headers=headers)
    return HTTPResponse(found.content, content_type=_JPEG, headers=headers)
