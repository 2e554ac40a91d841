"""What a page of ours in a browser sends: its session in a cookie, and where the call comes from."""

from typing import Any

from tests.world.application import World
from tests.world.client import Answer, Client

OURS = {"sec-fetch-site": "same-origin"}


async def log_in_here(
    world: World, username: str, password: str, *, at: dict[str, str] = OURS, **more: Any
) -> Answer:
    """What the login of a page is answered; `at` says where the page is from."""
    body = {"username": username, "password": password, "cookie": True} | more
    return await world.anyone.call("POST", "/session/staff", body, headers=at)


async def in_browser(world: World, username: str, password: str, **more: Any) -> Client:
    """A page of ours with its session."""
    answer = await log_in_here(world, username, password, **more)
    answer.ok()
    return page_with(world, answer.headers["set-cookie"].partition(";")[0])


def page_with(world: World, cookie: str) -> Client:
    return Client(world.url, world.http, {"cookie": cookie} | OURS)
