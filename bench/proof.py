"""How long a proof takes: seips beside plain enumeration and z3, on the same generated tables. `python -m bench.proof`.

"The whole proof" is all that `seips check` looks for in a dataset with these rules, each leading to a pathway of its
own, every question ordered and all ranks alike: gaps, conflicts, a fix for each, rules that decide nothing, and, from
the diagram, what nothing reaches. "The table" is what the others are asked too: one gap, and overlaps. Enumeration
tries every case; z3 is asked twice, for a case that no rule covers and for one that two rules cover, and may stop at
the first, where seips names every pair of rules that overlap. z3 is used if it is installed (`pip install z3-solver`).
Nothing runs in parallel.
"""

import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from itertools import product
from math import prod
from pathlib import Path
from statistics import median
from typing import Any

from tests.generated_tables import as_dataset, questions, scattered, split, widened

from seips_cli.dataset import Dataset
from seips_cli.diagram import Clause, TooLarge, Variable, compile_diagram
from seips_cli.proof.prove import prove
from seips_cli.proof.tables import gaps_and_overlaps
from seips_cli.source import load

#: More cases than this are not tried one by one.
MOST_TRIED = 1_100_000
#: Runs, unless one takes longer than a second.
RUNS = 7
PATIENCE_MS = 30_000

Rules = tuple[Sequence[Variable], Sequence[Clause]]


def tables() -> dict[str, Rules]:
    """What is measured, by name."""
    four, ten, many, wide = questions(10, 4), questions(6, 10), questions(12, 10), questions(20, 4)
    hard = questions(60, 2)
    return {
        "30 rules, 4^10 cases, none overlap": (four, split(four, 30)),
        "30 rules, 10^6 cases, none overlap": (ten, split(ten, 30)),
        "100 rules, 10^12 cases, none overlap": (many, split(many, 100)),
        "100 rules, 10^12 cases, one rule missing": (many, split(many, 101)[1:]),
        "1,000 rules, 10^12 cases, none overlap": (many, split(many, 1000)),
        "30 rules, 10^6 cases, each widened twice": (ten, widened(ten, split(ten, 30), 2)),
        "100 rules, 4^20 cases, each widened twice": (wide, widened(wide, split(wide, 100), 2)),
        "300 rules, 4^20 cases, each widened thrice": (wide, widened(wide, split(wide, 300), 3)),
        "100 rules, 4^20 cases, scattered, with gaps": (wide, scattered(wide, 100, 6)),
        "100 rules, 4^20 cases, scattered, no gaps": (wide, scattered(wide, 100, 4)),
        "300 rules, 4^20 cases, scattered more widely": (wide, scattered(wide, 300, 8)),
        "300 rules, 2^60 cases, three conditions each": (hard, scattered(hard, 300, 3)),
    }


def whole(variables: Sequence[Variable], clauses: Sequence[Clause]) -> str:
    """All that `seips check` looks for, and what of it could not be told."""
    proof = prove(as_dataset(variables, clauses))
    found = {finding.kind for finding in proof.findings}
    said = _said("no-pathway" in found, "two-pathways" in found)
    said = "" if "too-large" in found and said == "whole" else said
    return f"{said}, cut short" if "too-large" in found else f"{said}, uncounted" if proof.journeys is None else said


def proven(variables: Sequence[Variable], clauses: Sequence[Clause]) -> str:
    """The gap and the overlaps alone."""
    verdict = gaps_and_overlaps(variables, clauses, range(len(clauses)))
    return _said(verdict.gap is not None, bool(verdict.overlaps))


def compiled(variables: Sequence[Variable], clauses: Sequence[Clause]) -> str:
    """The decision diagram of the rules, from which gaps and overlaps could be read as well."""
    leaves = compile_diagram(variables, clauses, lambda holding: holding).leaves
    return _said(0 in leaves, any(holding.bit_count() > 1 for holding in leaves))


def enumerated(variables: Sequence[Variable], clauses: Sequence[Clause]) -> str:
    """Every case, one by one."""
    if prod(len(variable.options) for variable in variables) > MOST_TRIED:
        return "too many"
    place = {variable.id: n for n, variable in enumerate(variables)}
    conditions = [[(place[question], options) for question, options in clause.items()] for clause in clauses]
    gap = overlap = False
    for case in product(*(variable.options for variable in variables)):
        holding = 0
        for condition in conditions:
            for n, options in condition:
                if case[n] not in options:
                    break
            else:
                holding += 1
        gap |= holding == 0
        overlap |= holding > 1
    return _said(gap, overlap)


def solved(variables: Sequence[Variable], clauses: Sequence[Clause]) -> str:
    """The same two questions put to z3."""
    z3 = _z3()
    if z3 is None:
        return "not installed"
    answers = {variable.id: z3.Int(variable.id) for variable in variables}
    number = {variable.id: {option: n for n, option in enumerate(variable.options)} for variable in variables}
    bounds = [z3.And(answers[v.id] >= 0, answers[v.id] < len(v.options)) for v in variables]
    holding = [
        z3.And([z3.Or([answers[q] == number[q][o] for o in sorted(options)]) for q, options in clause.items()])
        for clause in clauses
    ]
    found = []
    for wanted in (z3.Not(z3.Or(holding)), z3.PbGe([(holds, 1) for holds in holding], 2)):
        solver = z3.Solver()
        solver.set("timeout", PATIENCE_MS)
        solver.add(*bounds, wanted)
        found.append(solver.check())
    return "gave up" if z3.unknown in found else _said(found[0] == z3.sat, found[1] == z3.sat)


def _z3() -> Any:
    try:
        return import_module("z3")
    except ImportError:
        return None


def _said(gap: bool, overlap: bool) -> str:
    return " and ".join(filter(None, ("gap" if gap else "", "overlap" if overlap else ""))) or "whole"


def timed(method: Callable[..., str], *given: Any) -> str:
    """The median of several runs, and what was found."""
    taken: list[float] = []
    while len(taken) < RUNS and (not taken or taken[0] < 1):
        start = time.perf_counter()
        try:
            said = method(*given)
        except TooLarge:
            said = "refused"
        taken.append(time.perf_counter() - start)
    return said if said in ("too many", "not installed") else f"{1000 * median(taken):,.1f} ms, {said}"


def main() -> None:
    """Print the table."""
    print(f"Python {platform.python_version()}, z3 {_version('z3-solver')}, {platform.machine()}, one core\n")
    print(
        "| rules | the whole proof | control: again | the table | diagram alone | enumeration | z3 |\n|" + " --- |" * 7
    )
    for name, table in tables().items():
        cells = [timed(method, *table) for method in (whole, whole, proven, compiled, enumerated, solved)]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)
    data = load(Path(__file__).parent.parent / "data" / "partnerships.yaml").data
    found = prove(data)
    print(f"\nThe shipped dataset, everything: {timed(_proof, data)} ({found.journeys:,} sets of answers)")


def _proof(data: Dataset) -> str:
    # A copy has no diagram yet.
    return f"{len(prove(replace(data)).findings)} findings"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


if __name__ == "__main__":
    main()
