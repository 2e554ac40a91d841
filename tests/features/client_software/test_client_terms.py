"""`GET /client`: what a client asks first, small and the same for everybody."""

import msgspec

from tests.world.application import World


async def test_it_says_what_a_client_must_know(world: World) -> None:
    answer = await world.anyone.get("/client")
    said = answer.ok()
    assert len(answer.raw) - len(msgspec.json.encode(said["contacts"])) <= 2048
    assert said["demonstration"] is True
    assert said["appid"] == world.settings.wechat_appid
    assert said["oldest_client"] is None
    assert said["privacy_version"] == (await world.anyone.get("/texts/privacy")).ok()["version"]
    papers = said["uploads"]["papers"]
    assert papers["most_bytes"] == 20 * 1024 * 1024
    assert {"pdf", "jpg", "heic", "ofd"} <= set(papers["endings"])
    owner = await world.sme()
    asked = (await owner.get("/subscriptions")).ok()["moments"]
    assert said["moments"] == asked
    assert "上海企业服务云" in [one["name"] for one in said["contacts"]]
    told = [(one["name"], one["phone"], one["url"]) for one in said["contacts"]]
    assert len(told) == len(set(told))
    again = await world.anyone.get("/client", headers={"if-none-match": answer.headers["etag"]})
    assert again.status == 304
    english = (await world.anyone.get("/client", headers={"accept-language": "en"})).ok()
    assert english["moments"][0]["text"].startswith("Be reminded")
