"""Runs another program for a child as an ordinary user, whom limits hold that root is free of."""

import importlib
import os
from collections.abc import Callable

_NOBODY = 65_534


def prepare(content: memoryview, module: str, *arguments: str) -> Callable[[], bytes]:
    ready: Callable[[], bytes] = importlib.import_module(module).prepare(content, *arguments)
    if os.getuid() == 0:
        os.setgid(_NOBODY)
        os.setuid(_NOBODY)
    return ready
