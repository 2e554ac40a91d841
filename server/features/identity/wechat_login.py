"""Login through WeChat: a code becomes a person, a person gets a session."""

from server.clock import Clock
from server.edge.wechat.client import WeChat
from server.edge.wechat.errors import UserBlocked
from server.features.identity.persons import find_or_add_by_openid
from server.features.identity.policy import LoginPolicy
from server.features.identity.sessions import NewSession, open_session
from storage.postgres.core.keyring import Keyring
from storage.postgres.core.transaction import transaction
from storage.postgres.persons import save_wechat_keys


async def log_in_with_wechat(
    code: str, *, wechat: WeChat, keyring: Keyring, clock: Clock, policy: LoginPolicy
) -> NewSession:
    """A session for whoever holds the `wx.login` code, known before or not.

    Raises CodeInvalid, UserBlocked (also for a disabled account), RateLimited, WeChatUnavailable.
    """
    known = await wechat.code_to_session(code)
    now = clock.now()
    async with transaction() as tx:
        user, wrapped = await find_or_add_by_openid(tx, keyring, known.openid, at=now)
        if user.disabled_at is not None:
            raise UserBlocked()
        unionid = known.unionid
        await save_wechat_keys(
            tx,
            user,
            session_key_cipher=keyring.encrypt(wrapped, "session_key", known.session_key),
            unionid_cipher=keyring.encrypt(wrapped, "unionid", unionid) if unionid else None,
        )
        return await open_session(tx, user.id, at=now, lasts=policy.sme_lasts)
