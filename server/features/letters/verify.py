"""Tells anybody who holds a letter whether it is genuine, what it says, and whether it still holds."""

from datetime import date

from models.rules.code_words import LETTER_WORDS
from models.rules.labels import STATUS_WORDS
from models.rules.lifecycle import ENDED
from models.rules.masking import mask_number
from models.rules.reasons import Text
from server.features.letters.receipts import (
    ReceiptRow,
    find_receipt,
    find_receipt_by_token,
)
from server.features.letters.refusals import NotGenuine
from server.features.letters.schemas import VerifiedLetter
from server.features.letters.standing import DecidedCase, find_standing
from server.features.letters.tokens import LetterRef, Paper, read_token
from server.features.letters.words import (
    OUTCOME_WORDS,
    day_of,
)
from server.features.programmes.published import definition_of

_HOLDS = Text("本件内容与现在的审核结果一致，现行有效", "It says what holds today")
_AGAIN = Text(
    "本件出具后，审核结果有变化，本件不再有效；申请正在重新办理",
    "It no longer holds: the application is being decided anew",
)
_TAKEN_BACK = Text(
    "企业已撤回申请，本件不再有效",
    "It no longer holds: the firm took its application back",
)
_CHANGED = Text(
    "本件出具后，审核结果有变化，本件不再有效；以下为现在的结果",
    "It no longer holds: the result was changed, and is now as shown",
)
_REVOKED = Text("原审核结果已被撤销，本件不再有效", "It no longer holds: the result was revoked")
_OVER = Text(
    "回执属实，只证明当时已提交；申请已经结束，见下",
    "Genuine, but it shows only that it was handed in: the application has ended, as shown",
)
_RECEIVED = Text(
    "回执属实；申请现在的状态见下", "The receipt is genuine; the state today is as shown"
)
_NEWER = Text(
    "回执属实，但之后又有补正，已有更新的回执", "Genuine, but a correction brought a newer one"
)


async def verify_letter(token: str, *, english: bool) -> VerifiedLetter:
    """Raises NotGenuine."""
    letter = await read_token(token)
    if isinstance(letter, LetterRef):
        if letter.paper == "decision":
            return await _decision(letter, english)
        return await _receipt(await find_receipt(letter.id), english)
    return await _receipt(await find_receipt_by_token(letter.application, token), english)


async def _decision(letter: LetterRef, english: bool) -> VerifiedLetter:
    standing = await find_standing(letter.id)
    if standing is None:
        raise NotGenuine()
    holds = letter.said == standing.fingerprint
    words = _HOLDS if holds else _no_more(standing)
    result = OUTCOME_WORDS[standing.outcome].in_language(english) if standing.outcome else None
    return await _letter(
        "decision",
        standing,
        english,
        issued_on=standing.decided_on if standing.outcome else None,
        result=result,
        amount_fen=standing.amount_fen,
        in_force=holds,
        standing_text=words.in_language(english),
    )


def _no_more(standing: DecidedCase) -> Text:
    if standing.outcome == "revoked":
        return _REVOKED
    if standing.status == "withdrawn":
        return _TAKEN_BACK
    return _AGAIN if standing.outcome is None else _CHANGED


async def _receipt(receipt: ReceiptRow | None, english: bool) -> VerifiedLetter:
    if receipt is None:
        raise NotGenuine()
    standing = await find_standing(receipt.application_id)
    if standing is None:
        raise NotGenuine()
    over = standing.status in ENDED
    words = _OVER if over else _RECEIVED if receipt.latest else _NEWER
    return await _letter(
        "receipt",
        standing,
        english,
        issued_on=day_of(receipt.issued_at),
        result=None,
        amount_fen=receipt.said.amount_fen,
        in_force=receipt.latest and not over,
        standing_text=words.in_language(english),
    )


async def _letter(
    paper: Paper,
    standing: DecidedCase,
    english: bool,
    *,
    issued_on: date | None,
    result: str | None,
    amount_fen: int | None,
    in_force: bool,
    standing_text: str,
) -> VerifiedLetter:
    definition = await definition_of(standing.rule_version_id)
    track = definition.find_track(standing.track)
    return VerifiedLetter(
        paper=paper,
        title=LETTER_WORDS[paper].in_language(english),
        number=standing.number,
        programme=definition.policy.title.in_language(english),
        year=definition.edition.year,
        track=track.title.in_language(english) if track else standing.track,
        authority=definition.policy.authority.in_language(english),
        firm=standing.firm,
        uscc=None if standing.uscc is None else mask_number(standing.uscc),
        issued_on=issued_on,
        result=result,
        amount_fen=amount_fen,
        in_force=in_force,
        standing=standing_text,
        status=standing.status,
        status_label=STATUS_WORDS[standing.status].in_language(english),
    )
