"""How results are written: as CSV for a spreadsheet, or as JSON Lines. A row is a head, what is carried, and a tail.

The tail depends on the answers alone, so it is made once for all rows that have the same.
"""

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Protocol

from ..dataset import Dataset, TierPair
from ..decision import RESULT, Result, result_cells
from ..errors import plain
from .answer import Answered
from .columns import RESULTS, Columns

#: Longer cells are not kept in mind.
LONG = 200
#: What makes a cell need care, in cells that stand one a line: anything but ASCII and European letters, what CSV
#: quotes, what a spreadsheet runs, and whatever could be a pupil's number, a date or a postcode.
SUSPECT = re.compile(
    r"""[^ -~\n\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017f]|[",]|^ *[=+@-]|[A-Za-z][0-9]{11}"""
    r"""|[0-9](?:[/.-][0-9]{1,2}[/.-][0-9]|[ -]?[A-Za-z]{2}|(?<=[12])[09][0-9]{2}[01][0-9][0-3][0-9])""",
    re.MULTILINE,
)
#: A spreadsheet takes a cell that begins so for a formula, in ordinary or full-width signs.
FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
NUMBER = re.compile(r"[+-]?[0-9]+([.][0-9]+)?")


class Form(Protocol):
    """A way to write results."""

    def header(self) -> str:
        """What comes before the rows."""

    def cell(self, cell: str) -> str:
        """How a cell with something suspect in it is written."""

    def head(self, cells: Sequence[str]) -> str:
        """The part of a row that is carried through, of cells as they are written."""

    def tail(self, answered: Answered) -> str:
        """The rest of the row."""


class Csv:
    """Comma-separated values, as RFC 4180 has them but for the line feed that ends a line."""

    def __init__(self, data: Dataset, columns: Columns) -> None:
        self.data, self.columns = data, columns
        #: With each text its result, which keeps its identity for as long as it is held.
        self.written: dict[int, tuple[Result | None, str]] = {}

    def header(self) -> str:
        """The names of the columns."""
        return _line((*self.columns.carried, *self.columns.written, *RESULTS))

    def cell(self, cell: str) -> str:
        """Quoted where need be, and nothing in it that a spreadsheet would run."""
        return csv_cell(cell) if len(cell) < LONG else csv_cell.__wrapped__(cell)

    def head(self, cells: Sequence[str]) -> str:
        """The carried cells, each with its comma."""
        return f"{','.join(cells)}," if cells else ""

    def tail(self, answered: Answered) -> str:
        """The answers and the results."""
        return self.answers(answered) + self.results(answered)

    def answers(self, answered: Answered) -> str:
        """The answers, each with its comma."""
        return "".join(f"{csv_cell(answered.answers.get(question, ''))}," for question in self.columns.written)

    def results(self, answered: Answered) -> str:
        """The results, to the end of the line."""
        unused = csv_cell(_pairs(answered.unused)) if answered.unused else ""
        return f"{self._result(answered.result)},{unused},{csv_cell(answered.fault)}\n"

    def _result(self, result: Result | None) -> str:
        """The cells of a result; a few results serve all rows, so each is written once."""
        if id(result) not in self.written:
            line = _line(result_cells(result) if result else ("",) * len(RESULT))
            self.written[id(result)] = result, line.removesuffix("\n")
        return self.written[id(result)][1]


class JsonLines:
    """One object a line, as `seips.batch/1`."""

    def __init__(self, data: Dataset, columns: Columns) -> None:
        self.data, self.columns = data, columns

    def header(self) -> str:
        """Nothing: each line names its columns."""
        return ""

    def cell(self, cell: str) -> str:
        """Without what a terminal would obey."""
        return harmless(cell)

    def head(self, cells: Sequence[str]) -> str:
        """The object's beginning, with the carried cells as text."""
        return _dumped({"schema": "seips.batch/1"} | dict(zip(self.columns.carried, cells, strict=True)))[:-1]

    def tail(self, answered: Answered) -> str:
        """The answers (null for none) and the results, to the object's end."""
        answers: dict[str, Any] = {question: answered.answers.get(question) for question in self.columns.written}
        rest = answers | self._results(answered) | {"error": answered.fault or None}
        return f", {_dumped(rest).removeprefix('{')}\n"

    def _results(self, answered: Answered) -> dict[str, Any]:
        result = answered.result
        if result is None:
            return dict.fromkeys(RESULTS[:-1])
        return {
            "pathway": result.pathway.id,
            "basis": result.pathway.basis,
            "companions": [companion.id for companion in result.companions],
            "tier": tier_levels(self.data, result.tier) if result.tier else None,
            "partnership": result.partnership.id if result.partnership else None,
            "contacts": [contact.id for contact in result.contacts],
            "unused": dict(answered.unused),
        }


@lru_cache(4096)
def csv_cell(cell: str) -> str:
    """*cell* as CSV has it: nothing in it that a terminal or a spreadsheet would obey."""
    if cell.isascii() and cell.isalnum():
        return cell
    text = harmless(cell)
    if text.lstrip().startswith(FORMULA) and not NUMBER.fullmatch(text):
        text = f"'{text}"
    if "," in text or '"' in text or "\n" in text:
        return '"' + text.replace('"', '""') + '"'
    return text


def harmless(cell: str) -> str:
    """*cell* without control and invisible marks; a tab becomes a space."""
    return plain(cell.replace("\t", " "))


def tier_levels(data: Dataset, pair: TierPair) -> dict[str, str | None]:
    """The level of every scheme in a pair, None where there is none."""
    return {scheme.id: pair.levels.get(scheme.id) for scheme in data.tiers.schemes} if data.tiers else {}


def _line(cells: Sequence[str]) -> str:
    return ",".join(map(csv_cell, cells)) + "\n"


def _pairs(answers: Mapping[str, str]) -> str:
    return ";".join(f"{question}={option}" for question, option in answers.items())


def _dumped(shown: Mapping[str, Any]) -> str:
    return json.dumps(shown, ensure_ascii=False)
