"""What stands where a client would be that is not built: why, and which command builds it."""

from html import escape

from sanic.response import HTTPResponse

from server.edge.web.site import Site

_RETRY_SECONDS = "60"


def not_built(site: Site) -> HTTPResponse:
    """503, for people, without anything that would have to be fetched."""
    make = f"<code>{escape(site.make)}</code>"
    page = (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>还没有生成网页</title>'
        '<meta name="viewport" content="width=device-width">'
        "<h1>网页还没有生成</h1><p>服务在运行，接口可用，只是这里的网页还没有生成，"
        f"多半是生成时连不上 npm 软件源。请管理员运行 {make}，再重新启动服务。"
        '<h2 lang="en">The page is not built yet</h2><p lang="en">The server runs and its API works;'
        " only this page has not been built, most likely because the npm registry could not be"
        f" reached. Run {make}, then start the server again.</html>"
    )
    headers = {"retry-after": _RETRY_SECONDS}
    return HTTPResponse(page, 503, headers=headers, content_type="text/html; charset=utf-8")
