"""Debian's Chromium, without a window."""

import os
import shutil

from playwright.async_api import Browser, Playwright

from tests.clients.needed import missing


async def open_chromium(playwright: Playwright) -> Browser:
    """Skips, or fails where nothing may be left out, on a machine that lacks it."""
    program = shutil.which("chromium")
    if program is None:
        missing("Chromium is not installed (Debian: chromium, fonts-noto-cjk)")
    # Drawing by a made-up graphics card costs more than all else; to root the sandbox is refused.
    alone = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    return await playwright.chromium.launch(executable_path=program, args=alone)
