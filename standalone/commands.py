"""`up` and `demo`: the commands of an installation on one machine, beside those of `server.cli`."""

import argparse
import asyncio

from server.cli.main import PORT, AddCommand
from server.cli.say import LOG_FORMATS
from server.cli.verbs import Verbs, add_data, add_programmes, add_verb
from server.cli.wrong_use import port_number
from standalone.demo import run_demo
from standalone.up import UpOptions, up


def _add_up(verbs: Verbs) -> None:
    verb = add_verb(verbs, "up", "everything on one machine, with servers of its own", _up)
    add_data(verb)
    verb.add_argument(
        "--port", type=port_number, default=PORT, help="HTTP on loopback; 0 takes a free one"
    )
    verb.add_argument(
        "--wechat-port", type=port_number, help="the WeChat stand-in (default: port + 1)"
    )
    verb.add_argument(
        "--log-format",
        choices=LOG_FORMATS,
        default="text",
        help="sentences for a person, or one JSON object a line for a program (default: text)",
    )
    verb.add_argument("--no-demo", action="store_true", help="no demonstration edition or accounts")
    add_programmes(verb)


def _up(options: argparse.Namespace) -> None:
    port: int = options.port
    default = port + 1 if port else 0
    wanted = options.wechat_port if options.wechat_port is not None else default
    wishes = UpOptions(
        port,
        wanted,
        options.data,
        demo=not options.no_demo,
        programmes=options.programmes,
        log_format=options.log_format,
    )
    asyncio.run(up(wishes))


def _add_demo(verbs: Verbs) -> None:
    add_data(add_verb(verbs, "demo", "drive the whole story against a running server", run_demo))


COMMANDS: tuple[AddCommand, ...] = (_add_up, _add_demo)
