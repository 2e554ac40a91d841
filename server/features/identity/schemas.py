"""Bodies and answers of the session calls."""

from typing import Annotated

import msgspec
from msgspec import Meta

from models.rules.text import limits
from server.edge.web.bodies import Body
from server.edge.web.field_types import (
    Instant,
    PastedPhone,
    PrivacyVersion,
    Token,
    Username,
    Writing,
    about,
)
from server.features.identity.who_am_i import SmeView, StaffView

Password = Annotated[str, Meta(min_length=1, max_length=limits.PASSWORD), Writing.AS_IS]
Otp = Annotated[str, Meta(max_length=limits.OTP, pattern=r"^[0-9]{6}\Z")]


class WeChatCode(Body, frozen=True):
    code: Annotated[
        Token, Writing, about("微信给出的一次性 code", "one-time code from WeChat", "sandbox-demo")
    ]


class ConsentGiven(Body, frozen=True):
    text_version: Annotated[
        PrivacyVersion,
        about("所读隐私说明的版本", "version of the text that was read", "2026-12.2"),
    ]


class StaffCredentials(Body, frozen=True):
    username: Annotated[Username, about("用户名", "the user name", "reviewer-demo")]
    password: Annotated[Password, about("密码", "the password", "a long example phrase")]
    otp: Annotated[
        Otp | None,
        about(
            "六位动态口令；未设二次验证可不填",
            "six digits; may be left out without a second factor",
            "123456",
        ),
    ] = None
    device: Annotated[
        Token | None,
        Writing,
        about(
            "此前在本设备登录时返回的 device；没有可不填",
            "`device` of an earlier login on this device; may be left out",
        ),
    ] = None
    cookie: Annotated[
        bool,
        about(
            "网页登录用：会话放进脚本读不到的 Cookie，答复中不含 token；30 分钟不操作即结束",
            "for pages: the session goes into a cookie that no script reads, the answer has no"
            " token, and it ends after 30 minutes without use",
        ),
    ] = False


class PasswordPair(Body, frozen=True):
    old_password: Annotated[
        Password, about("现在的密码", "the present password", "a long example phrase")
    ]
    new_password: Annotated[
        Password, about("新密码", "the new password", "another long example phrase")
    ]


class PasswordAgain(Body, frozen=True):
    password: Annotated[Password, about("密码", "the password", "a long example phrase")]


class OtpCode(Body, frozen=True):
    code: Annotated[Otp, about("六位动态口令", "six digits of the moment", "123456")]


class TypedPhone(Body, frozen=True):
    """A number to be called back at, by its owner's word alone."""

    phone: Annotated[
        PastedPhone,
        about(
            "联系电话：手机号，或带区号的座机",
            "a mobile number, or one with its area code",
            "13812345678",
        ),
    ]


class PhoneView(msgspec.Struct, frozen=True):
    """The number as its owner recognises it."""

    phone: Annotated[str, about("手机号（已遮盖）", "phone number, masked")]


class OtpView(msgspec.Struct, frozen=True):
    """Shown once: the secret (base 32), the same as a URI, and that as a QR code."""

    secret: Annotated[
        str, about("密钥（base 32），只显示一次", "the secret in base 32, shown once")
    ]
    uri: Annotated[
        str, about("同一密钥的 otpauth 链接，用于二维码", "the same as a URI for a QR code")
    ]
    qr: Annotated[
        str,
        about(
            "该链接的二维码，data: 开头的 SVG 图片",
            "its QR code, an SVG picture as a data: address",
        ),
    ]


class SmeSession(msgspec.Struct, frozen=True):
    token: str
    expires_at: Instant
    user: SmeView


class StaffSession(msgspec.Struct, frozen=True):
    token: Annotated[
        str | None,
        about("登录凭据；放进 Cookie 时为空值", "null where the session lies in a cookie"),
    ]
    expires_at: Instant
    user: StaffView
    device: Annotated[
        str,
        about(
            "本设备的凭据，请保存，下次登录时一并提交；他人连续输错密码时，本设备仍可登录",
            "Names this device; keep and send it with the next login: wrong guesses of others"
            " then lock nobody out here. It opens nothing by itself",
        ),
    ]
