"""The audit of a client list that passes."""

AUDITED = {
    "verdict": "pass",
    "comment": "清单属实",
    "checklist": {"client_list": {"ok": True}, "client_evidence": {"ok": True}},
}
