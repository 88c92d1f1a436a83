"""How long one look-up takes as a whole command: seips beside a first draft of it, jq, sqlite3 and node.

`make bench-peers`, or `python -m bench.processes` in an environment with an installed wheel. Every program says what a
level of one scheme is in the other, each from its own form of the dataset's tier map, and the answers are compared
before anything is timed. What is not installed is left out with a line. How it is timed: see startup.py.
"""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.startup import measure

from seips_cli.source import load

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


def usable(found: Mapping[str, list[str]], expected: str) -> Iterator[tuple[str, list[str]]]:
    """The commands that are installed and say what is expected; of the others, why they are left out."""
    for name, command in found.items():
        if not shutil.which(command[0]):
            print(f"{name}: not installed, and left out")
            continue
        said = subprocess.run(command, capture_output=True, text=True, check=False)
        if said.stdout.strip() == expected:
            yield name, command
        else:
            last = (said.stdout.strip() or said.stderr.strip() or "nothing").splitlines()[-1]
            print(f"{name}: says {last}, and is left out")


def main() -> None:
    """Print the table, for the last pair of the tier map."""
    levels = tier_map()
    level, other = list(levels.items())[-1]
    with TemporaryDirectory() as folder:
        listed = dict(usable(commands(level, *write(levels, Path(folder))), other))
        print(f"\nWorkload: what is {level}? ({other})\n")
        measure({"control: python -c pass": [sys.executable, "-c", "pass"], **listed})


if __name__ == "__main__":
    main()
