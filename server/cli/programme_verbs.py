"""`programme …` on the command line: the files of programmes, and the editions made of them."""

from pathlib import Path

from config.files import PROGRAMMES
from models.programme.schema_files import FILES
from server.cli.verbs import Verbs, add_data, add_programmes, add_verb
from server.cli.wrong_use import existing_path, typed_reason, typed_text


def add_programme_verbs(verbs: Verbs) -> None:
    group = verbs.add_parser("programme", help="publish and look at programmes")
    acts = group.add_subparsers(required=True, metavar="ACT")
    publish = add_verb(
        acts,
        "publish",
        "publish programmes, each whole or not",
        "server.cli.programme_publish:run_publish",
    )
    publish.add_argument(
        "files", nargs="*", type=existing_path, help="edition files (default: all)"
    )
    add_programmes(publish)
    add_data(publish)
    check = add_verb(
        acts,
        "check",
        "read files out to a clerk, or say what is wrong",
        "server.cli.check:run_check",
    )
    check.add_argument(
        "files",
        nargs="+",
        type=existing_path,
        help="edition files; a policy or folder stands for all",
    )
    new = add_verb(acts, "new", "start the files of another programme", "server.cli.new:run_new")
    new.add_argument(
        "code", type=typed_text, help="small letters, digits, - and _; the folder has its name"
    )
    new.add_argument(
        "--into", type=Path, default=PROGRAMMES, help="folder (default: config/programmes)"
    )
    schema = add_verb(
        acts, "schema", "JSON Schema of the files, for editors", "server.cli.schema:run_schema"
    )
    schema.add_argument(
        "--file", type=typed_text, required=True, choices=FILES, help="which of the two"
    )
    _add_editions(acts)


def _add_editions(acts: Verbs) -> None:
    open_ = add_verb(acts, "open", "open an edition now", "server.cli.programme:run_open")
    open_.add_argument("code", type=typed_text, help="the edition's, as `programme list` prints it")
    add_data(open_)
    close = add_verb(acts, "close", "close an edition for good", "server.cli.programme:run_close")
    close.add_argument("code", type=typed_text, help="the edition's, as `programme list` prints it")
    close.add_argument(
        "--reason", type=typed_reason, required=True, help="on record, and told to those who waited"
    )
    add_data(close)
    add_data(add_verb(acts, "list", "the published editions", "server.cli.programme:run_list"))
    show = add_verb(acts, "show", "one edition", "server.cli.programme:run_show")
    show.add_argument("code", type=typed_text, help="the edition's, as `programme list` prints it")
    add_data(show)
