"""Who is paid for an application: its supplier, or else the firm itself."""

# The platform that supplies a firm is paid for it. What a firm, a platform among them, claims for
# itself goes to its own account: a platform's first, then that of the firm that it is.
SUPPLIED = "(f.id IS NOT NULL AND (f.enterprise_id = a.enterprise_id) IS NOT TRUE)"
"""SQL: whether the platform `f` of the application `a` is its supplier."""

PAYEE_ID = f"""coalesce(
    (SELECT y.id FROM payees y
      WHERE y.organisation_id = f.organisation_id AND y.replaced_at IS NULL),
    (SELECT y.id FROM payees y
      WHERE y.enterprise_id = a.enterprise_id AND y.replaced_at IS NULL AND NOT {SUPPLIED}
        AND y.name = (SELECT n.name FROM enterprises n WHERE n.id = a.enterprise_id)))"""
"""SQL: the account for `a`, with `f` its platform or NULL; NULL while none was named.

A firm's own account that was named under another name than the firm bears now is none: nobody who
reviewed the firm has seen that name.
"""
