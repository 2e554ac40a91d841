"""`verify-receipt`: checks a receipt with saved keys, without any server."""

import sys
from argparse import Namespace
from pathlib import Path

from server.cli.say import say
from server.receipts import ReceiptInvalid, verify_receipt


def run_verify(options: Namespace) -> int:
    """0 and what the receipt says, or 1."""
    path: Path = options.receipt
    text = sys.stdin.read() if str(path) == "-" else path.read_text("utf-8")
    try:
        payload = verify_receipt(text.strip(), options.keys.read_text("utf-8"))
    except ReceiptInvalid as invalid:
        say("回执无效", "The receipt is not valid", invalid)
        return 1
    say("回执有效", "The receipt is valid")
    for name, value in payload.items():
        say(f"  {name}: {value}")
    return 0
