"""Compiles the dataset when a wheel is built, so that an installed `seips` reads neither YAML nor pydantic.

What it writes is plain Python: `shipped.py`, the records as they print themselves, and `printed.py`, what the commands
of `quick.py` print. Each holds the fingerprints of the files it was made from, and is used only for files with those
very fingerprints. A checkout has neither, so an edit is never answered stale.
"""

import sys
from collections.abc import Iterator
from contextlib import suppress
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
    """Adds two modules to a wheel. A dataset with faults fails the build, and names them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the modules beside the build, unless the install is an editable one."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        data = root / "data" / "partnerships.yaml"
        for name, text in {"shipped.py": compiled(data), "printed.py": printed(data)}.items():
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
        "CONTACTS": dict(_contacts(edition)),
        "CONTACTS_UNTIL": (oldest + timedelta(days=28 * MONTHS)).isoformat(),
        "DISTRICTS": dict(_districts(edition)),
    }
    return PRINTED + _assigned(held)


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


def _contacts(edition: "Edition") -> Iterator[tuple[str, str]]:
    """Everything that a partnership may be called, and what `seips contacts -p` prints for it."""
    from seips_cli.lookup import find_partnership, partnership_names
    from seips_cli.pages import contact_sections, contacts_serving
    from seips_cli.render import as_text
    from seips_cli.spelling import as_partnership

    for name, _ in partnership_names(edition.data):
        chosen = (find_partnership(edition.data, name),)
        yield as_partnership(name), as_text(contact_sections(edition, chosen, contacts_serving(edition.data, chosen)))


def _districts(edition: "Edition") -> Iterator[tuple[str, tuple[str, str]]]:
    """For each district, one postcode in it and what `seips where` prints for that."""
    from seips_cli.pages import where_sections
    from seips_cli.places.postcodes import Index, sources
    from seips_cli.places.whereabouts import locate
    from seips_cli.render import as_text
    from seips_cli.source import Atlas

    atlas = Atlas(edition)
    table, origins = Index(atlas.postcodes), sources(atlas.postcodes)
    for code, postcode in {code: postcode for postcode, code in table.units.items()}.items():
        found = locate(edition.data, postcode, table, atlas)
        yield code, (postcode, as_text(where_sections(edition.data, found, origins)))
