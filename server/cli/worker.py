"""`worker`: one process that works off jobs, for an installation on servers of one's own."""

import os
from argparse import Namespace

from config.settings import PREFIX, read_settings
from server import worker


def run_worker(options: Namespace) -> None:
    """Work until SIGTERM."""
    settings = read_settings()
    worker.run(settings, os.environ.get(PREFIX + "WORKER_DSN") or settings.postgres_dsn)
