"""Words for fields that mean the same in every schema; all others say theirs beside their type."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from msgspec import Meta

from server.edge.web.field_types import about

WORDS: Final[Mapping[str, Meta]] = MappingProxyType(
    {
        "Idempotency-Key": about(
            "自选的唯一键，24 小时内重发得到同一结果",
            "a key of one's own; a repeat within 24 h gives the same result",
        ),
        "If-Match": about(
            '所读版本的 ETag，如 "3"', 'the ETag of the version that was read, such as "3"'
        ),
        "If-None-Match": about(
            "手中内容的 ETag，未变则答 304", "ETag of what the client has; 304 if it is unchanged"
        ),
        "Location": about(
            "新上传的地址，末段为其编号", "address of the new upload; it ends in its id"
        ),
        "Tus-Checksum-Algorithm": about("可用的校验算法", "the checksums that are understood"),
        "Tus-Extension": about("支持的 tus 扩展", "extensions of tus that are spoken"),
        "Tus-Max-Size": about("单个文件的字节上限", "the most bytes of a file"),
        "Tus-Resumable": about("tus 协议版本，固定为 1.0.0", "the version of tus, 1.0.0"),
        "Tus-Version": about("支持的 tus 版本", "versions of tus that are spoken"),
        "Upload-Checksum": about(
            "本段内容的校验值：sha1 或 sha256，空格，Base64",
            "checksum of this body: sha1 or sha256, a blank, Base64",
        ),
        "Upload-Expires": about("到此时还没有用上则删除", "when it is deleted, unless it is used"),
        "Upload-Length": about("文件的总字节数", "bytes of the whole file"),
        "Upload-Metadata": about(
            "文件说明：名称、空格、Base64，逗号隔开；filename 为文件名",
            "what is said of the file: names with Base64 values; filename is its name",
        ),
        "Upload-Offset": about(
            "从第几个字节起（即已收到的字节数）", "where the bytes go on: how many were received"
        ),
        "upload_id": about("上传编号", "id of the upload"),
        "X-HTTP-Method-Override": about(
            "所要的方法：PATCH、DELETE 或 HEAD", "the method that is meant: PATCH, DELETE or HEAD"
        ),
        "account": about(
            "账号，显示时只留末几位",
            "the account; shown with its last digits only",
            "6222020000000000",
        ),
        "actor_role": about("操作人的角色", "role of who did it"),
        "amount_fen": about(
            "金额，分；空值为此步不涉金额", "amount in fen; null where the step has none"
        ),
        "announcement": about(
            "公告全文", "text of the public announcement", "因停止运营，撤销该平台资格。"
        ),
        "annual_revenue_fen": about(
            "上年营业收入，分", "revenue of the last year, in fen", 500000000
        ),
        "answer": about(
            "答复；空值为未答复", "the answer; null until it is given", "经核实，异议不成立。"
        ),
        "appeal_id": about("申诉编号", "id of the appeal"),
        "application_id": about("申请编号", "id of the application"),
        "as_of": about("数据时刻", "the moment that the figures are of"),
        "assumed": about(
            "是否为本系统的理解（原文未明说）",
            "whether it is our reading, not the notice's own words",
        ),
        "at": about("发生时刻", "when it happened"),
        "average": about("平均分，两位小数，四舍五入", "mean of the totals, two places, half up"),
        "award_fen": about(
            "补贴金额，分；空值为尚不能确定", "the award in fen; null while it is not known"
        ),
        "batch_id": about("批次编号", "id of the batch"),
        "bank": about(
            "开户银行；空值为未填", "the bank; null until it is named", "示例银行上海分行"
        ),
        "categories": about("功能分类代码", "codes of its functions", ["technology"]),
        "category": about("功能分类代码", "code of a function"),
        "chosen": about(
            "入围数；空值为未划线", "how many the line lets pass; null before it is drawn"
        ),
        "cite": about(
            "条款出处；空值为未引条款", "the clause it rests on; null where none is cited"
        ),
        "city": about("所在城市", "the city", "苏州市"),
        "closed_at": about("关闭时刻；空值为未关闭", "when it was closed; null until then"),
        "code": about("代码，固定不变", "its stable code"),
        "comment": about("意见或备注；空值为没有", "remark; null without one", "材料齐全"),
        "conditions": about("各项条件及结果", "conditions, each with its outcome"),
        "consent_due": about(
            "是否须先同意现行隐私说明", "whether the present privacy text is still to be agreed to"
        ),
        "contact": about("联系方式；空值为未填", "how to reach it; null until it is given"),
        "contract_no": about(
            "合同编号；空值为未填", "number of the contract; null until it is given", "HT-2026-001"
        ),
        "created_at": about("创建时刻", "when it was made"),
        "cursor": about("上页的 next_cursor", "`next_cursor` of the page before"),
        "decided_at": about("决定时刻；空值为未决定", "when it was decided; null until then"),
        "decision": about("决定的理由；空值为未决定", "what was decided and why; null until then"),
        "description": about("详细说明", "its description", "含部署、培训和一年服务"),
        "dispute_id": about("争议编号", "id of the dispute"),
        "invitation_id": about("邀请编号", "id of the invitation"),
        "user_id": about("人员编号", "id of the person"),
        "district": about("所在区", "the district", "浦东新区"),
        "document": about("政策文件名称和文号", "name and number of the published document"),
        "due_on": about("截止日；空值为未定", "last day for it; null while it has none"),
        "edition": about("届次代码", "code of the edition", "sh-shuangtui-2026"),
        "eligible": about(
            "是否符合条件；空值为尚不能判定",
            "whether it meets the conditions; null while it cannot be told",
        ),
        "employees": about("从业人数", "how many are employed", 80),
        "enterprise_fen": about(
            "企业承担部分，分；空值为未知", "the firm's own part in fen; null while unknown"
        ),
        "enterprise_id": about("企业编号", "id of the firm"),
        "enterprises": about("可代办的企业", "firms that the person acts for"),
        "enterprise": about(
            "企业；空值为不可见或尚未关联", "the firm; null where it is none or not to be seen"
        ),
        "event": about("事件代码", "code of the event"),
        "evidence_id": about("材料编号", "id of the paper"),
        "expires_at": about("失效时刻", "when it ceases to hold"),
        "facts": about(
            "申报内容，按名称；有哪些项由方向规定",
            "declared facts by name; the track says which",
            {"employees": 80},
        ),
        "fee_fen": about(
            "首期服务费总额，分；空值为未填",
            "whole fee of the first period in fen; null until it is given",
            1200000,
        ),
        "government_fen": about(
            "政府承担部分，分；空值为未知", "the government's part in fen; null while unknown"
        ),
        "granted_fen": about(
            "已锁定金额，分；空值为未锁定，候补时为 0",
            "what is locked, in fen; null before, 0 while it waits",
        ),
        "grants": about("所任角色", "roles that are held"),
        "hash": about("规则规范文本的 SHA-256", "SHA-256 of the rules in their canonical form"),
        "id": about("编号", "its id"),
        "in_service_zone": about(
            "是否在生产性服务业功能区内", "whether it sits in the service zone", True
        ),
        "issued_on": about(
            "文件发布日；空值为未注明", "day of its publication; null where it names none"
        ),
        "items": about("条目", "the entries"),
        "item": about(
            "需更正的内容：材料种类、字段或 facts.名称",
            "what to correct: a kind of paper, a field, or `facts.<name>`",
            "invoice",
        ),
        "kind": about("种类代码", "code of its kind", "service_contract"),
        "label": about("显示用名称", "its name as shown"),
        "limit": about("每页条数，1–100", "items a page, 1 to 100"),
        "materials": about("所需材料", "papers that are asked for"),
        "maximum_points": about("最高分", "most points it can be given"),
        "message": about("说明，给申请人看", "what it means, for the applicant"),
        "met": about(
            "是否满足；空值为缺少数据", "whether it is met; null while a value is missing"
        ),
        "minimum_experts": about(
            "最少评分专家数；空值为不评分",
            "fewest experts a round needs; null where it is not scored",
        ),
        "modes": about("资助方式代码", "codes of funding modes", ["copay"]),
        "must_change_password": about(
            "是否须先修改密码", "whether the password must be changed first"
        ),
        "name": about("名称", "its name", "示例科技有限公司"),
        "next_cursor": about(
            "下一页的游标；空值为最后一页", "cursor of the next page; null on the last"
        ),
        "notice_id": about(
            "公示编号；空值为不在公示中", "id of the public notice; null when in none"
        ),
        "notification_id": about("消息编号", "id of the entry"),
        "number": about("申请受理号", "number of the application"),
        "objection_id": about("异议编号", "id of the objection"),
        "appeal_paper_id": about("申诉材料编号", "id of the appeal's paper"),
        "objection_paper_id": about("异议材料编号", "id of the objection's paper"),
        "otp_due": about(
            "是否须先设二次验证，否则相应角色不生效",
            "whether a second factor is due; until then the roles that need it are not in force",
        ),
        "out_of_order": about(
            "是否未按排队顺序办理", "whether it was handled out of the line's order"
        ),
        "paid_at": about(
            "付款时刻或日期；空值为未填",
            "when it was paid, instant or day; null until it is given",
            "2026-03-05T10:30:00+08:00",
        ),
        "paid_fen": about(
            "企业已付金额，分；空值为未填",
            "what the firm has paid, in fen; null until it is given",
            600000,
        ),
        "paid_on": about("拨付日；空值为未拨付", "day of payment; null until then", "2026-06-30"),
        "passed": about(
            "是否入围；空值为未划线", "whether the line let it pass; null before it is drawn"
        ),
        "held_id": about("待审核内容编号", "id of what is held"),
        "held_picture_id": about("待审核的图片的编号", "id of a picture that waits for a look"),
        "payee_id": about("收款账户编号", "id of the account"),
        "payout_id": about("拨付批次编号", "id of the payout"),
        "period_months": about("首期月数", "months of the first period", 12),
        "phone": about(
            "手机号（已遮盖）；空值为未绑定", "phone number, masked; null while unknown"
        ),
        "picture_id": about("图片编号", "id of the picture"),
        "proposal_id": about("所提政策文件的编号", "id of the proposed files"),
        "plan_id": about("方案编号", "id of the plan"),
        "plans": about("服务方案", "its plans"),
        "platform_fen": about(
            "平台承担部分，分；空值为未知", "the platform's part in fen; null while unknown"
        ),
        "platform_id": about("平台编号；空值为无平台", "id of the platform; null without one"),
        "pool": about(
            "资金池代码；空值为不用资金", "code of the pool; null where no money is given"
        ),
        "programme": about("政策代码", "code of the policy"),
        "published_at": about("发布时刻", "when it was published"),
        "queue": about("排队情况", "its place in the line"),
        "q": about("搜索文字，在名称等处查找", "text to look for in names and the like"),
        "raised_at": about("提出时刻", "when it was raised"),
        "rank": about("名次，从 1 起，同分同名次", "rank from 1; equals share one"),
        "reading": about(
            "原文有两种读法时我们的理解；空值为无",
            "how we read an unclear sentence; null where there is nothing to read",
        ),
        "reason": about("理由", "the reason, in words", "经核实，详见所附材料"),
        "recognition_id": about("认定编号", "id of the recognition"),
        "recover_fen": about("须追回金额，分", "what must come back, in fen", 0),
        "region_class": about(
            "区域档代码；空值为按主门槛",
            "class of districts whose thresholds hold; null: the main ones",
        ),
        "registered_city": about("注册城市", "city of registration", "上海市"),
        "registered_on": about("注册日期", "day of registration", "2019-06-18"),
        "required": about("是否必需", "whether it is needed"),
        "review_id": about("审核任务编号", "id of the review"),
        "role": about("角色代码", "code of the role"),
        "round": about("轮次，从 1 起", "the round, from 1"),
        "scores": about("各评分项的得分", "points by criterion", {"innovation": 18}),
        "sector": about("所属行业", "the line of business", "软件和信息技术服务业"),
        "signed_at": about(
            "签约时刻或日期；空值为未填",
            "when it was signed, instant or day; null until it is given",
            "2026-03-01",
        ),
        "signed_on": about("签约日", "day of signing", "2026-03-01"),
        "span": about(
            "year 为当届有效，standing 为撤销前一直有效",
            "`year`: for this edition; `standing`: until it is withdrawn",
        ),
        "stages": about("流程步骤，按序", "steps of the path, in order"),
        "stage": about("流程步骤代码；空值为不在流程中", "step of the path; null when on none"),
        "starts_on": about("公示首日", "first day of the notice", "2026-05-06"),
        "state": about("当前状态", "its present state"),
        "status": about("状态", "its status"),
        "steps": about("计算步骤", "how it is worked out, step by step"),
        "summary": about("简介", "what it is, in a few lines", "面向制造业的订单管理平台"),
        "text": about("说明文字", "its words as shown"),
        "title": about("标题", "its title"),
        "token": about("登录令牌，放在 Authorization 头中", "token for the Authorization header"),
        "scene": about(
            "扫码打开页面时收到的 scene",
            "scene that a page was opened with",
            "p=AZrn1f0gcVWnF0QyLGIUlg",
        ),
        "total": about("总分", "sum of the points"),
        "track": about("方向代码", "code of the track", "copay"),
        "uscc": about(
            "统一社会信用代码，18 位",
            "unified social credit code, 18 characters",
            "91350100M000100Y43",
        ),
        "user": about("登录人", "who is logged in"),
        "verdict": about("结论", "the verdict"),
        "verified": about("是否已核实", "whether it has been verified"),
        "version": about("版本号，修改时放在 If-Match 中", "version, to be sent back in If-Match"),
        "voucher_no": about(
            "凭证号；空值为未拨付", "number of the voucher; null until it is paid", "BF-2026-0630"
        ),
    }
)
