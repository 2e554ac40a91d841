"""Help: how to apply, what is often asked about each programme, whom to ask, and the privacy text."""

from server.features.frame.templates import Crumb, Head
from server.features.frame.visit import Visit
from server.features.identity.text_routes import PrivacyTextQuery
from server.features.pages.drawing import (
    TEMPLATES,
    home_crumb,
    open_contacts,
    programmes_crumb,
    query_of,
    running_programmes,
)
from server.features.programmes.help import contact_views, show_help
from server.features.programmes.published import get_edition
from server.features.programmes.schemas import HelpItem
from server.ports import Ports


async def help_page(asked: Visit, ports: Ports) -> str:
    running = await running_programmes(asked, ports)
    head = Head(
        "Help" if asked.english else "使用帮助",
        "How to apply" if asked.english else "怎样申报、怎样查进度、怎样核验文书、找谁咨询",
        area="help",
        crumbs=(home_crumb(asked),),
        contacts=await open_contacts(asked, ports),
    )
    return TEMPLATES.render("help.html", asked, head, running=running)


async def questions_page(asked: Visit, ports: Ports, code: str) -> str:
    """Raises NotFound."""
    edition = await get_edition(code)
    found = await show_help(code, english=asked.english)
    title = edition.definition.edition.title.in_language(asked.english)
    head = Head(
        "Questions" if asked.english else "常见问题",
        f"{title} · {'、'.join(one.question for one in found.questions[:3])}",
        area="help",
        crumbs=(home_crumb(asked), programmes_crumb(asked), Crumb(title, f"/programmes/{code}")),
        data=_questions_data(found.questions),
        contacts=contact_views(edition.definition.policy, asked.english),
    )
    return TEMPLATES.render("questions.html", asked, head, found=found, code=code, title=title)


async def privacy_page(asked: Visit, ports: Ports) -> str:
    """Raises Invalid."""
    texts, today = ports.privacy, ports.clock.today()
    wanted = query_of(asked, PrivacyTextQuery).version or texts.present
    found = texts.find(wanted, today, "version")
    head = Head(
        "Privacy" if asked.english else "隐私说明",
        area="help",
        crumbs=(home_crumb(asked),),
        contacts=await open_contacts(asked, ports),
    )
    return TEMPLATES.render(
        "privacy.html",
        asked,
        head,
        found=found,
        text=(found.en if asked.english else found.zh).strip(),
        versions=texts.published(today)[::-1],
    )


def _questions_data(questions: list[HelpItem]) -> list[dict[str, object]]:
    if not questions:
        return []
    asked = [
        {
            "@type": "Question",
            "name": one.question,
            "acceptedAnswer": {"@type": "Answer", "text": one.answer},
        }
        for one in questions
    ]
    return [{"@context": "https://schema.org", "@type": "FAQPage", "mainEntity": asked}]
