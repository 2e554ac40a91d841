"""Same as the reference: random lives of a pool on a real server, through every fault there is.

Below it the negative controls: with one thing broken the same machine finds a life that goes wrong.
One module, because each would need a place of its own otherwise.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis.errors import FlakyFailure

from storage.postgres.money import lock
from storage.redis import quota, scripts
from tests.line.place import Place
from tests.line.proof import PROVING, Auditing, Calling, Rebuilding, Whole, first_wrong, live
from tests.world.figures import Show

pytestmark = pytest.mark.timeout(3600 if PROVING else 300)
WRONG = (AssertionError, FlakyFailure)
LIVES = 60


def test_every_life_is_as_the_reference_says(place: Place, show_figures: Show) -> None:
    show_figures(live(Whole, place))


def _without(monkeypatch: pytest.MonkeyPatch, broken: Mapping[str, str]) -> None:
    """The quota's scripts without these conditions, by verb."""
    load = scripts.load_script

    def changed(name: str) -> scripts.Script:
        script = load(name)
        if name not in broken:
            return script
        text = script.text.replace(broken[name], "false")
        assert text != script.text, f"{name}.lua has no such condition"
        return replace(script, text=text, digest=f"{len(text):040d}")

    monkeypatch.setattr(quota, "load_script", changed)


def test_a_ranking_that_ignores_versions_is_found(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    _without(monkeypatch, {"apply": "r.version <= old.version"})
    with pytest.raises(WRONG):
        first_wrong(Calling, place, LIVES)


def test_a_rebuilder_that_ignores_the_epoch_is_found(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    foreign = "p.epoch ~= tonumber(ARGV[1])"
    _without(monkeypatch, {"begin": "epoch <= p.epoch", "load": foreign, "finish": foreign})
    with pytest.raises(WRONG):
        first_wrong(Rebuilding, place, LIVES)


def test_a_lock_that_does_not_look_at_the_line_is_found(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def whoever_comes_first(pool: Any, ahead: Any, claim: Any) -> int | None:
        amount: int = claim["amount_fen"]
        money = pool["budget_fen"] is None or pool["locked_fen"] + amount <= pool["budget_fen"]
        places = pool["places"] is None or pool["locked_places"] < pool["places"]
        return amount if money and places else None

    monkeypatch.setattr(lock, "_granted", whoever_comes_first)
    with pytest.raises(WRONG):
        first_wrong(Auditing, place, LIVES)
