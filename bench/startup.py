"""How long whole commands take, as multiples of `python -c pass` in the same run.

Each round runs every command once, in turn, so that a slow moment of the machine hits all alike; the figure is the
median of the ratios round by round. The control is `python -c pass` again: how far it is from 1.00 is the noise.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

ROUNDS = 40
ANSWERS = "school=city-secondary home=county exclusion=at-risk level=none ehcp=no sen-resources=yes area=melton"
OPTIONS = [word for pair in ANSWERS.split() for word in ("-a", pair)]
SEIPS = [str(Path(sys.executable).with_name("seips"))]
COMMANDS = {
    "control: python -c pass": [sys.executable, "-c", "pass"],
    "seips --help": [*SEIPS, "--help"],
    "seips --version": [*SEIPS, "--version"],
    "seips tier-map PSP3": [*SEIPS, "tier-map", "PSP3"],
    "seips where LE29DH": [*SEIPS, "where", "LE29DH"],
    "seips contacts -p melton": [*SEIPS, "contacts", "-p", "melton"],
    "seips route --answer … --json": [*SEIPS, "route", *OPTIONS, "--json"],
    **{
        f"python -c 'import {name}'": [sys.executable, "-c", f"import {name}"]
        for name in ("typer", "platformdirs", "dataclasses", "typing", "pathlib", "json", "re", "hashlib")
    },
}


def seconds(command: list[str]) -> float:
    """The time that *command* takes from start to end, its output thrown away."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def measure(commands: Mapping[str, list[str]]) -> None:
    """Print one line for each of *commands*."""
    ratios: dict[str, list[float]] = {name: [] for name in commands}
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(ROUNDS):
        base = seconds([sys.executable, "-c", "pass"])
        for name, command in commands.items():
            times[name].append(seconds(command))
            ratios[name].append(times[name][-1] / base)
    print(f"| command | times `python -c pass` | milliseconds |\n|---|---|---|  <!-- {ROUNDS} rounds -->")
    for name, found in ratios.items():
        print(f"| {name} | {statistics.median(found):.2f} | {statistics.median(times[name]) * 1000:.0f} |")


if __name__ == "__main__":
    measure(COMMANDS)
