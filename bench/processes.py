"""How long one look-up takes as a whole process: seips beside a first draft of it, jq, sqlite3 and node.

Rows for peers.py, in an environment with an installed wheel. Every program says what a level of one scheme is in the
other, each from its own form of the dataset's tier map, and the answers are compared before anything is timed.
"""

import json
import platform
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.timing import Program, command, leave_out, rows

from seips_cli.source import load

ROUNDS = 40
ROOT = Path(__file__).parent.parent
QUERY = "SELECT other FROM tiers WHERE level = '{}'"
SCRIPT = "console.log(JSON.parse(require('fs').readFileSync(process.argv[1], 'utf8'))[process.argv[2]])"


def tier_map() -> dict[str, str]:
    """Each level that has a match, and the match."""
    tiers = load(ROOT / "data" / "partnerships.yaml").data.tiers
    pairs = [tuple(pair.levels.values()) for pair in (tiers.pairs if tiers else ())]
    return {level: other for one in pairs if len(one) > 1 for level, other in (one, one[::-1])}


def write(levels: Mapping[str, str], folder: Path) -> tuple[str, str]:
    """*levels* as a file of JSON and as a database with an index, made beforehand."""
    text, base = folder / "tiers.json", folder / "tiers.db"
    text.write_text(json.dumps(levels), encoding="utf-8")
    with closing(sqlite3.connect(base)) as connection, connection:
        connection.execute("CREATE TABLE tiers (level TEXT PRIMARY KEY, other TEXT) WITHOUT ROWID")
        connection.executemany("INSERT INTO tiers VALUES (?, ?)", levels.items())
    return str(text), str(base)


def commands(level: str, text: str, base: str) -> dict[str, list[str]]:
    """Every command that looks *level* up."""
    seips = str(Path(sys.executable).with_name("seips"))
    return {
        "seips tier-map": [seips, "tier-map", level],
        "control: seips tier-map": [seips, "tier-map", level],
        "a first draft: typer, pydantic, rich, all read": [sys.executable, str(ROOT / "bench" / "naive.py"), level],
        "jq, in JSON": ["jq", "-r", f".[{json.dumps(level)}]", text],
        "sqlite3, in a database": ["sqlite3", base, QUERY.format(level)],
        "node, in JSON": ["node", "-e", SCRIPT, text, level],
    }


def release(line: Sequence[str]) -> str:
    """The release of the program that *line* starts, in its own words."""
    asked = [line[0], "--version"]
    said = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    return found[0] if (found := re.search(r"[0-9]+(\.[0-9]+)+", said)) else ""


def usable(found: Mapping[str, list[str]], expected: str) -> Iterator[Program]:
    """The commands that are installed and say what is expected; of the others, why they are left out."""
    for name, line in found.items():
        if not shutil.which(line[0]):
            leave_out(f"{name}: not installed")
            continue
        said = subprocess.run(line, capture_output=True, text=True, check=False)
        if said.stdout.strip() == expected:
            yield command(name, line, release(line))
        else:
            last = (said.stdout.strip() or said.stderr.strip() or "nothing").splitlines()[-1]
            leave_out(f"{name}: says {last}")


def as_processes() -> Iterator[str]:
    """The rows for whole processes, for the last pair of the tier map."""
    levels = tier_map()
    level, other = list(levels.items())[-1]
    with TemporaryDirectory() as folder:
        programs = [*usable(commands(level, *write(levels, Path(folder))), other)]
        start = command("python -c pass", [sys.executable, "-c", "pass"], platform.python_version())
        yield from rows(f"what is {level}? ({other}), a process each", [*programs, start], ROUNDS)
