"""Prints what was measured: one table, then where the time goes."""

from collections.abc import Sequence

from bench.case import Found
from bench.rounds import Compared
from bench.statements import StatementTime

_HEADINGS = ("case", "ours/s", "peer/s", "ratio", "p50/p99 ours", "p50/p99 peer", "aim", "")


def print_found(found: Sequence[Found]) -> None:
    """What was compared as one table, where its time went, then the other tables."""
    cases = [one for one in found if isinstance(one, Compared)]
    if cases:
        _print_rows([_HEADINGS, *(_row(case) for case in cases)])
        print_cpu(cases)
    for one in found:
        if not isinstance(one, Compared):
            print(f"\n{one.title}")
            _print_rows(one.rows)


def aimed(value: float, *, at_least: float | None = None, at_most: float | None = None) -> str:
    """A figure with its aim, and whether that is missed."""
    if at_least is not None:
        return f"{value:.2f} (aim ≥ {at_least:g}{'' if value >= at_least else ', MISSED'})"
    if at_most is not None:
        return f"{value:.2f} (aim ≤ {at_most:g}{'' if value <= at_most else ', MISSED'})"
    return f"{value:.2f}"


def _print_rows(rows: Sequence[Sequence[str]]) -> None:
    """Rates are medians of the rounds, the ratio the median of the pairs, latencies of all."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        )


def print_cpu(cases: Sequence[Compared]) -> None:
    """Processor time per request, by process."""
    print("\nProcessor time per request, microseconds (ours | peer):")
    for case in cases:
        ours, peer = case.ours.cpu_microseconds(), case.peer.cpu_microseconds()
        print(f"  {case.name}: {_spent(ours)} | {_spent(peer)}")


def print_statements(title: str, statements: Sequence[StatementTime]) -> None:
    total = sum(one.microseconds for one in statements)
    print(f"\n{title}: {total:.0f} microseconds in PostgreSQL per request, alone, one client")
    for one in statements:
        print(f"  {one.microseconds:7.0f}  {one.times:4.1f} x  {one.text}")


def _row(case: Compared) -> tuple[str, ...]:
    latencies = [
        f"{side.quantile_ms(0.5):.1f}/{side.quantile_ms(0.99):.1f} ms"
        for side in (case.ours, case.peer)
    ]
    met = "met" if case.ratio >= case.aim else "MISSED"
    figures = (f"{case.ours.rate:.0f}", f"{case.peer.rate:.0f}", f"{case.ratio:.2f}")
    return (case.name, *figures, *latencies, f"≥ {case.aim}", met)


def _spent(cpu: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:.0f}" for name, value in cpu.items())
