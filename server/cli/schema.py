"""`programme schema`: what a programme file may hold, as JSON Schema for editors."""

import json
import sys
from argparse import Namespace
from pathlib import Path

from models.programme.schema import file_schema
from models.programme.schema_files import FILES, File


def run_schema(options: Namespace) -> None:
    sys.stdout.write(_in_json(options.file))


def write_schemas(folder: Path) -> None:
    """Both schemas beside the files that name them in their first line."""
    for file in FILES:
        (folder / f"{file}.schema.json").write_text(_in_json(file), "utf-8")


def _in_json(file: File) -> str:
    return json.dumps(file_schema(file), ensure_ascii=False, indent=1) + "\n"
