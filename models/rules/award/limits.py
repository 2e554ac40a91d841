"""What limits an award once it is worked out: its cap, over its reach, and money had elsewhere."""

from dataclasses import replace

from models.rules.award.inputs import Inputs
from models.rules.award.working import Step, Working, cap_step
from models.rules.eligibility.facts import MAX_FEN
from models.rules.reasons import Text
from models.rules.terms.award import CapScope, Figure
from models.rules.terms.programme import Exclusion, TrackTerms
from models.rules.wording import money_in_words


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
    had = _had_before(given)
    room = max(0, cap.value - had)
    steps: tuple[Step, ...] = () if had == 0 else (_room_step(given.award.cap_per, cap, had),)
    if working.award_fen > room:
        steps += (cap_step(cap, room),)
    amount = min(working.award_fen, room)
    return replace(working, award_fen=amount, steps=working.steps + steps)


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
    step = Step(text, left, exclusion.cite)
    return replace(working, award_fen=left, steps=(*working.steps, step))


def _had_before(given: Inputs) -> int:
    award = given.award
    declared = given.whole(award.received) if award.received else 0
    return max(declared, given.history.under(award.cap_per))


def _room_step(scope: CapScope, cap: Figure, had_fen: int) -> Step:
    """What is left under the cap: a line to read, which is no amount of this award."""
    left = money_in_words(max(0, cap.value - had_fen))
    had, most = money_in_words(had_fen), money_in_words(cap.value)
    zh, en = ("本年度", "this year") if scope == "year" else ("累计", "over the years")
    text = Text(
        f"{zh}已享受 {had.zh}，上限 {most.zh}，还可享受 {left.zh}",
        f"{had.en} had {en} of at most {most.en}; {left.en} left",
    )
    return Step(text, None, cap.cite)


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
