"""Turns a bearer token into an identity: one Redis GET, or one query where Redis knows nothing."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from server.clock import Clock
from server.edge.web.auth import ActiveGrant, Identity, InBrowser
from server.features.identity.policy import PASSWORD_COUNTS, LoginPolicy
from server.features.identity.sessions import hash_of
from server.roles import Role
from storage.errors import StoreUnavailable
from storage.postgres.core.rows import find_row
from storage.redis.session_cache import ENDED, SessionCache

NOTED_EVERY = timedelta(minutes=1)
"""Who works calls many times a minute; one write a minute tells as much."""
_log = logging.getLogger(__name__)

_FIND = """
    SELECT s.user_id, s.expires_at, u.openid_index IS NOT NULL AS through_wechat,
           u.must_change_password, u.totp_last_step IS NOT NULL AS has_otp,
           EXISTS (SELECT 1 FROM consents c
                    WHERE c.user_id = u.id AND c.text_version = $3) AS agreed,
           (SELECT coalesce(json_agg(json_build_array(
                       g.role, g.organisation_id, o.kind = 'operator', g.programme_code,
                       g.edition_code, g.district, g.valid_from, g.valid_to)), '[]')
              FROM grants g JOIN organisations o ON o.id = g.organisation_id
             WHERE g.user_id = u.id AND (g.valid_to IS NULL OR g.valid_to > $2)) AS grants,
           s.used_at, s.password_at
      FROM sessions s JOIN users u ON u.id = s.user_id
     WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND s.expires_at > $2
       AND (s.used_at IS NULL OR s.used_at > $4) AND u.disabled_at IS NULL
"""


class _KeptGrant(msgspec.Struct, array_like=True, frozen=True):
    role: str
    organisation_id: UUID
    unbound: bool
    programme_code: str | None
    edition_code: str | None
    district: str | None
    valid_from: datetime
    valid_to: datetime | None

    def in_force(self, now: datetime) -> bool:
        return self.valid_from <= now and (self.valid_to is None or now < self.valid_to)


class _Kept(msgspec.Struct, array_like=True, frozen=True):
    """A session as the cache holds it; what depends on the time is judged at each use.

    `used_at` lags behind its row by as long as the entry has been kept. `agreed_to` is the privacy
    text of the moment, None for somebody who has still to agree to it.
    """

    user_id: UUID
    expires_at: datetime
    through_wechat: bool
    must_change_password: bool
    has_otp: bool
    agreed_to: str | None
    grants: tuple[_KeptGrant, ...]
    used_at: datetime | None
    password_at: datetime | None


class _Row(msgspec.Struct, frozen=True):
    """The same as the statement gives it; `grants` is JSON."""

    user_id: UUID
    expires_at: datetime
    through_wechat: bool
    must_change_password: bool
    has_otp: bool
    agreed: bool
    grants: str
    used_at: datetime | None
    password_at: datetime | None


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(_Kept)
_GRANTS = msgspec.json.Decoder(tuple[_KeptGrant, ...])


@dataclass(frozen=True, slots=True)
class SessionResolver:
    """The `ResolveSession` of the web edge.

    Where the policy asks for a second factor, a person without a confirmed one holds no grant:
    such a session is good for setting it up. A session whose person has still
    to agree to the privacy text is not kept, so that agreeing counts at once and everywhere.
    """

    cache: SessionCache
    clock: Clock
    policy: LoginPolicy

    async def __call__(self, token: str) -> Identity | None:
        """None when the token is unknown, expired or revoked; raises StoreUnavailable."""
        return await self.resume(hash_of(token))

    async def resume(self, token_hash: str) -> Identity | None:
        """The same by the session's key, for what was begun in it and ends outside of it."""
        reachable, content = await self._look_up(token_hash)
        if content == ENDED:
            return None
        kept = self._read(content) if content else None
        if kept is None or self._unused(kept):
            kept = await _find(token_hash, self.clock.now(), self.policy)
            if kept is not None and reachable and not self._consent_due(kept):
                await self._keep(token_hash, kept)
        return None if kept is None else self._identity(token_hash, kept)

    async def _look_up(self, token_hash: str) -> tuple[bool, bytes | None]:
        try:
            return True, await self.cache.find(token_hash)
        except StoreUnavailable:
            return False, None

    def _read(self, content: bytes) -> _Kept | None:
        try:
            return _DECODER.decode(content)
        except msgspec.DecodeError:  # an entry of another release's shape is no entry
            return None

    async def _keep(self, token_hash: str, kept: _Kept) -> None:
        try:
            await self.cache.keep(token_hash, _ENCODER.encode(kept))
        except StoreUnavailable:
            _log.warning("session could not be cached")

    def _unused(self, kept: _Kept) -> bool:
        """Whether it has ended for want of use, as far as the entry knows: its row knows better."""
        return kept.used_at is not None and (
            kept.used_at + self.policy.idle_lasts <= self.clock.now()
        )

    def _in_browser(self, kept: _Kept, now: datetime) -> InBrowser | None:
        if kept.used_at is None:
            return None
        given_at = kept.password_at
        return InBrowser(
            use_due=kept.used_at + NOTED_EVERY <= now,
            password_due=given_at is None or given_at + PASSWORD_COUNTS <= now,
        )

    def _identity(self, token_hash: str, kept: _Kept) -> Identity | None:
        now = self.clock.now()
        if kept.expires_at <= now:
            return None
        otp_due = self.policy.otp_required and not kept.has_otp
        held = tuple(_grant(grant) for grant in kept.grants if grant.in_force(now))
        grants = () if otp_due else held
        roles = {grant.role for grant in grants}
        if kept.through_wechat:
            roles.add(Role.ENTERPRISE)
        return Identity(
            kept.user_id,
            token_hash,
            frozenset(roles),
            grants,
            kept.must_change_password,
            self._consent_due(kept),
            frozenset(grant.role for grant in held) if otp_due else frozenset(),
            self._in_browser(kept, now),
        )

    def _consent_due(self, kept: _Kept) -> bool:
        return kept.through_wechat and kept.agreed_to != self.policy.privacy_text_version


async def _find(token_hash: str, now: datetime, policy: LoginPolicy) -> _Kept | None:
    version, used_since = policy.privacy_text_version, now - policy.idle_lasts
    row = await find_row(_Row, _FIND, token_hash, now, version, used_since, tx=None)
    if row is None:
        return None
    return _Kept(
        row.user_id,
        row.expires_at,
        row.through_wechat,
        row.must_change_password,
        row.has_otp,
        version if row.agreed else None,
        _GRANTS.decode(row.grants),
        row.used_at,
        row.password_at,
    )


def _grant(kept: _KeptGrant) -> ActiveGrant:
    return ActiveGrant(
        kept.role,
        kept.organisation_id,
        kept.programme_code,
        kept.edition_code,
        kept.district,
        kept.valid_from,
        kept.valid_to,
        kept.unbound,
    )
