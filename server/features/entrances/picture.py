"""The picture of a code: drawn by WeChat once, then kept in the store of files for good."""

import asyncio
import hashlib
import logging
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from models.rules.scenes import CodeScene
from server.edge.wechat.client import WeChat
from server.edge.wechat.errors import WeChatUnavailable
from server.edge.wechat.subscribe import MiniProgramState
from storage.errors import ObjectMissing, StoreUnavailable
from storage.files.bucket import Bucket
from storage.files.names import ObjectName, code_name
from storage.redis.connect import Client
from storage.redis.keys import Keys
from storage.redis.short_lock import short_lock

JPEG: Final = "image/jpeg"
_WAIT_SECONDS: Final = 8.0
_POLL_SECONDS: Final = 0.25
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pictures:
    """What it takes to have a code's picture: WeChat, the store, and a lock among processes."""

    wechat: WeChat
    bucket: Bucket
    redis: Client
    keys: Keys
    state: MiniProgramState

    async def picture_of(self, scene: CodeScene) -> bytes:
        """The JPEG; of several who ask at once one has it drawn, and the others wait for it.

        Raises WeChatUnavailable, StoreUnavailable for the store of files.
        """
        name = code_name(self.wechat.appid, self.state, str(scene))
        kept = await self._kept(name)
        if kept is not None:
            return kept
        try:
            return await self._drawn_by_one(scene, name)
        except StoreUnavailable as error:
            if error.store != "redis":
                raise
            _LOG.warning("no lock to be had: a code may be drawn twice, which does no harm")
            return await self._drawn(scene, name)

    async def _drawn_by_one(self, scene: CodeScene, name: ObjectName) -> bytes:
        running = asyncio.get_running_loop()
        deadline = running.time() + _WAIT_SECONDS
        while running.time() < deadline:
            async with short_lock(self.redis, self.keys.lock(f"code:{name}")) as mine:
                kept = await self._kept(name)
                if kept is not None:
                    return kept
                if mine:
                    return await self._drawn(scene, name)
            await asyncio.sleep(_POLL_SECONDS)
        raise WeChatUnavailable(retry_after=5)

    async def _drawn(self, scene: CodeScene, name: ObjectName) -> bytes:
        picture = await self.wechat.draw_code(page=scene.page, scene=str(scene), state=self.state)
        sha256 = hashlib.sha256(picture).hexdigest()
        await self.bucket.put(name, picture, content_type=JPEG, sha256=sha256)
        return picture

    async def _kept(self, name: ObjectName) -> bytes | None:
        with suppress(ObjectMissing):
            async with await self.bucket.open(name) as stream:
                return b"".join([chunk async for chunk in stream])
        return None
