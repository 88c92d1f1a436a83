"""Columns to leave out: what was typed to name them, and what to type."""

import shlex
from collections.abc import Iterable, Sequence

from ..spelling import folded

#: What a shell would still look at between double quotation marks, which other systems than POSIX ones know too.
SEEN_WITHIN = frozenset('"$`\\!')


def named(typed: Iterable[str], headings: Sequence[str]) -> list[str]:
    """The names that were typed, with commas between them; a comma may also be part of a heading."""
    with_commas = {folded(heading) for heading in headings if "," in heading}
    some = ([one] if folded(one) in with_commas else one.split(",") for one in typed)
    return [name.strip() for names in some for name in names]


def dropping(headings: Iterable[str]) -> str:
    """The options that leave the columns *headings* out, as they can be typed in a shell."""
    names = [*headings]
    some = names if any("," in name for name in names) else [",".join(names)]
    return " ".join(f"--drop-columns {_quoted(one)}" for one in some)


def _quoted(text: str) -> str:
    needs_none = shlex.quote(text) == text
    return text if needs_none else shlex.quote(text) if SEEN_WITHIN.intersection(text) else f'"{text}"'
