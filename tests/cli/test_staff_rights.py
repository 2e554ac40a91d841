"""`staff …` at the terminal: rights that are taken back are gone on every server, and on record."""

from datetime import timedelta

import pytest

from server.features.identity.sessions import hash_of
from storage.redis.keys import Keys
from tests.cli.terminal import run_here
from tests.world.accounts import log_in
from tests.world.application import STAFF_PASSWORD, MovableClock, World
from tests.world.client import Person
from tests.world.commands import staff
from tests.world.review_steps import endorsed, review_of

WHY = ("--reason", "调离岗位")


async def record(world: World, person: Person) -> list[tuple[str, str, str | None]]:
    """Event, role and words of what stands on somebody's chain."""
    rows = await world.fetch(
        "SELECT l.event, l.actor_role, l.detail, w.text FROM audit l"
        "  LEFT JOIN audit_comments w ON w.audit_id = l.id WHERE l.subject_id = $1 ORDER BY l.seq",
        person.id,
    )
    assert all('"operator"' in row["detail"] for row in rows if row["actor_role"] == "operator")
    return [(row["event"], row["actor_role"], row["text"]) for row in rows]


async def to_audit(world: World, auditor: Person) -> str:
    """The open review of an application that was just endorsed."""
    made = await endorsed(world, await world.sme(), await world.publish())
    return str((await review_of(auditor, made, "audit"))["id"])


async def test_a_disabled_person_is_out_at_once_and_let_in_again(world: World) -> None:
    officer = await world.new_staff("district", district="徐汇区")
    (await officer.get("/reviews")).ok()
    said = await staff(world, "disable", "--username", officer.name.upper(), *WHY)
    assert (said.status, "已停用账号" in said.out) == (0, True), said
    (await officer.get("/reviews")).refused(401, "unauthenticated")
    (await log_in(world, officer.name, STAFF_PASSWORD)).refused(401, "credentials_invalid")
    again = await staff(world, "disable", "--username", officer.name, *WHY)
    assert (again.status, "没有变化" in again.out) == (0, True), again
    said = await staff(world, "enable", "--username", officer.name, *WHY)
    assert (said.status, "已启用账号" in said.out) == (0, True), said
    (await officer.get("/reviews")).refused(401, "unauthenticated")
    back = await Person.as_staff(world.anyone, officer.name, STAFF_PASSWORD)
    (await back.get("/reviews")).ok()
    assert [line for line in await record(world, officer) if line[1] == "operator"][1:] == [
        ("account.disabled", "operator", "调离岗位"),
        ("account.enabled", "operator", "调离岗位"),
    ]


async def test_an_sme_person_is_disabled_by_id(world: World) -> None:
    owner = await world.sme("disabled-owner")
    said = await staff(world, "disable", "--person", str(owner.id), *WHY)
    assert said.status == 0, said
    (await owner.get("/session")).refused(401, "unauthenticated")
    login = await world.anyone.post("/session/wechat", {"code": "sandbox-disabled-owner"})
    login.refused(403, "login_refused")
    assert (await staff(world, "enable", "--person", str(owner.id), *WHY)).status == 0
    await world.wechat("disabled-owner")


async def test_where_redis_is_not_reached_it_is_in_force_once_the_cache_forgets(
    world: World,
) -> None:
    officer = await world.new_staff("district", district="徐汇区")
    (await officer.get("/reviews")).ok()
    said = await staff(
        world, "disable", "--username", officer.name, *WHY, REDIS_URL="unix:///nowhere/redis.sock"
    )
    assert (said.status, "最迟 30 秒后生效" in said.out) == (0, True), said
    (await officer.get("/reviews")).ok()
    key = Keys(world.settings.redis_namespace).cache("session", hash_of(officer.token))
    assert 0 < await world.ports.redis.pttl(key) <= 30_000
    await world.ports.redis.delete(key)
    (await officer.get("/reviews")).refused(401, "unauthenticated")


async def test_a_role_is_taken_back_with_what_was_taken_under_it(world: World) -> None:
    auditor = await world.new_staff("auditor")
    review_id = await to_audit(world, auditor)
    (await auditor.post(f"/reviews/{review_id}/take")).ok()
    words = ("ungrant", "--username", auditor.name, "--role", "auditor", *WHY)
    said = await staff(world, *words)
    assert (said.status, "已收回角色" in said.out, "已放回" in said.out) == (0, True, True), said
    (await auditor.get("/reviews")).refused(403, "forbidden")
    other = await world.new_staff("auditor")
    (await other.post(f"/reviews/{review_id}/take")).ok()
    again = await staff(world, *words)
    assert (again.status, "没有这样的角色" in again.err) == (1, True), again
    assert ("grant.ended", "operator", "调离岗位") in await record(world, auditor)


async def test_a_role_is_given_at_once_and_until_a_day(world: World, clock: MovableClock) -> None:
    officer = await world.new_staff("district", district="徐汇区")
    (await officer.get("/session")).ok()
    until = (clock.now() + timedelta(days=2)).date().isoformat()
    said = await staff(
        world,
        *("grant", "--username", officer.name, "--role", "district", "--district", "黄浦"),
        *("--until", until, *WHY),
    )
    assert (said.status, "已授予角色" in said.out) == (0, True), said
    held = (await officer.get("/session")).ok()["user"]["grants"]
    assert [grant["district"] for grant in held] == ["徐汇区", "黄浦区"]
    clock.ahead = timedelta(days=4)
    back = await Person.as_staff(world.anyone, officer.name, STAFF_PASSWORD)
    held = (await back.get("/session")).ok()["user"]["grants"]
    assert [grant["district"] for grant in held] == ["徐汇区"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--role", "district", "--until", "2020-01-01"), "截止日期已经过去"),
        (("--role", "platform"), "还没有指明所属平台"),
        (("--role", "auditor", "--programme", "no-such"), "没有找到“no-such”"),
        (("--role", "district", "--district", "鼓楼区"), "鼓楼区"),
    ],
)
async def test_a_role_of_nothing_is_refused(
    world: World, words: tuple[str, ...], told: str
) -> None:
    officer = await world.staff("district", district="徐汇区")
    said = await staff(world, "grant", "--username", officer.name, *words, *WHY)
    assert (said.status, told in said.err) == (1, True), said


async def test_the_last_of_an_authority_is_missed_loudly(world: World) -> None:
    last = await world.new_staff("admin")
    other = await world.new_staff("admin")
    said = await staff(world, "disable", "--username", other.name, *WHY)
    assert (said.status, "没有其他人担任 admin" in said.out) == (0, False), said
    rest = await world.fetch(
        "UPDATE grants SET valid_to = now() WHERE role = 'admin' AND user_id <> $1"
        " AND valid_to IS NULL RETURNING id",
        last.id,
    )
    try:
        said = await staff(world, "ungrant", "--username", last.name, "--role", "admin", *WHY)
    finally:
        ids = [row["id"] for row in rest]
        await world.fetch("UPDATE grants SET valid_to = NULL WHERE id = ANY($1)", ids)
    assert (said.status, "没有其他人担任 admin" in said.out) == (0, True), said


async def test_an_authority_of_one_is_told_that_accounts_take_two(world: World) -> None:
    leaving, staying = [await world.new_staff("authority") for _ in range(2)]
    others = await world.fetch(
        "UPDATE grants SET valid_to = now() WHERE role = 'authority' AND user_id NOT IN ($1, $2)"
        " AND valid_to IS NULL RETURNING id",
        leaving.id,
        staying.id,
    )
    try:
        said = await staff(world, "disable", "--username", leaving.name, *WHY)
    finally:
        ids = [row["id"] for row in others]
        await world.fetch("UPDATE grants SET valid_to = NULL WHERE id = ANY($1)", ids)
    assert (said.status, "只剩 1 人担任 authority" in said.out) == (0, True), said


async def test_every_login_of_a_person_is_ended(world: World) -> None:
    here = await world.new_staff("expert")
    there = await Person.as_staff(world.anyone, here.name, STAFF_PASSWORD)
    said = await staff(world, "end-sessions", "--username", here.name, *WHY)
    assert (said.status, "已结束其登录 / Logins ended: 2" in said.out) == (0, True), said
    for one in (here, there):
        (await one.get("/session")).refused(401, "unauthenticated")
    await Person.as_staff(world.anyone, here.name, STAFF_PASSWORD)


async def test_a_password_is_set_anew(world: World) -> None:
    here = await world.new_staff("expert")
    weak = await staff(
        world, "reset-password", "--username", here.name, "--password-stdin", *WHY, stdin="abc\n"
    )
    assert (weak.status, "密码太短" in weak.err) == (1, True), weak
    words = ("reset-password", "--username", here.name, "--password-stdin", *WHY)
    said = await staff(world, *words, stdin="quiet river stones\n")
    assert (said.status, "已重设密码" in said.out) == (0, True), said
    (await here.get("/session")).refused(401, "unauthenticated")
    (await log_in(world, here.name, STAFF_PASSWORD)).refused(401, "credentials_invalid")
    (await log_in(world, here.name, "quiet river stones")).ok()
    assert ("password.reset", "operator", "调离岗位") in await record(world, here)


async def test_the_list_says_how_each_account_stands(world: World) -> None:
    here = await world.new_staff("district", district="徐汇区")
    shut = await world.new_staff("expert")
    assert (await staff(world, "disable", "--username", shut.name, *WHY)).status == 0
    said = await staff(world, "list")
    assert said.status == 0, said
    lines = said.out.splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith(f"{here.name}："))
    assert "正常，未绑定动态口令，最近登录 20" in lines[at]
    assert lines[at].endswith(str(here.id))
    assert lines[at + 1] == "  district 徐汇区: 徐汇区"
    (line,) = [line for line in lines if line.startswith(f"{shut.name}：")]
    assert "已停用（20" in line


async def test_nobody_of_that_name_is_told(world: World) -> None:
    for act in ("disable", "enable", "end-sessions"):
        said = await staff(world, act, "--username", "nobody-here", *WHY)
        assert (said.status, "没有账号 'nobody-here'" in said.err) == (1, True), said


def test_without_a_reason_or_a_name_nothing_happens() -> None:
    assert "--reason" in run_here("staff", "disable", "--username", "mei").err
    assert "须给出其中一个" in run_here("staff", "disable", *WHY).err
    assert "不是有效的编号" in run_here("staff", "disable", "--person", "mei", *WHY).err
    words = ("grant", "--username", "mei", "--role", "auditor", "--until", "soon", *WHY)
    assert "日期须写成 2026-12-31" in run_here("staff", *words).err
