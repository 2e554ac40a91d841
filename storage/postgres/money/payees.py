"""Who is paid for an application: its supplier, or else the firm itself."""

# The platform that supplies a firm is paid for it. What a firm, a platform among them, claims for
# itself goes to its own account: a platform's first, then that of the firm that it is.
SUPPLIED = "(f.id IS NOT NULL AND (f.enterprise_id = a.enterprise_id) IS NOT TRUE)"
"""SQL: whether the platform `f` of the application `a` is its supplier."""

PAYEE_ID = f"""coalesce(
    (SELECT y.id FROM payees y
      WHERE y.organisation_id = f.organisation_id AND y.replaced_at IS NULL AND NOT y.proposed),
    (SELECT y.id FROM payees y
      WHERE y.enterprise_id = a.enterprise_id AND y.replaced_at IS NULL AND NOT {SUPPLIED}
        AND y.name = (SELECT n.name FROM enterprises n WHERE n.id = a.enterprise_id)))"""
"""SQL: the account for `a`, with `f` its platform or NULL; NULL while none was named.

A firm's own account that was named under another name than the firm bears now is none: nobody who
reviewed the firm has seen that name.
"""

HELD = """array_remove(ARRAY[
    CASE WHEN y.id IS NULL THEN 'payee_missing'
         WHEN y.state = 'refused' THEN 'payee_refused'
         WHEN y.organisation_id IS NOT NULL AND compared(y.name) <> coalesce(
              fe.name_compared, CASE WHEN y.basis IS DISTINCT FROM 'seed' THEN o.name_compared END)
         THEN 'payee_differs'
         WHEN y.state <> 'verified' THEN 'payee_unverified' END,
    CASE WHEN (e.state = 'verified' AND e.code_basis <> 'stated') IS NOT TRUE
         THEN 'enterprise_unverified' END,
    CASE WHEN y.organisation_id IS NOT NULL AND fe.state <> 'verified'
         THEN 'platform_unverified' END], NULL)"""
"""SQL: why nothing is paid to the account `y` of `a` now; empty where nothing stands against it.

`e` is the firm that applies, `f` its platform of the organisation `o` with its own firm `fe`, all but
`a` possibly NULL. An account that two persons verified is none any more where its platform is another
firm by now, or no firm.
"""
