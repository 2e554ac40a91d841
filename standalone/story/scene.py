"""The state that the story's steps share: callers, accounts, edition, platform, plan."""

from dataclasses import dataclass, field
from typing import Any

from standalone.accounts import DemoAccount
from standalone.story.broken import StoryBroken, StoryHindered
from standalone.story.caller import Caller
from standalone.story.telling import Telling

TRACK = "copay"
SECOND = "second authority"
"""The part of whoever verifies what the first person of the authority has checked."""


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
    """`edition`, `platform` and `plan` are what browsing has found; `health` asks for the parts."""

    telling: Telling
    anyone: Caller
    wechat: Caller
    health: Caller
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
            self.staff[role] = self.anyone.known_as(await self._token(account))
        return self.staff[role]

    async def as_second_authority(self) -> Caller:
        """Raises StoryHindered where the installation was started before there was one."""
        if SECOND not in self.accounts:
            raise StoryHindered(
                "还没有主管部门第二人的演示账号。请停下 make run 再运行一次，它会补上"
            )
        return await self.as_staff(SECOND)

    async def _token(self, account: DemoAccount) -> str:
        """Of a new session. Raises StoryHindered where somebody has changed the account."""
        given = {"username": account.username, "password": account.password}
        answer = await self.anyone.post("/session/staff", given)
        if answer.status in (401, 429):
            raise StoryHindered(
                f"演示账号 {account.username} 登录不了（{answer.body['title']}）。"
                "可能有人改了它的密码、停用了它，或者输错了太多次"
            )
        session = answer.ok()
        user = session["user"]
        if account.role not in {grant["role"] for grant in user["grants"]} or user["otp_due"]:
            raise StoryHindered(
                f"演示账号 {account.username} 已不能按“{account.title}”办理：权限到期或被收回了"
            )
        return str(session["token"])
