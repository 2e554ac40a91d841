"""Payouts: payable applications gathered per payee, exported for the treasury, confirmed."""
