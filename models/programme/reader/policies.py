"""The `policy` table: whose programme it is, what no formula holds, its goals, and whom to ask."""

from models.programme.reader.help import read_contacts, read_help, read_notice
from models.programme.reader.table import Table, note_repeats
from models.rules.reasons import Text
from models.rules.terms.programme import Clause, Policy, Target


def read_policy(standing: Table) -> Policy:
    """The standing programme; an empty one after a mistake."""
    table = standing.table("policy")
    if table is None:
        return Policy("", Text("", ""), Text("", ""), Text("", ""), "")
    policy = Policy(
        code=table.code("code"),
        title=table.text("title"),
        authority=table.text("authority"),
        region=table.text("region"),
        document=table.string("document"),
        issued_on=table.find_day("issued_on"),
        clauses=tuple(_read_clause(inner) for inner in table.listed_tables("clauses")),
        targets=tuple(_read_target(inner) for inner in table.listed_tables("targets")),
        contacts=read_contacts(table),
        help=read_help(table),
        notice=read_notice(table),
    )
    note_repeats(table, "clauses", [clause.id for clause in policy.clauses])
    note_repeats(table, "targets", [target.id for target in policy.targets])
    table.done()
    return policy


def _read_clause(table: Table) -> Clause:
    clause = Clause(table.code("id"), table.text("text"), table.string("cite"))
    table.done()
    return clause


def _read_target(table: Table) -> Target:
    target = Target(
        id=table.code("id"),
        label=table.text("label"),
        value=table.whole("value"),
        unit=table.string("unit"),
        cite=table.string("cite"),
        more_than=table.boolean("more_than", default=False),
    )
    table.done()
    return target
