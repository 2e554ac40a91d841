"""What limits an award once it is worked out: its cap, over its reach, and money had elsewhere."""

from dataclasses import replace

from models.rules.award.inputs import Inputs
from models.rules.award.working import CapUse, Step, Working, as_nothing, by_figure, cap_step
from models.rules.eligibility.facts import MAX_FEN
from models.rules.reasons import Text
from models.rules.terms.award import Award, CapScope, Figure
from models.rules.terms.programme import Exclusion, TrackTerms
from models.rules.wording import money_in_words

CAPPED, RECEIVED_ELSEWHERE = "capped", "received_elsewhere"


def under_cap(given: Inputs, working: Working) -> Working:
    """At most what is left of `cap_fen` over its reach.

    What the firm had before under that cap is the larger of what it declares (`received`) and
    what the records say: both may name the same money.
    """
    working = _within_reason(working)
    cap = given.award.find_figure("cap_fen")
    if cap is None:
        return working
    missing = given.missing(given.award.received)
    if missing or working.award_fen is None:
        return _waiting(working, missing)
    had, award = _had_before(given), given.award
    room = max(0, cap.value - had)
    steps: tuple[Step, ...] = () if had == 0 else (_room_step(award, cap, had),)
    cut = working.award_fen > room
    if cut:
        steps += (cap_step(award, cap, room),)
    amount = min(working.award_fen, room)
    nothing = working.nothing
    if room == 0:
        nothing = as_nothing(CAPPED, by_figure(award, cap, _used_up(award.cap_per, cap, had), 0))
    return replace(
        working,
        award_fen=amount,
        steps=working.steps + steps,
        nothing=nothing,
        cap=CapUse(cap.value, award.cap_per, had, cut or room == 0),
    )


def less_received(given: Inputs, track: TrackTerms, working: Working) -> Working:
    """Takes off the money that was received elsewhere for the same item; never below 0."""
    for exclusion in track.exclusions:
        if exclusion.kind == "received_elsewhere" and exclusion.fact is not None:
            working = _less(given, exclusion, exclusion.fact, working)
    return working


def _less(given: Inputs, exclusion: Exclusion, name: str, working: Working) -> Working:
    if working.award_fen is None and not working.missing:
        return working
    missing = given.missing(name)
    if missing or working.award_fen is None:
        return _waiting(working, missing)
    received = given.whole(name)
    if received == 0 or working.award_fen == 0:
        return working
    left = max(0, working.award_fen - received)
    label, words = given.label(name), money_in_words(received)
    text = Text(f"扣除{label.zh} {words.zh}", f"Less {words.en} ({label.en})")
    step = Step(text, left, exclusion.cite, exclusion.assumed, exclusion.reading)
    nothing = working.nothing
    if left == 0:
        why = replace(step, text=_all_received(working.award_fen, label, words))
        nothing = as_nothing(RECEIVED_ELSEWHERE, why)
    return replace(working, award_fen=left, steps=(*working.steps, step), nothing=nothing)


def _all_received(award_fen: int, label: Text, received: Text) -> Text:
    due = money_in_words(award_fen)
    return Text(
        f"按规则应得 {due.zh}，{label.zh} {received.zh}须扣除，扣除后没有可补助的金额",
        f"{due.en} by the rules, less {received.en} ({label.en}): nothing is left",
    )


def _had_before(given: Inputs) -> int:
    award = given.award
    declared = given.whole(award.received) if award.received else 0
    return max(declared, given.history.under(award.cap_per))


def _used_up(scope: CapScope, cap: Figure, had_fen: int) -> Text:
    """That nothing is left under the cap, and what was paid before."""
    had, most = money_in_words(had_fen), money_in_words(cap.value)
    zh, en = ("本年度", "this year's") if scope == "year" else ("累计", "the total")
    return Text(
        f"{zh}补助上限 {most.zh}已用完：此前已享受 {had.zh}，本次没有可补助的金额",
        f"{en} cap of {most.en} is used up: {had.en} had before, nothing is left",
    )


def _room_step(award: Award, cap: Figure, had_fen: int) -> Step:
    """What is left under the cap: a line to read, which is no amount of this award."""
    scope = award.cap_per
    left = money_in_words(max(0, cap.value - had_fen))
    had, most = money_in_words(had_fen), money_in_words(cap.value)
    zh, en = ("本年度", "this year") if scope == "year" else ("累计", "over the years")
    text = Text(
        f"{zh}已享受 {had.zh}，上限 {most.zh}，还可享受 {left.zh}",
        f"{had.en} had {en} of at most {most.en}; {left.en} left",
    )
    return by_figure(award, cap, text, None)


def _waiting(working: Working, missing: tuple[str, ...]) -> Working:
    """Steps go with the amount: a half working would read as a promise."""
    together = tuple(dict.fromkeys((*working.missing, *missing)))
    return replace(
        working, award_fen=None, steps=() if missing else working.steps, missing=together
    )


def _within_reason(working: Working) -> Working:
    """No amount above what every store and client holds exactly, whatever was declared."""
    amounts = [working.award_fen or 0, *[step.amount_fen or 0 for step in working.steps]]
    if max(amounts) <= MAX_FEN:
        return working
    steps = tuple(
        replace(step, amount_fen=None if step.amount_fen is None else min(step.amount_fen, MAX_FEN))
        for step in working.steps
    )
    if working.award_fen is None or working.award_fen <= MAX_FEN:
        return replace(working, steps=steps)
    text = Text("按可计算的最大金额计算", "Limited to the largest amount that can be counted")
    return replace(working, award_fen=MAX_FEN, steps=(*steps, Step(text, MAX_FEN)))
