"""What scripts ask by the thousand, answered before anything is imported.

The build of a wheel runs these commands and keeps what they print, in `printed.py` (hatch_build.py). That is used while
all it was made from is as it was: the data files to the byte, no other dataset, no local file, no fact grown old.
Whatever is not certain here, other errors included, is left to the commands themselves; a checkout leaves them all.
"""

import os
import sys
from importlib import import_module
from time import strftime

from .fingerprint import fingerprint

#: The help is never wider.
WIDTH = 80
#: What stands for the postcode in what is kept.
PLACE = "{postcode}"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import TextIO

    #: What a command prints on stdout and on stderr, and its exit code; nothing at all where that is not kept.
    Known = tuple[str, str, int]

NOTHING = "", "", 0


def answered(arguments: list[str]) -> int | None:
    """The exit code, once the answer to *arguments* is on stdout, or on stderr why there is none; None to ask again."""
    try:
        out, told, code = _known(arguments)
        _print(sys.stdout, out)
    except (ImportError, OSError):
        return None
    try:  # noqa: SIM105 - contextlib takes long to load
        _print(sys.stderr, told)
    except OSError:
        pass
    return code if out or told else None


def _print(stream: "TextIO", text: str) -> None:
    if text and not stream.isatty():
        stream.reconfigure(encoding="utf-8")  # type: ignore[attr-defined]
    if text:
        stream.write(text)
        stream.flush()


def _known(arguments: list[str]) -> "Known":
    """What is printed for *arguments*; nothing where that is not certain."""
    command, name = _apart(arguments)
    find = COMMANDS.get(command)
    is_heard = sys.stdout and sys.stderr
    if not (find and is_heard) or os.environ.get("SEIPS_DATA") or any("_COMPLETE" in name for name in os.environ):
        return NOTHING
    made = import_module(".printed", __package__)
    return find(made, name) if _as_built("partnerships.yaml", made) else NOTHING


def _apart(arguments: list[str]) -> tuple[str, str]:
    """The command, and what stands behind it; a level and a postcode may be of several words."""
    first, *words = arguments or [""]
    if first in WORDS and all(map(_is_value, words)):
        return first, " ".join(words)
    return " ".join(arguments[:-1]), arguments[-1] if arguments else ""


def _about(made: "ModuleType", name: str) -> "Known":
    """The version, or the help as it stands on whatever is at least as wide as the help grows."""
    about = {"--version": made.VERSION, **(dict.fromkeys(("-h", "--help"), made.HELP) if _is_wide() else {})}
    return about.get(name, ""), "", 0


def _level(made: "ModuleType", name: str) -> "Known":
    if not _is_value(name):
        return NOTHING
    from .spelling import folded

    told = made.UNSTATED.get(folded(name), "")
    return made.LEVELS.get(folded(name), ""), told, 1 if told else 0


def _contacts(made: "ModuleType", name: str) -> "Known":
    from .spelling import as_partnership

    certain = _is_value(name) and strftime("%Y-%m-%d") < made.CONTACTS_UNTIL and _is_bare()
    return (made.CONTACTS.get(as_partnership(name), ""), "", 0) if certain else NOTHING


def _where(made: "ModuleType", name: str) -> "Known":
    """What is printed for a postcode of which the table says the same, with this one in its place."""
    table = _as_built("postcodes.csv", made) if _is_value(name) and _is_bare() else b""
    if not table:
        return NOTHING
    from .places.postcodes import Scan, lookup

    found = lookup(name, Scan(table.decode()))
    said = found.certainty, found.reason, *(code for code, _ in found.possible)
    code, *sections = import_module(".printed_places", __package__).PLACES.get(said, (0,))
    return "\n\n".join(sections).replace(PLACE, found.understood), "", code


COMMANDS = {
    "": _about,
    "tier-map": _level,
    "contacts -p": _contacts,
    "contacts --partnership": _contacts,
    "where": _where,
}


#: Those that take several words.
WORDS = "tier-map", "where"


def _as_built(file: str, made: "ModuleType") -> bytes:
    """The data file as the build saw it; nothing if it has been changed since."""
    with open(os.path.join(os.path.dirname(__file__), "data", file), "rb") as opened:
        content = opened.read()
    return content if fingerprint(content) == made.MADE_FROM[file] else b""


def _is_value(name: str) -> bool:
    """Whether *name* can be nothing but a value: an option, or nothing, is for the command to judge."""
    return bool(name) and not name.startswith("-")


def _is_wide() -> bool:
    wide = not sys.stdout.isatty() or os.get_terminal_size(sys.stdout.fileno()).columns >= WIDTH
    return wide and not os.environ.get("COLUMNS")


def _is_bare() -> bool:
    """Whether there is certainly no local file, and no terminal to fit the lines to."""
    return _has_no_local_file() and not sys.stdout.isatty()


def _has_no_local_file() -> bool:
    if named := os.environ.get("SEIPS_LOCAL"):
        return named == "off"
    from .local.usual import may_exist

    return not may_exist()
