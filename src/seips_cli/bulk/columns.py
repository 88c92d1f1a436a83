"""What a header means: which column answers which question, which is a postcode, and which are carried through."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..dataset import Dataset
from ..errors import SeipsError, plain
from ..lookup import echo, find_record
from ..near import either, is_slip
from ..privacy.headings import is_strange, likeness
from ..privacy.told import told
from ..record import texts_of
from ..row import RESULT
from ..spelling import folded, meant
from .dropping import dropping

#: The column that is looked up and left out.
POSTCODE = "postcode"
#: What is written for each row, after what the row held.
RESULTS = (*RESULT, "unused", "error")
#: Names that the results take up; JSON Lines begin with the last.
TAKEN = frozenset((*RESULTS, "schema"))


@dataclass(frozen=True)
class Columns:
    """The columns of a file of cases, by where they stand in a row."""

    width: int
    carried: Mapping[str, int]
    """What is carried through, by heading."""
    answers: Mapping[str, int]
    """What answers a question, by the question's id."""
    postcode: int | None
    located: tuple[str, ...]
    """The questions that the postcode can answer, whether they have a column of their own or not."""

    @property
    def written(self) -> tuple[str, ...]:
        """The questions whose answers are written, in order."""
        return (*self.typed(self.answers), *self.located)

    def typed(self, questions: Iterable[str]) -> tuple[str, ...]:
        """Those of *questions* that only a column of their own can answer."""
        return tuple(question for question in questions if question not in self.located)


def columns_of(
    header: Sequence[str], data: Dataset, dropped: Iterable[str] = (), *, postcodes: bool, today: date = date.max
) -> Columns:
    """What *header* means with the columns *dropped* left out; *postcodes*: whether they can be looked up.

    Raises SeipsError for a column that must not be there, or may not mean what it says.
    """
    names = [plain(name).strip() for name in header]
    _refuse_nameless(names)
    gone = _dropped(names, dropped)
    kept = {name: at for at, name in enumerate(names) if at not in gone}
    _refuse_twice(name for at, name in enumerate(names) if at not in gone)
    questions = [question.id for question in data.questions]
    if taken := TAKEN.intersection(questions):
        message = f"the question `{min(taken)}` is called like a column of the results"
        raise SeipsError(message, hint="give it another id in the dataset", kind="columns")
    answers = {question: at for name, at in kept.items() if (question := meant(name, questions))}
    postcode = next((at for name, at in kept.items() if folded(name) == POSTCODE and POSTCODE not in questions), None)
    carried = {name: at for name, at in kept.items() if at not in answers.values() and at != postcode}
    _refuse_pupils(carried, today)
    missing = [question for question in questions if question not in answers]
    _refuse_slips(carried, [*missing, POSTCODE] if postcodes and postcode is None else missing)
    _refuse_taken(carried)
    _refuse_strange(carried, data)
    if postcode is not None and not postcodes:
        raise _refusal({names[postcode]: "this dataset has no table of postcodes"}, "columns")
    if not answers and postcode is None:
        hint = f"name columns after questions: {' · '.join(questions)}"
        raise SeipsError("no column answers a question", hint=hint, kind="columns")
    located = tuple(_located(data)) if postcode is not None else ()
    return Columns(len(names), carried, answers, postcode, located)


def _located(data: Dataset) -> Iterator[str]:
    """The questions that a postcode can answer."""
    if data.geography and data.geography.home:
        yield data.geography.home.question
        yield data.geography.question


def _dropped(names: Sequence[str], dropped: Iterable[str]) -> set[int]:
    """Where the columns stand that are to be left out, all of those called so."""
    known = {folded(name): name for name in names}
    wanted = (find_record("column", known.get(folded(name), name), {name: name for name in names}) for name in dropped)
    gone = {folded(name) for name in wanted}
    return {at for at, name in enumerate(names) if folded(name) in gone}


def _refuse_nameless(names: Sequence[str]) -> None:
    if not any(names):
        raise SeipsError("the file has no header", hint="name its columns in the first line", kind="columns")
    if len(names) == 1 and (";" in names[0] or "\t" in names[0]):
        hint = "save it with commas between its columns"
        raise SeipsError("the header has one column, with semicolons or tabs in it", hint=hint, kind="columns")
    if "" in names:
        hint = "name it in the first line, or remove it from the file"
        raise SeipsError(f"column {names.index('') + 1} has no name", hint=hint, kind="columns")


def _refuse_twice(names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        key = folded(name) or name
        if key in seen:
            hint = "name one of them otherwise, or remove it from the file"
            raise SeipsError(f"the column `{echo(name)}` is there twice", hint=hint, kind="columns")
        seen.add(key)


def _refuse_pupils(carried: Iterable[str], today: date) -> None:
    if found := {name: f"it seems to hold {what}" for name in carried if (what := likeness(name) or told(name, today))}:
        raise _refusal(found, "pupil-details")


def _refuse_strange(carried: Iterable[str], data: Dataset) -> None:
    """A name or a remark may stand in a heading too."""
    known = frozenset(word for text in texts_of(data) for word in re.findall(r"[^\W\d_]+", text.casefold()))
    if found := {name: "its words are not those of a school's list" for name in carried if is_strange(name, known)}:
        raise _refusal(found, "pupil-details")


def _refuse_slips(carried: Iterable[str], missing: Sequence[str]) -> None:
    """A slip in the name of a column that is *missing* must not turn its answers into something carried through."""
    for name in carried:
        if meant := [one for one in missing if is_slip(folded(name), folded(one))]:
            otherwise = f"If not, name it otherwise, or leave it out: {dropping([name])}"
            hint = f"did you mean {either(meant)}? {otherwise}"
            raise SeipsError(f"the column `{echo(name)}` may be misspelt", hint=hint, kind="unknown-question")


def _refuse_taken(carried: Iterable[str]) -> None:
    if taken := {name: "the name of a result" for name in carried if name.casefold() in TAKEN}:
        raise _refusal(taken, "columns")


def _refusal(why: Mapping[str, str], kind: str) -> SeipsError:
    """The error that names each column with what is wrong with it."""
    listed = ", ".join(f"`{echo(name)}` ({reason})" for name, reason in why.items())
    hint = f"name it otherwise, take it out of the file, or leave it out: {dropping(why)}"
    return SeipsError(
        f"{'a column' if len(why) == 1 else 'columns'} that cannot be used: {listed}", hint=hint, kind=kind
    )
