"""Redis flushed or failed over to an older copy, the database restored to an earlier moment."""

from hypothesis.stateful import rule

from tests.line.life import Life, when


class Losses(Life):
    """Each leaves the ranking wrong until it is repaired; none may leave it wrong for good."""

    def __init__(self) -> None:
        super().__init__()
        self.dumped: dict[str, bytes] = {}
        self.kept_at = 0
        self.restores = 0

    @rule()
    @when(lambda self: self.promised and not self.broken)
    def flush(self) -> None:
        self.run(self._flush())
        self.broken = True

    async def _flush(self) -> None:
        await self.place.ports.redis.flushall()

    @rule()
    @when(lambda self: self.promised and self.held.report.revision > self.kept_at)
    def keep_copy(self) -> None:
        """Of the data of Redis as they are."""
        self.run(self._keep_copy())

    async def _keep_copy(self) -> None:
        await self.place.valkey.keep()
        self.kept_at = self.held.report.revision
        quota = self.place.ports.quota
        keys = quota.keys.pool(self.pool_id)
        dumped = {key: await quota.client.dump(key) for key in keys}
        self.dumped = {key: value for key, value in dumped.items() if value is not None}

    @rule()
    @when(lambda self: self.kept_at and not self.broken)
    def fail_over(self) -> None:
        """kill -9; the older copy comes back, or nothing."""
        self.run(self.place.valkey.fail_over())
        self.broken = True

    @rule()
    @when(lambda self: self.dumped and not self.broken)
    def fail_over_unseen(self) -> None:
        """The older copy is there from one moment to the next, under the same run id."""
        self.run(self._put_back())
        self.broken = True

    async def _put_back(self) -> None:
        quota = self.place.ports.quota
        await quota.client.delete(*quota.keys.pool(self.pool_id))
        for key, value in self.dumped.items():
            await quota.client.restore(key, 0, value)

    @rule()
    @when(lambda self: self.promised and not self.copies)
    def backup(self) -> None:
        self.run(self._backup())

    async def _backup(self) -> None:
        await self.stop_rebuilders()
        self.broken = True
        self.copies.append((await self.place.backup(), set(self.promised)))

    @rule()
    @when(lambda self: self.copies and self.restores < 2)
    def restore(self) -> None:
        """The database of an earlier moment; whatever came after it is gone."""
        self.run(self._restore())

    async def _restore(self) -> None:
        self.restores += 1
        copy, promised = self.copies[-1]
        await self.stop_rebuilders()
        # Servers stand still for a restore, and what they had under way ends with them.
        self.place.begin_anew()
        await self.place.restore(copy)
        self.promised, self.broken = set(promised), True
        await self.read()
        self.locked = self.rows.locked
