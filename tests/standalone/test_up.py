"""`up` itself, as somebody at a terminal starts it: what its processes know, and what they leave."""

import asyncio
import os
import signal
import tomllib
from pathlib import Path
from shutil import copytree
from typing import Any

import aiohttp
import pytest
from wechatpy.crypto import WeChatCrypto

from config.files import PROGRAMMES, WECHAT
from config.settings import PREFIX
from tests.world.runs import left_in, marked_alive
from tests.world.up import STOP_SECONDS, beside, children_of, up

# A dozen commands, each with a start of its own.
pytestmark = pytest.mark.timeout(300)


def read_of(pid: int, what: str) -> str:
    """A list of texts that the kernel keeps of a process (proc(5)): `cmdline` or `environ`."""
    return Path(f"/proc/{pid}/{what}").read_bytes().decode()


def secrets_of(data: Path) -> set[str]:
    """Everything that was made for this installation and opens something, DSNs included."""
    kept = tomllib.loads((data / "secrets.toml").read_text("utf-8"))
    kept |= tomllib.loads((data / "app-secrets.toml").read_text("utf-8"))
    environment = tomllib.loads((data / "environment.toml").read_text("utf-8"))
    named = ("_DSN", "_KEY", "_KEYS", "_SECRET", "_TOKEN")
    return {*kept.values(), *(v for name, v in environment.items() if name.endswith(named))}


async def test_no_process_says_or_knows_more_than_it_must(quick_path: Path) -> None:
    data = quick_path / "data"
    turned = {"settle_seconds": "7", "index_key": "not-to-be-taken"}
    async with up(data, **turned) as process:
        children = children_of(data)
        assert set(children) == {"postgres", "valkey", "s3", "server", "worker", "wechat"}
        for pid in (process.pid, *children.values()):
            spoken = read_of(pid, "cmdline")
            assert not [secret for secret in secrets_of(data) if secret in spoken]
        environment = tomllib.loads((data / "environment.toml").read_text("utf-8"))
        holders = {
            variable: {
                name
                for name in ("server", "worker", "wechat")
                if environment[PREFIX + variable] in read_of(children[name], "environ")
            }
            for variable in ("OWNER_DSN", "WORKER_DSN", "POSTGRES_DSN", "MASTER_KEYS")
        }
        assert holders == {
            "OWNER_DSN": set(),
            "WORKER_DSN": {"worker"},
            "POSTGRES_DSN": {"server", "worker"},
            "MASTER_KEYS": {"server", "worker"},
        }
        assert environment[PREFIX + "WECHAT_SECRET"] in read_of(children["wechat"], "environ")
        assert f"{PREFIX}SETTLE_SECONDS=7" in read_of(children["worker"], "environ")
        for name in ("server", "worker"):
            assert turned["index_key"] not in read_of(children[name], "environ")
        os.kill(process.pid, signal.SIGTERM)
        await asyncio.wait_for(process.wait(), STOP_SECONDS)
        assert (left_in(data), marked_alive(data)) == ([], [])


async def test_what_an_operator_and_a_newcomer_do_beside_it(quick_path: Path) -> None:
    data = quick_path / "data"
    async with up(data):
        assert (await beside(data, "programme", "publish"))[0] == 0
        _, listed = await beside(data, "programme", "list")
        # One with a pool: not every city gives money.
        edition = next(word for word in listed.split() if word.startswith("sh-shuangtui-"))
        for act in ("show", "rebuild", "reconcile"):
            status, said = await beside(data, "quota", act, edition)
            assert status == 0, (act, said)
            assert (await beside(data, "quota", act, "nobody-2000"))[0] == 1, act
        for act in ("show", "reconcile"):
            assert (await beside(data, "quota", act))[0] == 0, act
        status, said = await beside(data, "programme", "open", edition)
        # The day's last minute where the programme is, not where the server's clock hangs.
        assert (status, said.rstrip()[-5:]) == (0, "23:59"), said
        await a_message_arrives(data)


async def a_message_arrives(data: Path) -> None:
    """The stand-in delivers to somebody who never tapped on a popup: there is no phone here."""
    known = tomllib.loads((data / "environment.toml").read_text("utf-8"))
    app = {"appid": known[PREFIX + "WECHAT_APPID"], "secret": known[PREFIX + "WECHAT_SECRET"]}
    async with aiohttp.ClientSession(known[PREFIX + "WECHAT_BASE_URL"]) as wechat:

        async def call(path: str, body: object = None, **query: str) -> dict[str, Any]:
            method = "GET" if body is None else "POST"
            async with wechat.request(method, path, json=body, params=query) as answer:
                return dict(await answer.json(content_type=None))

        login = {"js_code": "sandbox-somebody", "grant_type": "authorization_code"}
        openid = (await call("/sns/jscode2session", None, **app, **login))["openid"]
        asking = {"grant_type": "client_credential", **app}
        token = (await call("/cgi-bin/stable_token", asking))["access_token"]
        template = tomllib.loads(WECHAT.read_text("utf-8"))["template"]["result"]
        data_of = {word["key"]: {"value": word["example"]} for word in template["keywords"]}
        message = {"touser": openid, "template_id": template["id"], "data": data_of}
        sent = await call("/cgi-bin/message/subscribe/send", message, access_token=token)
        assert sent["errcode"] == 0, sent
        token, key = known[PREFIX + "WECHAT_PUSH_TOKEN"], known[PREFIX + "WECHAT_PUSH_AES_KEY"]
        assert len(WeChatCrypto(token, key, app["appid"]).key) == 32, "pushes can be read"
        (card,) = (await call("/_control/deliveries"))["deliveries"]
        assert (card["name"], card["title"]) == ("somebody", template["title"])


async def test_it_starts_without_the_city_whose_file_is_broken(quick_path: Path) -> None:
    data, programmes = quick_path / "data", quick_path / "programmes"
    for code in ("cq-info-platform", "sh-shuangtui", "yangzhou-internet-plus"):
        copytree(PROGRAMMES / code, programmes / code)
    broken = programmes / "sh-shuangtui" / "policy.toml"
    broken.write_text(broken.read_text("utf-8").replace('op = "is_true"', 'op = "so"'), "utf-8")
    async with up(data, "--programmes", str(programmes)) as process:
        _, listed = await beside(data, "programme", "list")
        editions = sorted(line.split()[0] for line in listed.splitlines())
        assert editions == ["cq-info-platform-2013", "yangzhou-internet-plus-2018"]
        os.kill(process.pid, signal.SIGTERM)
        assert process.stderr is not None
        complaint = (await process.stderr.read()).decode()
    assert "sh-shuangtui：没有发布" in complaint
    assert "sh-shuangtui/policy.toml · tracks.copay.conditions[0].op" in complaint
