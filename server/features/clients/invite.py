"""Invites a client to say yes or no to what its platform filed, by a text message or a picture.

Neither carries a right: whoever follows it sees the application only as a person of the firm, and
the firm verified.
"""

from datetime import timedelta
from uuid import UUID

from models.rules.reasons import Text
from models.rules.scenes import CodeScene, SceneKind
from models.rules.terms.programme import EditionDefinition
from models.rules.wording import within_quotes
from models.tables.applications import Application
from models.tables.platforms import Platform
from server.clock import Clock
from server.edge.web.auth import Identity
from server.edge.wechat.client import WeChat
from server.edge.wechat.entrances import LINK_DAYS
from server.edge.wechat.subscribe import MiniProgramState
from server.errors import NotFound
from server.features.applications.confirm import awaits_confirmation
from server.features.applications.refusals import NothingToConfirm
from server.features.clients.schemas import ClientInvitation
from server.features.programmes.published import definition_of
from server.features.reviews.clients import applications_of_clients
from storage.postgres.core.transaction import postgres_errors


async def invite_client(
    application_id: UUID,
    *,
    by: Identity,
    wechat: WeChat,
    state: MiniProgramState,
    clock: Clock,
    english: bool,
) -> ClientInvitation:
    """A link with the words around it. Raises NotFound, NothingToConfirm, WeChatUnavailable."""
    application, definition = await _awaiting(application_id, by)
    title = definition.edition.title
    with postgres_errors():
        platform = await Platform.get(id=application.platform_id)
    page = CodeScene(SceneKind.APPLICATION, application.id).page
    link = await wechat.make_link(page=page, query=f"id={application.id}", state=state)
    words = Text(
        f"“{within_quotes(platform.name)}”以贵企业的名义提交了“{within_quotes(title.zh)}”的申请"
        f" {application.number}。"
        f"请用留给平台的手机号登录小程序（企业还没有登记的，请先登记），核对后确认或否认，确认之前不会拨付：{link}",
        f"{platform.name} filed application {application.number} for {title.en} in your firm's name."
        " Log in with the phone number that the platform has of you, register your firm if you have"
        " not, and confirm or refuse it;"
        f" nothing is paid before: {link}",
    )
    expires_at = clock.now() + timedelta(days=LINK_DAYS)
    return ClientInvitation(link, expires_at, words.in_language(english))


async def draw_invitation(
    application_id: UUID, *, by: Identity, wechat: WeChat, state: MiniProgramState
) -> bytes:
    """The mini-program code of the same page, a JPEG that never expires. Raises as `invite_client`."""
    application, _ = await _awaiting(application_id, by)
    scene = CodeScene(SceneKind.APPLICATION, application.id)
    return await wechat.draw_code(page=scene.page, scene=str(scene), state=state)


async def _awaiting(application_id: UUID, by: Identity) -> tuple[Application, EditionDefinition]:
    with postgres_errors():
        found = await applications_of_clients(by).filter(id=application_id).first()
    if found is None:
        raise NotFound()
    definition = await definition_of(found.rule_version_id)
    if not awaits_confirmation(found, definition):
        raise NothingToConfirm()
    return found, definition
