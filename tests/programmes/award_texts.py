"""Fragments of award tables, and the compiler's answer to them."""

from typing import Any

from models.programme.reader.awards import read_award
from models.programme.reader.problems import FileProblem
from models.programme.reader.table import parse_toml
from models.rules.reasons import Text
from models.rules.terms.award import Award
from models.rules.terms.conditions import Fact, Option

HEAD = 'text = { zh = "资助", en = "Grant" }\ncite = "四"\n'


def fact(name: str, kind: Any, /, *options: str | int) -> Fact:
    label = Text(name, name)
    return Fact(name, label, kind, options=tuple(Option(value, label) for value in options))


FACTS = (
    fact("rent_fen", "money"),
    fact("past_fen", "money"),
    fact("received_fen", "money"),
    fact("orders", "int"),
    fact("days", "int"),
    fact("support_year", "int"),
    fact("reference_rate_bp", "ratio"),
    fact("organised", "bool"),
    fact("grade", "choice", "city", "county"),
    fact("tiers_paid", "list", 100, 200),
    fact("free_list", "list", "x"),
)


def value(name: str, number: object) -> str:
    return f'{name} = {{ value = {number}, cite = "四" }}\n'


SHARE = 'kind = "share"\nbase = @rent_fen@\n'
CAPPED = "[figures]\n" + value("rate_bp", 5000) + value("cap_fen", 500)
RATE = "[figures]\n" + value("rate_bp", 5000)
DECLINING = 'kind = "declining"\nbase = @rent_fen@\n'
YEARS = "[table]\n" + value("1", 7000) + value("2", 5000)
TIERS = 'kind = "tiers"\nbase = @rent_fen@\npast = "past_fen"\npaid = "tiers_paid"\n'
THRESHOLDS = "[table]\n" + value("100", 3) + value("200", 5)
GRADE = 'kind = "grade"\nby = "grade"\n'
OPTIONS = "[table]\n" + value("city", 5) + value("county", 3)
PER_UNIT = 'kind = "per_unit"\nbase = @orders@\n'
UNITS = "[figures]\n" + value("unit_fen", 200) + value("minimum", 20)
PER_STEP = 'kind = "per_step"\nbase = @rent_fen@\nover = "past_fen"\n'
STEPS = "[figures]\n" + value("step_fen", 500) + value("amount_fen", 100)
INTEREST = 'kind = "interest"\nbase = @rent_fen@\nrate = "reference_rate_bp"\ndays = "days"\n'
LOAN = "[figures]\n" + value("rate_bp", 5000) + value("day_basis", 360)
EXHIBITION = (
    'kind = "share"\nby = "organised"\n[table]\n'
    + value("true", 10_000)
    + value("false", 5000)
    + "[variants]\n"
)
FIXED = 'kind = "fixed"\n'
RANGE = 'kind = "range"\n[figures]\n'

GIVEN = {
    "rent_fen": 1001,
    "past_fen": 1,
    "received_fen": 0,
    "orders": 20,
    "days": 360,
    "support_year": 2,
    "reference_rate_bp": 1000,
    "organised": False,
    "grade": "county",
    "tiers_paid": (100,),
}


def listed(text: str) -> str:
    """`@a b@` is a TOML list; written so, as brackets open tables here."""
    parts = text.split("@")
    for number in range(1, len(parts), 2):
        quoted = ", ".join(f'"{name}"' for name in parts[number].split())
        parts[number] = f"<{quoted}>"
    return "".join(parts)


def compiled(policy: str, edition: str = "") -> tuple[Award, str]:
    """`read` of the short spelling above."""
    problems: list[FileProblem] = []
    body = listed(policy).replace("[", "[award.").replace("<", "[").replace(">", "]")
    first = parse_toml("policy", f"[award]\n{HEAD}{body}", problems=problems, assumable=False)
    opened = edition.replace("[", "[award.")
    second = parse_toml("edition", opened, problems=problems, assumable=True) if edition else None
    award = read_award(first, second, FACTS)
    return award, "\n".join(problem.in_words().en for problem in problems)
