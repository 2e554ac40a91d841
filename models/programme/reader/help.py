"""What a policy file tells people beside the rules: contacts, questions, the notice's text."""

import re
from typing import Final

from models.programme.reader.table import Table, note_repeats
from models.rules.terms.help import HelpEntry, OfficeContact

MAX_NOTICE: Final = 60_000
"""Characters of a notice's text."""
_PHONE: Final = re.compile(r"[0-9+()（）、,，;；转 -]{5,60}")
_URL: Final = re.compile(r"https?://[!-~]{3,200}")


def read_contacts(policy: Table) -> tuple[OfficeContact, ...]:
    """Whom to ask; none where the notice names nobody."""
    return tuple(_read_contact(table) for table in policy.listed_tables("contacts"))


def read_help(policy: Table) -> tuple[HelpEntry, ...]:
    """What is often asked."""
    found = tuple(_read_entry(table) for table in policy.listed_tables("help"))
    note_repeats(policy, "help", [entry.id for entry in found])
    return found


def read_notice(policy: Table) -> tuple[str, ...]:
    """The notice, paragraph by paragraph; nothing where the file leaves it out."""
    table = policy.find_table("notice")
    if table is None:
        return ()
    text = table.peek("text")
    table.done()
    if isinstance(text, str) and text.strip() and len(text) <= MAX_NOTICE:
        return tuple(line.strip() for line in text.splitlines() if line.strip())
    table.wrong(
        "text",
        f"通知全文，一段一行，至多 {MAX_NOTICE} 字",
        f"the text of the notice, a paragraph a line, at most {MAX_NOTICE} characters",
    )
    return ()


def _read_contact(table: Table) -> OfficeContact:
    contact = OfficeContact(
        name=table.text("name"),
        cite=table.string("cite"),
        phone=_find(table, "phone", _PHONE, ("电话号码", "a phone number")),
        url=_find(table, "url", _URL, ("http:// 或 https:// 开头的网址", "an address of the web")),
        address=table.find_text("address"),
        note=table.find_text("note"),
    )
    table.done()
    if not any(table.has(name) for name in ("phone", "url", "address")):
        table.wrong("phone", "电话、网址、地址至少写一个", "a phone, a url or an address")
    return contact


def _find(table: Table, name: str, form: re.Pattern[str], wanted: tuple[str, str]) -> str | None:
    value = table.find_string(name)
    if value and not form.fullmatch(value):
        table.wrong(name, *wanted)
    return value


def _read_entry(table: Table) -> HelpEntry:
    entry = HelpEntry(
        id=table.code("id"),
        question=table.text("question"),
        answer=table.text("answer"),
        cite=table.string("cite"),
    )
    table.done()
    return entry
