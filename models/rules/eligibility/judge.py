"""Whether one qualifies: yes, no, or cannot tell yet, each condition with its clause."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.rules.eligibility.compiled import CompiledCondition, Group, Leaf, compile_conditions
from models.rules.eligibility.facts import FactValues
from models.rules.reasons import Reason, Text
from models.rules.terms.conditions import Condition, Fact
from models.rules.terms.programme import TrackTerms

NOT_MET = "not_met"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One condition judged; `met` is None while a fact it needs is unknown (`missing`).

    `code` says why it is not met. `assumed`, `reading`: what the edition made of the notice.
    """

    id: str
    met: bool | None
    message: Text
    cite: str | None
    missing: tuple[str, ...] = ()
    code: str = NOT_MET
    assumed: bool = False
    reading: str | None = None

    @property
    def refusal(self) -> Reason:
        """The same as a reason for a refusal."""
        return Reason(self.id, self.code, self.message, self.cite, self.assumed, self.reading)


@dataclass(frozen=True, slots=True)
class Eligibility:
    """All conditions of a track judged; None: cannot tell yet, `missing` says what is needed."""

    eligible: bool | None
    conditions: tuple[Verdict, ...]
    missing: tuple[str, ...]

    @property
    def unmet(self) -> tuple[Reason, ...]:
        """The conditions that are not met, as reasons for a refusal."""
        return tuple(verdict.refusal for verdict in self.conditions if verdict.met is False)


def judge_track(
    track: TrackTerms, values: FactValues, region_class: str | None = None
) -> Eligibility:
    """Judges every condition; one that is not met decides, whatever else is missing."""
    return judge_all(compile_conditions(track.conditions, track.facts, region_class), values)


def judge_all(conditions: Sequence[CompiledCondition], values: FactValues) -> Eligibility:
    """The same for conditions that were compiled before."""
    verdicts = tuple([_judge(condition, values) for condition in conditions])
    missing = dict.fromkeys(name for verdict in verdicts for name in verdict.missing)
    return Eligibility(all_of([verdict.met for verdict in verdicts]), verdicts, tuple(missing))


def is_eligible(
    track: TrackTerms, values: FactValues, region_class: str | None = None
) -> bool | None:
    """`judge_track(…).eligible` without the verdicts' words."""
    conditions = compile_conditions(track.conditions, track.facts, region_class)
    return all_of([_is_met(condition, values) for condition in conditions])


def judge(
    condition: Condition,
    facts: Sequence[Fact],
    values: FactValues,
    region_class: str | None = None,
) -> Verdict:
    """Judges one condition, leaf or group. Raises LookupError if its fact is not declared."""
    (compiled,) = compile_conditions([condition], facts, region_class)
    return _judge(compiled, values)


def all_of(answers: Sequence[bool | None]) -> bool | None:
    """No if one is no, else unknown if one is unknown, else yes."""
    if False in answers:
        return False
    return None if None in answers else True


def any_of(answers: Sequence[bool | None]) -> bool | None:
    """Yes if one is yes, else unknown if one is unknown, else no."""
    if True in answers:
        return True
    return None if None in answers else False


def _is_met(compiled: CompiledCondition, values: FactValues) -> bool | None:
    if isinstance(compiled, Leaf):
        return compiled.judged(values)
    combine = all_of if compiled.condition.all else any_of
    return combine([_is_met(member, values) for member in compiled.members])


def _judge(compiled: CompiledCondition, values: FactValues) -> Verdict:
    if isinstance(compiled, Group):
        return _judge_group(compiled, values)
    given = values.get(compiled.fact.name)
    if compiled.other is not None or (given is not None and not compiled.has_few_values):
        return _judge_leaf(compiled, values)
    known: Verdict | None = compiled.kept.get(given)
    if known is None:
        known = compiled.kept[given] = _judge_leaf(compiled, values)
    return known


def _judge_leaf(leaf: Leaf, values: FactValues) -> Verdict:
    condition, given = leaf.condition, values.get(leaf.fact.name)
    against = None if leaf.other is None else values.get(leaf.other.name)
    return Verdict(
        condition.id,
        leaf.judged(values),
        leaf.says(given, against),
        condition.cite,
        leaf.missing(values),
        assumed=condition.assumed,
        reading=condition.reading,
    )


def _judge_group(group: Group, values: FactValues) -> Verdict:
    condition = group.condition
    verdicts = [_judge(member, values) for member in group.members]
    combine = all_of if condition.all else any_of
    met = combine([verdict.met for verdict in verdicts])
    missing = dict.fromkeys(name for verdict in verdicts for name in verdict.missing)
    return Verdict(
        condition.id,
        met,
        _group_message(condition, verdicts, met),
        condition.cite,
        tuple(missing) if met is None else (),
        assumed=condition.assumed,
        reading=condition.reading,
    )


def _group_message(condition: Condition, verdicts: Sequence[Verdict], met: bool | None) -> Text:
    """The group's own sentence, then its members that made it so."""
    telling = [verdict.message for verdict in verdicts if verdict.met is met]
    zh = "；".join([message.zh for message in telling])
    en = "; ".join([message.en for message in telling])
    return Text(f"{condition.text.zh}（{zh}）", f"{condition.text.en} ({en})")
