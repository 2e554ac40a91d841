"""The whole state of the stand-in, and the few moves that every API shares."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Coroutine
from dataclasses import asdict, dataclass, field
from typing import Any

from standalone.wechat.clock import SandboxClock
from standalone.wechat.dice import make_dice
from standalone.wechat.faults import Faults
from standalone.wechat.identities import is_openid_of, openid_of
from standalone.wechat.ledger import ConsentLedger
from standalone.wechat.records import App, Code, Delivery, Options, Person, Template
from standalone.wechat.rids import RefusedCalls
from standalone.wechat.state_log import StateLog


@dataclass(slots=True)
class World:
    """Everything in memory; `state_log` carries over a restart what people would miss."""

    apps: dict[str, App]
    templates: dict[str, Template]
    state_log: StateLog
    options: Options = field(default_factory=Options)
    clock: SandboxClock = field(default_factory=SandboxClock)
    dice: random.Random = field(default_factory=lambda: make_dice(None))
    people: dict[str, Person] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    ledger: ConsentLedger = field(default_factory=ConsentLedger)
    deliveries: list[Delivery] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)
    calls: Counter[str] = field(default_factory=Counter)
    refused: RefusedCalls = field(default_factory=RefusedCalls)
    under_check: set[str] = field(default_factory=set)
    sending_to: set[str] = field(default_factory=set)
    push_log: list[dict[str, Any]] = field(default_factory=list)
    last_msgid: int = 0
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def first_app(self) -> App:
        return next(iter(self.apps.values()))

    def person(self, app: App, name: str) -> Person:
        """The person of that name, made on first sight."""
        openid = openid_of(app.appid, name)
        if openid not in self.people or not self.people[openid].name:
            self.people[openid] = Person(app.appid, openid, name, last_active_at=self.clock.now())
            self.state_log.write("person", appid=app.appid, openid=openid, name=name)
        return self.people[openid]

    def find_person(self, app: App, openid: str) -> Person | None:
        """Who holds the openid; one issued before a restart is known though nameless."""
        found = self.people.get(openid)
        if found is None and is_openid_of(app.appid, openid):
            found = self.people[openid] = Person(app.appid, openid, "")
        return found if found is not None and found.appid == app.appid else None

    def is_of_another_app(self, app: App, openid: str) -> bool:
        return any(is_openid_of(one.appid, openid) for one in self.apps.values() if one is not app)

    def next_msgid(self) -> str:
        """19 digits and rising, also across restarts."""
        self.last_msgid = max(self.last_msgid + 1, time.time_ns())
        return str(self.last_msgid)

    def record_delivery(self, delivery: Delivery) -> None:
        self.deliveries.append(delivery)
        self.state_log.write("delivery", **asdict(delivery))

    def record_consent(self, openid: str, template_id: str) -> None:
        entry = (openid, template_id)
        self.state_log.write(
            "consent",
            openid=openid,
            template_id=template_id,
            balance=self.ledger.balance(openid, template_id),
            long_term=entry in self.ledger.long_term,
            opted_out=entry in self.ledger.opted_out,
        )

    def record_template(self, template: Template) -> None:
        self.templates[template.template_id] = template
        self.state_log.write("template", **asdict(template))

    def drop_template(self, template_id: str) -> bool:
        """Whether there was one."""
        if self.templates.pop(template_id, None) is None:
            return False
        self.state_log.write("template", template_id=template_id, gone=True)
        return True

    def run_aside(self, work: Coroutine[Any, Any, None]) -> None:
        """Go on with something after the answer."""
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)


def restore(world: World) -> None:
    """Bring back what the state_log kept."""
    for entry in world.state_log.read():
        kind = entry.pop("kind", None)
        if kind == "person":
            world.people[entry["openid"]] = Person(**entry)
        elif kind == "delivery":
            world.deliveries.append(Delivery(**entry))
        elif kind == "consent":
            _restore_consent(world.ledger, entry)
        elif kind == "template":
            _restore_template(world.templates, entry)


def _restore_template(templates: dict[str, Template], entry: dict[str, Any]) -> None:
    if entry.get("gone"):
        templates.pop(entry["template_id"], None)
    else:
        values = {key: tuple(listed) for key, listed in entry["values"].items()}
        restored = Template(**{**entry, "keys": tuple(entry["keys"]), "values": values})
        templates[restored.template_id] = restored


def _restore_consent(ledger: ConsentLedger, entry: dict[str, Any]) -> None:
    key = (entry["openid"], entry["template_id"])
    ledger.balances[key] = entry["balance"]
    for marks, marked in ((ledger.long_term, "long_term"), (ledger.opted_out, "opted_out")):
        marks.discard(key)
        if entry[marked]:
            marks.add(key)
