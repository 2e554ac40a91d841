"""Reads the small JSON bodies of the control API."""

import json
from dataclasses import dataclass
from typing import Any

from standalone.wechat.records import App, Person
from standalone.wechat.world import World


class BadControl(Exception):
    """The control call makes no sense; says why."""


@dataclass(frozen=True, slots=True)
class ControlBody:
    """A decoded object with the look-ups that most control calls need."""

    given: dict[str, Any]

    def text(self, name: str, default: str | None = None) -> str:
        value = self.given.get(name, default)
        if not isinstance(value, str):
            raise BadControl(f"{name}: a text is needed")
        return value

    def number(self, name: str) -> float:
        value = self.given.get(name)
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise BadControl(f"{name}: a number is needed")
        return float(value)

    def app(self, world: World) -> App:
        appid = self.given.get("appid", world.first_app.appid)
        if appid not in world.apps:
            raise BadControl("appid: no such app")
        return world.apps[appid]

    def person(self, world: World) -> Person:
        app = self.app(world)
        if "openid" in self.given:
            found = world.find_person(app, self.text("openid"))
            if found is None:
                raise BadControl("openid: not of this app")
            return found
        return world.person(app, self.text("name"))


def read_body(raw: bytes) -> ControlBody:
    try:
        given = json.loads(raw) if raw else {}
    except ValueError as error:
        raise BadControl("body: not JSON") from error
    if not isinstance(given, dict):
        raise BadControl("body: an object is needed")
    return ControlBody(given)
