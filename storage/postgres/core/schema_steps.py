"""The tables as they are between two steps of a migration; a model is made when a step asks for it.

Tortoise's own `State` makes all models anew before and after every step, which takes 0.1 s each time
for some 60 tables, and few steps look at more than one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeAlias

from tortoise import Model
from tortoise.fields.relational import ForeignKeyFieldInstance, ManyToManyFieldInstance
from tortoise.migrations.schema_generator.state import ModelState, State
from tortoise.migrations.schema_generator.state_apps import StateApps

_Key: TypeAlias = tuple[str, str]
_States: TypeAlias = dict[_Key, ModelState]


class _ModelsOnDemand(StateApps):
    """Each model it gives is new, beside those that it refers to; who refers to it is not there."""

    def __init__(self, states: _States, app: str) -> None:
        super().__init__(default_connections={app: "default"})
        self._states = states
        self._none = StateApps(default_connections={app: "default"})

    def get_model(self, app_label: str, model_name: str | None = None) -> type[Model]:
        """By label and name, or by `label.Name`. Raises KeyError for one that is not there now."""
        key = self.split_reference(app_label) if model_name is None else (app_label, model_name)
        needed = {each: self._states[each].clone() for each in self._reached(key)}
        return self._none.clone(needed).get_model(*key)

    def _reached(self, key: _Key) -> Iterable[_Key]:
        reached, waiting = {key: None}, [key]
        while waiting:
            found = [one for one in self._referred(waiting.pop()) if one not in reached]
            reached.update(dict.fromkeys(found))
            waiting += found
        return reached

    def _referred(self, key: _Key) -> Iterator[_Key]:
        """Without those that a later step will create."""
        for field in self._states[key].fields.values():
            if isinstance(field, ForeignKeyFieldInstance | ManyToManyFieldInstance):
                referred = self.split_reference(field.model_name)
                if referred in self._states:
                    yield referred


class SchemaSteps(State):
    """For `Migration.apply`, from the first migration on: `SchemaSteps({}, APP)`."""

    def __init__(self, states: _States, app: str) -> None:
        super().__init__(models=states, apps=_ModelsOnDemand(states, app))
        self._app = app

    def clone(self) -> "SchemaSteps":
        """What is before the next step; steps put new fields in the place of old ones."""
        kept = {
            key: replace(state, options=dict(state.options), fields=dict(state.fields))
            for key, state in self.models.items()
        }
        return SchemaSteps(kept, self._app)

    def reload_model(self, app_label: str, model_name: str) -> None:
        """Nothing was made before it was asked for."""

    def reload_models(self, model_tuples: Iterable[_Key]) -> None:
        """As above."""
