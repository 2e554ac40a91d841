"""The peer of a batch: the minio client in threads, writing the same papers straight to the store.

Reads a plan as JSON on standard input (place, threads, folder), writes latencies as JSON.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import uuid4

from storage.files.client import S3Place, open_client, open_pool


def main() -> None:
    plan: dict[str, Any] = json.load(sys.stdin)
    place = S3Place(**plan["place"])
    client = open_client(place, open_pool(plan["threads"]))

    def put(paper: Path) -> float:
        began = perf_counter()
        client.fput_object(place.bucket, f"bench/{uuid4()}", str(paper))
        return (perf_counter() - began) * 1000

    papers = [Path(plan["file"])] if "file" in plan else sorted(Path(plan["folder"]).iterdir())
    # Eight at once into a folder that is not there yet are too many for some stores.
    put(papers[0])
    began = perf_counter()
    with ThreadPoolExecutor(plan["threads"]) as threads:
        milliseconds = list(threads.map(put, papers))
    result = {"seconds": perf_counter() - began, "milliseconds": milliseconds, "refused": None}
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main()
