"""Roles that decide over money or accounts, and therefore log in with a second factor."""

from server.audiences import Role

OTP_ROLES = frozenset({Role.AUTHORITY, Role.AUDITOR, Role.ADMIN})
