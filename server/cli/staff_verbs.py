"""`staff …` on the command line: accounts of staff, and taking their rights back."""

import argparse

from server.cli.verbs import Verbs, add_data, add_verb
from server.cli.wrong_use import iso_day, person_id, typed_reason, typed_text
from server.roles import STAFF_ROLES


def add_staff_verbs(verbs: Verbs) -> None:
    group = verbs.add_parser("staff", help="accounts of staff")
    acts = group.add_subparsers(required=True, metavar="ACT")
    add_data(
        add_verb(acts, "list", "accounts, roles, last logins", "server.cli.staff_list:run_list")
    )
    add = add_verb(acts, "add", "add an account with one grant", "server.cli.staff:run_add")
    _add_username(add, "what the person logs in with")
    _add_scope(add)
    add.add_argument("--password-stdin", action="store_true", help="read the password there")
    _add_reason(add, needed=False)
    add_data(add)
    password = add_verb(
        acts,
        "reset-password",
        "give a new first password; logins end",
        "server.cli.staff:run_reset_password",
    )
    _add_username(password)
    password.add_argument("--password-stdin", action="store_true", help="read the password there")
    _add_reason(password)
    add_data(password)
    otp = add_verb(
        acts,
        "reset-otp",
        "clear a lost second factor; logins end",
        "server.cli.staff:run_reset_otp",
    )
    _add_username(otp)
    _add_reason(otp, needed=False)
    add_data(otp)
    _add_rights(acts)


def _add_rights(acts: Verbs) -> None:
    for name, help_text, run in (
        (
            "disable",
            "nobody logs in as this person any more",
            "server.cli.staff_rights:run_disable",
        ),
        (
            "enable",
            "let the person in again, with the rights of before",
            "server.cli.staff_rights:run_enable",
        ),
        ("end-sessions", "end every login of a person", "server.cli.staff_rights:run_end_sessions"),
    ):
        act = add_verb(acts, name, help_text, run)
        whom = act.add_mutually_exclusive_group(required=True)
        whom.add_argument("--username", type=typed_text, help="a member of staff")
        whom.add_argument("--person", type=person_id, help="anybody's id, such as an SME's person")
        _add_reason(act)
        add_data(act)
    grant = add_verb(
        acts, "grant", "give an account one more role", "server.cli.staff_rights:run_grant"
    )
    _add_username(grant)
    _add_scope(grant)
    grant.add_argument("--until", type=iso_day, help="its last day, as 2026-12-31")
    _add_reason(grant)
    add_data(grant)
    ungrant = add_verb(acts, "ungrant", "take a role back", "server.cli.staff_rights:run_ungrant")
    _add_username(ungrant)
    ungrant.add_argument("--role", required=True, choices=sorted(STAFF_ROLES))
    for scope in ("programme", "edition", "district"):
        ungrant.add_argument(f"--{scope}", type=typed_text, help=f"only grants of this {scope}")
    _add_reason(ungrant)
    add_data(ungrant)


def _add_username(parser: argparse.ArgumentParser, help_text: str | None = None) -> None:
    parser.add_argument("--username", type=typed_text, required=True, help=help_text)


def _add_scope(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--role", required=True, choices=sorted(STAFF_ROLES), help="what it may do")
    parser.add_argument("--platform", type=typed_text, help="id of the platform it acts for")
    parser.add_argument("--district", type=typed_text, help="limit the grant to a district")
    parser.add_argument(
        "--organisation", type=typed_text, help="id of the organisation it acts for"
    )
    parser.add_argument("--programme", type=typed_text, help="limit the grant to a programme")
    parser.add_argument("--edition", type=typed_text, help="limit the grant to an edition")


def _add_reason(parser: argparse.ArgumentParser, *, needed: bool = True) -> None:
    parser.add_argument("--reason", type=typed_reason, required=needed, help="on record")
