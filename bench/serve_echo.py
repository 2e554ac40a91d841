"""The peer of an estimate: bare Sanic that gives every body back as it came."""

from sanic import Request
from sanic.response import HTTPResponse

from bench.bare import bare_app, run_bare


def main() -> None:
    app = bare_app("echo")

    @app.post("/<target:path>")
    async def answer(request: Request, target: str) -> HTTPResponse:
        return HTTPResponse(request.body, content_type="application/json")

    run_bare(app)


if __name__ == "__main__":
    main()
