"""The receipt of a hand-in as a letter: what was handed in, when, and by which place in the line."""

from typing import Final
from uuid import UUID

from models.rules.terms.programme import TrackTerms
from models.rules.wording import moment_in_words
from server.edge.receipts import Signer
from server.errors import NotFound
from server.features.letters.receipts import ReceiptRow, find_latest_receipt
from server.features.letters.refusals import NotSubmitted
from server.features.letters.tokens import LetterRef, sign
from server.features.letters.words import (
    RECEIPT_TITLE,
    code_to_check,
    day_of,
    how_to_check,
    money,
    programme_line,
)
from server.features.programmes.published import definition_of
from storage.files.letters.letter import Caption, Facts, Grid, Letter, Paragraph, Signature
from storage.postgres.application_rows import ApplicationRow, fetch_own_application

_ONLY: Final = "本回执证明申请已经提交，不代表审核结果，也不代表在额度以内。"
_FINGERPRINT: Final = (
    "文件指纹（SHA-256）由提交时的文件算出：文件改动一处，指纹即不同，"
    "可用来证明提交的是哪一份文件。"
)


async def receipt_letter(
    application_id: UUID, user_id: UUID, *, signer: Signer, public_url: str
) -> Letter:
    """Of what the person, or their platform for its client, handed in. Raises NotFound, NotSubmitted."""
    row = await fetch_own_application(application_id, user_id)
    if row is None:
        raise NotFound()
    receipt = await find_latest_receipt(application_id)
    if receipt is None:
        raise NotSubmitted()
    definition = await definition_of(row.rule_version_id)
    track = definition.find_track(row.track)
    if track is None:
        raise NotFound()
    token = sign(LetterRef("receipt", receipt.id), signer)
    authority = definition.policy.authority.zh
    return Letter(
        title=RECEIPT_TITLE,
        above=programme_line(definition),
        below=f"编号：{row.number}",
        code=code_to_check(token, public_url),
        dated=day_of(receipt.issued_at),
        author=authority,
        footer=f"{RECEIPT_TITLE} · {row.number}",
        parts=(
            Paragraph(f"{row.enterprise_name or ''}：", indent=False),
            Paragraph(f"贵单位“{track.title.zh}”申请及下列材料已经收到。{_ONLY}"),
            _about(row, receipt, track),
            Caption("收到的材料"),
            Grid(("材料", "文件指纹（SHA-256）"), (8, 14), _papers(receipt, track)),
            Paragraph(_FINGERPRINT, indent=False, small=True),
            Signature((authority, moment_in_words(receipt.issued_at).zh)),
            how_to_check(public_url),
        ),
    )


def _about(row: ApplicationRow, receipt: ReceiptRow, track: TrackTerms) -> Facts:
    said = receipt.said
    named = (
        ("申请编号", row.number),
        ("事项", track.title.zh),
        ("企业名称", row.enterprise_name),
        ("统一社会信用代码", said.uscc),
        ("平台企业", row.platform_name),
        ("收到时间", moment_in_words(receipt.issued_at).zh),
        ("申请金额", money(said.amount_fen) if said.amount_fen else None),
        ("排队依据", said.key),
        ("回执编号", str(receipt.id)),
    )
    return Facts(tuple((name, value) for name, value in named if value))


def _papers(receipt: ReceiptRow, track: TrackTerms) -> tuple[tuple[str, str], ...]:
    labels = {material.kind: material.label.zh for material in track.materials}
    return tuple(
        (labels.get(paper.kind, paper.kind), paper.sha256) for paper in receipt.said.evidence
    )
