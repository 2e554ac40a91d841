"""Reads the command line and runs one command; every command has its file beside this one."""

import argparse
import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from pkgutil import resolve_name

from server.cli.programme_verbs import add_programme_verbs
from server.cli.say import complain
from server.cli.staff_verbs import add_staff_verbs
from server.cli.statuses import FAILED
from server.cli.verbs import Verbs, add_data, add_verb
from server.cli.wrong_use import (
    BilingualParser,
    china_moment,
    job_id,
    port_number,
    typed_text,
)

PORT = 8000

AddCommand = Callable[["Verbs"], None]
"""Adds a command to the parser's verbs; commands of other packages come in this way."""


def main(*more: AddCommand) -> None:
    """Entry of `python -m server`; ends the process with 0, 1 (failed) or 2 (wrong use).

    What a command needs is loaded when it is chosen: all of it together takes a second.
    """
    options = build_parser(*more).parse_args()
    try:
        status = resolve_name(options.run)(options) or 0
    except BrokenPipeError:
        # Whoever read along, such as `head`, has enough; the interpreter must not flush again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        endings = import_module("server.cli.exit_codes")
        if not isinstance(error, endings.EXPECTED):
            raise
        words, status = endings.explain(error)
        complain(words)
    sys.exit(status)


def build_parser(*more: AddCommand) -> argparse.ArgumentParser:
    parser = BilingualParser(prog="python -m server", description="双推 / Shuangtui")
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    serve = add_verb(verbs, "serve", "serve HTTP in this process", "server.cli.serve:run_serve")
    serve.add_argument("--fd", type=int, help="a listening socket of the parent")
    serve.add_argument(
        "--host", type=typed_text, default="127.0.0.1", help="address (default: 127.0.0.1)"
    )
    serve.add_argument("--port", type=port_number, default=PORT, help=f"port (default: {PORT})")
    add_verb(verbs, "worker", "work off jobs, rank, remind", "server.cli.worker:run_worker")
    migrate = add_verb(
        verbs,
        "migrate",
        "bring the schema up to date, as its owner",
        "server.cli.migrate:run_migrate",
    )
    add_data(migrate)
    add_programme_verbs(verbs)
    add_staff_verbs(verbs)
    _add_jobs(verbs)
    _add_messages(verbs)
    _add_files(verbs)
    _add_quota(verbs)
    _add_keys(verbs)
    _add_maintenance(verbs)
    verify = add_verb(
        verbs, "verify-receipt", "check a receipt offline", "server.cli.receipt:run_verify"
    )
    verify.add_argument("receipt", type=Path, help="file with the receipt, or - for standard input")
    verify.add_argument("keys", type=Path, help="the answer of GET /receipt-keys, saved")
    for add in more:
        add(verbs)
    return parser


def _add_jobs(verbs: Verbs) -> None:
    group = verbs.add_parser("jobs", help="jobs that failed")
    acts = group.add_subparsers(required=True, metavar="ACT")
    add_data(add_verb(acts, "held", "list held jobs", "server.cli.jobs:run_held"))
    retry = add_verb(
        acts, "retry", "put held jobs back into the queue", "server.cli.jobs:run_retry"
    )
    retry.add_argument("ids", nargs="*", type=job_id, help="job ids (default: all)")
    add_data(retry)


def _add_messages(verbs: Verbs) -> None:
    group = verbs.add_parser("messages", help="what became of messages")
    acts = group.add_subparsers(required=True, metavar="ACT")
    show = add_verb(
        acts, "show", "those of the last day by way, state, reason", "server.cli.messages:run_show"
    )
    add_data(show)


def _add_files(verbs: Verbs) -> None:
    group = verbs.add_parser("files", help="the store of files")
    acts = group.add_subparsers(required=True, metavar="ACT")
    sweep = add_verb(
        acts, "sweep", "compare the store with the rows, both ways", "server.cli.files:run_sweep"
    )
    sweep.add_argument(
        "--delete",
        action="store_true",
        help="delete objects that no row has, have lost pictures drawn anew (default: report)",
    )
    add_data(sweep)


def _add_quota(verbs: Verbs) -> None:
    group = verbs.add_parser("quota", help="the ranking of a pool")
    acts = group.add_subparsers(required=True, metavar="ACT")
    for name, help_text, run in (
        ("show", "figures of database and ranking side by side", "server.cli.quota_show:run_show"),
        (
            "check",
            "compare every claim with the rule; 1 on a difference",
            "server.cli.quota_check:run_check",
        ),
        ("rebuild", "build the ranking anew from the database", "server.cli.quota:run_rebuild"),
        ("reconcile", "rank what was never ranked", "server.cli.quota:run_reconcile"),
    ):
        act = add_verb(acts, name, help_text, run)
        needed = None if name == "rebuild" else "?"
        act.add_argument(
            "edition", type=typed_text, nargs=needed, help="its code, as `programme list` prints it"
        )
        add_data(act)


def _add_keys(verbs: Verbs) -> None:
    group = verbs.add_parser("keys", help="the keys of an installation")
    acts = group.add_subparsers(required=True, metavar="ACT")
    add_data(add_verb(acts, "status", "what still uses which key", "server.cli.keys:run_status"))
    rotate = add_verb(
        acts, "rotate", "move on to the key that the settings name", "server.cli.keys:run_rotate"
    )
    rotate.add_argument("use", choices=("master", "index", "receipt"), help="which of the three")
    add_data(rotate)


def _add_maintenance(verbs: Verbs) -> None:
    group = verbs.add_parser("maintenance", help="close the API for a while")
    acts = group.add_subparsers(required=True, metavar="ACT")
    begin = add_verb(
        acts, "begin", "answer every call of the API 503", "server.cli.maintenance:run_begin"
    )
    begin.add_argument(
        "--until",
        type=china_moment,
        help='when it will end, as people are told: "2026-12-01 06:00" (China time)',
    )
    end = add_verb(acts, "end", "answer again", "server.cli.maintenance:run_end")
    show = add_verb(acts, "show", "whether it is closed", "server.cli.maintenance:run_show")
    for act in (begin, end, show):
        add_data(act)
