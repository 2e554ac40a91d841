"""What an award is worked out from: its terms, the typed facts, and what the firm had before."""

from dataclasses import dataclass

from models.rules.award.history import NOTHING, History
from models.rules.eligibility.facts import FactValues
from models.rules.reasons import Text
from models.rules.terms.award import Award, AwardRow
from models.rules.terms.conditions import Fact
from models.rules.wording import value_in_words


@dataclass(frozen=True, slots=True)
class Inputs:
    """`facts` are the declarations, for the words; an undeclared fact reads as its bare value."""

    award: Award
    values: FactValues
    history: History = NOTHING
    facts: tuple[Fact, ...] = ()

    def missing(self, *names: str | None) -> tuple[str, ...]:
        """The named facts that are not given, each once; None names nothing."""
        absent = [name for name in names if name is not None and name not in self.values]
        return tuple(dict.fromkeys(absent)) if absent else ()

    def whole(self, name: str) -> int:
        """A given whole number. Raises KeyError if it is not given, TypeError if it is none."""
        value = self.values[name]
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(f"{name} is no whole number")
        return value

    def sum_of(self, names: tuple[str, ...]) -> int:
        """The sum of given whole numbers. Raises KeyError, TypeError as `whole`."""
        return sum(self.whole(name) for name in names)

    def row(self, name: str) -> AwardRow | None:
        """The row of the table for a given fact's value, or None if the table has none."""
        key = option_key(self.values[name])
        return next((row for row in self.award.table if row.key == key), None)

    def label(self, name: str) -> Text:
        """What the fact is called."""
        fact = self._find(name)
        return Text(name, name) if fact is None else fact.label

    def name_of(self, names: tuple[str, ...]) -> Text:
        """What several facts together are called; plainly the base where one is undeclared."""
        found = [fact.label for name in names if (fact := self._find(name)) is not None]
        if not found or len(found) < len(names):
            return Text("计算基数", "Base amount")
        return Text("、".join(label.zh for label in found), ", ".join(label.en for label in found))

    def unit(self, name: str) -> str | None:
        """What the fact is counted in, such as 单; None where its declaration does not say."""
        fact = self._find(name)
        return None if fact is None else fact.unit

    def words(self, name: str) -> Text:
        """The given value as a person reads it."""
        fact, value = self._find(name), self.values[name]
        return Text(str(value), str(value)) if fact is None else value_in_words(fact, value)

    def _find(self, name: str) -> Fact | None:
        return next((fact for fact in self.facts if fact.name == name), None)


def option_key(value: object) -> str:
    """The key of a table that stands for a value: `true`, `false`, or the value itself."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
