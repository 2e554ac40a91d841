"""A worker's own figures: shown where the settings say, and nowhere else."""

import aiohttp
import pytest
from prometheus_client import CollectorRegistry

from server.edge.jobs.own_metrics import shown_metrics
from server.edge.wechat.metrics import call_counter
from tests.world.cluster import free_ports


async def test_what_a_worker_counts_is_shown() -> None:
    registry = CollectorRegistry()
    call_counter(registry)("subscribe/send", "43101")
    address = f"127.0.0.1:{free_ports(1)[0]}"
    async with aiohttp.ClientSession() as http:
        with shown_metrics(address, registry):
            async with http.get(f"http://{address}/metrics") as answer:
                said = await answer.text()
        assert 'shuangtui_wechat_calls_total{api="subscribe/send",errcode="43101"} 1.0' in said
        with pytest.raises(aiohttp.ClientConnectorError):
            await http.get(f"http://{address}/metrics")
