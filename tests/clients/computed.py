"""What the mini-program works out by itself, run under Node: its modules bundled as they are."""

import json
import subprocess
from typing import Any

from tests.clients.wechat.output import MINIPROGRAM
from tests.clients.wechat.phone import node

_BUNDLER = MINIPROGRAM / "node_modules" / "esbuild" / "bin" / "esbuild"
_OPTIONS = (
    "--bundle",
    "--format=cjs",
    "--log-level=error",
    "--alias:@=./src",
    "--define:import.meta.env={}",
)
# Modules of words ask at once which language is chosen.
_PHONE = "globalThis.uni = { getStorageSync: () => '' };\n"


def computed(script: str) -> Any:
    """What `script`, TypeScript that imports from `@/…`, hands to its `answer(…)`, by way of JSON."""
    told = f"{script}\nfunction answer(all: unknown) {{ console.log(JSON.stringify(all)) }}\n"
    asked = [node(), str(_BUNDLER), *_OPTIONS, "--loader=ts"]
    bundled = _run(asked, told)
    return json.loads(_run([node(), "-"], _PHONE + bundled))


def _run(command: list[str], told: str) -> str:
    done = subprocess.run(  # noqa: S603  # our own tools and script
        command, input=told, capture_output=True, text=True, cwd=MINIPROGRAM, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
