"""`seips tier-map LEVEL` as one would write it first: everything imported, read and checked before the look-up.

It is measured by `make bench-peers` (`processes.py`); nothing else uses it.
"""

from pathlib import Path
from typing import Annotated

import typer
import yaml
from pydantic import BaseModel
from rich.console import Console

FILE = Path(__file__).parent.parent / "data" / "partnerships.yaml"


class Named(BaseModel):
    """Anything with an id."""

    id: str


class Question(Named):
    """A question and its options."""

    text: str
    options: list[Named]


class Rule(Named):
    """When a pathway is the right one."""

    pathway: str
    when: dict[str, str | list[str]]


class Pathway(Named):
    """What to do."""

    title: str
    summary: str
    steps: list[str]


class Contact(Named):
    """Whom to ask."""

    role: str
    organisation: str


class Pair(Named):
    """A level of each scheme."""

    levels: dict[str, str]


class Tiers(BaseModel):
    """How the schemes correspond."""

    pairs: list[Pair]


class Dataset(BaseModel):
    """The whole file."""

    questions: list[Question]
    rules: list[Rule]
    pathways: list[Pathway]
    contacts: list[Contact]
    tiers: Tiers


app = typer.Typer()
# Text as it stands: YAML would make `no` a truth value.
data = Dataset.model_validate(yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader))


@app.command()
def tier_map(level: Annotated[str, typer.Argument()]) -> None:
    """Print the level of the other scheme."""
    for pair in data.tiers.pairs:
        others = [name for name in pair.levels.values() if name != level]
        if level in pair.levels.values() and others:
            Console().print(others[0])
            return
    raise typer.Exit(1)


if __name__ == "__main__":
    app()
