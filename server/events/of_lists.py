"""What happens to an entry of a public list, as its holder is told."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from server.events.told import Told

OF_LISTS: Final[Mapping[str, Told]] = MappingProxyType({})
