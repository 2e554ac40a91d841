"""Which templates to ask consent for, and what the client's popup answered."""

from uuid import UUID

import msgspec

from models.rules.reasons import Reason, Text
from models.tables.ids import new_id
from server.clock import Clock
from server.errors import Invalid
from server.features.messages.catalogue import Catalogue
from server.features.messages.schemas import PopupResults, Subscriptions, SubscriptionView
from storage.postgres.consent_ledger import hold_person, note_accepted
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import transaction

_STRANGE = Text("没有这个消息模板，请刷新后再试", "There is no such template; reload first")
_BALANCES = """
SELECT template_id, sum(delta)::int AS balance FROM consent_ledger
 WHERE user_id = $1 GROUP BY template_id
"""


class _Balance(msgspec.Struct, frozen=True):
    template_id: str
    balance: int


async def list_subscriptions(*, user_id: UUID, catalogue: Catalogue) -> Subscriptions:
    """All templates of the catalogue with this person's balance, never below zero."""
    rows = await list_rows(_Balance, _BALANCES, user_id, tx=None)
    balances = {row.template_id: row.balance for row in rows}
    return Subscriptions(
        [
            SubscriptionView(
                template_id=template.id,
                title=template.title,
                events=catalogue.events_of(template.id),
                balance=max(balances.get(template.id, 0), 0),
            )
            for template in catalogue.templates.values()
        ]
    )


async def note_popup(
    command: PopupResults, *, user_id: UUID, catalogue: Catalogue, clock: Clock
) -> None:
    """Count what was accepted, unless WeChat's own push has told of the same tap.

    A refusal takes nothing away: earlier consents stay good. Raises Invalid (`template_unknown`).
    """
    known = set(catalogue.template_ids())
    strange = [template_id for template_id in command.results if template_id not in known]
    if strange:
        raise Invalid(
            errors=[Reason(f"results.{one}", "template_unknown", _STRANGE) for one in strange]
        )
    now, tap = clock.now(), new_id()
    accepted = [one for one, answer in command.results.items() if answer == "accept"]
    async with transaction() as tx:
        await hold_person(tx, user_id)
        for template_id in accepted:
            await note_accepted(tx, user_id, template_id, "callback", str(tap), at=now)
        tx.created(user_id, status=200)
