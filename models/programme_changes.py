"""What a new version of a programme changes against the one before, in readable lines."""

from collections.abc import Iterator, Mapping

from models.programme_words.entries import Entry
from models.programme_words.whole import entries_of
from models.rules.programme import EditionDefinition
from models.rules.reasons import Text

Key = tuple[str, ...]
_ORDER_ONLY = Text("只调整了顺序", "only the order changed")


def changes_between(before: EditionDefinition, after: EditionDefinition) -> tuple[Text, ...]:
    """One line for every part that was added, dropped or changed; none exactly if both are equal.

    A part that came or went whole is one line: nothing is said of what stands in it.
    """
    if before == after:
        return ()
    old = {entry.key: entry for entry in entries_of(before)}
    new = {entry.key: entry for entry in entries_of(after)}
    return tuple(_lines(old, new)) or (_ORDER_ONLY,)


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


def _inside(key: Key, here: Mapping[Key, Entry], there: Mapping[Key, Entry]) -> bool:
    """Whether a larger part that holds this one came or went as a whole."""
    holders = (key[:length] for length in range(1, len(key)))
    return any(holder in here and holder not in there for holder in holders)


def _added(entry: Entry) -> Text:
    return Text(
        f"新增 {entry.label.zh}:{entry.whole.zh}", f"added {entry.label.en}: {entry.whole.en}"
    )


def _dropped(entry: Entry) -> Text:
    return Text(
        f"删去 {entry.label.zh}:{entry.whole.zh}", f"dropped {entry.label.en}: {entry.whole.en}"
    )


def _changed(was: Entry, now: Entry) -> Text:
    if was.whole == now.whole:
        return Text(
            f"{now.label.zh}:文字或选项有改动,现为“{now.whole.zh}”",
            f"{now.label.en}: wording or options changed, now “{now.whole.en}”",
        )
    return Text(
        f"{now.label.zh}:由“{was.whole.zh}”改为“{now.whole.zh}”",
        f"{now.label.en}: “{was.whole.en}” became “{now.whole.en}”",
    )
