"""(c) An upload of 2 MiB against the minio client."""

from bench.case import Bench, Found
from bench.load import posts
from bench.rounds import Run, compare, run_module

_PAPER_KIND = "service_contract"
_UPLOADERS = 8


async def measure_uploads(bench: Bench) -> list[Found]:
    """Multipart over HTTP on 8 connections, row and audit line included."""
    uploads, warm_up, rounds = bench.choose(120, 40), bench.choose(64, 24), bench.choose(7, 3)
    drafts = (uploads * rounds + warm_up) // _UPLOADERS + 8
    clients = await bench.drafts(_UPLOADERS, empty=drafts)
    settings = bench.stage.settings
    place = {
        "endpoint": settings.s3_endpoint,
        "access_key": settings.s3_access_key,
        "secret_key": settings.s3_secret_key,
        "bucket": settings.s3_bucket,
    }
    watched = bench.watched(bench.ours, "postgres", "s3")

    async def ours(requests: int) -> Run:
        each = max(1, requests // _UPLOADERS)
        calls = [
            posts(client.token, "evidence", [client.empty.pop() for _ in range(each)])
            | {"paper": _PAPER_KIND}
            for client in clients
        ]
        return await run_module("bench.load", {"port": bench.ours.port, "clients": calls}, watched)

    async def peer(requests: int) -> Run:
        plan = {"place": place, "threads": _UPLOADERS, "count": requests}
        return await run_module("bench.put_files", plan, {"s3": watched["s3"]})

    return [
        await compare(
            "(c) upload of 2 MiB",
            0.75,
            ours,
            peer,
            requests=uploads,
            warm_up=warm_up,
            rounds=rounds,
        )
    ]
