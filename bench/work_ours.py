"""Our worker process, composed by its own root."""

import os

from config.settings import PREFIX, read_settings
from server import worker

WORKER_DSN = PREFIX + "WORKER_DSN"

if __name__ == "__main__":
    worker.run(read_settings(), os.environ[WORKER_DSN])
