"""The only place that spells a Redis key; a pool's keys share a hash tag, so they share a node."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Keys:
    """Spells every key under one namespace; two namespaces never meet in one server."""

    namespace: str = "shuangtui"

    def pool(self, pool_id: UUID) -> tuple[str, str, str, str, str]:
        """KEYS of every quota script: sums, claims, funded, waiting, stream."""
        stem = f"{self.namespace}:pool:{{{pool_id}}}:"
        return stem + "sums", stem + "claims", stem + "funded", stem + "waiting", stem + "stream"

    def stream(self, pool_id: UUID) -> str:
        return self.pool(pool_id)[4]

    def cache(self, kind: str, name: str) -> str:
        return f"{self.namespace}:cache:{kind}:{name}"

    def rate(self, bucket: str) -> str:
        return f"{self.namespace}:rate:{bucket}"

    def lock(self, name: str) -> str:
        return f"{self.namespace}:lock:{name}"

    def record(self, name: str) -> str:
        """A small record shared by all processes, such as a WeChat token."""
        return f"{self.namespace}:record:{name}"
