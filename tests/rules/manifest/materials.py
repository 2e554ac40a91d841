"""A checklist as cities word theirs, some labels holding others."""

from models.rules.reasons import Text
from models.rules.terms.track import Material

MATERIALS = (
    Material(
        "commitment_letter",
        Text("本年度首次申请“双推”资助资金的承诺书（法人签章）", "Commitment letter, sealed"),
    ),
    Material("business_licence", Text("营业执照（复制件）", "Business licence (copy)"), maximum=2),
    Material("service_contract", Text("服务协议（合同）（复制件）", "Service agreement (copy)")),
    Material("payment_receipt", Text("付款凭证（复制件）", "Payment vouchers (copies)")),
    Material("contract_annex", Text("服务协议补充", "Annex of the agreement"), required=False),
)
