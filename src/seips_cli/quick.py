"""What scripts ask by the thousand, answered before anything is imported.

The build of a wheel runs these commands and keeps what they print, in `printed.py` (hatch_build.py). That is used while
all it was made from is as it was: the data files to the byte, no other dataset, no local file, no fact grown old.
Whatever is not certain here, every error included, is left to the commands themselves; a checkout leaves them all.
"""

import os
import sys
from importlib import import_module
from time import strftime

from .fingerprint import fingerprint
from .local.usual import may_exist
from .spelling import as_partnership, folded

#: The help is never wider.
WIDTH = 80

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType


def answered(arguments: list[str]) -> bool:
    """Whether *arguments* could be answered here; then the answer is on stdout."""
    try:
        text = _known(arguments)
        if text:
            _print(text)
    except (ImportError, OSError):
        return False
    return bool(text)


def _print(text: str) -> None:
    if not sys.stdout.isatty():
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(text)
    sys.stdout.flush()


def _known(arguments: list[str]) -> str | None:
    """What is printed for *arguments*; None where that is not certain."""
    *command, name = arguments or [""]
    find = COMMANDS.get(" ".join(command))
    if not (find and sys.stdout) or os.environ.get("SEIPS_DATA") or any("_COMPLETE" in name for name in os.environ):
        return None
    made = import_module(".printed", __package__)
    return find(made, name) if _as_built("partnerships.yaml", made) else None


def _about(made: "ModuleType", name: str) -> str | None:
    """The version, or the help as it stands on whatever is at least as wide as the help grows."""
    about = {"--version": made.VERSION, **(dict.fromkeys(("-h", "--help"), made.HELP) if _is_wide() else {})}
    return about.get(name)


def _level(made: "ModuleType", name: str) -> str | None:
    return made.LEVELS.get(folded(name)) if _is_value(name) else None


def _contacts(made: "ModuleType", name: str) -> str | None:
    certain = _is_value(name) and strftime("%Y-%m-%d") < made.CONTACTS_UNTIL and _is_bare()
    return made.CONTACTS.get(as_partnership(name)) if certain else None


def _where(made: "ModuleType", name: str) -> str | None:
    """What is printed for a postcode of the same district, with this one in its place."""
    if not (_is_value(name) and _is_bare()):
        return None
    from .places.postcodes import Scan, lookup

    found = lookup(name, Scan(_as_built("postcodes.csv", made).decode()))
    example, text = made.DISTRICTS.get(found.ons_code if found.certainty == "exact" else "", ("", ""))
    return text.replace(example, found.understood) if text else None


COMMANDS = {
    "": _about,
    "tier-map": _level,
    "contacts -p": _contacts,
    "contacts --partnership": _contacts,
    "where": _where,
}


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
    named = os.environ.get("SEIPS_LOCAL")
    none = named == "off" if named else not may_exist()
    return none and not sys.stdout.isatty()
