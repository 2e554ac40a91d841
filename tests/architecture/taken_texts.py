"""Every text that a route takes from outside, with its limit: of its path, its query and its body."""

from collections.abc import Iterator
from dataclasses import dataclass

from msgspec import inspect as shapes

from tests.world.doors import Door


@dataclass(frozen=True)
class TakenText:
    """`of` is the struct that holds it, or "path"; `field` what it is called there."""

    door: str
    of: str
    field: str
    most: int | None

    @property
    def name(self) -> str:
        return f"{self.of}.{self.field}"


def taken_texts(door: Door) -> Iterator[TakenText]:
    """Free texts only: choices, ids, days and instants are as long as they are."""
    said = door.info.description
    for name, kind in door.info.path.items():
        yield from _texts(shapes.type_info(kind), TakenText(door.name, "path", name, None))
    for kind in (said.query, said.request):
        if kind is not None:
            yield from _texts(shapes.type_info(kind), TakenText(door.name, "", "", None))


def _texts(shape: shapes.Type, at: TakenText) -> Iterator[TakenText]:
    if isinstance(shape, shapes.Metadata):
        yield from _texts(shape.type, at)
    elif isinstance(shape, shapes.UnionType):
        for one in shape.types:
            yield from _texts(one, at)
    elif isinstance(shape, shapes.StrType):
        yield TakenText(at.door, at.of, at.field, shape.max_length)
    else:
        yield from _inner(shape, at)


def _inner(shape: shapes.Type, at: TakenText) -> Iterator[TakenText]:
    if isinstance(shape, shapes.StructType):
        for field in shape.fields:
            place = TakenText(at.door, shape.cls.__name__, field.encode_name, None)
            yield from _texts(field.type, place)
    elif isinstance(shape, shapes.ListType):
        yield from _texts(shape.item_type, at)
    elif isinstance(shape, shapes.DictType):
        key = TakenText(at.door, at.of, f"{at.field}[]", None)
        yield from _texts(shape.key_type, key)
        yield from _texts(shape.value_type, at)
