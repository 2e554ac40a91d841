"""What a client works out by itself, run under Node: its modules bundled as they are."""

import json
import subprocess
from typing import Any

from tests.clients.sources import CLIENTS
from tests.clients.wechat.output import MINIPROGRAM
from tests.clients.wechat.phone import node

_BUNDLER = MINIPROGRAM / "node_modules" / "esbuild" / "bin" / "esbuild"
_OPTIONS = (
    "--bundle",
    "--format=cjs",
    "--log-level=error",
    "--define:import.meta.env={}",
    '--define:process.env.NODE_ENV="production"',
)
# Modules of words ask at once which language is chosen.
_STANDS_ON = {
    "miniprogram": "globalThis.uni = { getStorageSync: () => '' };\n",
    "console": """
const empty = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
globalThis.localStorage = globalThis.sessionStorage = empty;
globalThis.location = { search: '', href: 'http://desk/console/' };
""",
}


def computed(script: str, client: str = "miniprogram") -> Any:
    """What `script`, TypeScript that imports from `@/…`, hands to its `answer(…)`, by way of JSON."""
    told = f"{script}\nfunction answer(all: unknown) {{ console.log(JSON.stringify(all)) }}\n"
    asked = [node(), str(_BUNDLER), *_OPTIONS, "--alias:@=./src", "--loader=ts"]
    bundled = _run(asked, told, client)
    return json.loads(_run([node(), "-"], _STANDS_ON[client] + bundled, client))


def _run(command: list[str], told: str, client: str) -> str:
    # What is imported by name is the client's own.
    done = subprocess.run(  # noqa: S603  # our own tools and script
        command, input=told, capture_output=True, text=True, cwd=CLIENTS / client, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
