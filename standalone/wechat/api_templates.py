"""The template APIs under `/wxaapi/newtmpl/`."""

import base64

from standalone.wechat.call import Call
from standalone.wechat.records import Template
from standalone.wechat.replies import Answer, Refusal, ok
from standalone.wechat.template_file import read_template
from standalone.wechat.world import World

_PUBLIC_WORDS = {
    1: {"kid": 1, "key": "thing1", "label": "办理事项", "example": "补贴申请"},
    2: {"kid": 2, "key": "phrase2", "label": "办理结果", "example": "审核通过"},
    3: {"kid": 3, "key": "date3", "label": "办理时间", "example": "2026年11月21日"},
    4: {"kid": 4, "key": "thing4", "label": "备注", "example": "请及时查看"},
    5: {"kid": 5, "key": "amount5", "label": "金额", "example": "¥100.00"},
}


def _shown(template: Template) -> dict[str, object]:
    shown: dict[str, object] = {
        "priTmplId": template.template_id,
        "title": template.title,
        "content": template.content,
        "example": template.example,
        "type": template.type,
    }
    if template.values:
        shown["keywordEnumValueList"] = [
            {"keywordCode": f"{key}.DATA", "enumValueList": list(values)}
            for key, values in template.values.items()
        ]
    return shown


async def gettemplate(world: World, call: Call) -> Answer:
    return ok(data=[_shown(template) for template in world.templates.values()])


async def getpubtemplatekeywords(world: World, call: Call) -> Answer:
    if not call.query.get("tid"):
        raise Refusal(200011, "tid error")
    rows = [
        {"kid": w["kid"], "name": w["label"], "example": w["example"], "rule": str(w["key"])[:-1]}
        for w in _PUBLIC_WORDS.values()
    ]
    return ok(count=len(rows), data=rows)


async def addtemplate(world: World, call: Call) -> Answer:
    """A `tid` that begins with `L` is of a long-term template (type 3), every other one of type 2."""
    given = call.body.get("kidList")
    kids = given if isinstance(given, list) else []
    if not call.body.get("tid"):
        raise Refusal(200011, "tid error")
    known = [kid for kid in kids if isinstance(kid, int) and kid in _PUBLIC_WORDS]
    if not 2 <= len(kids) <= 5 or known != kids:
        raise Refusal(200012, "kidList error")
    if not 0 < len(str(call.body.get("sceneDesc", ""))) <= 15:
        raise Refusal(200014, "sceneDesc error")
    template = read_template(
        {
            "id": base64.urlsafe_b64encode(world.dice.randbytes(33)).decode()[:43],
            "title": f"模板{call.body['tid']}",
            "type": 3 if str(call.body["tid"]).startswith("L") else 2,
            "keywords": [_PUBLIC_WORDS[kid] for kid in kids],
        }
    )
    world.record_template(template)
    return ok(priTmplId=template.template_id)


async def deltemplate(world: World, call: Call) -> Answer:
    if not world.drop_template(str(call.body.get("priTmplId", ""))):
        raise Refusal(200014, "template_id error")
    return ok()
