"""Programs timed side by side, and the rows of a table that name what each was given to do.

Each round runs every program once, in turn, so that a slow moment of the machine hits all alike. The figures are
medians over the rounds; a ratio is the median of the ratios round by round, to the program that comes first. The second
is the first again, the control: how far it is from 1.00 is the noise.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

HEAD = """\
| workload | program | release | cases timed | each | a second | times the first |
|---|---|---|---:|---:|---:|---:|"""


def nothing() -> None:
    """What most programs need beforehand."""


@dataclass(frozen=True)
class Program:
    """What is timed: *run* works through so many *cases*; what must be done *before* is not timed."""

    name: str
    run: Callable[[], object]
    release: str = ""
    cases: int = 1
    before: Callable[[], object] = nothing


@dataclass(frozen=True)
class Taken:
    """The seconds that a program took for each case, and how many times as long as the first."""

    program: Program
    each: float
    times: float


def command(name: str, line: Sequence[str], release: str = "", code: int = 0) -> Program:
    """A whole process, from its start to its end, which is to have this exit *code*; its output is thrown away."""

    def run() -> None:
        done = subprocess.run(line, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if done.returncode != code:
            raise SystemExit(f"{name}: exit code {done.returncode}")

    return Program(name, run, release)


def measured(programs: Sequence[Program], rounds: int) -> list[Taken]:
    """What each of *programs* took."""
    found: list[list[float]] = [[] for _ in programs]
    for _ in range(rounds):
        for program, taken in zip(programs, found, strict=True):
            taken.append(_seconds(program) / program.cases)
    ratios = [[one / first for one, first in zip(taken, found[0], strict=True)] for taken in found]
    return [Taken(*of) for of in zip(programs, map(median, found), map(median, ratios), strict=True)]


def leave_out(why: str) -> None:
    """Say on stderr what is not measured, since stdout is the table."""
    print(f"left out: {why}", file=sys.stderr, flush=True)


def rows(workload: str, programs: Sequence[Program], rounds: int) -> Iterator[str]:
    """A row below HEAD for each of *programs*, all of which are given the same *workload*."""
    for taken in measured(programs, rounds):
        program = taken.program
        figures = (f"{program.cases:,}", _spoken(taken.each), f"{1 / taken.each:,.0f}", f"{taken.times:.2f}")
        yield f"| {' | '.join((workload, program.name, program.release, *figures))} |"


def _seconds(program: Program) -> float:
    program.before()
    start = time.perf_counter()
    program.run()
    return time.perf_counter() - start


def _spoken(seconds: float) -> str:
    return f"{seconds * 1e3:.1f} ms" if seconds >= 1e-3 else f"{seconds * 1e6:.2f} µs"
