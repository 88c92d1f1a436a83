"""How long whole commands take, as multiples of `python -c pass` in the same run.

`make bench`, or `python -m bench.startup`. How they are timed: timing.py. Where a local file
could be is left as it is for a user, since to look for it is part of the time.
"""

import os
import sys
import tempfile
from pathlib import Path

from bench.timing import command, measured

ROUNDS = 40
ANSWERS = "school=city-secondary home=county exclusion=at-risk level=none ehcp=no sen-resources=yes area=melton"
OPTIONS = [word for pair in ANSWERS.split() for word in ("-a", pair)]
AS_PYTHON_ENDS = "from seips_cli.cli import main; main()"
#: What a school may enter.
LOCAL = Path(tempfile.gettempdir()) / "bench-local.yaml"
WITH_LOCAL = ["--local", str(LOCAL)]
ENTERED = "contacts:\n- id: melton-co-ordinator\n  email: office@example.org\n  checked_on: 2026-11-20\n"
SEIPS = [str(Path(sys.executable).with_name("seips"))]
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "control: python -c pass": [sys.executable, "-c", "pass"],
    "seips --help": [*SEIPS, "--help"],
    "seips --version": [*SEIPS, "--version"],
    "seips tier-map PSP3": [*SEIPS, "tier-map", "PSP3"],
    "seips tier-map PSP2b": [*SEIPS, "tier-map", "PSP2b"],
    "seips where LE29DH": [*SEIPS, "where", "LE29DH"],
    "seips where SW1A1AA": [*SEIPS, "where", "SW1A1AA"],
    "seips where LE13 0UL": [*SEIPS, "where", "LE13", "0UL"],
    "seips where BT1 1AA": [*SEIPS, "where", "BT1", "1AA"],
    "seips contacts -p melton": [*SEIPS, "contacts", "-p", "melton"],
    "seips route --answer … --json": [*SEIPS, "route", *OPTIONS, "--json"],
    "seips where LE29DH, with a local file": [*SEIPS, "where", "LE29DH", *WITH_LOCAL],
    "seips contacts -p melton, with a local file": [*SEIPS, "contacts", "-p", "melton", *WITH_LOCAL],
    "seips route --answer … --json, with a local file": [*SEIPS, "route", *OPTIONS, "--json", *WITH_LOCAL],
    "the same, ended as Python ends": [sys.executable, "-c", AS_PYTHON_ENDS, "route", *OPTIONS, "--json"],
    **{
        f"python -c 'import {name}'": [sys.executable, "-c", f"import {name}"]
        for name in ("typer", "platformdirs", "dataclasses", "typing", "pathlib", "json", "re", "hashlib")
    },
}
#: Exit codes besides 0: a level without a match is no answer.
CODES = {"seips tier-map PSP2b": 1}


def main() -> None:
    """Print the table."""
    os.environ.pop("SEIPS_LOCAL", None)
    LOCAL.write_text(ENTERED, encoding="utf-8")
    print(f"| command | times `python -c pass` | milliseconds |\n|---|---|---|  <!-- {ROUNDS} rounds -->")
    for taken in measured([command(name, line, code=CODES.get(name, 0)) for name, line in COMMANDS.items()], ROUNDS):
        print(f"| {taken.program.name} | {taken.times:.2f} | {taken.each * 1000:.0f} |")


if __name__ == "__main__":
    main()
