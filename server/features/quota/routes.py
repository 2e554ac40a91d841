"""Routes of the quota for everybody: figures, and the keys that receipts are checked with."""

from typing import Any

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.describe import describe
from server.edge.web.field_types import EditionCode
from server.edge.web.replies import reply_cached, reply_tagged
from server.edge.web.request import ApiRequest
from server.errors import NotFound
from server.features.quota.figures import QuotaView
from server.features.quota.keys import list_receipt_keys
from server.ports import ports_of

public = blueprint("quota", Audience.PUBLIC)


@public.get("/programmes/<code>/quota")
@describe(
    "一届资金的实时情况",
    "The money of an edition, live",
    response=QuotaView,
    errors=(NotFound,),
    cached=True,
)
async def quota(request: ApiRequest, code: EditionCode) -> HTTPResponse:
    shown = await ports_of(request).figures.show(code)
    return reply_tagged(request, shown.body, shown.etag)


@public.get("/receipt-keys")
@describe(
    "回执的公钥（JWK 集合）",
    "Public keys of receipts, by kid (a JWK set)",
    response=dict[str, Any],
    cached=True,
)
async def receipt_keys(request: ApiRequest) -> HTTPResponse:
    return reply_cached(request, await list_receipt_keys(), max_age=300)
