"""`keys status|rotate`: what still uses which key, and moving it on to the one of now."""

import asyncio
from argparse import Namespace

from config.settings import Settings
from server.cli.place import find_place
from server.cli.say import complain, say
from server.cli.session import session
from server.cli.statuses import FAILED
from server.clock import Clock
from server.edge.receipts import Signer
from server.features.keys.start import start_rotation
from server.features.keys.status import count_hashes, count_receipts, count_wrapped
from server.features.quota.keys import publish_receipt_key


def run_status(options: Namespace) -> int:
    return asyncio.run(_status(options))


async def _status(options: Namespace) -> int:
    """The exit status: 1 where something is wrapped by a key that these settings do not have."""
    place = find_place(options.data)
    async with session(place) as ports:
        wrapped = await count_wrapped()
        for key_id in sorted({*wrapped, *place.settings.master_keys}):
            places = ", ".join(
                f"{table} {count}" for table, count in wrapped.get(key_id, {}).items()
            )
            now = " (current)" if key_id == place.settings.master_key_current else ""
            say("主密钥", "Master key", f"{key_id}{now}: {places or 0}")
        for key in await count_receipts():
            now = " (current)" if key.kid == place.settings.receipt_kid else ""
            say("回执密钥", "Receipt key", f"{key.kid}{now}: {key.receipts}")
        if missing := wrapped.keys() - place.settings.master_keys.keys():
            names = ", ".join(sorted(missing))
            complain(
                f"SHUANGTUI_MASTER_KEYS 中缺少 {names}，用它加密的内容读不出来", f"{names} missing"
            )
            return FAILED
        counted = await count_hashes(ports.keyring)
        say("索引密钥（现用）", "Index key of now", counted.current)
        say("索引密钥（其他）", "Another index key", counted.old)
        say("申报的联系电话，无法判断", "Declared numbers, nobody can tell", counted.unknown)
    return 0


def run_rotate(options: Namespace) -> None:
    asyncio.run(_rotate(options))


async def _rotate(options: Namespace) -> None:
    """Keys are in the settings alone: none is on the command line, in a job or in a log."""
    place = find_place(options.data)
    async with session(place) as ports:
        if options.use == "receipt":
            await _rotate_receipt(place.settings, ports.clock)
            return
        await start_rotation(options.use, keyring=ports.keyring)
        # A shell with the settings of before shows here that it asks for the key of before.
        to = f" {ports.keyring.current}" if options.use == "master" else ""
    say(
        "已排队，由 worker 在后台进行；用 keys status 查看",
        "Queued for the worker; see keys status",
        f"{options.use}{to}",
    )


async def _rotate_receipt(settings: Settings, clock: Clock) -> None:
    signer = Signer(settings.receipt_kid, settings.receipt_key)
    await publish_receipt_key(signer, clock=clock)
    say("公钥已公布，新回执用它签名", "Published; new receipts are signed with it", signer.kid)
