"""`verify-receipt`: checks a receipt with saved keys, without any server."""

import sys
from argparse import Namespace
from pathlib import Path

import msgspec

from server.cli.say import say
from server.edge.receipts import ReceiptInvalid, read_key_set, read_receipt, verify

_NO_KEYS, _INVALID = 2, 1


class _Paper(msgspec.Struct, frozen=True):
    kind: str
    sha256: str


def run_verify(options: Namespace) -> int:
    """0 and what the receipt says; 1 for one that does not hold, 2 without keys to try it with."""
    path: Path = options.receipt
    text = sys.stdin.read() if str(path) == "-" else path.read_text("utf-8", errors="replace")
    try:
        keys = read_key_set(options.keys.read_text("utf-8", errors="replace"))
    except ReceiptInvalid as unusable:
        say("公钥文件不可用", "The file of keys cannot be used", unusable)
        return _NO_KEYS
    try:
        payload = verify(read_receipt(text), keys)
    except ReceiptInvalid as invalid:
        say("回执无效", "The receipt is not valid", invalid)
        return _INVALID
    say("回执有效", "The receipt is valid")
    for name, value in payload.items():
        if name != "evidence":
            say(f"  {name}: {value}")
    for paper in msgspec.convert(payload.get("evidence", []), list[_Paper]):
        say(f"  {paper.kind}: sha256 {paper.sha256}")
    return 0
