"""Letters as whoever downloads them reads them, and as whoever is shown one checks them."""

from tests.features.applications.whole_rules import (
    RONGCHANG,
    approve,
    firm_in,
    published,
    submitted,
)
from tests.features.letters.pages import token_of, words_of
from tests.world.application import World
from tests.world.review_steps import approved, endorse, shown

RARE = "上海𠮷㐂䶮数字科技有限公司"


async def test_a_decision_on_paper_is_checked_until_it_is_revoked(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    application = await owner.submitted(edition)
    path = f"/applications/{application['id']}"
    (await owner.get(f"{path}/decision/pdf")).refused(409, "not_decided")
    await approved(world, application)
    letter = await owner.get(f"{path}/decision/pdf")
    said = words_of(letter)
    for words in (
        "审核结果通知书",
        application["number"],
        application["enterprise"]["name"],
        "同意给予补贴人民币叁仟玖佰贰拾元整（¥3,920.00）",
        "该款拨付给平台企业" + application["platform"]["name"],
        "四(二)1符合",
        "政府补贴（按40%）3,920",
        "第三方服务机构审核查验通过",
        "第1页，共2页",
    ):
        assert "".join(words.split()) in said
    again = await owner.get(
        f"{path}/decision/pdf", headers={"If-None-Match": letter.headers["etag"]}
    )
    assert (again.status, again.raw) == (304, b"")

    anybody = world.anyone
    token = token_of(letter)
    checked = (await anybody.get(f"/verify/{token}")).ok()
    assert checked["in_force"] is True
    assert (checked["paper"], checked["amount_fen"]) == ("decision", 392_000)
    assert checked["firm"] == application["enterprise"]["name"]
    assert checked["uscc"].startswith("*" * 14)
    for broken in (token[:-4] + "AAAA", "x", "a.b.c", application["id"]):
        (await anybody.get(f"/verify/{broken}")).refused(404, "not_found")

    authority = await world.staff("authority")
    (await authority.post(f"{path}/revoke", {"reason": "材料不实"})).ok()
    checked = (await anybody.get(f"/verify/{token}")).ok()
    assert (checked["in_force"], checked["status"]) == (False, "revoked")
    assert "撤销" in checked["standing"]
    revoked = await owner.get(f"{path}/decision/pdf")
    assert "原审核结果已经撤销" in words_of(revoked)
    assert "有异议的，可以依法申请行政复议" in words_of(revoked), "no appeal is open to it"
    assert (await anybody.get(f"/verify/{token_of(revoked)}")).ok()["in_force"] is True
    stranger = await world.sme()
    for letter in ("decision/pdf", "receipt/pdf", "letters/commitment_letter"):
        (await stranger.get(f"{path}/{letter}")).refused(404, "not_found")


async def test_a_receipt_on_paper_and_the_signed_one_are_checked_alike(world: World) -> None:
    owner = await world.sme()
    draft = await owner.draft(world.edition)
    (await owner.get(f"/applications/{draft['id']}/receipt/pdf")).refused(409, "not_submitted")
    application = await owner.submitted(await world.publish())
    path = f"/applications/{application['id']}"
    letter = await owner.get(f"{path}/receipt/pdf")
    said = words_of(letter)
    for paper in application["evidence"]:
        assert paper["sha256"] in said
    signed = (await shown(owner, application))["receipt"]
    by_code = (await world.anyone.get(f"/verify/{token_of(letter)}")).ok()
    by_whole = (await world.anyone.get(f"/verify/{signed}")).ok()
    assert by_code == by_whole
    assert (by_code["paper"], by_code["in_force"]) == ("receipt", True)
    assert by_code["status_label"] == "审核中"
    (await owner.post(f"{path}/withdraw")).ok()
    over = (await world.anyone.get(f"/verify/{token_of(letter)}")).ok()
    assert (over["in_force"], over["status"]) == (False, "withdrawn")
    assert "申请已经结束" in over["standing"]


async def test_a_decision_that_the_firm_gave_back_is_not_being_made_anew(world: World) -> None:
    edition, owner = await published(world, RONGCHANG), await world.sme()
    firm = await firm_in(owner, RONGCHANG)
    application = await submitted(owner, edition, "demo-base", firm)
    (await approve(world, application, award_fen=7_000_000)).ok()
    path = f"/applications/{application['id']}"
    token = token_of(await owner.get(f"{path}/decision/pdf"))
    (await owner.post(f"{path}/withdraw")).ok()
    checked = (await world.anyone.get(f"/verify/{token}")).ok()
    assert (checked["in_force"], checked["result"]) == (False, None)
    assert "已撤回" in checked["standing"]


async def test_what_was_rejected_can_be_appealed_against_once(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    application = await owner.submitted(edition)
    (await endorse(world, application, verdict="reject", comment="凭证不清")).ok()
    path = f"/applications/{application['id']}"
    said = words_of(await owner.get(f"{path}/decision/pdf"))
    assert "提出申诉" in said
    (await owner.post(f"{path}/appeal", {"reason": "材料齐全"})).ok(201)
    assert "提出申诉" not in words_of(await owner.get(f"{path}/decision/pdf"))


async def test_a_scanned_code_opens_a_page(world: World) -> None:
    owner = await world.sme()
    application = await owner.submitted(await world.publish())
    token = token_of(await owner.get(f"/applications/{application['id']}/receipt/pdf"))
    browser = {"accept": "text/html,*/*;q=0.8"}
    page = await world.anyone.get(f"/verify/{token}", headers=browser)
    assert page.headers["content-type"].startswith("text/html")
    assert "真实，现行有效" in page.raw.decode()
    assert application["enterprise"]["name"] in page.raw.decode()
    unknown = await world.anyone.get("/verify/x", headers=browser)
    assert (unknown.status, "未能核验" in unknown.raw.decode()) == (404, True)


async def test_the_commitment_is_filled_in_with_whatever_a_firm_is_called(world: World) -> None:
    owner = await world.sme()
    firm = await owner.enterprise(name=f"{RARE}<b>**&")
    draft = await owner.draft(world.edition, enterprise_id=firm["id"])
    path = f"/applications/{draft['id']}/letters"
    said = words_of(await owner.get(f"{path}/commitment_letter"))
    assert f"{RARE}<b>**&（盖章）" in said
    assert draft["platform"]["name"] in said
    assert "原则上同一家中小企业只享受一次资助" in said
    (await owner.get(f"{path}/business_licence")).refused(404, "not_found")


async def test_what_each_paper_must_show_with_a_sample_and_a_blank_form(world: World) -> None:
    anybody = world.anyone
    base = f"/programmes/{world.edition}/tracks/copay/materials"
    items = {item["kind"]: item for item in (await anybody.get(base)).ok()["items"]}
    assert list(items) == [
        "commitment_letter",
        "business_licence",
        "service_contract",
        "payment_receipt",
    ]
    assert items["payment_receipt"]["shows"][0]["what"] == "付款人，须是贵企业"
    assert items["payment_receipt"]["template"] is None
    sample = await anybody.get(f"{base}/payment_receipt/sample")
    assert "样张" in words_of(sample)
    assert "银行流水号或凭证号" in words_of(sample)
    assert sample.headers["cache-control"].startswith("public")
    blank = words_of(await anybody.get(f"{base}/commitment_letter/template"))
    assert "＿＿＿＿＿＿＿＿（盖章）" in blank
    (await anybody.get(f"{base}/payment_receipt/template")).refused(404, "not_found")
    (await anybody.get(f"{base}/passport/sample")).refused(404, "not_found")
