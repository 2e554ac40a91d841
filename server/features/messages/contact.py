"""Whom to ask, as the programme's notice names them, for texts that tell people to ask."""

from uuid import UUID

from server.features.messages.events import EventText
from server.features.messages.formats import Fact, placeholders
from server.features.programmes.published import definition_of
from storage.postgres.core.transaction import Tx


async def contact_facts(tx: Tx, text: EventText, rule_version_id: UUID) -> dict[str, Fact]:
    """The first contact with its phone, else its address on the web; none for a text that needs none."""
    wanted = {name for line in text.lines for name, _ in placeholders(line.zh)}
    if "contact" not in wanted:
        return {}
    definition = await definition_of(rule_version_id, using=tx.connection)
    for contact in definition.policy.contacts:
        if reached := contact.phone or contact.url:
            return {
                "contact": f"{contact.name.zh} {reached}",
                "contact_en": f"{contact.name.en}, {reached}",
            }
    return {}
