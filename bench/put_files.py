"""The peer of an upload: the minio client in threads, writing the same bytes straight to the store.

Reads a plan as JSON on standard input (place, threads, count), writes latencies as JSON.
"""

import io
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from typing import Any
from uuid import uuid4

from bench.papers import paper
from storage.files.client import S3Place, open_client, open_pool


def main() -> None:
    plan: dict[str, Any] = json.load(sys.stdin)
    place = S3Place(**plan["place"])
    client = open_client(place, open_pool(plan["threads"]))

    def put(_: int) -> float:
        content = paper()
        began = perf_counter()
        client.put_object(
            place.bucket,
            f"bench/{uuid4()}",
            io.BytesIO(content),
            len(content),
            content_type="application/pdf",
        )
        return (perf_counter() - began) * 1000

    began = perf_counter()
    with ThreadPoolExecutor(plan["threads"]) as threads:
        milliseconds = list(threads.map(put, range(plan["count"])))
    result = {"seconds": perf_counter() - began, "milliseconds": milliseconds, "refused": None}
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main()
