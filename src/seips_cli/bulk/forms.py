"""How results are written: as CSV for a spreadsheet, or as JSON Lines."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Protocol

from ..dataset import Dataset
from ..decision import Answers, Result
from ..errors import plain
from ..row import RESULT, result_cells, result_members
from .columns import RESULTS, Columns

#: Longer cells are not kept in mind.
LONG = 200
#: What makes a cell need care: anything but ASCII and European letters, what CSV quotes and what a spreadsheet runs.
SUSPECT = re.compile(r"""[^ -~\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017f]|[",]|^ *[=+@-]""")
#: A spreadsheet takes a cell that begins so for a formula, in ordinary or full-width signs.
FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
NUMBER = re.compile(r"[+-]?[0-9]+([.][0-9]+)?")
#: What anything is in JSON.
json_text = json.JSONEncoder(ensure_ascii=False).encode


class Form(Protocol):
    """A way to write results. A row is what is carried, the answers, and what they lead to."""

    before_unused: str
    """What comes before the answers that were not needed."""
    no_unused: str
    """What stands in their place where there is no result."""

    def header(self) -> str:
        """What comes before the rows."""

    def cell(self, cell: str) -> str:
        """How a cell with something suspect in it is written."""

    def around(self) -> Sequence[str]:
        """What stands around the cells that are carried: before each, and after the last."""

    def answers(self, questions: Iterable[str], answers: Answers) -> str:
        """The *answers* to *questions*, or nothing for each that has none."""

    def result(self, result: Result | None) -> str:
        """What the answers lead to, the same for many rows."""

    def unused(self, answers: Answers, *, after_others: bool = False) -> str:
        """Some of the answers that were not needed."""

    def end(self, fault: str) -> str:
        """What is wrong, to the end of the row."""


class Csv:
    """Comma-separated values, as RFC 4180 has them but for the line feed that ends a line."""

    before_unused = no_unused = ""

    def __init__(self, data: Dataset, columns: Columns, today: date) -> None:
        self.data, self.columns, self.today = data, columns, today

    def header(self) -> str:
        """The names of the columns."""
        return ",".join(map(csv_cell, (*self.columns.carried, *self.columns.written, *RESULTS))) + "\n"

    def cell(self, cell: str) -> str:
        """Quoted where need be, and nothing in it that a spreadsheet would run."""
        return csv_cell(cell) if len(cell) < LONG else csv_cell.__wrapped__(cell)

    def around(self) -> Sequence[str]:
        """A comma after each."""
        return ("", *[","] * len(self.columns.carried))

    def answers(self, questions: Iterable[str], answers: Answers) -> str:
        """The answers, each with its comma. An id needs no care."""
        return "".join(f"{answers.get(question, '')}," for question in questions)

    def result(self, result: Result | None) -> str:
        """The cells of a result, each with its comma."""
        if result is None:
            return "," * len(RESULT)
        return "".join(f"{csv_cell(cell)}," for cell in result_cells(self.data, result, self.today))

    def unused(self, answers: Answers, *, after_others: bool = False) -> str:
        """A part of a cell."""
        return _listed(answers, "=", ";", after_others=after_others)

    def end(self, fault: str) -> str:
        """The end of that cell, and the last one."""
        return f",{self.cell(fault) if fault else ''}\n"


class JsonLines:
    """One object a line, as `seips.batch/1`."""

    before_unused, no_unused = '"unused": {', '"unused": null'

    def __init__(self, data: Dataset, columns: Columns, today: date) -> None:
        self.data, self.today = data, today
        self.keys = [*map(json_text, columns.carried)]

    def header(self) -> str:
        """Nothing: each line names its columns."""
        return ""

    def cell(self, cell: str) -> str:
        """Without what a terminal would obey, and as it stands between quotation marks."""
        return json_text(harmless(cell))[1:-1]

    def around(self) -> Sequence[str]:
        """The object's beginning; and quotation marks, since all that is carried is text."""
        ends = ["", *['", '] * len(self.keys)]
        keys = [*(f'{key}: "' for key in self.keys), ""]
        first, *others = map("".join, zip(ends, keys, strict=True))
        return ('{"schema": "seips.batch/1", ' + first, *others)

    def answers(self, questions: Iterable[str], answers: Answers) -> str:
        """The answers; null for none."""
        return _members({question: answers.get(question) for question in questions})

    def result(self, result: Result | None) -> str:
        """The members of a result; null where there is none."""
        if result is None:
            return _members(dict.fromkeys(RESULT))
        return _members(result_members(self.data, result, self.today))

    def unused(self, answers: Answers, *, after_others: bool = False) -> str:
        """Members of that object."""
        quoted = {f'"{question}"': f'"{option}"' for question, option in answers.items()}
        return _listed(quoted, ": ", ", ", after_others=after_others)

    def end(self, fault: str) -> str:
        """The end of that object, the last member, and the row's end."""
        return f', "error": {json_text(fault)}}}\n' if fault else '}, "error": null}\n'


def _listed(answers: Answers, within: str, between: str, *, after_others: bool) -> str:
    """*answers* with what stands *within* each and *between* them. An id needs no care."""
    listed = between.join(map(within.join, answers.items()))
    return between + listed if listed and after_others else listed


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
    """*cell* without control and invisible marks; a tab becomes a space, and each way to end a line the usual one."""
    return plain(re.sub("\r\n?", "\n", cell.replace("\t", " ")))


def _members(shown: Mapping[str, Any]) -> str:
    """Members of an object, each with its comma."""
    return f"{json_text(shown)[1:-1]}, " if shown else ""
