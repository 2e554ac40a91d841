"""Routes by which a firm, or somebody who has not logged in yet, learns what they may get."""

from uuid import UUID

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.bodies import decode_with
from server.edge.web.describe import describe
from server.edge.web.replies import Page, reply
from server.edge.web.request import ApiRequest
from server.errors import Invalid, NotFound
from server.features.enterprises.membership import enterprise_of
from server.features.enterprises.particulars import particulars_problems
from server.features.matches.find import OwnFirm, asked_firm, find_matches, known_firm
from server.features.matches.schemas import AskedMatches, MatchItem
from server.ports import ports_of
from storage.postgres.own_places import read_own_places

public = blueprint("matches", Audience.PUBLIC)
sme = blueprint("matches", Audience.ENTERPRISE)


@sme.get("/enterprises/<enterprise_id>/matches")
@describe(
    "本企业可能享受的政策：各城市正在申报的全部事项，最相关的在前",
    "What my firm may get: every open track of every city, the best first",
    response=Page[MatchItem],
    errors=(NotFound,),
)
async def of_firm(request: ApiRequest, enterprise_id: UUID) -> HTTPResponse:
    firm = await enterprise_of(request.identity.user_id, enterprise_id)
    items = await find_matches(
        known_firm(firm),
        english=request.english,
        ports=ports_of(request),
        own=OwnFirm(firm.id, firm.uscc),
    )
    return reply(Page(items))


@public.post("/matches", once=False)
@describe(
    "登录前先看能享受什么政策：说几句企业情况即可，不保存",
    "What a firm may get, before login, of whatever is said of it; nothing is stored",
    request=AskedMatches,
    response=Page[MatchItem],
    errors=(Invalid,),
)
async def of_anybody(request: ApiRequest) -> HTTPResponse:
    ports, own = ports_of(request), await read_own_places()
    today = ports.clock.today()
    asked = decode_with(
        request, AskedMatches, lambda read: particulars_problems(None, read, today=today, own=own)
    )
    if problems := particulars_problems(None, asked, today=today, own=own):
        raise Invalid(errors=problems)
    firm = asked_firm(asked, own)
    return reply(Page(await find_matches(firm, english=request.english, ports=ports)))
