"""Our server process, composed by its own root, on the inherited socket."""

from config.settings import read_settings
from server.app import run
from server.edge.web.serve import socket_from
from standalone.embedded.child import LISTEN_FD

if __name__ == "__main__":
    run(read_settings(), socket_from(LISTEN_FD))
