"""What a new version of a programme changes against the one before, in readable lines."""

from collections.abc import Iterable, Iterator, Mapping

from models.programme.describe.entries import Entry
from models.programme.describe.whole import entries_of
from models.rules.reasons import Text
from models.rules.terms.programme import EditionDefinition

Key = tuple[str, ...]
_ORDER_ONLY = Text("只调整了顺序", "only the order changed")


def changes_between(before: EditionDefinition, after: EditionDefinition) -> tuple[Text, ...]:
    """One line for every part that was added, dropped or changed; none exactly if both are equal.

    A part that came or went whole is one line: its contents are not listed.
    """
    if before == after:
        return ()
    old = {entry.key: entry for entry in entries_of(before)}
    new = {entry.key: entry for entry in entries_of(after)}
    return (*_lines(old, new), *_turned(old, new)) or (_ORDER_ONLY,)


def _lines(old: Mapping[Key, Entry], new: Mapping[Key, Entry]) -> Iterator[Text]:
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


def _turned(old: Mapping[Key, Entry], new: Mapping[Key, Entry]) -> Iterator[Text]:
    """One line for every path whose steps follow each other in another order than before."""
    after = _paths(key for key in new if key in old)
    before = _paths(key for key in old if key in new)
    for code, kinds in after.items():
        if kinds != before[code]:
            now = " → ".join(kinds)
            yield Text(
                f"{code} · 流程：先后顺序有调整，现为 {now}",
                f"{code} · Path: the steps follow in another order, now {now}",
            )


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


def _added(entry: Entry) -> Text:
    return Text(
        f"新增 {entry.label.zh}：{entry.whole.zh}", f"added {entry.label.en}: {entry.whole.en}"
    )


def _dropped(entry: Entry) -> Text:
    return Text(
        f"删去 {entry.label.zh}：{entry.whole.zh}", f"dropped {entry.label.en}: {entry.whole.en}"
    )


def _changed(was: Entry, now: Entry) -> Text:
    if was.whole == now.whole:
        return Text(
            f"{now.label.zh}：文字或选项有改动，现为“{now.whole.zh}”",
            f"{now.label.en}: wording or options changed, now “{now.whole.en}”",
        )
    return Text(
        f"{now.label.zh}：由“{was.whole.zh}”改为“{now.whole.zh}”",
        f"{now.label.en}: “{was.whole.en}” became “{now.whole.en}”",
    )
