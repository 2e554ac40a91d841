"""The consent ledger: how many messages each person still accepts of each template."""

from dataclasses import dataclass, field

Entry = tuple[str, str]


@dataclass(slots=True)
class ConsentLedger:
    """Keyed by (openid, template id). Consents add up and do not age."""

    balances: dict[Entry, int] = field(default_factory=dict)
    long_term: set[Entry] = field(default_factory=set)
    opted_out: set[Entry] = field(default_factory=set)

    def accept(self, openid: str, template_id: str, *, long_term: bool) -> None:
        entry = (openid, template_id)
        self.opted_out.discard(entry)
        if long_term:
            self.long_term.add(entry)
        else:
            self.balances[entry] = self.balances.get(entry, 0) + 1

    def opt_out(self, openid: str, template_id: str) -> None:
        entry = (openid, template_id)
        self.opted_out.add(entry)
        self.long_term.discard(entry)
        self.balances.pop(entry, None)

    def spend(self, openid: str, template_id: str) -> bool:
        """Take one consent; False when there is none (43101)."""
        entry = (openid, template_id)
        if entry in self.opted_out:
            return False
        if entry in self.long_term:
            return True
        left = self.balances.get(entry, 0)
        if left > 0:
            self.balances[entry] = left - 1
        return left > 0

    def balance(self, openid: str, template_id: str) -> int:
        return self.balances.get((openid, template_id), 0)
