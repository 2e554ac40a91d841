"""What a new version of a programme changes against the one before, in readable lines."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from models.programme.describe.entries import Entry
from models.programme.describe.whole import entries_of
from models.rules.reasons import Text
from models.rules.terms.programme import EditionDefinition

Key = tuple[str, ...]
ChangeKind = Literal["added", "dropped", "changed", "reworded", "turned"]
_ORDER = Text("先后顺序", "Order")
_ORDER_ONLY = Text("只调整了顺序", "only the order changed")


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One part that differs: what it is called, how it read before and reads now.

    `reworded`: its words are told alike, its wording or options differ; `turned`: only the order does.
    """

    kind: ChangeKind
    label: Text
    before: Text | None
    after: Text | None
    words: Text


def changes_between(before: EditionDefinition, after: EditionDefinition) -> tuple[Text, ...]:
    """One line for every part that was added, dropped or changed; none exactly if both are equal."""
    return tuple(change.words for change in list_changes(before, after))


def list_changes(before: EditionDefinition, after: EditionDefinition) -> tuple[RuleChange, ...]:
    """The same, each with its old and its new words.

    A part that came or went whole is one change: its contents are not listed.
    """
    if before == after:
        return ()
    old = {entry.key: entry for entry in entries_of(before)}
    new = {entry.key: entry for entry in entries_of(after)}
    only_order = RuleChange("turned", _ORDER, None, None, _ORDER_ONLY)
    return (*_parts(old, new), *_turned(old, new)) or (only_order,)


def _parts(old: Mapping[Key, Entry], new: Mapping[Key, Entry]) -> Iterator[RuleChange]:
    for key, entry in new.items():
        was = old.get(key)
        if was is None:
            if not _inside(key, new, old):
                yield _added(entry)
        elif was.value != entry.value:
            yield _changed(was, entry)
    for key, entry in old.items():
        if key not in new and not _inside(key, old, new):
            yield _dropped(entry)


def _turned(old: Mapping[Key, Entry], new: Mapping[Key, Entry]) -> Iterator[RuleChange]:
    """One for every path whose steps follow each other in another order than before."""
    after = _paths(key for key in new if key in old)
    before = _paths(key for key in old if key in new)
    for code, kinds in after.items():
        if kinds != before[code]:
            now, was = " → ".join(kinds), " → ".join(before[code])
            words = Text(
                f"{code} · 流程：先后顺序有调整，现为 {now}",
                f"{code} · Path: the steps follow in another order, now {now}",
            )
            label = Text(f"{code} · 流程", f"{code} · Path")
            yield RuleChange("turned", label, Text(was, was), Text(now, now), words)


def _paths(keys: Iterable[Key]) -> dict[str, list[str]]:
    """Track code → the kinds of its steps, one after another."""
    found: dict[str, list[str]] = {}
    for key in keys:
        if key[0] == "tracks" and key[2:3] == ("stages",):
            found.setdefault(key[1], []).append(key[3])
    return found


def _inside(key: Key, here: Mapping[Key, Entry], there: Mapping[Key, Entry]) -> bool:
    """Whether a larger part that holds this one came or went as a whole."""
    holders = (key[:length] for length in range(1, len(key)))
    return any(holder in here and holder not in there for holder in holders)


def _added(entry: Entry) -> RuleChange:
    words = Text(
        f"新增 {entry.label.zh}：{entry.whole.zh}", f"added {entry.label.en}: {entry.whole.en}"
    )
    return RuleChange("added", entry.label, None, entry.whole, words)


def _dropped(entry: Entry) -> RuleChange:
    words = Text(
        f"删去 {entry.label.zh}：{entry.whole.zh}", f"dropped {entry.label.en}: {entry.whole.en}"
    )
    return RuleChange("dropped", entry.label, entry.whole, None, words)


def _changed(was: Entry, now: Entry) -> RuleChange:
    if was.whole == now.whole:
        words = Text(
            f"{now.label.zh}：文字或选项有改动，现为“{now.whole.zh}”",
            f"{now.label.en}: wording or options changed, now “{now.whole.en}”",
        )
        return RuleChange("reworded", now.label, was.whole, now.whole, words)
    words = Text(
        f"{now.label.zh}：由“{was.whole.zh}”改为“{now.whole.zh}”",
        f"{now.label.en}: “{was.whole.en}” became “{now.whole.en}”",
    )
    return RuleChange("changed", now.label, was.whole, now.whole, words)
