"""Faults to order: per API, per person, for the next few calls."""

import random
from dataclasses import dataclass, field
from typing import Literal

Reset = Literal["before", "after"]


@dataclass(slots=True)
class Fault:
    """`api` is a path or `*`; `times` None lasts until cleared; `chance` is how many of the calls
    that fit it strikes, from 0 to 1. Without `errcode`, `status`, `garbage` or `reset` the call goes
    through, only late or with another content type."""

    api: str = "*"
    openid: str | None = None
    times: int | None = 1
    chance: float = 1.0
    errcode: int | None = None
    errmsg: str | None = None
    delay_s: float = 0.0
    reset: Reset | None = None
    status: int | None = None
    garbage: bool = False
    cut_errmsg: bool = False
    content_type: str | None = None


NO_FAULT = Fault(times=None)


@dataclass(slots=True)
class Faults:
    """The faults in force, the oldest first."""

    active: list[Fault] = field(default_factory=list)

    def take(self, api: str, openid: str | None, dice: random.Random) -> Fault:
        """The first fault that fits and strikes, counted down; `NO_FAULT` if none does."""
        for fault in self.active:
            if fault.api not in ("*", api) or fault.openid not in (None, openid):
                continue
            if fault.chance >= 1 or dice.random() < fault.chance:
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times <= 0:
                        self.active.remove(fault)
                return fault
        return NO_FAULT
