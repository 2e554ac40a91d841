"""`up` and `demo`: the commands of an installation on one machine, beside those of `server.cli`."""

from server.cli.main import PORT, AddCommand
from server.cli.say import LOG_FORMATS
from server.cli.verbs import Verbs, add_data, add_programmes, add_verb
from server.cli.wrong_use import port_number


def _add_up(verbs: Verbs) -> None:
    verb = add_verb(
        verbs, "up", "everything on one machine, with servers of its own", "standalone.up:run_up"
    )
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


def _add_demo(verbs: Verbs) -> None:
    add_data(
        add_verb(
            verbs,
            "demo",
            "drive the whole story against a running server",
            "standalone.demo:run_demo",
        )
    )


COMMANDS: tuple[AddCommand, ...] = (_add_up, _add_demo)
