"""The peer of a read: bare Sanic that answers every target with the same bytes."""

import os
from pathlib import Path

from sanic import Request
from sanic.response import HTTPResponse

from bench.bare import bare_app, run_bare

BODY_FILE = "BENCH_BODY_FILE"


def main() -> None:
    app = bare_app("bytes")
    body = Path(os.environ[BODY_FILE]).read_bytes()

    @app.get("/<target:path>")
    async def answer(request: Request, target: str) -> HTTPResponse:
        return HTTPResponse(body, content_type="application/json")

    run_bare(app)


if __name__ == "__main__":
    main()
