"""Keys that no chance made: repeated, counted up, typed, or the same for two purposes."""

from collections.abc import Iterator, Mapping
from itertools import combinations, pairwise
from typing import Final

_FEWEST_DIFFERENT: Final = 16
"""Of 32 random bytes some 30 differ; fewer than 16 come about once in 10^14 keys."""


def key_problems(keys: Mapping[str, bytes], prefix: str) -> Iterator[str]:
    """Problems by variable; empty keys are not given. A key is never repeated."""
    given = {name: key for name, key in keys.items() if key}
    for name, key in given.items():
        if why := _weakness(key):
            yield (
                f"{prefix}{name}：不是随机生成的（{why}），请用 openssl rand 重新生成"
                f" / not made by chance ({why}); make one with openssl rand"
            )
    for (one, key), (two, other) in combinations(given.items(), 2):
        if key == other:
            yield (
                f"{prefix}{two}：与 {one} 相同，每个用途须有自己的密钥"
                f" / the same as {one}; each purpose needs a key of its own"
            )


def _weakness(key: bytes) -> str | None:
    if len(set(key)) < _FEWEST_DIFFERENT:
        return "字节重复 / repeated bytes"
    if len({(after - before) % 256 for before, after in pairwise(key)}) == 1:
        return "依次递增 / counted up"
    if any(key == (key[:length] * len(key))[: len(key)] for length in range(1, len(key) // 2 + 1)):
        return "前后重复 / one part again"
    if all(32 <= byte < 127 for byte in key):
        return "是打出来的文字 / typed text"
    return None
