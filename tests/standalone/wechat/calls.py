"""One call of the stand-in's API with a token, as a client of WeChat makes it."""

import json
from typing import Any

from tests.world.sandbox import STABLE_TOKEN, Sandbox

LEGACY = "/cgi-bin/token"


async def call(sandbox: Sandbox, path: str, body: Any = None, **query: str) -> dict[str, Any]:
    if "access_token" not in query and not path.startswith(("/sns", LEGACY, STABLE_TOKEN)):
        query["access_token"] = await sandbox.token()
    # As WeChat wants it: a body with escaped characters is read, but not what it says.
    written = {} if body is None else {"data": json.dumps(body, ensure_ascii=False).encode()}
    options = {"params": query} | written
    _, _, raw = await sandbox.raw("GET" if body is None else "POST", path, **options)
    return dict(json.loads(raw))
