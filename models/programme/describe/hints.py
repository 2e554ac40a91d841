"""What is allowed in a programme file and is often a slip: for a clerk to look at once more."""

from collections.abc import Iterator

from models.rules.eligibility.fact_sources import PARTICULARS
from models.rules.reasons import Text
from models.rules.terms.programme import Condition, EditionDefinition, TrackTerms

_WITHOUT_MONEY = ("none",)


def hints_of(definition: EditionDefinition) -> tuple[Text, ...]:
    """One line for each thing worth a second look; none of them is a mistake."""
    return tuple(
        Text(f"{track.code}：{hint.zh}", f"{track.code}: {hint.en}")
        for track in definition.tracks
        for hint in (*_money(track), *_facts(track), *_choosing(track))
    )


def _money(track: TrackTerms) -> Iterator[Text]:
    if track.award.kind in _WITHOUT_MONEY:
        return
    if track.pool is None:
        yield Text("有补助但没有资金池，总额不受限制", "an award without a pool is not limited")
    if all(stage.kind != "payout" for stage in track.stages):
        yield Text(
            "有补助但流程中没有 payout（拨付），审定后不会付款；"
            "通知没有单独写拨付的，引用规定这笔钱的条款",
            "an award without the step payout is never paid; cite the clause that promises the money",
        )


def _facts(track: TrackTerms) -> Iterator[Text]:
    """Facts that no rule uses; they may still be meant for people to read."""
    used = {name for condition in track.conditions for name in _compared(condition)}
    used.update(_named(track), PARTICULARS)
    for fact in track.facts:
        if fact.name not in used:
            yield Text(
                f"填报内容 {fact.name}（{fact.label.zh}）没有条件或补助使用",
                f"no condition and no award looks at {fact.name}",
            )


def _compared(condition: Condition) -> Iterator[str]:
    yield from (name for name in (condition.fact, condition.value_fact) if name is not None)
    for member in (*condition.all, *condition.any):
        yield from _compared(member)


def _named(track: TrackTerms) -> Iterator[str]:
    """The facts that award, places, exclusions and lists of clients use."""
    award = track.award
    yield from award.base
    for variant in award.variants:
        yield from variant.base
    if award.kind in ("declining", "fixed") and award.table:
        yield "support_year"
    names = [award.received, award.by, award.over, award.past, award.paid, award.rate, award.days]
    for exclusion in track.exclusions:
        names += [*exclusion.per, exclusion.fact]
    if track.places is not None:
        names.append(track.places.by)
    if track.clients is not None:
        clients = track.clients
        names += [clients.fees, clients.count, clients.outside, clients.newly_signed]
    for check in track.checks:
        names += [check.fact, check.value_fact, check.when]
    yield from (name for name in names if name is not None)


def _choosing(track: TrackTerms) -> Iterator[Text]:
    if track.selection == "merit" and all(stage.kind != "score" for stage in track.stages):
        yield Text("评分择优但流程中没有 score（评分）", "chosen by merit without the step score")
    if track.renewal is None and not track.materials:
        yield Text("没有要求任何材料", "no papers are asked for")
