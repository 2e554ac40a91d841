"""Reads the command line and runs one command; every command has its file beside this one."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from config.files import PROGRAMMES
from server.cli import check as check_
from server.cli import (
    jobs,
    keys,
    process,
    programme,
    quota,
    quota_check,
    quota_show,
    receipt,
)
from server.cli import new as new_
from server.cli import schema as schema_
from server.cli.exit_codes import EXPECTED, FAILED, explain
from server.cli.say import complain
from server.cli.staff_verbs import add_staff_verbs
from server.cli.verbs import Verbs, add_data, add_programmes, add_verb
from server.cli.wrong_use import (
    BilingualParser,
    existing_path,
    job_id,
    port_number,
    typed_reason,
    typed_text,
)

PORT = 8000

AddCommand = Callable[["Verbs"], None]
"""Adds a command to the parser's verbs; commands of other packages come in this way."""


def main(*more: AddCommand) -> None:
    """Entry of `python -m server`; ends the process with 0, 1 (failed) or 2 (wrong use)."""
    options = build_parser(*more).parse_args()
    try:
        sys.exit(options.run(options) or 0)
    except BrokenPipeError:
        # Whoever read along, such as `head`, has enough; the interpreter must not flush again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)
    except EXPECTED as error:
        words, status = explain(error)
        complain(words)
        sys.exit(status)
    except KeyboardInterrupt:
        sys.exit(130)


def build_parser(*more: AddCommand) -> argparse.ArgumentParser:
    parser = BilingualParser(prog="python -m server", description="双推 / Shuangtui")
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    serve = add_verb(verbs, "serve", "serve HTTP in this process", process.run_serve)
    serve.add_argument("--fd", type=int, help="a listening socket of the parent")
    serve.add_argument(
        "--host", type=typed_text, default="127.0.0.1", help="address (default: 127.0.0.1)"
    )
    serve.add_argument("--port", type=port_number, default=PORT, help=f"port (default: {PORT})")
    add_verb(verbs, "worker", "work off jobs, rank, remind", process.run_worker)
    migrate = add_verb(
        verbs, "migrate", "bring the schema up to date, as its owner", process.run_migrate
    )
    add_data(migrate)
    _add_programme(verbs)
    add_staff_verbs(verbs)
    _add_jobs(verbs)
    _add_quota(verbs)
    _add_keys(verbs)
    verify = add_verb(verbs, "verify-receipt", "check a receipt offline", receipt.run_verify)
    verify.add_argument("receipt", type=Path, help="file with the receipt, or - for standard input")
    verify.add_argument("keys", type=Path, help="the answer of GET /receipt-keys, saved")
    for add in more:
        add(verbs)
    return parser


def _add_programme(verbs: Verbs) -> None:
    group = verbs.add_parser("programme", help="publish and look at programmes")
    acts = group.add_subparsers(required=True, metavar="ACT")
    publish = add_verb(
        acts, "publish", "publish programmes, each whole or not", programme.run_publish
    )
    publish.add_argument(
        "files", nargs="*", type=existing_path, help="edition files (default: all)"
    )
    add_programmes(publish)
    add_data(publish)
    check = add_verb(
        acts, "check", "read files out to a clerk, or say what is wrong", check_.run_check
    )
    check.add_argument(
        "files",
        nargs="+",
        type=existing_path,
        help="edition files; a policy or folder stands for all",
    )
    new = add_verb(acts, "new", "start the files of another programme", new_.run_new)
    new.add_argument(
        "code", type=typed_text, help="small letters, digits, - and _; the folder has its name"
    )
    new.add_argument(
        "--into", type=Path, default=PROGRAMMES, help="folder (default: config/programmes)"
    )
    schema = add_verb(acts, "schema", "JSON Schema of the files, for editors", schema_.run_schema)
    schema.add_argument(
        "--file", type=typed_text, required=True, choices=schema_.FILES, help="which of the two"
    )
    open_ = add_verb(acts, "open", "open an edition now", programme.run_open)
    open_.add_argument("code", type=typed_text, help="the edition's, as `programme list` prints it")
    add_data(open_)
    close = add_verb(acts, "close", "close an edition for good", programme.run_close)
    close.add_argument("code", type=typed_text, help="the edition's, as `programme list` prints it")
    close.add_argument(
        "--reason", type=typed_reason, required=True, help="on record, and told to those who waited"
    )
    add_data(close)
    add_data(add_verb(acts, "list", "the published editions", programme.run_list))
    show = add_verb(acts, "show", "one edition", programme.run_show)
    show.add_argument("code", type=typed_text, help="the edition's, as `programme list` prints it")
    add_data(show)


def _add_jobs(verbs: Verbs) -> None:
    group = verbs.add_parser("jobs", help="jobs that failed")
    acts = group.add_subparsers(required=True, metavar="ACT")
    add_data(add_verb(acts, "held", "list held jobs", jobs.run_held))
    retry = add_verb(acts, "retry", "put held jobs back into the queue", jobs.run_retry)
    retry.add_argument("ids", nargs="*", type=job_id, help="job ids (default: all)")
    add_data(retry)


def _add_quota(verbs: Verbs) -> None:
    group = verbs.add_parser("quota", help="the ranking of a pool")
    acts = group.add_subparsers(required=True, metavar="ACT")
    for name, help_text, run in (
        ("show", "figures of database and ranking side by side", quota_show.run_show),
        ("check", "compare every claim with the rule; 1 on a difference", quota_check.run_check),
        ("rebuild", "build the ranking anew from the database", quota.run_rebuild),
        ("reconcile", "rank what was never ranked", quota.run_reconcile),
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
    add_data(add_verb(acts, "status", "what still uses which key", keys.run_status))
    rotate = add_verb(acts, "rotate", "move on to the key that the settings name", keys.run_rotate)
    rotate.add_argument("use", choices=("master", "index", "receipt"), help="which of the three")
    add_data(rotate)
