"""Shows what an edition tells people beside its rules: questions, contacts, the notice itself."""

from models.rules.reasons import Text
from models.rules.terms.help import OfficeContact
from models.rules.terms.programme import Policy
from server.features.programmes.published import get_edition
from server.features.programmes.schemas import (
    HelpItem,
    HelpView,
    NoticeTextView,
    OfficeContactView,
)


async def show_help(code: str, *, english: bool) -> HelpView:
    """Raises NotFound."""
    policy = (await get_edition(code)).definition.policy
    questions = [
        HelpItem(
            entry.id,
            entry.question.in_language(english),
            entry.answer.in_language(english),
            entry.cite,
        )
        for entry in policy.help
    ]
    return HelpView(questions, contact_views(policy, english))


async def show_notice_text(code: str) -> NoticeTextView:
    """Raises NotFound."""
    policy = (await get_edition(code)).definition.policy
    return NoticeTextView(policy.document, policy.issued_on, list(policy.notice))


def contact_views(policy: Policy, english: bool) -> list[OfficeContactView]:
    """Whom to ask, in the order of the file."""
    return [_contact(contact, english) for contact in policy.contacts]


def _contact(contact: OfficeContact, english: bool) -> OfficeContactView:
    return OfficeContactView(
        contact.name.in_language(english),
        contact.phone,
        contact.url,
        _said(contact.address, english),
        _said(contact.note, english),
        contact.cite,
    )


def _said(text: Text | None, english: bool) -> str | None:
    return None if text is None else text.in_language(english)
