"""Gauges for `/metrics` that each server polls in the background, beside the requests."""

import asyncio
import logging
from abc import abstractmethod
from typing import ClassVar, Final, Generic, TypeVar

from prometheus_client.registry import Collector

from storage.errors import StoreUnavailable

_LOG = logging.getLogger(__name__)
_EVERY_SECONDS: Final = 10.0
Figures = TypeVar("Figures")


class Reread(Collector, Generic[Figures]):
    """Figures at most `every_seconds` old; None before the first reading, or while it fails."""

    what: ClassVar[str]
    every_seconds: ClassVar[float] = _EVERY_SECONDS

    def __init__(self) -> None:
        self.figures: Figures | None = None

    async def run(self) -> None:
        """Read again and again until cancelled."""
        while True:
            await self.refresh()
            await asyncio.sleep(self.every_seconds)

    async def refresh(self) -> None:
        """Read once; what fails is logged, and nothing is known until the next reading."""
        try:
            self.figures = await self.read()
        except StoreUnavailable:
            self.figures = None
            _LOG.warning("%s figures wait for the database", self.what)
        except Exception:  # noqa: BLE001  # else the last figures would be shown for ever
            self.figures = None
            _LOG.exception("%s figures could not be read", self.what)

    @abstractmethod
    async def read(self) -> Figures:
        """The figures as of now. Raises StoreUnavailable."""
