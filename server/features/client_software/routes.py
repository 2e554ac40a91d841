"""The route that a client asks first."""

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.describe import describe
from server.edge.web.replies import encode
from server.edge.web.request import ApiRequest
from server.features.client_software.schemas import ClientTerms
from server.features.client_software.show import show_client_terms
from server.ports import ports_of

public = blueprint("client_software", Audience.PUBLIC)


@public.get("/client")
@describe(
    "客户端启动时须知：是否演示、最低版本、隐私说明版本、上传限制、消息模板、咨询处",
    "What a client must know at its start: demonstration or not, oldest version, limits, templates",
    response=ClientTerms,
    cached=True,
)
async def client_terms(request: ApiRequest) -> HTTPResponse:
    ports = ports_of(request)

    async def render() -> bytes:
        return encode(await show_client_terms(english=request.english, ports=ports))

    return await ports.rendered.reply(request, render)
