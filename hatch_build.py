"""Compiles the dataset when a wheel is built, so that an installed `seips` reads neither YAML nor pydantic.

What it writes is plain Python: `shipped.py`, the records as they print themselves, and `printed.py` with
`printed_places.py`, what the commands of `quick.py` print. The first two hold the fingerprints of the files that all
were made from, and they are used only for files with those very fingerprints. A checkout has none of them, so an edit
is never answered stale.
"""

import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

if TYPE_CHECKING:
    from seips_cli.source import Edition

HEAD = '''"""The shipped dataset, compiled when this package was built. See hatch_build.py."""

import datetime

from .money.charge import *
from .dataset import *
from .decision import Outcome
from .diagram import Diagram, Variable
from .geography import *

'''
PRINTED = '"""What some commands print, kept when this package was built. See hatch_build.py and quick.py."""\n\n'


class CompiledDataset(BuildHookInterface):  # type: ignore[type-arg]
    """Adds three modules to a wheel. A dataset with faults fails the build, and names them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the modules beside the build, unless the install is an editable one."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        data = root / "data" / "partnerships.yaml"
        texts = {"shipped.py": compiled(data), "printed.py": printed(data), "printed_places.py": printed_places(data)}
        for name, text in texts.items():
            made = Path(self.directory) / name
            made.parent.mkdir(parents=True, exist_ok=True)
            made.write_text(text, encoding="utf-8")
            build_data["force_include"][str(made)] = f"seips_cli/{name}"


def compiled(path: Path) -> str:
    """The source of a module that holds the dataset at *path*, its diagram and its fingerprint."""
    from seips_cli.decision import diagram_of
    from seips_cli.source import NO_LOCAL, Atlas, load

    edition = load(path, NO_LOCAL)
    tables = Atlas(edition).proven()
    held: dict[str, object] = {
        "DIGEST": edition.digest,
        "TABLES": tables,
        "DATASET": edition.data,
        "DIAGRAM": diagram_of(edition.data),
    }
    return HEAD + _assigned(held)


def printed(path: Path) -> str:
    """The source of a module that holds what the commands of `quick.py` print from the dataset at *path*."""
    from seips_cli.age import MONTHS
    from seips_cli.fingerprint import fingerprint
    from seips_cli.pages import version_line
    from seips_cli.source import NO_LOCAL, load

    edition = load(path, NO_LOCAL)
    # No month is shorter than 28 days, so until then no contact is due to be checked again.
    oldest = min(source.checked_on for source in edition.data.sources)
    held: dict[str, object] = {
        "MADE_FROM": {file.name: fingerprint(file.read_bytes()) for file in (path, path.with_name("postcodes.csv"))},
        "HELP": _help(),
        "VERSION": f"{version_line(edition.data)}\n",
        "LEVELS": dict(_levels(edition)),
        "UNSTATED": dict(_unstated(edition)),
        "CONTACTS": dict(_contacts(edition)),
        "CONTACTS_UNTIL": (oldest + timedelta(days=28 * MONTHS)).isoformat(),
    }
    return PRINTED + _assigned(held)


def printed_places(path: Path) -> str:
    """The same for `seips where`, by itself, since it is large."""
    from seips_cli.source import NO_LOCAL, load

    return PRINTED + _assigned({"PLACES": dict(_places(load(path, NO_LOCAL)))})


def _assigned(held: dict[str, object]) -> str:
    return "".join(f"{name} = {value!r}\n" for name, value in held.items())


def _help() -> str:
    """What `seips --help` prints where there is room for it."""
    from typer.main import get_command

    from seips_cli.cli import COMMANDS, app_of
    from seips_cli.quick import WIDTH

    command = get_command(app_of(COMMANDS))
    return command.make_context("seips", [], resilient_parsing=True, terminal_width=WIDTH - 2).get_help() + "\n"


def _levels(edition: "Edition") -> Iterator[tuple[str, str]]:
    """Every way to write a level, and what `seips tier-map` prints for it; those without a match are left out."""
    from seips_cli.errors import NoAnswer
    from seips_cli.lookup import level_across, level_names
    from seips_cli.spelling import folded

    tiers = edition.data.tiers
    if tiers:
        for name, _, _ in level_names(tiers):
            with suppress(NoAnswer):
                yield folded(name), f"{level_across(tiers, name)[1]}\n"


def _unstated(edition: "Edition") -> Iterator[tuple[str, str]]:
    """Every way to write a level without a match, and what `seips tier-map` says of it."""
    from seips_cli.boundary import in_words
    from seips_cli.errors import NoAnswer
    from seips_cli.lookup import level_across, level_names
    from seips_cli.spelling import folded

    if (tiers := edition.data.tiers) is None:
        return
    for name, _, _ in level_names(tiers):
        try:
            level_across(tiers, name)
        except NoAnswer as error:
            yield folded(name), f"{in_words(error)}\n"


def _contacts(edition: "Edition") -> Iterator[tuple[str, str]]:
    """Everything that a partnership may be called, and what `seips contacts -p` prints for it."""
    from seips_cli.lookup import find_partnership, partnership_names
    from seips_cli.pages import contact_sections, contacts_serving
    from seips_cli.render import as_text
    from seips_cli.spelling import as_partnership

    for name, _ in partnership_names(edition.data):
        chosen = (find_partnership(edition.data, name),)
        yield as_partnership(name), as_text(contact_sections(edition, chosen, contacts_serving(edition.data, chosen)))


def _places(edition: "Edition") -> Iterator[tuple[tuple[str, ...], tuple[int | str, ...]]]:
    """For all that the table can say of a postcode or half of one: the exit code and what `seips where` prints."""
    from seips_cli.errors import ExitCode
    from seips_cli.pages import where_sections
    from seips_cli.places.postcodes import Index, lookup, sources
    from seips_cli.places.whereabouts import locate
    from seips_cli.quick import PLACE
    from seips_cli.render import as_text
    from seips_cli.source import Atlas

    atlas = Atlas(edition)
    table, origins = Index(atlas.postcodes), sources(atlas.postcodes)
    examples = {}
    for typed in _typed(table.units):
        listed = lookup(typed, table)
        examples[listed.certainty, listed.reason, *(code for code, _ in listed.possible)] = typed
    for said, typed in examples.items():
        found = locate(edition.data, typed, table, atlas)
        kept = replace(found, understood=PLACE, reason=found.reason.replace(typed, PLACE))
        text = as_text(where_sections(edition.data, kept, origins))
        yield said, (ExitCode.OK.value if found.home else ExitCode.NO_ANSWER.value, *text.split("\n\n"))


#: Halves of postcodes in Northern Ireland and on islands, of which nobody says more.
ISLANDS = ("BT1", "IM1", "JE2", "GY1")


def _typed(units: Iterable[str]) -> Iterator[str]:
    """Every listed postcode, each half of one, and such as are not listed: in the same sector, beside it, elsewhere."""
    for outcode in {unit.partition(" ")[0] for unit in units} | {"LE99", "SW1A", *ISLANDS}:
        yield outcode
        for figure in "0123456789":
            yield from (f"{outcode} {figure}", f"{outcode} {figure}ZZ")
    yield from units
