"""The cookie that holds a browser's session: never seen by a script, never sent from another site."""

from dataclasses import dataclass

from server.edge.web.auth import well_formed
from server.edge.web.request import ApiRequest

_NAME = "shuangtui_session"
SECURE_NAME = f"__Host-{_NAME}"


@dataclass(frozen=True, slots=True)
class SessionCookie:
    """`secure` under https; a demonstration on loopback has no https to be secure by.

    The prefix makes browsers refuse one that a neighbouring host set (RFC 6265bis, 4.1.3.2). It has
    no age, so that a browser that is closed forgets it.
    """

    secure: bool = True

    @property
    def name(self) -> str:
        return SECURE_NAME if self.secure else _NAME

    def token_in(self, request: ApiRequest) -> str | None:
        """The token that the browser sent; None for none, or several of which nobody knows whose."""
        found = request.cookies.getlist(self.name) or []
        return well_formed(found[0]) if len(found) == 1 else None

    def holding(self, token: str) -> dict[str, str]:
        """The header that gives it to the browser."""
        return {"set-cookie": self._line(token)}

    def forgotten(self) -> dict[str, str]:
        """The header that takes it away."""
        return {"set-cookie": f"{self._line('')}; Max-Age=0"}

    def _line(self, token: str) -> str:
        line = f"{self.name}={token}; Path=/; HttpOnly; SameSite=Strict"
        return f"{line}; Secure" if self.secure else line
