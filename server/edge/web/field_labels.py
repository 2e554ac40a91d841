"""What people call a field: the name that a refusal gives it, in both languages."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, get_origin

from models.rules import moments
from models.rules.reasons import Text

LABELS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "account": Text("收款账号", "account number"),
        "address": Text("公开地址", "public address"),
        "among_tied": Text("并列者中入选的申请", "who of the tied passes"),
        "announcement": Text("公告全文", "text of the announcement"),
        "annual_revenue_fen": Text("上年营业收入", "revenue of the last year"),
        "answer": Text("答复内容", "answer"),
        "answers": Text("补正说明", "answers to corrections"),
        "application_id": Text("申请", "application"),
        "application_ids": Text("要公示的申请", "applications to be shown"),
        "award_fen": Text("核定金额", "amount granted"),
        "bank": Text("开户银行", "bank"),
        "basis": Text("核实依据", "what the check rests on"),
        "budget_fen": Text("额度", "budget"),
        "categories": Text("平台类别", "categories"),
        "category": Text("平台类别", "category"),
        "checklist": Text("材料核对结果", "checklist of papers"),
        "chosen": Text("入选数量", "how many are chosen"),
        "cite": Text("所依据的条款", "clause it rests on"),
        "city": Text("所在城市", "city"),
        "clients": Text("新增用户清单", "list of new clients"),
        "clients_from": Text("客户数下限", "least number of clients"),
        "code": Text("验证码", "code"),
        "code_on_licence": Text(
            "代码是否与营业执照一致", "whether the code is the one on the licence"
        ),
        "comment": Text("意见", "comment"),
        "conflict": Text("是否有利益冲突", "whether there is a conflict of interest"),
        "confirmation": Text("企业确认", "the firm's word"),
        "contact": Text("联系方式", "contact"),
        "contract_no": Text("合同编号", "contract number"),
        "credit_record": Text("是否记入失信记录", "whether it goes on the credit record"),
        "cursor": Text("翻页位置", "cursor"),
        "description": Text("详细说明", "description"),
        "cookie": Text("会话放进 Cookie", "session in a cookie"),
        "device": Text("设备凭证", "token of a known device"),
        "district": Text("所在区", "district"),
        "due": Text("截止日范围", "due"),
        "edition": Text("申报年度", "edition"),
        "edition_file": Text("年度文件", "file of the year"),
        "email": Text("邮箱", "address"),
        "employees": Text("从业人数", "number of employees"),
        "english": Text("是否用英文", "whether in English"),
        "enterprise_id": Text("申请企业", "firm that applies"),
        "entry": Text("有异议的条目", "entry that is objected to"),
        "facts": Text("申报内容", "declared facts"),
        "failed": Text("未付成功的明细", "lines that failed"),
        "fee_fen": Text("服务费金额", "service fee"),
        "file": Text("文件", "file"),
        "firm": Text("企业信息", "record of the firm"),
        "ids": Text("要通过的申请", "what is to pass"),
        "in_service_zone": Text(
            "是否在生产性服务业功能区内", "whether it sits in the service zone"
        ),
        "item": Text("补正事项", "item to correct"),
        "items": Text("补正事项", "items to correct"),
        "kind": Text("材料种类", "kind of paper"),
        "licence_checked": Text("是否核对了营业执照", "whether the licence was checked"),
        "limit": Text("每页条数", "items a page"),
        "line": Text("明细行号", "line"),
        "modes": Text("参与方式", "modes"),
        "name": Text("名称", "name"),
        "new_password": Text("新密码", "new password"),
        "ok": Text("是否核对无误", "whether it was found right"),
        "objections": Text("异议情况", "objections"),
        "old_password": Text("原密码", "present password"),
        "otp": Text("动态验证码", "one-time code"),
        "page": Text("页码", "Page"),
        "paid_at": moments.LABELS["paid_at"],
        "paid_fen": Text("已付金额", "amount paid"),
        "paid_on": Text("拨付日期", "day of payment"),
        "password": Text("密码", "password"),
        "sha256": Text("文件的 SHA-256", "SHA-256 of the file"),
        "phase": Text("办理阶段", "phase"),
        "payer": Text("付款方", "payer"),
        "payee": Text("收款账户", "payee account"),
        "payee_id": Text("收款账户编号", "id of the account"),
        "period_months": Text("首期月数", "months of the first period"),
        "phone": Text("咨询电话", "public phone"),
        "places": Text("名额", "places"),
        "plan_id": Text("服务方案", "plan"),
        "plans": Text("要比较的方案", "plans to compare"),
        "platform_id": Text("平台企业", "platform"),
        "policy": Text("政策文件", "policy file"),
        "price_from_fen": Text("自付金额下限", "least to pay"),
        "price_to_fen": Text("自付金额上限", "most to pay"),
        "programme": Text("项目", "programme"),
        "q": Text("搜索文字", "text to look for"),
        "queue": Text("排队状态", "state in the line"),
        "quiet": Text("免打扰", "quiet hours"),
        "quiet_from": Text("免打扰开始时间", "hour at which quiet hours begin"),
        "quiet_to": Text("免打扰结束时间", "hour at which quiet hours end"),
        "rating_from": Text("评分下限", "least stars"),
        "reason": Text("理由", "reason"),
        "recover_fen": Text("追回金额", "amount to come back"),
        "reference": Text("证明编号或流水号", "number of the bank's paper"),
        "region_class": Text("地区类别", "region class"),
        "registered_city": Text("登记注册地", "place of registration"),
        "registered_on": Text("成立日期", "day of registration"),
        "results": Text("订阅结果", "results of the popup"),
        "scores": Text("各项得分", "points"),
        "role": Text("邀请对方担任什么", "as what they are invited"),
        "sector": Text("所属行业", "line of business"),
        "signed_at": moments.LABELS["signed_at"],
        "signed_on": Text("签约日期", "day of signing"),
        "sort": Text("排序方式", "order"),
        "stage": Text("办理环节", "stage"),
        "stars": Text("几星", "stars"),
        "starts_on": Text("公示开始日期", "first day of the notice"),
        "state": Text("状态", "state"),
        "status": Text("状态", "status"),
        "summary": Text("平台简介", "summary"),
        "text_version": Text("隐私说明的版本", "version of the privacy text"),
        "title": Text("标题", "title"),
        "token": Text("邀请码", "invitation token"),
        "track": Text("申报事项", "track"),
        "archive": Text("材料压缩包", "archive of papers"),
        "archive_upload": Text("材料压缩包的上传编号", "id of the archive's upload"),
        "manifest": Text("客户清单", "list of clients"),
        "manifest_upload": Text("客户清单的上传编号", "id of the list's upload"),
        "format": Text("文件格式", "format of the file"),
        "mode": Text("提交方式", "which rows are filed"),
        "result": Text("处理结果", "result"),
        "unread": Text("只看未读", "unread ones alone"),
        "uscc": Text("统一社会信用代码", "unified social credit code"),
        "user_id": Text("接手的成员", "the member who takes over"),
        "username": Text("账号", "user name"),
        "verdict": Text("处理结论", "verdict"),
        "verified": Text("材料所示的时间和金额", "what the papers show"),
        "voucher_no": Text("付款凭证号", "number of the payment's voucher"),
        "website": Text("官网", "website"),
        "words": Text("评价内容", "what is said"),
        "Confirmation.voucher_no": Text("拨付凭证号", "voucher number"),
        "CorrectedDates.reason": Text("更正理由", "reason of the correction"),
        "FailedLine.reason": Text("未付成功的原因", "why it failed"),
        "FirmPayeeChange.name": Text("收款户名", "name of the account"),
        "FirmRecord.name": Text("企业名称", "name of the firm"),
        "Item.reason": Text("补正原因", "why it must be corrected"),
        "NewClientRow.fee_fen": Text("首期服务费", "fee of the first period"),
        "NewClientRow.name": Text("客户名称", "name of the client"),
        "PaperForm.name": Text("文件名", "file name"),
        "AttachmentForm.name": Text("文件名", "file name"),
        "PayeeChange.name": Text("收款户名", "name of the account"),
        "PlanTerms.fee_fen": Text("方案价格", "price of the plan"),
        "PlanTerms.title": Text("方案名称", "name of the plan"),
        "ProfileChange.name": Text("平台名称", "name of the platform"),
        "WeChatCode.code": Text("微信授权码", "WeChat code"),
        "NewNotice.title": Text("公示标题", "title of the notice"),
    }
)
SECRETS: Final = frozenset(
    {"account", "code", "new_password", "old_password", "otp", "password", "token", "uscc"}
)
"""Fields whose value is never said back: secrets, and numbers that may be a person's own."""

_ROW = re.compile(r"\[(\d+)\]")


def label_of(kind: Any, name: str, path: str = "") -> Text:
    """The field `name` of a struct, if of one; inside a list with the number of its row, from 1.

    A name that nobody has given words to stands for itself, as a fact's does.
    """
    known = LABELS.get(name) or Text(f"“{name}”", f"“{name}”")
    for base in getattr(get_origin(kind) or kind, "__mro__", ()):
        known = LABELS.get(f"{base.__name__}.{name}") or known
        if f"{base.__name__}.{name}" in LABELS:
            break
    return in_row(known, path)


def in_row(label: Text, path: str) -> Text:
    """The label with the row that the innermost list of `path` is at."""
    rows = _ROW.findall(path)
    if not rows:
        return label
    number = int(rows[-1]) + 1
    return Text(f"第 {number} 行的{label.zh}", f"{label.en} in row {number}")
