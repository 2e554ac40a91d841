"""The route by which every client learns what may be chosen."""

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.describe import describe
from server.edge.web.params import read_query
from server.edge.web.replies import encode
from server.edge.web.request import ApiRequest
from server.errors import Invalid
from server.features.options.schemas import OptionsQuery, OptionsView
from server.features.options.show import show_options
from server.ports import ports_of

public = blueprint("options", Audience.PUBLIC)


@public.get("/options")
@describe(
    "可选项和代码的说法：区县、城市、行业、区域档、平台类别",
    "What may be chosen, and the words for codes",
    query=OptionsQuery,
    response=OptionsView,
    cached=True,
    errors=(Invalid,),
)
async def options(request: ApiRequest) -> HTTPResponse:
    ports = ports_of(request)

    async def render() -> bytes:
        query = read_query(request, OptionsQuery)
        return encode(await show_options(query, ports.categories, english=request.english))

    return await ports.rendered.reply(request, render)
