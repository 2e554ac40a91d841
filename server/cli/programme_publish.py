"""`programme publish`: run by a clerk, as the database's owner."""

import asyncio
from argparse import Namespace

from server.cli.place import find_place
from server.cli.publish import publish_files, publish_folders
from server.cli.publish_told import tell_published
from server.cli.session import session


def run_publish(options: Namespace) -> int:
    return asyncio.run(_publish(options))


async def _publish(options: Namespace) -> int:
    """The exit status: not 0 where a programme could not be published."""
    place = find_place(options.data)
    async with session(place, owner=True) as ports:
        if options.files:
            outcomes = await publish_files(options.files, clock=ports.clock)
        else:
            demo = place.settings.environment == "demo"
            outcomes = await publish_folders(options.programmes, demo=demo, clock=ports.clock)
    return tell_published(outcomes)
