"""What publishing does to pools of money, above all to those whose limits were set by hand since."""

from datetime import datetime

from models.rules.money import yuan
from models.rules.reasons import Reason, Text
from models.rules.terms.programme import EditionDefinition, PoolRule
from models.tables.pools import Pool, PoolLedgerLine
from server.features.editions.preview import PoolPreview, preview_limits
from server.features.editions.schemas import NewLimits
from server.features.programme_files.schemas import PoolMoveView
from server.features.programmes.publish_pools import limits_after
from storage.postgres.core.transaction import Tx, postgres_errors

_Limits = tuple[int | None, int | None]


async def tell_pools(
    before: EditionDefinition | None, after: EditionDefinition, *, english: bool
) -> list[PoolMoveView]:
    """Pools whose limits change, and those that keep what was set by hand; none for a first version."""
    if before is None:
        return []
    with postgres_errors():
        rows = await Pool.filter(edition_id=after.edition.code).order_by("code")
    found = [await _tell(row, before, after, english) for row in rows]
    return [one for one in found if one is not None]


async def _tell(
    row: Pool, before: EditionDefinition, after: EditionDefinition, english: bool
) -> PoolMoveView | None:
    rule, old = after.find_pool(row.code), before.find_pool(row.code)
    if rule is None or old is None:
        return None
    now, then = (row.budget_fen, row.places), limits_after(row, rule, old)
    by_hand = now != (old.budget_fen, old.places)
    if now == then and not by_hand:
        return None
    moves = now != then
    words = _kept(now, rule)
    if moves:
        effects = await preview_limits(row, NewLimits(*then), english=english)
        words = _moved(now, then, effects, by_hand=by_hand)
    label, said = rule.label.in_language(english), words.in_language(english)
    return PoolMoveView(row.code, label, by_hand, moves, said)


def _kept(now: _Limits, rule: PoolRule) -> Text:
    is_now, file = _in_words(now), _in_words((rule.budget_fen, rule.places))
    return Text(
        f"现为手工调整的{is_now.zh}，文件没有改这一项，发布后照旧（文件里写的是{file.zh}）",
        f"set by hand to {is_now.en}; the file does not change it, so it stays"
        f" (the file says {file.en})",
    )


def _moved(now: _Limits, then: _Limits, effects: PoolPreview, *, by_hand: bool) -> Text:
    was, will = _in_words(now), _in_words(then)
    hand = Text("手工调整的", "set by hand, ") if by_hand else Text("", "")
    if effects.problems:
        why = "；".join(one.message for one in effects.problems)
        return Text(
            f"由{hand.zh}{was.zh}改为{will.zh}，不能发布：{why}",
            f"{hand.en}{was.en} would become {will.en}, which is refused: {why}",
        )
    waiting, funded = effects.to_waiting, effects.to_funded
    return Text(
        f"由{hand.zh}{was.zh}改为{will.zh}；"
        f"{waiting.count} 件转为候补（{yuan(waiting.amount_fen)} 元），"
        f"{funded.count} 件由候补转为有资金（{yuan(funded.amount_fen)} 元），"
        f"另有 {effects.cut_or_raised} 件金额变化",
        f"{hand.en}{was.en} becomes {will.en}; would wait again: {waiting.count}"
        f" ({yuan(waiting.amount_fen)} yuan), would get money: {funded.count}"
        f" ({yuan(funded.amount_fen)} yuan), of another amount: {effects.cut_or_raised}",
    )


def _in_words(limits: _Limits) -> Text:
    budget_fen, places = limits
    parts = []
    if budget_fen is not None:
        parts.append(Text(f"额度 {yuan(budget_fen)} 元", f"{yuan(budget_fen)} yuan"))
    if places is not None:
        parts.append(Text(f"名额 {places} 个", f"{places} places"))
    return Text("、".join(one.zh for one in parts), ", ".join(one.en for one in parts))


async def resized_since(
    tx: Tx, before: EditionDefinition, after: EditionDefinition, since: datetime
) -> list[Reason]:
    """Pools that `after` gives other limits, and that somebody set by hand after `since`.

    Their rows stay locked until the transaction ends.
    """
    own = Pool.filter(edition_id=after.edition.code).using_db(tx.connection)
    found = []
    for row in await own.order_by("id").select_for_update():
        rule, old = after.find_pool(row.code), before.find_pool(row.code)
        if rule is None or old is None:
            continue
        now, then = (row.budget_fen, row.places), limits_after(row, rule, old)
        lines = PoolLedgerLine.filter(pool_id=row.id, kind="budget", at__gt=since)
        by_hand = lines.filter(actor_id__isnull=False).using_db(tx.connection)
        if now != then and await by_hand.exists():
            was, will = _in_words(now), _in_words(then)
            zh = f"“{rule.label.zh}”在提出之后手工调整为{was.zh}，文件要改为{will.zh}"
            en = f"{rule.label.en} was set to {was.en} since; the file says {will.en}"
            found.append(Reason(row.code, "pool_resized", Text(zh, en)))
    return found
