"""The state that the story's steps share: callers, accounts, edition, platform, plan."""

from dataclasses import dataclass, field
from typing import Any

from standalone.accounts import DemoAccount
from standalone.story.broken import StoryBroken
from standalone.story.caller import Caller
from standalone.story.telling import Telling

TRACK = "copay"


@dataclass(slots=True)
class DemoApplicant:
    """An SME owner on the phone, the firm, and its application as last seen."""

    name: str
    caller: Caller
    firm: dict[str, Any] = field(default_factory=dict)
    application: dict[str, Any] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return f"/applications/{self.application['id']}"

    async def look(self) -> dict[str, Any]:
        """The application as it is now."""
        self.application = (await self.caller.get(self.path)).ok()
        return self.application


@dataclass(slots=True)
class Scene:
    """`edition`, `platform` and `plan` are what browsing has found."""

    telling: Telling
    anyone: Caller
    wechat: Caller
    accounts: dict[str, DemoAccount]
    edition: dict[str, Any] = field(default_factory=dict)
    platform: dict[str, Any] = field(default_factory=dict)
    plan: dict[str, Any] = field(default_factory=dict)
    staff: dict[str, Caller] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return str(self.edition["code"])

    async def as_staff(self, role: str) -> Caller:
        """Logged in with the demonstration's account of that role. Raises StoryBroken."""
        if role not in self.staff:
            account = self.accounts.get(role)
            if account is None:
                raise StoryBroken(f"没有“{role}”角色的演示账号")
            given = {"username": account.username, "password": account.password}
            session = (await self.anyone.post("/session/staff", given)).ok()
            self.staff[role] = self.anyone.known_as(session["token"])
        return self.staff[role]
