"""Where each text that is taken is kept or looked up, and which ones are not kept as they come."""

from collections.abc import Mapping

_TRACKS = (
    *("tracks.code", "applications.track", "participations.track", "payouts.track"),
    *("notices.track", "waivers.track", "scorings.track", "recognitions.track"),
)
_FIRM = ("enterprises.name", "platforms.name", "organisations.name", "recognitions.name")
_PAYEE = ("payees.name", "payout_lines.payee_name")

KEPT: Mapping[str, tuple[str, ...]] = {
    # By its name, or by its struct and its name where the same word is kept elsewhere.
    "sha256": ("evidence.sha256",),
    "PaperQuery.kind": ("evidence.kind",),
    "edition": ("editions.code", "grants.edition_code", "batches.edition_id"),
    "path.code": ("editions.code",),
    "path.pool": ("pools.code",),
    "path.programme": ("programmes.code", "grants.programme_code"),
    "track": _TRACKS,
    "ModesChosen.modes": _TRACKS,
    "region_class": ("applications.region_class",),
    "username": ("users.username",),
    "text_version": ("consents.text_version",),
    "PrivacyTextQuery.version": ("consents.text_version",),
    "EnterpriseParticulars.name": (*_FIRM, "notice_entries.name"),
    "FirmRecord.name": (*_FIRM, "notice_entries.name"),
    "ProfileChange.name": (*_FIRM, "notice_entries.name"),
    "NewClientRow.name": ("application_clients.name",),
    "PayeeChange.name": _PAYEE,
    "FirmPayeeChange.name": _PAYEE,
    "bank": ("payees.bank", "payout_lines.bank"),
    "district": (
        *("enterprises.district", "platforms.district", "applications.district"),
        *("notice_entries.district", "recognitions.district", "grants.district"),
    ),
    "sector": ("enterprises.sector",),
    "city": ("application_clients.city", "enterprises.registered_city"),
    "registered_city": ("enterprises.registered_city",),
    "contact": ("platforms.contact",),
    "summary": ("platforms.summary",),
    "phone": ("platforms.phone",),
    "website": ("platforms.website",),
    "address": ("platforms.address",),
    "PlanTerms.title": ("plans.title",),
    "PlanTerms.description": ("plans.description",),
    "NewNotice.title": ("notices.title",),
    "contract_no": ("applications.contract_no", "application_clients.contract_no"),
    "payer": ("applications.payer", "payments.payer"),
    "voucher_no": ("payouts.voucher_no", "applications.voucher_no", "payments.voucher_no"),
    "PayeeCheck.reference": ("payees.reference",),
    "PaperForm.kind": ("evidence.kind",),
    "PaperForm.name": ("evidence.name",),
    "cite": ("reviews.cite",),
    "Item.item": ("corrections.item",),
    "answers[]": ("corrections.item",),
    # Columns without a limit of their own.
    "reason": ("waivers.reason", "corrections.reason", "disputes.reason", "appeals.reason"),
    "comment": ("reviews.comment", "scores.comment", "audit_comments.text"),
    "answer": ("objections.answer",),
    "answers": ("corrections.answer",),
    "announcement": ("recognitions.announcement",),
}

NOT_KEPT: Mapping[str, str] = {
    "cursor": "read back into a key",
    "q": "looked for inside names",
    "category": "compared with the categories that there are",
    "categories": "compared with the categories that there are",
    "uscc": "read into the 18 signs of a code",
    "account": "read into digits and encrypted",
    "signed_at": "read into an instant",
    "paid_at": "read into an instant",
    "password": "hashed",
    "old_password": "hashed",
    "new_password": "hashed",
    "otp": "compared with the codes of the moment",
    "OtpCode.code": "compared with the codes of the moment",
    "WeChatCode.code": "handed on to WeChat",
    "token": "hashed",
    "device": "hashed",
    "facts": "in JSON, by the edition's own rules",
    "facts[]": "in JSON, by the edition's own rules",
    "results[]": "compared with the templates that there are",
    "checklist[]": "compared with the items of the step",
    "CompareQuery.plans": "read into ids",
    "path.scene": "read into a kind and an id",
    "scores[]": "compared with the criteria of the track",
}
