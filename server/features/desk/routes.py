"""Route of the start page."""

from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.describe import describe
from server.edge.web.replies import reply
from server.edge.web.request import ApiRequest
from server.features.desk.schemas import DeskView
from server.features.desk.show import show_desk
from server.ports import ports_of

anyone = blueprint("desk", Audience.ANY_LOGIN)


@anyone.get("/desk")
@describe(
    "工作台：待办、逾期、新变化、进行中的事项",
    "The start page: what waits, what is late, what changed, what runs",
    response=DeskView,
)
async def show(request: ApiRequest) -> HTTPResponse:
    ports = ports_of(request)
    found = await show_desk(
        by=request.identity,
        clock=ports.clock,
        calendar=ports.calendar,
        english=request.english,
    )
    return reply(found)
