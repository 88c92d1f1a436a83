"""What a spreadsheet leaves behind the last column that has a name: commas with nothing between them."""

from collections.abc import Iterator, Sequence

from ..errors import plain
from .blocks import NEW_LINE


def nameless_at_the_end(names: Sequence[str]) -> int:
    """How many columns without a name come after all others."""
    named = [at for at, name in enumerate(names, 1) if plain(name).strip()]
    return len(names) - named[-1] if named else 0


def without_ends(blocks: Iterator[bytes], many: int) -> Iterator[bytes]:
    """*blocks* of lines, less the commas of so *many* empty cells at the end of a row.

    A row that has something in one of those cells is left as it is, and so is found to be wider than the header.
    """
    end, is_open = b"," * many, False
    for block in blocks:
        lines = block.split(NEW_LINE)
        for at, line in enumerate(lines):
            # Within quotation marks the end of a line is not the end of a row.
            is_open ^= line.count(b'"') % 2 == 1
            # Nothing must be left of a row that would be passed over as an empty line.
            lines[at] = line if is_open or line == end else line.removesuffix(end)
        yield NEW_LINE.join(lines)
