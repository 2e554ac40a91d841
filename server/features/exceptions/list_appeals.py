"""Lists appeals for the authority: those that wait for its decision, and those it has decided."""

from typing import Annotated, Literal
from uuid import UUID

from models.tables.reviews import Appeal
from server.edge.web.auth import Identity
from server.edge.web.field_types import about
from server.edge.web.params import Query, decode_cursor, page_of
from server.edge.web.replies import Counted
from server.features.exceptions.read_appeals import appeal_views
from server.features.exceptions.schemas import AppealView
from server.features.identity.scope import Scope
from server.roles import READING_EDITIONS
from storage.postgres.core.transaction import postgres_errors


class AppealQuery(Query, frozen=True):
    """Without `state` those that wait, the oldest first; decided ones begin with the newest."""

    state: Annotated[
        Literal["open", "upheld", "dismissed"],
        about("只看此状态的申诉", "only appeals in this state"),
    ] = "open"


async def list_appeals(query: AppealQuery, *, by: Identity, english: bool) -> Counted[AppealView]:
    """Those within the person's grants. Raises Invalid (a cursor that is none)."""
    within = Scope.of(by, *READING_EDITIONS).applications("application__")
    found = page = Appeal.filter(within, state=query.state)
    order, beyond = ("id", "id__gt") if query.state == "open" else ("-id", "id__lt")
    after = decode_cursor(query.cursor, tuple[UUID])
    if after is not None:
        page = found.filter(**{beyond: after[0]})
    with postgres_errors():
        total = await found.count()
        rows = await page.order_by(order).limit(query.limit + 1).select_related("application")
    shown, cursor = page_of(rows, query.limit, lambda row: (row.id,))
    return Counted(await appeal_views(shown, english=english), cursor, total=total)
