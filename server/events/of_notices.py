"""What happens to an objection or to a public notice, as people are told."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from server.events.told import Told

OF_NOTICES: Final[Mapping[str, Told]] = MappingProxyType({})
