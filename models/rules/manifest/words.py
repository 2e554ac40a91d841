"""What the columns of a list of clients are called, and what to write in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from models.rules.moments import LABELS as MOMENTS
from models.rules.reasons import Text
from models.rules.terms.programme import Fact, FactType
from models.rules.wording import value_in_words

RESULT, REASON = Text("结果", "Result"), Text("原因", "Reason")
"""The two columns that a report adds; they are ignored when it is sent again."""

SUMMARY_SHEET = Text("处理结果", "Results")
GUIDE_SHEET, PLANS_SHEET, LISTS_SHEET = "填写说明", "本平台方案", "选项"
CLIENTS_SHEET = "客户清单"
SUMMARY_SHEETS: Final = frozenset({SUMMARY_SHEET.zh, SUMMARY_SHEET.en})
OWN_SHEETS: Final = SUMMARY_SHEETS | {GUIDE_SHEET, PLANS_SHEET, LISTS_SHEET}
"""Sheets that templates and reports have beside the list."""

NO_PLAN = Text("（请先在“本平台”新增方案）", "(add a plan first)")
EXAMPLE_FIRM, EXAMPLE_SECTOR = "上海示例机械有限公司", "通用设备制造业"
TOTALS: Final = frozenset({"合计", "总计", "小计", "共计"})
"""A row under one of these words and without a firm is a sum."""

EXAMPLES: Final[Mapping[FactType, str]] = MappingProxyType(
    {"bool": "是", "text": "示例", "date": "2026-03-05", "instant": "2026-03-05 10:30"}
)


@dataclass(frozen=True, slots=True)
class Told:
    """`also`: what other tables call the column."""

    label: Text
    help: Text
    also: tuple[str, ...] = ()


_MOMENT = Text(
    "写日期和时间，如 2026-03-05 10:30；凭证上没有时间的只写日期，按当天最后一秒排队",
    "Day and time, such as 2026-03-05 10:30; a day alone counts as its last second",
)

COLUMNS: Final[Mapping[str, Told]] = MappingProxyType(
    {
        "uscc": Told(
            Text("统一社会信用代码", "Unified social credit code"),
            Text(
                "营业执照上的 18 位代码。这一列须为文本格式，否则表格软件会把它变成 9.13E+17",
                "The 18 characters on the licence; the column must be text",
            ),
            ("信用代码", "社会信用代码", "统一代码", "企业信用代码", "税号", "纳税人识别号"),
        ),
        "enterprise_name": Told(
            Text("企业名称", "Enterprise name"),
            Text("营业执照上的全称", "The whole name on the licence"),
            ("单位名称", "公司名称", "客户名称", "企业全称"),
        ),
        "district": Told(
            Text("所在区", "District"),
            Text("企业所在的区（县），其他城市的请连同城市一起写", "With its city if elsewhere"),
            ("所在区县", "区县", "所属区"),
        ),
        "registered_city": Told(
            Text("登记注册地", "City of registration"),
            Text("企业登记机关所在的城市，如 上海市", "The city of the registry"),
            ("注册城市", "登记城市", "注册地"),
        ),
        "sector": Told(
            Text("所属行业", "Line of business"),
            Text(
                "国民经济行业的门类或大类，可写名称或代码，如 通用设备制造业、C34",
                "Section or division of GB/T 4754, by name or code",
            ),
            ("行业", "行业类别"),
        ),
        "employees": Told(
            Text("从业人数", "Number of employees"),
            Text("整数，如 35", "A whole number"),
            ("从业人员", "员工人数", "职工人数"),
        ),
        "annual_revenue_yuan": Told(
            Text("上年营业收入（元）", "Revenue of the last year (yuan)"),
            Text("以元为单位；也可写成 1200万元", "In yuan; 1200万元 is understood"),
            ("营业收入", "年营业收入", "annual_revenue_fen"),
        ),
        "registered_on": Told(
            Text("成立日期", "Day of registration"),
            Text("营业执照上的成立日期，如 2015-06-18", "The day on the licence"),
            ("注册日期", "成立时间"),
        ),
        "in_service_zone": Told(
            Text("是否在生产性服务业功能区内", "In the service zone"),
            Text("填“是”或“否”；留空为“否”", "是 or 否; blank is 否"),
        ),
        "contact_phone": Told(
            Text("联系人手机", "Contact's mobile"),
            Text(
                "企业联系人的 11 位手机号：企业用它登录、核对并确认这份申请",
                "The firm confirms the application by this number",
            ),
            ("联系电话", "手机号", "手机", "手机号码", "联系人电话", "电话"),
        ),
        "plan": Told(
            Text("服务方案", "Plan"),
            Text("本平台方案的名称或编号，见“本平台方案”页", "Title or id of one of your plans"),
            ("方案", "方案名称", "plan_id"),
        ),
        "contract_no": Told(
            Text("合同编号", "Contract number"),
            Text("服务协议（合同）上的编号，照原样填写", "As it stands on the agreement"),
            ("合同号", "协议编号", "服务协议编号"),
        ),
        "signed_at": Told(
            Text(MOMENTS["signed_at"].zh, "Time of signing"),
            _MOMENT,
            ("签约日期", "签订时间", "签订日期", "合同签订日期"),
        ),
        "paid_at": Told(
            Text(MOMENTS["paid_at"].zh, "Time of payment"),
            _MOMENT,
            ("交费日期", "付款时间", "付款日期", "支付时间", "缴费时间"),
        ),
        "fee_yuan": Told(
            Text("服务费金额（元）", "Service fee (yuan)"),
            Text("首期基础应用服务费全额，以元为单位", "The whole first-period fee, in yuan"),
            ("服务费", "合同金额", "首期基础应用服务费"),
        ),
        "paid_yuan": Told(
            Text("已付金额（元）", "Amount paid (yuan)"),
            Text("企业实际付款的金额，以支付凭据为准", "As the voucher shows"),
            ("付款金额", "实付金额", "企业已付金额"),
        ),
        "payer": Told(
            Text("付款方", "Payer"),
            Text("支付凭据上的付款户名；就是该企业的可留空", "As the voucher shows; may be blank"),
            ("付款人", "付款户名", "付款单位"),
        ),
        "voucher_no": Told(
            Text("支付凭据号", "Voucher number"),
            Text("银行回单或流水号，可留空", "The bank's number; may be blank"),
            ("凭证号", "回单号", "流水号"),
        ),
        "files": Told(
            Text("材料文件", "Files"),
            Text(
                "材料在压缩包里的文件名，多个用分号隔开；按企业分文件夹放好的留空",
                "Names in the archive, parted by semicolons; blank where each firm has its folder",
            ),
            ("文件", "附件"),
        ),
    }
)


def in_yuan(label: Text) -> Text:
    """A sum's label with the unit of its cells."""
    return Text(f"{label.zh}（元）", f"{label.en} (yuan)")


def in_percent(label: Text) -> Text:
    """A rate's label with the unit of its cells."""
    return Text(f"{label.zh}（%）", f"{label.en} (%)")


def fact_help(fact: Fact) -> Text:
    """How to write a fact, and the clause that asks for it."""
    told = _FACT_HELP[fact.type]
    if fact.default is not None:
        left = value_in_words(fact, fact.default)
        told = Text(f"{told.zh}；留空为“{left.zh}”", f"{told.en}; blank is {left.en}")
    return told.resting_on(fact.cite)


_FACT_HELP: Final[Mapping[FactType, Text]] = MappingProxyType(
    {
        "int": Text("填整数", "A whole number"),
        "money": Text("以元为单位；也可写成 1200万元", "In yuan; 1200万元 is understood"),
        "ratio": Text("写成百分数，如 60%", "In percent, such as 60%"),
        "bool": Text("填“是”或“否”", "是 or 否"),
        "text": Text("填文字", "Text"),
        "choice": Text("从下拉列表中选一项", "One of the options"),
        "list": Text("可选多项，用分号隔开", "Any of the options, parted by semicolons"),
        "date": Text("填日期，如 2026-03-05", "A day, such as 2026-03-05"),
        "instant": _MOMENT,
    }
)
