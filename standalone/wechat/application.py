"""Puts the stand-in together: one site for WeChat's API, the control API beside it or apart."""

import asyncio
from dataclasses import fields

from aiohttp import web

from standalone.wechat.control import control_routes
from standalone.wechat.dice import make_dice
from standalone.wechat.dispatch import Dispatcher
from standalone.wechat.records import Options, Template, make_app
from standalone.wechat.state_log import StateLog
from standalone.wechat.world import World, restore

BODY_LIMIT = 2 * 1024 * 1024


def make_world(
    *,
    appid: str,
    secret: str,
    templates: dict[str, Template],
    state_log: StateLog,
    accept_all: bool,
    seed: int | None = None,
) -> World:
    """A fresh world with one app, and whatever the state_log kept."""
    options, dice = Options(accept_all=accept_all), make_dice(seed)
    apps = {appid: make_app(appid, secret, dice)}
    world = World(apps, dict(templates), state_log, options, dice=dice)
    restore(world)
    return world


class Resetter:
    """Brings a world back to its start, in place, since the routes hold it.

    With a seed everything then happens by chance as it did the first time.
    """

    def __init__(self, world: World, templates: dict[str, Template], seed: int | None) -> None:
        self._seed = seed
        self._world = world
        self._templates = templates
        self._accept_all = world.options.accept_all

    def __call__(self, seed: int | None = None) -> None:
        world, app = self._world, self._world.first_app
        world.state_log.clear()
        fresh = make_world(
            appid=app.appid,
            secret=app.secret,
            templates=self._templates,
            state_log=world.state_log,
            accept_all=self._accept_all,
            seed=self._seed if seed is None else seed,
        )
        fresh.last_msgid = world.last_msgid
        for field in fields(World):
            if field.name not in ("tasks", "sending_to"):
                setattr(world, field.name, getattr(fresh, field.name))


def make_sites(world: World, *, seed: int | None = None) -> tuple[web.Application, web.Application]:
    """WeChat's API with the control API on the same port, and the control API alone."""
    resetter = Resetter(world, dict(world.templates), seed)
    control = web.Application(client_max_size=BODY_LIMIT)
    control.add_routes(control_routes(world, resetter))
    wechat = web.Application(client_max_size=BODY_LIMIT)
    wechat.add_routes(control_routes(world, resetter))
    wechat.router.add_route("*", "/{path:.*}", Dispatcher(world))
    return wechat, control


async def cancel_pushes(world: World) -> None:
    """Cancel pushes that are still under way."""
    for task in tuple(world.tasks):
        task.cancel()
    await asyncio.gather(*world.tasks, return_exceptions=True)
