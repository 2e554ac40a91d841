"""A network that fails as a lift's does: some requests never arrive, of some only the answer is lost."""

from collections import Counter
from dataclasses import dataclass, field
from random import Random

from playwright.async_api import Request, Route

from tests.clients.h5.phone_page import PhonePage

_SAFE = ("GET", "HEAD")


@dataclass
class BadNetwork:
    """Each act (method and address) fails once for certain, each reading by chance."""

    random: Random = field(default_factory=lambda: Random(14))
    cut: Counter[str] = field(default_factory=Counter)
    arrived: Counter[str] = field(default_factory=Counter)
    known: set[str] = field(default_factory=set)

    async def install(self, phone: PhonePage) -> None:
        phone.expected.append(r"net::ERR_FAILED")
        await phone.page.route("**/api/v1/**", self._pass)

    async def _pass(self, route: Route) -> None:
        request = route.request
        act = f"{request.method} {request.url.split('?')[0]}"
        if not self._fails(request, act):
            self.arrived[act] += 1
            await route.continue_()
        elif self.random.random() < 0.5:
            self.cut["before"] += 1
            await route.abort()
        else:
            self.cut["answer"] += 1
            self.arrived[act] += 1
            await route.fetch()
            await route.abort()

    def _fails(self, request: Request, act: str) -> bool:
        if request.method in _SAFE:
            return self.random.random() < 0.15
        first = act not in self.known
        self.known.add(act)
        return first
