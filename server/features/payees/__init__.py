"""Accounts that money goes to: named by a firm's owner, verified by two persons of the authority."""
