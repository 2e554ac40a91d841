"""Which path of WeChat's API is answered by whom."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from standalone.wechat import (
    api_link,
    api_login,
    api_operations,
    api_phone,
    api_qr,
    api_security,
    api_subscribe,
    api_templates,
    api_tokens,
)
from standalone.wechat.call import Endpoint

ENDPOINTS: Final[Mapping[str, Endpoint]] = MappingProxyType(
    {
        "/cgi-bin/token": Endpoint("GET", api_tokens.token, token=False),
        "/cgi-bin/stable_token": Endpoint("POST", api_tokens.stable_token, token=False),
        "/sns/jscode2session": Endpoint("GET", api_login.jscode2session, token=False, text=True),
        "/wxa/checksession": Endpoint("GET", api_login.checksession),
        "/wxa/resetusersessionkey": Endpoint("GET", api_login.resetusersessionkey),
        "/wxa/business/getuserphonenumber": Endpoint("POST", api_phone.getuserphonenumber),
        "/cgi-bin/message/subscribe/send": Endpoint("POST", api_subscribe.send),
        "/wxaapi/newtmpl/gettemplate": Endpoint("GET", api_templates.gettemplate),
        "/wxaapi/newtmpl/addtemplate": Endpoint("POST", api_templates.addtemplate),
        "/wxaapi/newtmpl/deltemplate": Endpoint("POST", api_templates.deltemplate),
        "/wxaapi/newtmpl/getpubtemplatekeywords": Endpoint(
            "GET", api_templates.getpubtemplatekeywords
        ),
        "/wxa/getwxacodeunlimit": Endpoint("POST", api_qr.getwxacodeunlimit),
        "/wxa/generate_urllink": Endpoint("POST", api_link.generate_urllink),
        "/wxa/msg_sec_check": Endpoint("POST", api_security.msg_sec_check),
        "/wxa/media_check_async": Endpoint("POST", api_security.media_check_async),
        "/cgi-bin/openapi/quota/get": Endpoint("POST", api_operations.quota_get),
        "/cgi-bin/clear_quota": Endpoint("POST", api_operations.clear_quota),
        "/cgi-bin/clear_quota/v2": Endpoint("POST", api_operations.clear_quota_v2, token=False),
        "/cgi-bin/openapi/rid/get": Endpoint("POST", api_operations.rid_get),
        "/cgi-bin/getcallbackip": Endpoint("GET", api_operations.getcallbackip),
        "/cgi-bin/callback/check": Endpoint("POST", api_operations.callback_check),
    }
)
