"""Has a code drawn later where WeChat did not answer: whoever comes back finds it."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from models.rules.scenes import CodeScene, SceneKind
from server.edge.wechat.errors import WeChatUnavailable
from server.features.entrances.picture import Pictures
from storage.postgres.core.transaction import transaction
from storage.postgres.jobs.enqueue import Job, enqueue

JOBS: Final[Mapping[SceneKind, str]] = {
    SceneKind.PLATFORM: "code.platform",
    SceneKind.PLAN: "code.plan",
    SceneKind.PROGRAMME: "code.programme",
}


async def picture_or_later(scene: CodeScene, *, pictures: Pictures) -> bytes:
    """Raises WeChatUnavailable after it left a job that makes the picture once WeChat answers."""
    try:
        return await pictures.picture_of(scene)
    except WeChatUnavailable:
        async with transaction() as tx:
            await enqueue(tx, Job(JOBS[scene.kind], scene.id, dedupe_key=f"code:{scene}"))
        raise


async def make_picture(scene_id: UUID, *, kind: SceneKind, pictures: Pictures) -> None:
    """The job; a picture that is kept by now is not drawn again. Raises WeChatUnavailable."""
    await pictures.picture_of(CodeScene(kind, scene_id))
