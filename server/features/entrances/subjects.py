"""What a code is of: found by the address it is asked for under, and by its scene again."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from models.rules.scenes import CodeScene, SceneKind, programme_key
from server.clock import Clock
from server.errors import NotFound
from server.features.entrances.schemas import SceneView
from server.features.market.newest_plan import NewestPlan, list_newest_plans
from server.features.platforms.show import get_platform
from server.features.programmes.published import PublishedEdition, get_edition, list_editions

_ORDER = ("open", "upcoming", "closed")


@dataclass(frozen=True, slots=True)
class CodeSubject:
    """What a code is of, and its name for whoever keeps the picture."""

    scene: CodeScene
    name: str


async def code_of_platform(platform_id: UUID) -> CodeSubject:
    """Raises NotFound."""
    platform = await get_platform(platform_id)
    return CodeSubject(CodeScene(SceneKind.PLATFORM, platform.id), platform.name)


async def code_of_plan(platform_id: UUID, plan_id: UUID) -> CodeSubject:
    """Of a plan on offer by this platform. Raises NotFound."""
    plan = (await list_newest_plans([plan_id])).get(plan_id)
    if plan is None or plan.platform_id != platform_id or not plan.offered:
        raise NotFound()
    return CodeSubject(CodeScene(SceneKind.PLAN, plan.id), plan.title)


async def code_of_programme(edition_code: str, *, english: bool) -> CodeSubject:
    """Of the programme whose year this is: what is printed outlives the year. Raises NotFound."""
    edition = await get_edition(edition_code)
    scene = CodeScene(SceneKind.PROGRAMME, programme_key(edition.programme_code))
    return CodeSubject(scene, edition.definition.edition.title.in_language(english))


async def lead(scene: CodeScene, *, clock: Clock, english: bool) -> SceneView:
    """Where the code leads today. Raises NotFound for what there never was."""
    match scene.kind:
        case SceneKind.PLATFORM:
            return await _platform(scene.id)
        case SceneKind.PLAN:
            return await _plan(scene.id)
        case SceneKind.PROGRAMME:
            return await _programme(scene.id, clock=clock, english=english)
        case SceneKind.APPLICATION:
            # Whose it is the page's own call decides; here nothing of it is told.
            return _view(scene.kind, str(scene.id))


async def _platform(platform_id: UUID) -> SceneView:
    platform = await get_platform(platform_id)
    return _view(SceneKind.PLATFORM, str(platform.id), platform.name)


async def _plan(plan_id: UUID) -> SceneView:
    """Its newest version; of a plan that is offered no more, its platform."""
    plan: NewestPlan | None = (await list_newest_plans([plan_id])).get(plan_id)
    if plan is None:
        raise NotFound()
    if not plan.offered:
        return _view(SceneKind.PLATFORM, str(plan.platform_id), plan.platform_name)
    return _view(SceneKind.PLAN, str(plan.id), plan.title, platform_id=plan.platform_id)


async def _programme(key: UUID, *, clock: Clock, english: bool) -> SceneView:
    """The year that is open, or else the next, or else the last."""
    years = [one for one in await list_editions() if programme_key(one.programme_code) == key]
    if not years:
        raise NotFound()
    edition = _of_today(years, clock)
    title = edition.definition.edition.title.in_language(english)
    return _view(SceneKind.PROGRAMME, edition.code, title)


def _of_today(years: Sequence[PublishedEdition], clock: Clock) -> PublishedEdition:
    """`years` come with the newest first."""
    now = clock.now()
    return min(years, key=lambda edition: _ORDER.index(edition.window.status(now)))


def _view(
    kind: SceneKind, id_: str, title: str | None = None, *, platform_id: UUID | None = None
) -> SceneView:
    scene_page = CodeScene(kind, UUID(int=0)).page
    return SceneView(kind.value, id_, title, scene_page, f"id={id_}", platform_id)
