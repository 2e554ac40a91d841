"""What a case is, and what it is given: servers of its own, drafts to submit, and how much.

To add a case: write `async def measure_it(bench: Bench) -> list[Found]` in a module of its own and
one line in `bench/registry.py`: `Case("it", measure_it)`, with `own_stage=True` if it fills the
database so much that others would feel it. It takes what it needs from `bench`: `bench.stage`
(PostgreSQL, Valkey, S3, the demonstration published; `bench.stage.owner` is the superuser's DSN),
`bench.ours` (our server process: port, pid), `await bench.drafts(clients, ready=…)` (sessions with
drafts), `bench.quick`. It gives back `Compared` (ours against a peer, `bench/rounds.py: compare`)
or `Table` (anything else); both are printed at the end, side by side with the other cases.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bench.children import Served
from bench.rounds import Compared
from bench.seed import Client, seed_clients
from bench.stage import Stage
from models.rules.terms.programme import EditionDefinition
from standalone.embedded.plan import ServerName


@dataclass(frozen=True, slots=True)
class Table:
    """Figures of their own shape; the first row holds the headings."""

    title: str
    rows: Sequence[Sequence[str]]


Found = Compared | Table


@dataclass(frozen=True, slots=True)
class Bench:
    """The stage, and our server on it; `quick` asks for fewer, shorter rounds."""

    stage: Stage
    ours: Served
    quick: bool

    def choose(self, full: int, quick: int) -> int:
        return quick if self.quick else full

    async def drafts(
        self,
        clients: int,
        *,
        ready: int = 0,
        empty: int = 0,
        definition: EditionDefinition | None = None,
    ) -> list[Client]:
        """So many sessions, each with drafts ready to submit and drafts to upload to."""
        definition = definition or self.stage.definition
        return await seed_clients(self.stage, definition, clients, ready=ready, empty=empty)

    def watched(self, server: Served, *stores: ServerName) -> dict[str, int]:
        """Processes by name, for their processor time."""
        running = self.stage.running
        return {"server": server.pid} | {store: running.pid(store) for store in stores}


@dataclass(frozen=True, slots=True)
class Case:
    """One case of `--only`; those without a stage of their own share one, in this order.

    A `long` one runs only where it is named.
    """

    name: str
    measure: Callable[[Bench], Awaitable[Sequence[Found]]]
    own_stage: bool = False
    long: bool = False
