"""Serves a built client from memory, or says that it is not built; nothing of it is read from disk."""

from sanic.response import HTTPResponse, redirect

from server.edge.web.describe import describe
from server.edge.web.field_types import FileName
from server.edge.web.guard import PUBLIC
from server.edge.web.replies import matches
from server.edge.web.request import ApiRequest
from server.edge.web.routes import Routes
from server.edge.web.site import ENTRANCE, Site, SiteFile
from server.edge.web.site_page import not_built
from server.errors import NotFound


def site_routes(site: Site) -> Routes:
    """`at`, `at/` and every file below; no part of the API, nor of its description."""
    routes = Routes(f"site{site.at.replace('/', '_')}", PUBLIC, prefix="")

    @routes.get(site.at)
    @describe("网页地址", "Leads to the first page", status=308, gives=("Location",))
    async def entrance(request: ApiRequest) -> HTTPResponse:
        # A built client names its files from where its first page lies.
        asked = f"?{request.query_string}" if request.query_string else ""
        return redirect(f"{site.at}/{asked}", status=308)

    @routes.get(f"{site.at}/")
    @describe("网页首页", "The first page", media="text/html", cached=True)
    async def first_page(request: ApiRequest) -> HTTPResponse:
        return reply_page(request, site, ENTRANCE)

    @routes.get(f"{site.at}/<name:path>")
    @describe("网页文件", "A file of the page", media="*/*", cached=True, errors=(NotFound,))
    async def one(request: ApiRequest, name: FileName) -> HTTPResponse:
        if site.is_page(name):
            return reply_page(request, site, ENTRANCE)
        if name not in site.files:
            raise NotFound()
        return _reply(request, site, site.files[name])

    return routes


def reply_page(request: ApiRequest, site: Site, name: str) -> HTTPResponse:
    """A page of the site; where that is not built another one says so."""
    file = site.files.get(name)
    return not_built(site) if file is None else _reply(request, site, file)


def _reply(request: ApiRequest, site: Site, file: SiteFile) -> HTTPResponse:
    coded = file.coded_for(request.headers.get("accept-encoding"))
    headers = {"etag": coded.etag, "cache-control": file.kept}
    if len(file.forms) > 1:
        headers["vary"] = "Accept-Encoding"
    if file.is_page:
        headers["content-security-policy"] = site.policy
    if matches(request.headers.get("if-none-match"), coded.etag):
        return HTTPResponse(status=304, headers=headers)
    if coded.coding:
        headers["content-encoding"] = coded.coding
    return HTTPResponse(coded.body, headers=headers, content_type=file.kind)
