"""The route by which everybody reads the privacy text, in whichever version."""

from datetime import date
from typing import Annotated

import msgspec
from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.describe import describe
from server.edge.web.field_types import PrivacyVersion, about
from server.edge.web.params import read_query
from server.edge.web.replies import encode
from server.edge.web.request import ApiRequest
from server.errors import Invalid
from server.ports import ports_of

public = blueprint("texts", Audience.PUBLIC)


class PrivacyTextQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Without `version` the present text."""

    version: Annotated[
        PrivacyVersion | None,
        about("版本；不填为现行版本", "which version; the present one if left out"),
    ] = None


class PublishedVersion(msgspec.Struct, frozen=True):
    version: Annotated[str, about("隐私说明的版本", "version of the privacy text")]
    published_on: Annotated[date, about("发布日期", "day of its publication")]


class PrivacyTextView(msgspec.Struct, frozen=True):
    """One version of the privacy text, in the language that was asked for."""

    version: Annotated[str, about("隐私说明的版本", "version of the privacy text")]
    text: Annotated[str, about("隐私说明全文", "the whole text")]
    published_on: Annotated[date, about("发布日期", "day of its publication")]
    versions: Annotated[
        list[PublishedVersion],
        about("发布过的各版，新的在前", "every version that was published, the newest first"),
    ]


@public.get("/texts/privacy")
@describe(
    "隐私说明，现行版本或指定版本",
    "The privacy text, the present one or a named version",
    query=PrivacyTextQuery,
    response=PrivacyTextView,
    errors=(Invalid,),
    cached=True,
)
async def privacy(request: ApiRequest) -> HTTPResponse:
    ports = ports_of(request)

    async def render() -> bytes:
        texts, today = ports.privacy, ports.clock.today()
        wanted = read_query(request, PrivacyTextQuery).version or texts.present
        found = texts.find(wanted, today, "version")
        text = (found.en if request.english else found.zh).strip()
        versions = [
            PublishedVersion(one.version, one.published_on) for one in texts.published(today)
        ]
        return encode(PrivacyTextView(found.version, text, found.published_on, versions[::-1]))

    return await ports.rendered.reply(request, render)
