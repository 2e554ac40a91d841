"""Judges a text before it is kept: by our own words, and by WeChat where its writer came by WeChat."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from models.rules.contents import Doubt
from server.edge.wechat.content import CheckScene, NoVerdict
from server.edge.wechat.errors import WeChatUnavailable
from server.features.identity.persons import find_openid
from server.ports import Ports

PATIENCE_S: Final = 6
"""How long whoever writes waits for WeChat; then a person looks at it instead."""


@dataclass(frozen=True, slots=True)
class JudgedTexts:
    """Texts by the names of their fields, and what is doubtful about them: None shows them at once.

    `found`: words of our list, or what WeChat said.
    """

    texts: Mapping[str, str]
    why: Doubt | None = None
    found: tuple[str, ...] = ()


async def judge_texts(
    texts: Mapping[str, str | None],
    *,
    writer_id: UUID,
    scene: CheckScene = CheckScene.COMMENT,
    ports: Ports,
) -> JudgedTexts:
    """Outside any transaction: it may ask WeChat. Raises StoreUnavailable, and nothing for WeChat.

    Staff have no openid, without which WeChat judges nothing: their words are looked through for
    ours alone (docs/adr/0038). An empty text is none.
    """
    given = {name: text for name, text in texts.items() if text}
    words = tuple(
        dict.fromkeys(w for text in given.values() for w in ports.held_words.within(text))
    )
    if words:
        return JudgedTexts(given, "words", words)
    openid = await find_openid(writer_id, ports.keyring) if given else None
    if openid is None:
        return JudgedTexts(given)
    try:
        async with asyncio.timeout(PATIENCE_S):
            verdict = await ports.wechat.check_text(
                "\n".join(given.values()), openid=openid, scene=scene
            )
    except NoVerdict as error:
        return JudgedTexts(given, "no_verdict", (str(error.errcode),))
    except (WeChatUnavailable, TimeoutError):
        return JudgedTexts(given, "no_verdict")
    match verdict.suggest:
        case "risky":
            return JudgedTexts(given, "risky", (verdict.label,))
        case "review":
            return JudgedTexts(given, "review", (verdict.label,))
    return JudgedTexts(given)
