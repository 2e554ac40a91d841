"""The built output, the product it calls, and phones for whoever a test names."""

import platform
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio

from tests.clients.needed import missing
from tests.clients.wechat.output import BUILT, Output
from tests.clients.wechat.phone import Phone, phone_of
from tests.world.application import World


@pytest.fixture(scope="session")
def output() -> Output:
    """What `make miniprogram` left; `make test` makes it first."""
    if not (BUILT / "app.json").exists():
        missing("the WeChat output is not built: `make miniprogram`")
    return Output()


@pytest.fixture(scope="session")
def compilers() -> None:
    """WeChat's compilers of pages, which the simulated phone draws with as well."""
    if (sys.platform, platform.machine()) != ("linux", "x86_64"):
        pytest.skip("WeChat's compilers are programs for Linux on x86-64 here")


@pytest_asyncio.fixture(loop_scope="session")
async def phone(
    compilers: None, output: Output, world: World, tmp_path: Path
) -> AsyncIterator[Callable[..., object]]:
    """`await phone("name")`: that person's phone, with nothing on it yet."""
    async with AsyncExitStack() as stack:

        async def make(person: str) -> Phone:
            return await stack.enter_async_context(
                phone_of(
                    person,
                    tmp_path / person,
                    output=output,
                    product=world.url,
                    stand_in=world.sandbox.control_url,
                    appid=world.sandbox.appid,
                )
            )

        yield make
