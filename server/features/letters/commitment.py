"""Letters that a firm signs: filled in with what its application says, or blank to be filled in."""

from datetime import date
from typing import Final
from uuid import UUID

from models.programme.paper_guides import LetterTerms, PaperGuides
from models.rules.terms.programme import EditionDefinition, TrackTerms
from server.errors import NotFound
from server.features.letters.words import BLANK, day, day_of, money
from server.features.programmes.published import definition_of
from storage.files.letters.letter import Facts, Letter, Paragraph, Signature
from storage.postgres.application_rows import ApplicationRow, fetch_own_application

_LINE: Final = "＿＿＿＿＿＿＿＿"
_NUMERALS: Final = "一二三四五六七八九十"
_Filled = dict[str, str]


async def filled_letter(
    application_id: UUID, kind: str, user_id: UUID, *, guides: PaperGuides
) -> Letter:
    """Of one of the person's own, or of what their platform files. Raises NotFound, also for a kind
    of paper that is no letter.
    """
    row = await fetch_own_application(application_id, user_id)
    if row is None:
        raise NotFound()
    definition = await definition_of(row.rule_version_id)
    track = definition.find_track(row.track)
    terms = guides.letters.get((definition.policy.code, row.track, kind))
    if track is None or terms is None:
        raise NotFound()
    names = {
        "firm": row.enterprise_name or _LINE,
        "uscc": row.uscc or _LINE,
        "platform": row.platform_name or _LINE,
    }
    about = _about(row)
    return _letter(terms, definition, track, names, about, dated=day_of(row.created_at))


def blank_letter(terms: LetterTerms, definition: EditionDefinition, track: TrackTerms) -> Letter:
    """To be printed and filled in by hand."""
    names = dict.fromkeys(("firm", "uscc", "platform"), _LINE)
    rows: tuple[tuple[str, str], ...] = (("企业名称", BLANK), ("统一社会信用代码", BLANK))
    if track.platform is not None:
        rows += (
            ("平台企业", BLANK),
            ("服务协议编号", BLANK),
            ("签约日期", BLANK),
            ("付款日期", BLANK),
        )
    dated = definition.policy.issued_on or date(definition.edition.year, 1, 1)
    return _letter(terms, definition, track, names, Facts(rows), dated=dated)


def _letter(
    terms: LetterTerms,
    definition: EditionDefinition,
    track: TrackTerms,
    names: _Filled,
    about: Facts,
    *,
    dated: date,
) -> Letter:
    policy = definition.policy
    filled = names | {"programme": policy.title.zh, "year": str(definition.edition.year)}
    promises = (
        Paragraph(f"{_NUMERALS[number]}、{promise.text.format_map(filled)}{_cited(promise.cite)}")
        for number, promise in enumerate(terms.promises)
    )
    return Letter(
        title=terms.title,
        below=track.title.zh,
        dated=dated,
        author=names["firm"],
        footer=terms.title,
        parts=(
            Paragraph(f"{policy.authority.zh}：", indent=False),
            Paragraph(terms.opening.format_map(filled)),
            *promises,
            about,
            Paragraph(f"所引条款为《{policy.document}》的条款。", indent=False, small=True),
            Signature(
                (f"{names['firm']}（盖章）", "法定代表人（签字或盖章）：", "　　　　年　　月　　日")
            ),
        ),
    )


def _cited(cite: str | None) -> str:
    return f"（{cite}）" if cite else ""


def _about(row: ApplicationRow) -> Facts:
    named = (
        ("企业名称", row.enterprise_name),
        ("统一社会信用代码", row.uscc),
        ("平台企业", row.platform_name),
        ("服务方案", row.plan_title),
        ("服务协议编号", row.contract_no),
        ("签约日期", day(row.signed_at)),
        ("付款日期", day(row.paid_at)),
        ("服务费用", money(row.fee_fen)),
        ("企业已付", money(row.paid_fen)),
    )
    always = row.platform_id is not None
    return Facts(
        tuple(
            (name, value or BLANK) for name, value in named if always or (value or BLANK) != BLANK
        )
    )
