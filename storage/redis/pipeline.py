"""Runs one script on several sets of keys in a single round trip."""

import logging
from collections.abc import Sequence
from typing import Any

from redis.exceptions import NoScriptError, RedisError, ResponseError

from storage.redis.connect import Client, redis_edge
from storage.redis.scripts import Script, run

_LOG = logging.getLogger(__name__)


async def run_each(client: Client, script: Script, keys: Sequence[Sequence[str]]) -> list[Any]:
    """The script's answer for each set of keys, in their order; None where a node gave none.

    Each answer is of one moment, all together are not. Raises StoreUnavailable when nobody answers.
    """
    if len(keys) == 1:
        # A pipeline of one costs twice what a command costs.
        return [await run(client, script, keys[0], ())]
    pipe = client.pipeline(transaction=False)
    for each in keys:
        pipe.execute_command("EVALSHA", script.digest, len(each), *each)
    with redis_edge():
        answers = await pipe.execute(raise_on_error=False)
    return [
        await _taken(client, script, each, answer)
        for each, answer in zip(keys, answers, strict=True)
    ]


async def _taken(client: Client, script: Script, keys: Sequence[str], answer: Any) -> Any:
    """The answer itself; a server that does not know the script yet is sent its text."""
    if isinstance(answer, NoScriptError):
        return await run(client, script, keys, ())
    if isinstance(answer, RedisError | OSError | TimeoutError):
        level = logging.ERROR if isinstance(answer, ResponseError) else logging.WARNING
        _LOG.log(level, "redis gave no answer for one of several: %s", answer)
        return None
    return answer
