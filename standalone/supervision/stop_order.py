"""The order in which children are stopped: first those that others do not need."""

from enum import IntEnum

from standalone.embedded import postgres, s3, valkey


class StopTurn(IntEnum):
    """Values of `Child.stop_turn`; lower first, equal ones together."""

    SERVER = 10
    WORKER = 20
    STAND_IN = 30
    REDIS = valkey.STOP_TURN
    S3 = s3.STOP_TURN
    POSTGRES = postgres.STOP_TURN
