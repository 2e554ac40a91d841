"""How commands and their shared options are put on the command line."""

import argparse
from pathlib import Path
from typing import TypeAlias

from config.files import PROGRAMMES
from server.cli.wrong_use import BilingualParser, data_folder, existing_folder

_DATA = Path("var")

Verbs: TypeAlias = "argparse._SubParsersAction[BilingualParser]"


def add_verb(
    verbs: Verbs,
    name: str,
    help_text: str,
    run: str,
) -> argparse.ArgumentParser:
    """`run` says where its function is, `module:function`; `server/cli/main.py` loads it if chosen."""
    parser = verbs.add_parser(name, help=help_text, description=help_text)
    parser.set_defaults(run=run)
    return parser


def add_programmes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--programmes",
        type=existing_folder,
        default=PROGRAMMES,
        help="folder with a folder of files for each programme (default: config/programmes)",
    )


def add_data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data", type=data_folder, default=_DATA, help="data folder of `up` (default: var)"
    )
