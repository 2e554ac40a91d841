"""Which templates to ask consent for, and what the client's popup answered."""

from collections.abc import Collection, Mapping
from uuid import UUID

import msgspec

from models.tables.ids import new_id
from server.clock import Clock
from server.edge.wechat.unknown_words import CountUnknown, is_accepted
from server.features.messages.catalogue import AskingMoment, Catalogue, MessageTemplate
from server.features.messages.schemas import (
    AskingView,
    PopupResults,
    Subscriptions,
    SubscriptionView,
)
from storage.postgres.consent_ledger import hold_person, note_accepted
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import transaction

_OF_THE_CALL = frozenset({"errMsg", "errno", "errCode"})
"""What WeChat's answer holds beside the templates."""
_BALANCES = """
SELECT template_id, sum(delta)::int AS balance FROM consent_ledger
 WHERE user_id = $1 GROUP BY template_id
"""


class _Balance(msgspec.Struct, frozen=True):
    template_id: str
    balance: int


async def list_subscriptions(
    *, user_id: UUID, catalogue: Catalogue, english: bool
) -> Subscriptions:
    """All templates of the catalogue with this person's balance, and when to ask for which.

    A balance is never below zero, and a long-term consent is one.
    """
    rows = await list_rows(_Balance, _BALANCES, user_id, tx=None)
    balances = {row.template_id: max(row.balance, 0) for row in rows}
    items = [_template(one, catalogue, balances) for one in catalogue.templates.values()]
    held = {one.template_id for one in items if one.long_term and one.balance}
    moments = [
        AskingView(name, moment.en if english else moment.zh, _asked(moment, catalogue, held))
        for name, moment in catalogue.moments.items()
    ]
    return Subscriptions(items, moments)


def _template(
    template: MessageTemplate, catalogue: Catalogue, balances: Mapping[str, int]
) -> SubscriptionView:
    long_term = not catalogue.is_one_time(template.id)
    balance = balances.get(template.id, 0)
    return SubscriptionView(
        template_id=template.id,
        title=template.title,
        events=catalogue.events_of(template.id),
        balance=min(balance, 1) if long_term else balance,
        long_term=long_term,
    )


def _asked(moment: AskingMoment, catalogue: Catalogue, held: Collection[str]) -> list[str]:
    ids = [catalogue.templates[name].id for name in moment.templates]
    return [one for one in ids if one not in held]


async def note_popup(
    command: PopupResults,
    *,
    user_id: UUID,
    catalogue: Catalogue,
    clock: Clock,
    unheard: CountUnknown,
) -> None:
    """Count what was accepted, unless WeChat's own push has told of the same tap.

    A refusal takes nothing away: earlier consents stay good. Nor does a word or a template that is
    not known here, such as one of an older list: the rest counts, and operators see it.
    """
    now, tap = clock.now(), new_id()
    accepted = _accepted(command.results, catalogue, unheard)
    async with transaction() as tx:
        await hold_person(tx, user_id)
        for template_id in accepted:
            await note_accepted(tx, user_id, template_id, "callback", str(tap), at=now)
        tx.created(user_id, status=200)


def _accepted(
    results: Mapping[str, object], catalogue: Catalogue, unheard: CountUnknown
) -> list[str]:
    known, accepted = frozenset(catalogue.template_ids()), []
    for template_id, answer in results.items():
        if template_id in _OF_THE_CALL:
            continue
        if template_id not in known:
            unheard("template of a popup", template_id)
        elif (yes := is_accepted(answer)) is None:
            unheard("popup callback", str(answer))
        elif yes:
            accepted.append(template_id)
    return accepted
