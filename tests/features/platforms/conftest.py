"""The small application that these tests browse."""

from tests.world.market import market, market_database

__all__ = ["market", "market_database"]
