"""Sanic plumbing: everything between a socket and a feature's route.

A feature's `routes.py` reads like this, one blueprint per audience::

    from uuid import UUID

    import msgspec
    from sanic.response import HTTPResponse

    from server.audiences import Audience, blueprint
    from server.edge.web.bodies import Body, decode
    from server.edge.web.describe import describe
    from server.edge.web.field_types import Code, Facts, Title
    from server.edge.web.params import Query, read_query
    from server.edge.web.replies import Page, reply, reply_created
    from server.edge.web.request import ApiRequest

    sme = blueprint("applications", Audience.ENTERPRISE)      # under /api/v1

    class NewApplication(Body):
        edition: Code
        enterprise_id: UUID
        facts: Facts = msgspec.field(default_factory=dict)

    async def present(request: ApiRequest, application_id: UUID) -> ApplicationView:
        return await get_application(application_id, owner=request.identity.user_id)

    @sme.post("/applications", present=present)
    @describe("新建申请", "Start an application", status=201, request=NewApplication,
              response=ApplicationView, errors=(WindowClosed, AlreadyApplied))
    async def start(request: ApiRequest) -> HTTPResponse:
        command = decode(request, NewApplication)
        application_id = await start_application(command, by=request.identity)
        return reply_created(await present(request, application_id))

    @sme.get("/applications/<application_id>")
    @describe("我的一项申请", "One of my applications", response=ApplicationView)
    async def read(request: ApiRequest, application_id: UUID) -> HTTPResponse:
        return reply(await present(request, application_id))

    @sme.get("/applications")
    @describe("我的申请", "My applications", query=Query, response=Page[ApplicationView])
    async def browse(request: ApiRequest) -> HTTPResponse:
        return reply(await list_applications(read_query(request, Query), by=request.identity))

Path parameters annotated `UUID` are read after the guard; what is no id answers 404. Refusals are
raised (`server.errors`), never returned. The composition root calls `edge.install` once.
"""
