"""Many cases at once: what each row comes to, what a file may hold, and what is written."""

import csv
import json
import os
import random
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from io import BufferedReader, BytesIO, RawIOBase, StringIO
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import pexpect
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import Result

from seips_cli.answers import read as answers_in
from seips_cli.bulk import blocks as block_reader
from seips_cli.bulk import cases as case_reader
from seips_cli.bulk import csv_rows, json_rows
from seips_cli.bulk import job as job_reader
from seips_cli.bulk.answer import Router
from seips_cli.bulk.batch import Batch
from seips_cli.bulk.blocks import MOST_WAITING, blocks, closed, unmarked
from seips_cli.bulk.carried import Carried
from seips_cli.bulk.columns import RESULTS, columns_of
from seips_cli.bulk.csv_rows import IN_VAIN, LONGEST, WIDEST
from seips_cli.bulk.dropping import dropping
from seips_cli.bulk.forms import csv_cell
from seips_cli.bulk.job import Job
from seips_cli.bulk.plain_lines import NeedsCare, Quick
from seips_cli.commands import batch as batch_command
from seips_cli.dataset import Dataset
from seips_cli.decision import Outcome, decide, next_question
from seips_cli.errors import ExitCode, SeipsError
from seips_cli.privacy.headings import likeness
from seips_cli.privacy.told import told
from seips_cli.source import Edition, load

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 24)
Run = Callable[..., Result]
Journeys = list[tuple[dict[str, str], Outcome]]
#: Complete answers, and the header for them.
HEADER = "ref,school,home,exclusion,level,ehcp,sen-resources,area"
PANEL = "city-secondary,county,at-risk,psp2a,no,yes,melton"


def routed(content: str | bytes, edition: Edition | None = None, **options: Any) -> str:
    """What the results of a file of cases are."""
    given = content.encode() if isinstance(content, str) else content
    as_json = options.pop("as_json", None)
    settings: dict[str, Any] = {"from_json": None, "dropped": [], "today": TODAY} | options
    job = Job(edition or load(), blocks(BytesIO(given)), **settings)
    return b"".join(job.results(as_json=as_json)).decode()


def read(results: str) -> list[dict[str, str]]:
    """Results in CSV, as anybody's program reads them."""
    return list(csv.DictReader(StringIO(results)))


def written(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A file of cases, as anybody's program writes it."""
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    return out.getvalue()


def refused(content: str | bytes, **options: Any) -> SeipsError:
    """The error that refuses a file of cases as a whole."""
    with pytest.raises(SeipsError) as caught:
        routed(content, **options)
    return caught.value


def expected(data: Dataset, answers: dict[str, str]) -> dict[str, str]:
    """What `decide` says of *answers*, in the cells of a row."""
    result = decide(data, answers)
    days = {source.id: source.checked_on.isoformat() for source in data.sources}
    return {
        "pathway": result.pathway.id,
        "basis": result.pathway.basis,
        "companions": ";".join(companion.id for companion in result.companions),
        "tier": result.tier.id if result.tier else "",
        "partnership": result.partnership.id if result.partnership else "",
        "partnership_local": "",
        "contacts": ";".join(contact.id for contact in result.contacts),
        "contacts_checked": ";".join(days[contact.source] for contact in result.contacts),
        "contacts_local": "",
        "contacts_stale": "",
        "unused": ";".join(f"{question}={option}" for question, option in result.unused.items()),
        "error": "",
    }


@pytest.mark.parametrize("quote", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_every_set_of_answers_comes_to_what_route_says(
    edition: Edition, data: Dataset, journeys: Journeys, quote: Any
) -> None:
    """A child in a file is sent to the same door as a child at the questionnaire, whichever way the file is read."""
    questions = [question.id for question in data.questions]
    out = StringIO()
    cases = csv.DictWriter(out, ["ref", *questions], restval="", lineterminator="\n", quoting=quote)
    cases.writeheader()
    cases.writerows({"ref": f"case {n}"} | answers for n, (answers, _) in enumerate(journeys))
    found = read(routed(out.getvalue(), edition))
    assert len(found) == len(journeys) == 1080
    for n, ((answers, _), row) in enumerate(zip(journeys, found, strict=True)):
        every = {question: answers.get(question, "") for question in questions}
        assert row == {"ref": f"case {n}"} | every | expected(data, answers)


def test_json_lines_say_the_same(edition: Edition, data: Dataset, journeys: Journeys) -> None:
    """In JSON Lines the results are those of `decide` too, with lists and objects instead of joined words."""
    lines = "".join(json.dumps(answers) + "\n" for answers, _ in journeys[::9])
    every = json.dumps({question.id: None for question in data.questions})
    found = [json.loads(line) for line in routed(f"{every}\n{lines}", edition).splitlines()][1:]
    for (answers, outcome), row in zip(journeys[::9], found, strict=True):
        assert row["schema"] == "seips.batch/1"
        assert (row["pathway"], row["contacts"]) == (outcome.pathways[0], list(outcome.contacts))
        assert (row["companions"], row["partnership"]) == (list(outcome.companions), outcome.partnership or None)
        assert (row["unused"], row["error"]) == ({}, None)
        assert {question: row[question] for question in answers} == answers


def test_each_contact_comes_with_the_day_it_was_checked(edition: Edition, data: Dataset) -> None:
    """Who rings a number from a list knows how old it is: the days stand in the order of the contacts."""
    content = f"{HEADER}\nA1,{PANEL}\n"
    row, told = read(routed(content, edition))[0], json.loads(routed(content, edition, as_json=True))
    days = {contact.id: next(s.checked_on for s in data.sources if s.id == contact.source) for contact in data.contacts}
    assert told["contacts"]
    assert told["contacts_checked"] == [str(days[name]) for name in told["contacts"]]
    assert row["contacts_checked"] == ";".join(told["contacts_checked"])
    assert (row["contacts_stale"], told["contacts_stale"]) == ("", {})


def test_an_old_contact_says_so_in_its_row(edition: Edition) -> None:
    """In a year and a day a number that nobody has looked at is not passed on as if it were fresh."""
    content, later = f"{HEADER}\nA1,{PANEL}\n,,,,,,,\n", date(2027, 11, 24)
    row, told = (
        read(routed(content, edition, today=later))[0],
        json.loads(routed(content, edition, today=later, as_json=True).splitlines()[0]),
    )
    assert told["contacts_stale"] == dict.fromkeys(
        told["contacts"], "checked a year ago or more: make sure before you use it"
    )
    assert row["contacts_stale"] == f"{row['contacts']}: checked a year ago or more: make sure before you use it"


def test_old_contacts_are_named_once_for_a_whole_file(tmp_path: Path, seips: Run) -> None:
    """Whoever looks at the screen and not at the column is told too, and only where there is something to tell."""
    cases = tmp_path / "cases.csv"
    cases.write_text(f"{HEADER}\nA1,{PANEL}\nA2,{PANEL}\n", encoding="utf-8")
    told = seips("batch", str(cases), "--as-of", "2028-01-01").stderr
    old = "Warning: melton-co-ordinator, first-response: checked a year ago or more: make sure before you use it ("
    assert told.count(old) == 1
    assert "a year ago" not in seips("batch", str(cases), "--as-of", "2026-12-01").stderr


@settings(deadline=None)
@given(st.data())
def test_any_answers_come_to_what_route_says(draw: st.DataObject) -> None:
    """Answers that are not needed are named, and answers that are missing are asked for, whatever else is answered."""
    data = load().data
    options = {q.id: st.sampled_from(["", *(option.id for option in q.options)]) for q in data.questions}
    cases = draw.draw(st.lists(st.fixed_dictionaries(options), min_size=1, max_size=8))
    results = read(routed(written([*options], [[case[question] for question in options] for case in cases])))
    for case, row in zip(cases, results, strict=True):
        answers = {question: case[question] for question in options if case[question]}
        question = next_question(data, answers)
        if question is None:
            assert {name: row[name] for name in RESULTS} == expected(data, answers)
        else:
            assert row["error"].startswith(f"`{question.id}` is not answered: ")
            assert not any(row[name] for name in RESULTS[:-1])


CELL = st.text(st.sampled_from("ab1 9,\"'=+-@\t\r\néß/.:;\u200b\x1b"), max_size=6)
#: What of that tells of nobody.
HARMLESS = CELL.filter(lambda cell: not Carried(tuple, TODAY, csv_cell).telling[cell])


#: What may stand in a column: anything at all, answers as they are and as people type them, and postcodes.
ANSWER = st.sampled_from(
    [
        "",
        "yes",
        "no",
        "Yes",
        "City Secondary",
        "city-secondary",
        "county",
        "psp2a",
        "melton",
        "at-rsk",
        "ye\ns",
        'n"o\n',
    ]
)
HOME = st.sampled_from(["", "LE13 0UL", "le130ul", "LE1 1AA", "LE99 9ZZ", "AB1", "nowhere", "x" * 70, "LE13\u00a00UL"])
COLUMNS: dict[str, st.SearchStrategy[str]] = {
    "a": st.sampled_from(
        ["2026-11-24", "12345678", "12AB34", "\u00e9", "Academy, 91", "2012-05-03", "\\", "bb", "=7JS"]
    )
    | st.sampled_from(["2026-11-24 10:32", "24/11/2026 9:05", "0b8e9f2c-6a53-4a1e-9b7d-3c2f1e0d4a5b"])
    | HARMLESS,
    "b": st.sampled_from(["7", "-5", "1.50", "x"]),
    "gone": CELL,
    "postcode": HOME,
    **dict.fromkeys(("school", "home", "exclusion", "level", "ehcp", "SEN resources", "area"), ANSWER),
}


def as_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A file in which nothing is quoted, so that what stands in a cell may break its row."""
    return "".join(",".join(row) + "\n" for row in [header, *rows])


def as_quoted(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A file of several makers: some put marks around cells that need them, some around all, some around all text."""
    quotings: list[Any] = [csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]
    out = StringIO()
    for n, row in enumerate([header, *rows], len(header)):
        cells = [int(cell) if cell == "7" else cell for cell in row]
        csv.writer(out, quoting=quotings[n % 3], lineterminator="\n").writerow(cells)
    return out.getvalue()


def as_spreadsheet(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A file with empty columns at the end, in some rows fewer than in others."""
    lines = as_quoted(header, rows).splitlines(keepends=True)
    return "".join(line[:-1] + "," * (n % 3) + "\n" if line.endswith("\n") else line for n, line in enumerate(lines, 2))


def as_torn(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A file in which some rows have a cell more or less than the header."""
    lines = as_quoted(header, rows).splitlines()
    torn = (line.rpartition(",")[0] if n % 3 else f"{line},x" for n, line in enumerate(lines[1:]))
    kept = (line if n % 2 else other for n, (line, other) in enumerate(zip(lines[1:], torn, strict=True), len(rows[0])))
    return "".join(f"{line}\n" for line in [lines[0], *kept])


def as_json(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """JSON Lines, of several makers; an empty cell is null, and some numbers are numbers."""
    lines = []
    for n, row in enumerate(rows):
        cells = {
            name: json.loads(cell) if cell in ("7", "-5") else cell or None
            for name, cell in zip(header, row, strict=True)
        }
        if n % 4 == 3:
            cells = {name: cells[name] for name in reversed(header) if cells[name]}
        lines.append(json.dumps(cells, separators=(",", ":") if n % 3 == 1 else None, ensure_ascii=n % 5 < 3))
    return "".join(f"{line}\n" for line in lines)


#: Lines that are no object, and that with others around them could be taken for one or for more.
ODD = [
    "",
    " ",
    "[1",
    "2]",
    '{"school": "other"',
    '"home": "county"}',
    "{}, {}",
    '2], "\\u0000", {}',
    '"',
    "{} \t",
    '["',
]


def as_odd_json(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """JSON Lines with others among them."""
    lines = as_json(header, rows).splitlines(keepends=True)
    return "".join(f"{line}{ODD[len(line) % len(ODD)]}\n{ODD[len(line) // 9 % len(ODD)]}\n" for line in lines)


def outcome(content: str, **options: Any) -> str:
    """The results of a file, or why it is refused."""
    try:
        return routed(content, dropped=["gone"], **options)
    except SeipsError as error:
        return error.message


def careful_only(*_: Any) -> bytes:
    """The quick way, closed."""
    raise NeedsCare


def one_by_one(*_: Any) -> None:
    """No rows that are read at once."""


QUICK_CLOSED: list[tuple[Any, str, Any]] = [(Quick, "block", careful_only)]
AT_ONCE_CLOSED = [(csv_rows, "together", one_by_one), (json_rows, "together", one_by_one)]
#: What is closed, so that rows go each way there is.
WAYS: tuple[list[tuple[Any, str, Any]], ...] = (
    [],
    QUICK_CLOSED,
    [*QUICK_CLOSED, *AT_ONCE_CLOSED],
)


@settings(deadline=None, max_examples=300)
@given(st.data(), st.sampled_from([as_csv, as_quoted, as_spreadsheet, as_torn, as_json, as_odd_json]), st.booleans())
def test_all_ways_through_a_file_give_the_same_bytes(draw: st.DataObject, write: Any, to_json: bool) -> None:
    """What a pattern cuts comes out as what is read with care, at once or line by line, whatever the cells hold."""
    header = draw.draw(st.lists(st.sampled_from([*COLUMNS]), unique=True))
    header = [*dict.fromkeys([*header, "school", "gone"])]
    rows = draw.draw(st.lists(st.tuples(*(COLUMNS[name] for name in header)), min_size=1, max_size=4))
    content = write(header, rows)
    ways = []
    for way in WAYS:
        with pytest.MonkeyPatch.context() as patched:
            for owner, name, closing in way:
                patched.setattr(owner, name, closing)
            ways.append(outcome(content, as_json=to_json, from_json=write in (as_json, as_odd_json)))
    assert ways[0] == ways[1] == ways[2]


def test_a_row_with_two_faults_tells_both_and_keeps_what_was_typed() -> None:
    """A home that the postcode contradicts stands as it was typed, whatever else is wrong in the row."""
    home = "`home` is answered twice: city, and county by the name or postcode given"
    rows = [["city-secondary", "city", level, "LE13 0UL"] for level in ("psp1", "no such level")]
    one, two = read(routed(as_csv(["school", "home", "level", "postcode"], rows)))
    assert (one["home"], two["home"], one["error"]) == ("city", "city", home)
    assert two["error"].startswith("the answer to `level` is not one of its options")
    assert two["error"].endswith(f"; {home}")


def test_what_a_postcode_answers_comes_last_of_what_is_not_needed() -> None:
    """Whether a column says the same or none does."""
    rows = [["other", "LE13 0UL", "county", "melton", "no"], ["other", "LE13 0UL", "", "", "no"]]
    found = read(routed(as_csv(["school", "postcode", "home", "area", "ehcp"], rows)))
    assert [row["unused"] for row in found] == ["ehcp=no;home=county;area=melton"] * 2


#: In one district, in the City, elsewhere, in no one place for certain, and none that can be read.
POSTCODES = ["LE13 0UL", "LE1 1AA", "SW1A 1AA", "LE2 9DH", "LE7", "LE2", "LE99 9ZZ", "near Melton"]


class WholeCases(case_reader.Cases):
    """Answers each case as a whole."""

    def __init__(self, *given: Any) -> None:
        """See Cases."""
        super().__init__(*given)
        self.is_walked = False


@settings(deadline=None, max_examples=300)
@given(st.data(), st.integers(1, 6), st.booleans())
def test_rows_that_share_a_beginning_come_to_what_they_would_alone(
    draw: st.DataObject, many: int, to_json: bool
) -> None:
    """A row's beginning is followed once for all rows that have it, whatever is missing or misspelt in it or after."""
    questions = {question.id: [option.id for option in question.options] for question in load().data.questions}
    columns = {"ref": ["1", "2"], "postcode": POSTCODES, **questions}
    header = draw.draw(st.lists(st.sampled_from([*columns]), min_size=1, unique=True))
    header = sorted({"school", *header}, key=[*columns].index) if draw.draw(st.booleans()) else header
    header = [*dict.fromkeys([*header, "school"])]
    cells = [st.sampled_from([*columns[name], "", "3" if name == "ref" else "at-rsk"]) for name in header]
    rows = draw.draw(st.lists(st.tuples(*cells), min_size=1, max_size=6))
    ways = []
    for cases in (case_reader.Cases, WholeCases):
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(case_reader, "SIDE_BY_SIDE", many)
            patched.setattr(job_reader, "Cases", cases)
            ways.append(routed(as_csv(header, rows), as_json=to_json))
    assert ways[0] == ways[1]


@pytest.mark.parametrize(
    "content",
    [
        as_csv(["ref", "postcode", "school", "home"], [["1", "LE13 0UL", "City Secondary", ""]]),
        as_csv(
            ["postcode", "school", "meeting", "home"], [["", "other", "2026-11-24", ""], ["LE1 1AA", "x", "", "county"]]
        ),
        as_json(["ref", "school", "when", "home"], [["7", "other", "Academy, 91", ""], ["8", "other", "", "x"]]),
        as_csv(["school"], [["other"], ["county-secondary"]]),
        'ref,school,,\n1,other,,\n"2","other"\n3,,\n',
        'ref,ehcp,site,\n1,no,"Academy, 91",,,\n"2","no",,\n',
        'ref,school\n1,"other"\n"2",other\n"3","county-secondary"\n',
        'site,postcode,school,home\n"Academy, 91","LE13 0UL","City Secondary",""\nx,,"other",\n',
        '"school"\n"other"\n',
        "ref,school\n1,other,x\n2,other\n3\n",
        'site,ref,school\n"Academy, 91",1,other,x\n"Academy",2,other\n"Academy, 3",\n',
        'site,school\n"The ""New"" Academy",other\n"""A"", Academy","other"\n""" """,other\n',
    ],
)
def test_what_is_plain_is_never_read_with_care(content: str) -> None:
    """Else the quick way could close without anybody seeing it but those who wait."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Batch, "careful", None)
        assert routed(content)


@settings(deadline=None)
@given(st.lists(st.tuples(HARMLESS, HARMLESS), max_size=12))
def test_what_is_carried_comes_out_as_it_went_in(cells: list[tuple[str, str]]) -> None:
    """Commas, quotation marks and new lines in a cell survive; only what a machine would obey is taken away."""
    out = StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([("a", "b", "school"), *((a, b, "other") for a, b in cells)])
    results = routed(out.getvalue())
    for (a, b), row in zip(cells, read(results), strict=True):
        for typed, shown in ((a, row["a"]), (b, row["b"])):
            lines = re.sub("\r\n?", "\n", typed.replace("\t", " "))
            kept = "".join(c for c in lines if c.isprintable() or c == "\n")
            assert shown.removeprefix("'" if shown != kept else "") == kept
            assert not shown.lstrip().startswith(("=", "@"))
            assert not any(sign in shown for sign in "\x1b\r\t\u200b")


@pytest.mark.parametrize("cell", ["=A1|' /C 1'!A0", "+441160000", "-x", "@SUM(A1)", "\t=1", " =1", "\uff1d1"])
@pytest.mark.parametrize("end", [PANEL, f'"city-secondary"{PANEL[14:]}'])
def test_no_cell_is_a_formula(cell: str, end: str) -> None:
    """Nothing that a spreadsheet would run comes out, whichever way the row was read."""
    guarded = read(routed(f"{HEADER}\n{cell},{end}\n"))[0]["ref"]
    if cell != "+441160000":
        assert guarded.startswith("'")
    assert read(routed(f"{HEADER}\n-12.5,{end}\n"))[0]["ref"] == "-12.5"


def test_a_bad_row_is_told_in_its_own_cell_and_the_others_are_routed() -> None:
    """Each row has its own error; nothing is skipped, and the order is that of the file."""
    rows = [
        f"1,{PANEL}",
        "2,city-secondary,county,,psp2a,no,yes,melton",
        "3,city-secondary,county,at-rsk,psp2a,no,yes,melton",
        "4,city-secondary,county",
        f"5,{PANEL},extra",
        f'6,"{PANEL}" x',
        f"7,{PANEL}",
    ]
    found = read(routed("\n".join([HEADER, *rows, ""])))
    assert [row["pathway"] for row in found] == ["panel", "", "", "", "", "", "panel"]
    assert [row["error"] for row in found[1:5]] == [
        "`exclusion` is not answered: not-at-risk · at-risk · excluded",
        "the answer to `exclusion` is not one of its options: did you mean at-risk?",
        "line 5 has 3 cells and the header 8",
        "line 6 has 9 cells and the header 8",
    ]
    assert found[5]["error"].startswith("line 7 cannot be read as a row: ")
    # Which cells are missing nobody knows, so none is taken for the reference.
    assert [row["ref"] for row in found] == ["1", "2", "3", "", "", "", "7"]


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["1,other", "", '"two\nlines",other', '"1",other', "1", "1,other,x", '"never,other']),
        max_size=9,
    ),
    st.integers(1, 40),
)
def test_the_line_that_is_named_is_the_line(rows: list[str], size: int) -> None:
    """Whoever looks for a bad row finds it by its number in any editor, whatever comes before it."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(block_reader, "SIZE", size)
        found = read(routed("\n".join(["ref,school", *rows, ""])))
    starts = [2 + sum(one.count("\n") + 1 for one in rows[:at]) for at in range(len(rows))]
    told = [f"line {line}" for row, line in zip(rows, starts, strict=True) if row in ("1", "1,other,x", '"never,other')]
    assert [" ".join(row["error"].split()[:2]) for row in found if row["error"]] == told
    assert not any(row["ref"] for row in found if row["error"])


@pytest.mark.parametrize("columns", [8, 60_000])
def test_a_quotation_mark_that_never_closes_costs_no_more_in_long_lines(columns: int) -> None:
    """It is looked for over a row's length, and then given up, so that one slip does not keep a county waiting."""
    letters: list[int] = []

    def looked_at(line: str) -> str:
        letters.append(len(line))
        return unmarked(line)

    rows = [f'"{n},other{"x" * columns}' for n in range(30)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(csv_rows, "unmarked", looked_at)
        found = routed("\n".join(["ref,school", *rows, ""]))
    assert found.count("cannot be read as a row") == 30
    assert sum(letters) < IN_VAIN + LONGEST + 30 * 2 * WIDEST


#: Cells of many lines, with marks in them, and of long ones; and such cells in a column that is left out.
TALL = ["\n".join(['spoke to "home"'] * 150), "\n".join(["y" * 3_000] * 40), "x\n" * 60 + "7JS,other,moved\n" * 60]


@pytest.mark.parametrize("cell", TALL)
@pytest.mark.parametrize("last", [["A201", "other"], ["A201", "other", "x"], ["A201", "at-rsk", ""]])
@pytest.mark.parametrize("size", [1 << 10, 1 << 17])
def test_a_row_over_many_lines_is_one_row(cell: str, last: Sequence[str], size: int) -> None:
    """Whatever stands beside it in the file, and wherever a block of it ends."""
    rows = [*([f"A{n}", "other", cell] for n in range(30)), last]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(block_reader, "SIZE", size)
        found = read(routed(written(["ref", "school", "notes"], rows), dropped=["notes"]))
    assert [row["ref"] for row in found] == [*(f"A{n}" for n in range(30)), "A201" if len(last) == 3 else ""]
    assert [bool(row["error"]) for row in found] == [*[False] * 30, last[1:] != ["other", "x"]]
    assert len(last) == 3 or found[-1]["error"].startswith(f"line {30 * (cell.count(chr(10)) + 1) + 2} has 2 cells")


def test_a_quotation_mark_that_never_closes_spoils_its_own_row_only() -> None:
    """A stray mark swallows no other child: those behind it are routed, however many, and quoted line breaks kept."""
    broken = "\n".join([HEADER, f"1,{PANEL}", f'"2,{PANEL}', f"3,{PANEL}", f'"two\nlines",{PANEL}', f'x"4,{PANEL}', ""])
    found = read(routed(broken))
    assert [row["pathway"] for row in found] == ["panel", "", "panel", "panel", "panel"]
    assert found[1]["error"].startswith("line 3 cannot be read as a row: ")
    assert found[3]["ref"] == "two\nlines"
    many = "\n".join([HEADER, f'"0,{PANEL}', *(f"{n},{PANEL}" for n in range(1, 3000)), f'last",{PANEL}', ""])
    found = read(routed(many))
    assert (len(found), [row["ref"] for row in found[1:]]) == (3001, [*map(str, range(1, 3000)), 'last"'])


def test_a_key_of_a_later_line_can_be_dropped() -> None:
    """In JSON Lines a pupil's detail may first stand in a later line; it is refused there, or left out on demand."""
    lines = '{"ref": "1", "school": "other"}\n{"ref": "2", "school": "other", "DOB": "x"}\n'
    assert "DOB" in refused(lines).message
    found = [json.loads(line) for line in routed(lines, dropped=["dob"]).splitlines()]
    assert [one["pathway"] for one in found] == ["not-covered-school"] * 2
    assert not any("DOB" in one for one in found)


def test_a_postcode_that_settles_nothing_is_no_fault_where_the_answer_is_given(edition: Edition) -> None:
    """A row is answered as `seips route` answers it: what is given stands, if the postcode does not say otherwise."""
    found = read(routed("school,home,postcode\ncity-secondary,elsewhere,LE4\n", edition))
    assert [row["pathway"] for row in found] == ["another-authority"]


@pytest.mark.parametrize(
    "cell",
    [
        "2011/05/06",
        "12 March 2012",
        "12-Mar-2012",
        "12/3/12",
        "20120312",
        "1st sept 2013",
        "3.4.2011",
        "2011-5-3",
        "03052011",
        "May 3 2011",
        "3 5 2011",
        "20110503T10:00",
        "3.5.2011 10:15:00",
    ],
)
def test_a_date_of_birth_is_seen_in_any_form(cell: str) -> None:
    """However a date is written, it stops the file."""
    assert "a date of birth" in refused(f"ref,school\n{cell},other\n").message


@pytest.mark.parametrize(
    "heading",
    ["Adm. No.", "Known as", "Preferred", "First", "Last", "Young person", "Candidate", "yob", "NAM\u00cb", "Mob"],
)
def test_a_heading_for_a_person_is_seen_in_short_form_too(heading: str) -> None:
    """Schools shorten the names of their columns."""
    assert heading in refused(f"{heading},school\nx,other\n").message


SPELT: dict[str, Callable[[str], str]] = {
    "capitals": str.upper,
    "title": str.title,
    "spaces": lambda name: name.replace("-", " "),
    "underscores": lambda name: name.replace("-", "_"),
    "joined": lambda name: name.replace("-", ""),
    "around": lambda name: f"\u00a0{name} .",
    "dashes": lambda name: name.replace("-", "\u2013"),
    "short": lambda name: name[:-1],
    "long": lambda name: f"{name}x",
    "accents": lambda name: name.translate({ord("a"): "á", ord("e"): "é", ord("o"): "ö", ord("3"): "³"}),
    "wide": lambda name: "".join(chr(ord(char) + 0xFEE0) for char in name),
}


@pytest.mark.parametrize("spelt", SPELT.values(), ids=SPELT)
def test_an_answer_is_spelt_as_loosely_as_on_the_command_line(data: Dataset, spelt: Callable[[str], str]) -> None:
    """What `seips route --answer` understands, a file may hold, and nothing else; for each option of each question."""
    router = Router(data)
    for question in data.questions:
        for option in question.options:
            typed = spelt(option.id)
            try:
                found = answers_in(data, None, [f"{question.id}={typed}"])
            except SeipsError:
                found = {}
            assert router.part([question.id], [typed]).answers == found, typed


@pytest.mark.parametrize("spelt", SPELT.values(), ids=SPELT)
def test_a_question_is_spelt_as_loosely_as_on_the_command_line(data: Dataset, spelt: Callable[[str], str]) -> None:
    """What `seips route --answer` understands is the heading of a column, and nothing else is."""
    for question in data.questions:
        heading = spelt(question.id)
        try:
            found = [*answers_in(data, None, [f"{heading}={question.options[0].id}"])]
        except SeipsError:
            found = []
        try:
            columns = [*columns_of([heading], data, postcodes=True).answers]
        except SeipsError:
            columns = []
        assert columns == found, heading


def test_a_spelling_that_two_options_share_is_exact(data: Dataset) -> None:
    """In another authority's dataset too, an answer is one option or none."""
    first, *others = data.questions
    options = [replace(first.options[0], id=name) for name in ("a-b", "ab", "-")]
    other = replace(data, questions=(replace(first, options=tuple(options)), *others))
    for typed, option in {"a-b": "a-b", "ab": "ab", "A B": "", "": "", "--": ""}.items():
        assert Router(other).part([first.id], [typed]).answers == ({first.id: option} if option else {})


def test_what_is_no_answer_is_not_repeated() -> None:
    """A name or a postcode typed where an answer belongs reaches neither the error nor the results."""
    results = routed(f"{HEADER}\n1,Jamie Smith,LE13 0UL,at-risk,psp2a,no,yes,melton\n")
    assert "Jamie" not in results
    assert "0UL" not in results
    assert read(results)[0]["error"].count("is not one of its options") == 2


@pytest.mark.parametrize("way", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_files_from_spreadsheets_are_understood(way: str, mark: str) -> None:
    """A mark at the beginning is kept, as the spreadsheet needs it; line ends, case and spaces do not matter."""
    content = f"{mark}REF , School,home,Exclusion,LEVEL,ehcp,SEN resources,Area{way}1,City Secondary{PANEL[14:]}{way}"
    results = routed(content.encode())
    assert results.startswith(f"{mark}REF,school,home,exclusion,level,ehcp,sen-resources,area,pathway,")
    assert read(results.removeprefix("\ufeff"))[0]["pathway"] == "panel"
    assert "\r" not in results


def test_empty_lines_hold_no_row_and_empty_cells_no_answer() -> None:
    """A line with nothing on it is passed over; a row of empty cells is a row that answers nothing."""
    found = read(routed(f"{HEADER}\n\n1,{PANEL}\n\n,,,,,,,\n\n"))
    assert [row["ref"] for row in found] == ["1", ""]
    assert found[1]["error"].startswith("`school` is not answered")


NAMELESS = [
    ("1,other,,", "1", "not-covered-school", ""),
    ("1,other", "1", "not-covered-school", ""),
    ('"1",other,,', "1", "not-covered-school", ""),
    ('"1,,\nx",other,,', "1,,\nx", "not-covered-school", ""),
    ('1,"oth""x,,",,', "1", "", "not one of its options"),
    (",,,", "", "", "`school` is not answered"),
    ("1,other,,Jamie", "", "", "line 2 has 4 cells and the header 2"),
    ("1,other,Jamie,", "", "", "line 2 has 4 cells and the header 2"),
    ("1", "", "", "line 2 has 1 cell and the header 2"),
    ("1,other,", "1", "not-covered-school", ""),
    (",,", "", "", "`school` is not answered"),
]


@pytest.mark.parametrize(("row", "ref", "pathway", "error"), NAMELESS)
def test_empty_columns_at_the_end_are_left_out(row: str, ref: str, pathway: str, error: str) -> None:
    """A spreadsheet writes commas for columns that once held something; what still holds something is a bad row."""
    results = routed(f"ref,school,, \n{row}\n2,other,,\n")
    found, after = read(results)
    assert (found["ref"], found["pathway"], after["pathway"]) == (ref, pathway, "not-covered-school")
    assert error in found["error"] if error else not found["error"]
    assert "Jamie" not in results


def test_one_column_with_empty_ones_behind_it_loses_no_row() -> None:
    """A row with nothing in it but commas is told of, not passed over."""
    assert [row["error"] for row in read(routed("school,\nother,\n,\n"))] == [
        "",
        "`school` is not answered: city-secondary · county-secondary · other",
    ]


@settings(deadline=None)
@given(st.lists(st.tuples(HARMLESS, HARMLESS), max_size=8), st.integers(1, 3), st.sampled_from([1, 7, 50, 1 << 18]))
def test_empty_columns_at_the_end_change_nothing_else(cells: list[tuple[str, str]], many: int, size: int) -> None:
    """Whatever the other cells hold, and however the file is cut into blocks, each row comes out as without them."""
    header, rows = ["a", "b", "school"], [[a.replace("\r", ""), b.replace("\r", ""), "other"] for a, b in cells]
    wide = written([*header, *[""] * many], [[*row, *[""] * many] for row in rows])
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(block_reader, "SIZE", size)
        assert routed(wide) == routed(written(header, rows))


def test_a_file_with_a_header_alone_has_no_results() -> None:
    """Nothing in, nothing out, and no fault."""
    assert read(routed(f"{HEADER}\n")) == []
    assert routed(HEADER) == routed(f"{HEADER}\n")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "the file is empty"),
        ("\n\n", "the file is empty"),
        ("ref,count\n1,2\n", "no column answers a question"),
        ("school,School\nother,other\n", "`School` is there twice"),
        ("school,,ref\nother,,1\n", "column 2 has no name"),
        (",,\n,,\n", "the file has no header"),
        ("school;home\nother;\n", "semicolons"),
        ("exlusion,school\nat-risk,other\n", "the column `exlusion` may be misspelt"),
        ("school,pathway\nother,panel\n", "`pathway` (the name of a result)"),
        ('school,"ref\nother,1\n', "the header cannot be read"),
        ("school\rother\r", "the header cannot be read"),
        (
            "dob,Pupil name,school\n",
            "`dob` (it seems to hold a date of birth), `Pupil name` (it seems to hold a pupil's name)",
        ),
        (b"sch\xf6ol\nother\n", "line 1 is not UTF-8 text"),
        ("school\nother\n".encode("utf-16"), "line 1 holds a zero byte, so it is not text"),
        ("school\nother\n".encode("utf-16-be"), "line 1 holds a zero byte, so it is not text"),
        (bytes(300), "line 1 holds a zero byte, so it is not text"),
        ("school" + "x" * 100_001 + "\nother\n", "line 1 is longer than 100,000 bytes"),
        ("{not json\n", "line 1 is not a JSON object"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(content: str | bytes, said: str) -> None:
    """What is wrong with the file as a whole is said once, with the line or the column."""
    assert said in refused(content).message


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "Jordan Bloggs",
            "Bloggs, Jordan",
            "Bloggs,J",
            "J. Bloggs",
            "Jordan O'Brien-Smith",
            "Mrs Smith",
            "Ada K. Love",
        ),
        *("Jordan", "bloggs", "JORDAN", "jordan bloggs", "Jordan_Smith", "Jordan.Smith", "Jordan Smith 7B", "Jordan7"),
        *("1. Jordan Smith", "7JordanSmith", "Amy 7", "\u674e\u5c0f\u9f99", "Zo\u00eb", "jordan@example.org", "Lee"),
        *(
            "Jordan hit a teacher",
            "late again and again",
            "seen on 3 May by us",
            "hit staff",
            "hits",
            "Year 9, hits staff",
        ),
        *("https://example.org/jordan", "Jordan Bloggs\u200b", "Jordan at Soar Valley College"),
        *("KAI LEE 9", "jo lee 11", "JON/BEN 7", "AMY 10", "JB 9", "SAM-LEE-9", "he-hit-her-7", "ali7 lee9"),
        *("Ada Lovelace Council", "Ada Lovelace PRU", "Ada Lovelace School", "Ada Refuses School"),
        *("Ada Lovelace Will Not Come To School", "Tom Smith Stole From School", "Ada Is Violent School"),
    ],
)
@pytest.mark.parametrize("as_json", [False, True])
def test_a_cell_that_may_name_or_describe_somebody_is_refused(cell: str, as_json: bool) -> None:
    """Under whatever heading it stands, in any spelling, and with the column named; the cell is not repeated."""
    content = (
        f'{{"school name": "{cell}", "school": "other"}}\n' if as_json else f'school name,school\n"{cell}",other\n'
    )
    error = refused(content)
    assert error.kind == "pupil-details"
    assert "`school name` of row 2 may be a name or a remark; nothing was written" in error.message.replace(
        "row 1", "row 2"
    )
    assert cell not in error.message + error.hint


@pytest.mark.parametrize(
    "cell",
    [
        *("in progress", "Year 10", "10 Red", "A-17", "Set 2", "Soar Valley College", "Hinckley and Bosworth"),
        *("Not at risk", "PSP2a or PSP2b at most", "Charnwood", "2026-11-24", "In Progress", "Not Started", "n/a"),
        *("Maths Set", "Red Group", "Form Tutor", "Year Ten", "Autumn Term", "Saint Ada Academy", "7JS", "case-000123"),
        *(
            "BEA/SEN/2026/0042",
            "24/11/2026 10:15:23",
            "12 March 2026",
            "3 days",
            "SEMH",
            "English Martyrs",
            "95%",
            "Yes",
            "true",
            "Week 7, Monday",
        ),
        *("3f2504e0-4f89-41d3-9a0c-0305e82c3301", "12345678", "000001990", "St Ada's C of E Primary School"),
        *(
            "Longfield Academy",
            "Our Lady and St Hugh's Catholic School",
            "Church Langton C of E Primary School",
        ),
    ],
)
def test_a_cell_that_tells_of_nobody_is_carried(cell: str) -> None:
    """A code, a day of these years, words that all schools use, and what the dataset or the list of schools has."""
    assert read(routed(f'ref,school\n"{cell}",other\n'))[0]["ref"] == cell
    if "," not in cell:
        assert read(routed(f"ref,school\n{cell},other\n"))[0]["ref"] == cell


@pytest.mark.parametrize("content", ["ref,school\n1,other\n\n\n2,other\n", "school\nother\n\n\nother\n"])
@pytest.mark.parametrize("quoted", [False, True])
def test_empty_lines_hold_no_row_and_are_counted(seips: Run, tmp_path: Path, content: str, quoted: bool) -> None:
    """A spreadsheet leaves them; that they were passed over is said."""
    path = tmp_path / "cases.csv"
    path.write_text(content.replace("other", '"other"') if quoted else content, encoding="utf-8")
    done = seips("batch", str(path))
    assert len(done.stdout.splitlines()) == 3
    assert "note: 2 rows\nnote: 2 empty lines hold no row\n" in done.stderr


@pytest.mark.parametrize("first", ["school,ref\n", '{"school": "other"}\n'])
def test_a_file_that_ends_in_empty_lines_is_answered(seips: Run, tmp_path: Path, first: str) -> None:
    """However many there are, and whatever comes before them."""
    path = tmp_path / ("cases.jsonl" if first.startswith("{") else "cases.csv")
    path.write_text(first + "\n" * 9_000, encoding="utf-8")
    done = seips("batch", str(path))
    assert done.exit_code in (ExitCode.OK, ExitCode.NO_ANSWER)
    assert "note: 9,000 empty lines hold no row" in done.stderr


def test_empty_lines_in_a_cell_are_part_of_it() -> None:
    """They are not counted as lines without a row."""
    job = Job(load(), iter([b'ref,school\n"1\n\n2",other\n']), from_json=False, dropped=[], today=TODAY)
    assert b"".join(job.results(as_json=None)).count(b"not-covered-school") == 1
    assert (job.tally.rows, job.tally.empty) == (1, 0)


@pytest.mark.parametrize("bad", [b"caf\xe9", b"a\0b"])
def test_what_cannot_be_read_is_told_so_wherever_its_column_stands(bad: bytes) -> None:
    """Also where the row begins with an answer."""
    found = read(routed(b"school,ref\nother," + bad + b"\nother,1\n"))
    assert [row["ref"] for row in found] == ["", "1"]
    assert found[0]["error"].startswith("line 2 ")


def test_a_stray_mark_spoils_no_other_row_beside_empty_columns() -> None:
    """What a spreadsheet leaves at the end of each row is left out, whatever stands in another."""
    found = read(routed('ref,school,,\n5" row,other,,\n6,other,,\n"7,other,,\n8,other,,\n'))
    assert [row["pathway"] for row in found if row["ref"] in ("6", "8")] == ["not-covered-school"] * 2


def test_a_key_that_is_no_text_is_refused() -> None:
    """It could not be written again."""
    assert refused('{"\\ud800x": "1", "school": "other"}\n').message == "line 1 has a key that is not text"


SLIPS = {
    "exlusion": "exclusion",
    "exlcusion": "exclusion",
    "Levels": "level",
    "ehpc": "ehcp",
    "hoem": "home",
    "sen_resorces": "sen-resources",
    "postcde": "postcode",
    "Post codes": "postcode",
}


@pytest.mark.parametrize("heading", SLIPS)
def test_a_slip_in_a_heading_is_put_right(heading: str) -> None:
    """A column that is nearly a question's, or nearly `postcode`, is never carried through as if it were another."""
    error = refused(f"{heading},school\nx,other\n")
    assert (error.kind, error.message) == ("unknown-question", f"the column `{heading}` may be misspelt")
    assert error.hint.startswith(f"did you mean `{SLIPS[heading]}`? ")
    assert error.hint.endswith(f": {dropping([heading])}")
    assert read(routed(f"{heading},school\nx,other\n", dropped=[heading]))[0]["pathway"] == "not-covered-school"


def test_a_heading_near_one_that_is_there_is_carried() -> None:
    """Once a question has its column, another that is called almost the same is the school's own."""
    assert read(routed("Exclusions,exclusion,school\n2,,other\n"))[0]["Exclusions"] == "2"


@pytest.mark.parametrize("heading", ["EHCP", "Ehcp", " ehcp ", "E.H.C.P."])
def test_a_question_may_be_spelled_loosely(heading: str) -> None:
    """Capital letters, spaces and marks make no other question; in `sen-resources` too."""
    done = read(routed(f"{heading},SEN_Resources,school\nno,yes,other\n"))[0]
    assert (done["ehcp"], done["sen-resources"]) == ("no", "yes")


#: Rows that can be read: plain, and with what needs quotation marks.
PLAIN = st.sampled_from([f"a1,{PANEL}", "b2,other,,,,,,", ",,,,,,,", "c3,other"])
QUOTED = st.sampled_from([f'"a, 1",{PANEL}', f'"two\n""lines""\n",{PANEL}', f'4,"city-secondary"{PANEL[14:]}'])
LINES = st.sampled_from(['{"ref": "1", "school": "other"}', '{"school": null}', "{}"])
#: What makes a row one that cannot be read, and where it stands in the row.
SPOILT = st.none() | st.tuples(st.sampled_from([b"\0", b"\xff", b"\xe9", b"\xff\0", b"x" * 300]), st.integers(0, 99))


def spoilt(row: str, how: tuple[bytes, int] | None) -> bytes:
    """*row* with the bytes of *how* somewhere in it; a line too long is always a row of its own."""
    if how is None or (how[0].isalnum() and "\n" in row):
        return row.encode()
    at = how[1] % (len(row) + 1)
    return row[:at].encode() + how[0] + row[at:].encode()


def is_readable(row: bytes) -> bool:
    """Whether nothing in *row* is spoilt."""
    return row.isascii() and b"\0" not in row and len(row) < 300


@settings(deadline=None)
@given(
    st.sampled_from([(HEADER, PLAIN), (HEADER, PLAIN | QUOTED), ('{"ref": "0", "school": "other"}', LINES)]),
    st.data(),
    st.sampled_from([b"\n", b"\r\n"]),
)
def test_what_cannot_be_read_spoils_its_own_row_alone(kind: tuple[str, Any], draw: st.DataObject, end: bytes) -> None:
    """Whatever bytes stand in a row, it is there in its place and says so; every other has the result that it had."""
    first, good = kind
    rows = [spoilt(*one) for one in draw.draw(st.lists(st.tuples(good, SPOILT), max_size=12))]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(block_reader, "LONGEST_LINE", 250)
        patched.setattr(block_reader, "SIZE", draw.draw(st.integers(1, 400)))
        found, alone = (
            [*csv.reader(StringIO(routed(end.join([first.encode(), *some, b""]), as_json=False)))]
            for some in (rows, [row for row in rows if is_readable(row)])
        )
    lead = len(found) - len(rows)
    for row, made in zip(rows, found[lead:], strict=True):
        assert is_readable(row) or (not any(made[:-1]) and made[-1].startswith("line "))
    kept = found[:lead] + [made for row, made in zip(rows, found[lead:], strict=True) if is_readable(row)]
    assert [[re.sub(r"^line \d+", "line", cell) for cell in row] for row in kept] == [
        [re.sub(r"^line \d+", "line", cell) for cell in row] for row in alone
    ]


def test_a_row_that_cannot_be_read_says_why() -> None:
    """Each with its line, and what to do; nothing of it is written, not even a pupil's number in it."""
    bad = [b"\xe9,other", b"1,oth\0er", b"x" * 100_001, b'"two\nl\xefnes",other', b"A123456789012\0,other"]
    found = read(routed(b"ref,school\n1,other\n\n" + b"\n".join([*bad, b"2,other"])))
    assert [row["ref"] for row in found] == ["1", *[""] * 5, "2"]
    assert [row["error"].split(":")[0] for row in found[1:-1]] == [
        "line 4 is not UTF-8 text",
        "line 5 holds a zero byte, so it is not text",
        "line 6 is longer than 100,000 bytes",
        "line 8 is not UTF-8 text",
        "line 9 holds a zero byte, so it is not text",
    ]
    assert "CSV UTF-8" in found[1]["error"]


def test_a_line_without_an_end_is_never_held_in_memory() -> None:
    """However long a line is, it is one bad row, and what follows it is routed."""

    class Pieces(RawIOBase):
        """A file with a line of sixty megabytes."""

        pieces = chain([b"school\nother\n"], repeat(b"x" * 60_000, 1000), [b"\nother\n", b""])

        def readable(self) -> bool:
            return True

        def readinto(self, into: Any) -> int:
            piece = next(self.pieces)
            into[: len(piece)] = piece
            return len(piece)

    file = BufferedReader(Pieces(), 1 << 16)
    edition = load()
    tracemalloc.start()
    job = Job(edition, blocks(file), from_json=None, dropped=[], today=TODAY)
    found = read(b"".join(job.results(as_json=None)).decode())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [row["pathway"] for row in found] == ["not-covered-school", "", "not-covered-school"]
    assert (job.tally.rows, job.tally.failed) == (3, 1)
    assert most < 5_000_000


def test_a_slip_in_a_question_is_put_right() -> None:
    """A column that is nearly a question's is never carried through as if it were somebody's own."""
    assert refused("exlusion,school\nat-risk,other\n").hint.startswith("did you mean `exclusion`?")


PUPILS = [
    *("name", "Name", "Pupil name", "PupilName", "PUPILNAME", "Child's name", "first_name", "Surname", "Forename(s)"),
    *("legal surname", "Preferred Name", "pupil", "Student", "dob", "D.O.B.", "DoB", "date of birth", "DateOfBirth"),
    *(
        "D of B",
        "D. of B.",
        "B date",
        "Birth date",
        "birthday",
        "born on",
        "UPN",
        "upn ",
        "Former UPN",
        "ULN",
        "NHS number",
        "nhs_no",
        "Admission No",
    ),
    *("address", "Home address", "home_postcode", "Post code of pupil", "parent", "Carer's phone", "mobile", "e-mail"),
    *("notes", "Comments", "Reason for referral", "free text", "Background", "ethnicity", "diagnosis", "\uff4eame"),
    *(
        "KnownAsName",
        "studentupn",
        "learner id",
        "child",
        "Mother",
        "full name",
        "known as",
        "Also known as",
        "Initials",
    ),
    *(
        "Initial(s)",
        "middle initial",
        "Given",
        "phone",
        "Contact number",
        "adress",
        "YP",
        "Client",
        "Pupils",
        "pupil no",
    ),
    *("Pupil numbers", "Pupil's total absence", "siblings", "pupil premium", "pupil username", "Service user name"),
    # A school's own word beside a person's does not make it a school's.
    *("Name and school", "School, name", "School / Name", "Name (class)", "School contact name", "school_pupil_name"),
    *(
        "Headteacher name",
        "SENCO name",
        "Names of class",
        "Name of team member",
        "School name and DOB",
        "Number of pupils' names",
        "home phone",
    ),
    *(
        "A123456789012",
        "born 3.5.2011",
        "LE2 9DH",
        "postcode sector",
        "Case name",
        "family name",
        "Post code of school and home postcode",
    ),
]


@pytest.mark.parametrize("heading", PUPILS)
def test_a_column_about_a_pupil_is_refused(heading: str) -> None:
    """However it is spelled, such a column stops everything before a row is read."""
    error = refused(written([heading, "school"], [["x", "other"]]))
    assert error.kind == "pupil-details"
    assert heading.strip() in error.message
    assert "--drop-columns" in error.hint


OWN = [
    *("ref", "Case", "case id", "year group", "Y", "form", "school name", "school_name", "SchoolName", "schoolname"),
    *("School address", "trust name", "tutor group", "term", "date referred", "meeting", "count", "file name", "LA"),
    *("school phone", "batch", "house points", "attendance", "days lost", "academy name", "name of school"),
    *("Partnership name", "School ref", "School level", "Partnership office", "SEN support", "Home LA", "Support plan"),
    *(
        "number of pupils",
        "No. of pupils",
        "NumberOfPupils",
        "Total pupils",
        "pupils on roll",
        "pupil count",
        "username",
    ),
    *("User name", "Provision name", "Programme name", "Panel name", "Venue address", "Class name", "Name of the team"),
    *("Pupil referral unit", "PRU name", "School e-mail", "School telephone number", "school_post_code", "column name"),
    *("Initial meeting", "Advice given", "preferred provision", "date of contact", "School name (as in the census)"),
]


@pytest.mark.parametrize("heading", OWN)
def test_a_column_about_a_school_or_a_case_is_carried(heading: str) -> None:
    """What a school needs to find its case again comes out as it went in."""
    assert likeness(heading) == ""
    found = read(routed(written([heading, "school"], [["x1", "other"]])))
    assert found[0][heading] == "x1"


@pytest.mark.skipif(sys.platform == "win32", reason="the shell of POSIX systems")
@pytest.mark.parametrize(
    "headings",
    [
        ["DOB"],
        ["Pupil name", "DOB", "UPN"],
        ["Pupil name, DOB"],
        ["Pupil name, DOB", "UPN", "Child's home $HOME"],
        ['"Known as" name', "UPN"],
        ["-dob", "--upn", "name `id`!", "forename\\surname", "Élève's name", "%name% 'x' \"y\" name"],
        [f"The pupil's name as it stands on the school's register, {'in full ' * 20}"],
    ],
)
@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
def test_the_hint_can_be_pasted(tmp_path: Path, headings: list[str], suffix: str) -> None:
    """Whatever stands in a heading, what the error says to type is read by a shell, and leaves just that out."""
    path = tmp_path / f"cases.{suffix}"
    row = dict.fromkeys(headings, "x") | {"ref": "1", "school": "other"}
    content = written([*row], [[*row.values()]]) if suffix == "csv" else f"{json.dumps(row)}\n"
    path.write_text(content, encoding="utf-8")
    command = f"{sys.executable} -m seips_cli batch {path}"
    refusal = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False)
    hint = refusal.stderr.split("or leave it out: ")[1].strip()
    done = subprocess.run(["/bin/sh", "-c", f"{command} {hint}"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    if suffix == "csv":
        assert done.stdout.splitlines()[0] == ",".join(["ref", "school", *RESULTS])
    else:
        assert [*json.loads(done.stdout)] == ["schema", "ref", "school", *RESULTS]


@pytest.mark.parametrize("key", ["DOB", "Pupil name, DOB"])
def test_a_key_with_a_comma_in_a_later_line_can_be_dropped(key: str) -> None:
    """The error names it there, and what the error says to type leaves it out."""
    lines = "".join(json.dumps(row) + "\n" for row in ({"school": "other"}, {"school": "other", key: "x"}))
    _, typed = shlex.split(refused(lines).hint.split(": ")[1])
    assert routed(lines, dropped=[typed]).count("not-covered-school") == 2


def test_columns_can_be_left_out() -> None:
    """What is dropped is not there: not looked at, not written, and not counted as a second column of its name."""
    content = written(["Name, first", "dob", "DOB", "school"], [["Jamie", "2012-05-03", "x", "other"]])
    results = routed(content, dropped=["dob", "name, first"])
    assert results.splitlines()[0] == ",".join(["school", *RESULTS])
    assert "Jamie" not in results
    assert "is called `dbo`" in refused(content, dropped=["dbo"]).message


@pytest.mark.parametrize(
    ("cell", "what"),
    [
        ("A123456789012", "a pupil's number"),
        ("x A12345678901B", "a pupil's number"),
        ("2012-05-03", "a date of birth"),
        ("3/5/2012", "a date of birth"),
        ("born 03.05.2012", "a date of birth"),
        ("LE13 0UL", "a postcode"),
        ("le130ul", "a postcode"),
        ("of 3 High Street, LE2 9DH.", "a postcode"),
        ("LE3-8RA", "a postcode"),
        ("A1234 5678 9012 3", "a pupil's number"),
        ("A 123456789012", "a pupil's number"),
        ("0116 305 0000", "a pupil's number"),
        ("1234567890", "a pupil's number"),
        ("LE13\u00a00UL", "a postcode"),
        ("A123456\u200b789012", "a pupil's number"),
    ],
)
@pytest.mark.parametrize("lead", ["", '"a",other\n'])
def test_a_cell_that_tells_of_a_pupil_stops_everything(cell: str, what: str, lead: str) -> None:
    """Deep in a file too, and by its row as a spreadsheet counts it; the cell itself is not repeated."""
    rows = f"ref,school\n{lead}" + "1,other\n" * 5000
    quoted = f'"{cell}"' if "," in cell else cell
    error = refused(f"{rows}{quoted},other\n")
    assert error.kind == "pupil-details"
    assert f"`ref` of row {5002 + bool(lead)} may be {what}; nothing" in error.message
    assert cell not in error.message


@pytest.mark.parametrize(
    ("content", "row"),
    [
        ("ref,school\n\n\n1,other\nJo Bloggs,other\n", 5),
        ('{"ref": 1, "school": "other"}\n\n\n{"ref": "Jo Bloggs", "school": "other"}\n', 4),
    ],
)
def test_the_row_of_a_refusal_is_counted_with_empty_lines(content: str, row: int) -> None:
    """As a spreadsheet and an editor count."""
    assert f"`ref` of row {row} may be a name" in refused(content).message


def test_every_column_that_may_tell_of_a_pupil_is_named_at_once() -> None:
    """So that all of them can be left out in one go."""
    error = refused("ref,tutor,when,school\n1,7B,x,other\n2,Mrs Smith,3.5.2011,other\n3,Mr Jones,x,other\n")
    assert "`tutor` of row 3 may be a name or a remark, `when` of row 3 may be a date of birth" in error.message
    assert error.hint.endswith("leave them out: --drop-columns tutor,when")


@pytest.mark.parametrize("cell", ["LC-017", "2026/27", "24/11/2026", "2026-11-24", "Year 9", "KS3", "12AB34", "AB12CD"])
def test_a_reference_or_a_date_of_now_is_carried(cell: str) -> None:
    """A case's own number and the day of a meeting are no pupil's details."""
    assert told(cell, TODAY) == ""
    assert read(routed(f"ref,school\n{cell},other\n"))[0]["ref"] == cell


PIECE = st.from_regex(r"[A-Za-z]{1,4}|[0-9]{1,13}|[-_ ./#,=]|(case|Year|MAR|july|Kai|LE[0-9] ?[0-9]DH)", fullmatch=True)


STAMP = st.from_regex(
    r"([0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2})([ T][0-9]{2}:[0-9]{2}(:[0-9]{2})?Z?)?",
    fullmatch=True,
)


@settings(deadline=None, max_examples=500)
@given(st.lists(PIECE, max_size=6).map("".join) | STAMP | st.uuids().map(str))
def test_what_tells_of_a_pupil_is_never_passed_over_quickly(cell: str) -> None:
    """What is passed over is neither refused nor written otherwise, whatever stands beside it in the column."""
    carried = Carried(tuple, TODAY, csv_cell)
    if carried.are_simple(f"{cell}\n2026-11-24") or carried.are_simple(cell):
        assert carried.telling[cell] == ""
        assert csv_cell(cell) == cell
    # A look at the shape of a cell says what a look at every part of it does.
    assert carried.telling[cell] == carried.looked_at(cell)


def test_a_postcode_answers_and_is_left_out() -> None:
    """The home and the district come from the postcode; the postcode goes no further."""
    header = "ref,postcode,school,exclusion,level,ehcp,sen-resources"
    rest = "city-secondary,at-risk,psp2a,no,yes"
    results = routed(f"{header}\n1,le13 0ul,{rest}\n2,LE1 1AA,{rest}\n3,,{rest}\n")
    first, second, third = read(results)
    assert (first["home"], first["area"], first["partnership"], first["pathway"]) == (
        *("county", "melton", "melton"),
        "panel",
    )
    assert second["home"] == "city" or "does not settle" in second["error"]
    assert third["error"].startswith("`home` is not answered")
    assert "postcode" not in results.splitlines()[0]
    assert "0ul" not in results.casefold()


@pytest.mark.parametrize("quote", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_what_a_postcode_answers_is_written_in_an_empty_column(quote: Any) -> None:
    """A column for the answer changes nothing of it: rows that differ in the postcode alone get each its own answer."""
    header = ["ref", "home", "school", "exclusion", "level", "ehcp", "sen-resources", "area", "postcode"]
    given = ["city-secondary", "at-risk", "psp2a", "no", "yes", ""]
    rows = [
        ["1", "", *given, "LE13 0UL"],
        ["2", "", *given, "LE2 9DH"],
        ["3", "county", *given, "LE13 0UL"],
        ["4", "", *given, ""],
        ["5", "city", *given, "LE13 0UL"],
        ["6", "", "other", *given[1:], "LE13 0UL"],
        ["7", "", "city-secondry", *given[1:], "LE13 0UL"],
    ]
    out = StringIO()
    csv.writer(out, quoting=quote, lineterminator="\n").writerows([header, *rows])
    found = read(routed(out.getvalue()))
    assert [(row["home"], row["area"], row["partnership"]) for row in found] == [
        ("county", "melton", "melton"),
        ("county", "blaby", "south-leicestershire"),
        ("county", "melton", "melton"),
        ("", "", ""),
        ("city", "", ""),
        ("county", "melton", ""),
        ("county", "melton", ""),
    ]
    # What is named as not needed stands in the row.
    assert found[5]["unused"].endswith(";home=county;area=melton")
    without = written([one for one in header if one not in ("home", "area")], [[r[0], *r[2:7], r[8]] for r in rows])
    same = [0, 1, 3, 5, 6]
    assert [read(routed(without))[n] for n in same] == [found[n] for n in same]


def test_a_postcode_that_settles_nothing_is_not_repeated() -> None:
    """Neither one that is not listed nor words in its place; and an answer that differs is named."""
    rows = ["1,LE99 9ZZ,", "2,Jamie Smith,", "3,LE13 0UL,city"]
    results = routed("ref,postcode,home,school\n" + "".join(f"{row},city-secondary\n" for row in rows))
    errors = [row["error"] for row in read(results)]
    assert errors[0] == "the postcode does not settle the matter: leave it out and answer `home`"
    assert errors[1] == "the postcode is not one that can be read: leave it out and answer `home`"
    assert errors[2] == "`home` is answered twice: city, and county by the name or postcode given"
    assert not any(word in results for word in ("9ZZ", "Jamie", "0UL"))


def test_another_authority_needs_no_python() -> None:
    """A dataset without geography answers its own questions, and has no column for a postcode."""
    edition = load(ROOT / "examples" / "river-port.yaml")
    assert read(routed("ref,age\n1,other\n", edition))[0]["pathway"] == "other-ages"
    assert "no table of postcodes" in refused("age,postcode\nother,LE13 0UL\n", edition=edition).message


@pytest.mark.parametrize("number", ["1", "1.10", "-0", "1E5", "12345678.5", "0.00000001"])
def test_a_number_stays_as_it_is_spelt(number: str) -> None:
    """A reference such as 1.10 is another than 1.1, whatever JSON makes of it."""
    found = json.loads(routed(f'{{"ref": {number}, "school": "other"}}\n'), parse_float=str)
    assert found["ref"] == number


def test_json_lines_with_faults_are_told_by_line() -> None:
    """A line that is no object, holds a list or has another key is one bad row."""
    lines = [
        '{"school": "other", "n": 1}',
        "nonsense",
        '{"school": ["other"]}',
        '{"school": "other", "x": 1}',
        '{"school": "other", "n": 1, "school": "county-secondary"}',
        "",
        "{}",
    ]
    found = [json.loads(line) for line in routed("\n".join(lines)).splitlines()]
    assert [row["error"] for row in found] == [
        None,
        "line 2 is not a JSON object",
        "line 3 has a list or an object where one value belongs",
        "line 4 has a column that the first line has not: name all there, with null for none",
        "line 5 has a key twice",
        "`school` is not answered: city-secondary · county-secondary · other",
    ]
    assert found[0]["n"] == "1"
    error = refused('{"school": "other"}\n{"school": "other", "Pupil name": "Jamie"}\n')
    assert "line 2 has the column `Pupil name`" in error.message
    assert '"\\ud800"' not in routed('{"ref": "\\ud800", "school": "other"}\n')


@settings(deadline=None)
@given(st.integers(min_value=1, max_value=60))
def test_where_a_block_ends_does_not_matter(size: int) -> None:
    """A file is the same however it is cut into blocks."""
    rows = [f"{n},{PANEL}" for n in range(5)] + [f'"open,\nclosed two",{PANEL}', f"last,{PANEL}"]
    content = "\r\n".join([HEADER, *rows]).encode()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(block_reader, "SIZE", size)
        small = routed(content)
    assert small == routed(content)


def test_blocks_are_as_large_as_may_be(tmp_path: Path) -> None:
    """What is done once a block is done seldom: a file comes in few blocks, however little Python buffers of it."""
    path = tmp_path / "cases.csv"
    path.write_text(f"1,{PANEL}\n" * 40_000, encoding="utf-8")
    with path.open("rb") as file:
        sizes = [len(block) for block in blocks(file)]
    assert sum(sizes) == path.stat().st_size
    assert min(sizes[:-2]) > block_reader.SIZE - len(PANEL) - len("1,\n")


@settings(deadline=None)
@given(st.lists(st.sampled_from(['1,"a\n\nb",2\n', "3,4\n", '5,"6"\n']), max_size=30), st.integers(1, 9))
def test_a_file_is_cut_between_rows(rows: list[str], many: int) -> None:
    """Nothing is lost or moved, and every piece is read as what it is of the whole."""
    lines = "".join(rows).splitlines(keepends=True)
    pieces = [*closed("".join(lines[at : at + many]).encode() for at in range(0, len(lines), many))]
    assert b"".join(pieces).decode() == "".join(rows)
    read_apart = [row for piece in pieces for row in csv.reader(StringIO(piece.decode()), strict=True)]
    assert read_apart == [*csv.reader(StringIO("".join(rows)), strict=True)]


def test_a_stray_mark_holds_nothing_up() -> None:
    """A file in which one is never closed is passed on all the same."""
    parts = [b'5" row,other\n', *[b"6,other\n" * 10_000] * 20]
    pieces = [*closed(parts)]
    assert b"".join(pieces) == b"".join(parts)
    assert max(map(len, pieces)) <= MOST_WAITING + len(parts[1])


def test_the_memory_of_answers_is_bounded() -> None:
    """However many different cells are typed, only so many are kept."""
    from seips_cli.bulk.memo import Memo

    many: Memo[int, str] = Memo(str, 10, 1000, lambda _, text: len(text))
    heavy: Memo[int, str] = Memo(lambda key: "x" * key, 1000, 60, lambda _, text: len(text))
    for start in range(0, 100, 5):
        for memo in (many, heavy):
            assert [memo[key] for key in range(start, start + 5)] == [memo.make(key) for key in range(start, start + 5)]
            memo.trim()
        assert len(many) <= 10
        assert sum(map(len, heavy.values())) <= 60


def test_columns_know_where_they_stand(data: Dataset) -> None:
    """Own columns come out first, then the answers, in the order of the file."""
    columns = columns_of(["area", "x", "postcode", "school"], data, postcodes=True)
    assert (dict(columns.carried), dict(columns.answers), columns.postcode) == ({"x": 1}, {"area": 0, "school": 3}, 2)
    # What the postcode may answer comes last, also where it has a column of its own.
    assert columns.written == ("school", "home", "area")


# The command.


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """A small file of cases, two good ones and a bad one."""
    path = tmp_path / "cases.csv"
    path.write_text(f"{HEADER}\n1,{PANEL}\n2,other,,,,,,\n3,,,,,,,\n", encoding="utf-8")
    return path


def test_the_results_go_to_stdout_and_the_rest_to_stderr(seips: Run, cases: Path) -> None:
    """A count, the warnings and the safeguarding line reach the reader, and never the results."""
    done = seips("batch", str(cases))
    assert done.exit_code == 1
    assert [row["pathway"] for row in read(done.stdout)] == ["panel", "not-covered-school", ""]
    assert done.stderr.startswith("note: 3 rows, 1 of them not answered: see the column `error`\n")
    assert "Working names: " in done.stderr
    assert "Remember: " in done.stderr
    cases.write_text(f"{HEADER}\n1,{PANEL}\n2,other,,,,,,\n", encoding="utf-8")
    assert seips("batch", str(cases)).exit_code == 0


def test_a_silent_pathway_is_an_answer(seips: Run) -> None:
    """Where the guidance is silent the row says so in its basis, and has no error."""
    done = seips("batch", "-", stdin="school\nother\n")
    assert done.exit_code == 0
    assert read(done.stdout)[0]["basis"] == "silent"


@pytest.mark.parametrize(
    ("source", "target", "options", "is_json"),
    [
        ("cases.csv", None, [], False),
        ("cases.csv", "out.csv", [], False),
        ("cases.csv", "out.jsonl", [], True),
        ("cases.csv", None, ["--json"], True),
        ("cases.ndjson", None, [], True),
        ("cases.JSONL", "out.csv", [], False),
        ("-", None, [], False),
        ("-", "out.NDJSON", ["--json"], True),
    ],
)
def test_the_form_follows_the_name(
    seips: Run, tmp_path: Path, source: str, target: str | None, options: list[str], is_json: bool
) -> None:
    """JSON Lines by suffix; stdout takes the form of the cases, unless --json asks for objects."""
    content = '{"school": "other"}\n' if "json" in source.casefold() else "school\nother\n"
    if source != "-":
        (tmp_path / source).write_text(content, encoding="utf-8")
    where = ["-o", str(tmp_path / target)] if target else []
    done = seips("batch", source if source == "-" else str(tmp_path / source), *where, *options, stdin=content)
    assert done.exit_code == 0, done.stderr
    results = (tmp_path / target).read_text(encoding="utf-8") if target else done.stdout
    assert results.startswith('{"schema": "seips.batch/1", ' if is_json else "school,pathway,")
    assert not (target and done.stdout)


def test_cases_from_stdin_may_be_json_lines(seips: Run) -> None:
    """Whatever begins with a brace is JSON Lines."""
    assert json.loads(seips("batch", "-", stdin='{"school": "other"}\n').stdout)["pathway"] == "not-covered-school"


def test_nothing_is_written_over_by_mistake(seips: Run, cases: Path, tmp_path: Path) -> None:
    """Results replace a file only with --force, and never the cases; --json and a name that ends in .csv differ."""
    out = tmp_path / "out.csv"
    out.write_text("mine", encoding="utf-8")
    assert seips("batch", str(cases), "-o", str(out)).exit_code == 2
    assert out.read_text(encoding="utf-8") == "mine"
    assert seips("batch", str(cases), "-o", str(out), "--force").exit_code == 1
    assert out.read_text(encoding="utf-8").startswith("ref,")
    done = seips("batch", str(cases), "-o", str(cases), "--force")
    assert "cannot take the place of the cases" in done.stderr
    assert cases.read_text(encoding="utf-8").startswith(HEADER)
    assert seips("batch", str(cases), "-o", str(tmp_path / "new.csv"), "--json").exit_code == 2
    assert seips("batch", str(tmp_path / "none.csv")).exit_code == 2


def test_a_refusal_deep_in_the_file_leaves_nothing(seips: Run, tmp_path: Path) -> None:
    """Neither a file, nor half of one, nor a line on stdout."""
    path = tmp_path / "cases.csv"
    path.write_text("ref,school\n" + "1,other\n" * 50_000 + "A123456789012,other\n", encoding="utf-8")
    for options in ([], ["-o", str(tmp_path / "out.csv")]):
        done = seips("batch", str(path), *options)
        assert (done.exit_code, done.stdout) == (2, "")
        assert "row 50002" in done.stderr
        assert "A123456789012" not in done.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["cases.csv"]
    assert json.loads(seips("batch", str(path), "--json").stderr)["error"] == "pupil-details"


def started(*arguments: str, **options: Any) -> "subprocess.Popen[str]":
    """The command as a process of its own."""
    command = [sys.executable, "-m", "seips_cli", "batch", *arguments]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options
    )


def wait_for(there: Callable[[], object]) -> None:
    """Wait until something is *there*."""
    for _ in range(400):
        if there():
            return
        time.sleep(0.05)
    pytest.fail("it never came")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_ctrl_c_leaves_no_half_file(tmp_path: Path) -> None:
    """Stopped in the middle, it says so and leaves the folder as it was."""
    # A process that is started in the background may have been told to ignore the signal.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with started("-", "-o", str(tmp_path / "out.csv")) as process:
        signal.signal(signal.SIGINT, before)
        assert process.stdin
        process.stdin.write("school\n" + "other\n" * 100_000)
        process.stdin.flush()
        wait_for(lambda: list(tmp_path.iterdir()))
        process.send_signal(signal.SIGINT)
        said = process.stderr.read() if process.stderr else ""
        assert process.wait(20) == 130, said
    assert said.strip() == "Stopped. Nothing was saved."
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
@pytest.mark.parametrize("names", [["SIGTERM"], ["SIGHUP"], ["SIGTERM", "SIGHUP"]])
def test_being_ended_leaves_no_half_file(tmp_path: Path, names: list[str]) -> None:
    """Whoever shuts the machine down, or closes the terminal, finds the folder as it was."""
    with started("-", "-o", str(tmp_path / "out.csv")) as process:
        assert process.stdin
        process.stdin.write("school\n" + "other\n" * 100_000)
        process.stdin.flush()
        wait_for(lambda: list(tmp_path.iterdir()))
        for name in names:
            process.send_signal(getattr(signal, name))
        assert process.wait(20) in {128 + getattr(signal, name) for name in names}
        assert process.stderr
        assert process.stderr.read() == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_whoever_asked_that_it_goes_on_is_obeyed(tmp_path: Path) -> None:
    """Started with `nohup`, a long file is finished after the terminal is closed."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with started("-", "-o", str(tmp_path / "out.csv")) as process:
        signal.signal(signal.SIGHUP, before)
        assert process.stdin
        process.stdin.write("school\n" + "other\n" * 100_000)
        process.stdin.flush()
        wait_for(lambda: list(tmp_path.iterdir()))
        process.send_signal(signal.SIGHUP)
        process.stdin.close()
        assert process.wait(20) == 0
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").count("\n") == 100_001


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_ctrl_c_while_results_go_out_says_that_some_did(tmp_path: Path) -> None:
    """Whoever has a part of the results is not told that there is nothing."""
    path = tmp_path / "cases.csv"
    path.write_text("school\n" + "other\n" * 100_000, encoding="utf-8")
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with started(str(path)) as process:
        signal.signal(signal.SIGINT, before)
        assert process.stdout
        assert process.stdout.readline().startswith("school,pathway")
        process.send_signal(signal.SIGINT)
        # Nobody reads on, so a program that still wants to write would wait for ever.
        assert process.wait(20) == 130
        said = process.stderr.read() if process.stderr else ""
    assert said.strip() == "Stopped. The results were being written: what came out may not be all of them."


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
@pytest.mark.parametrize("to_file", [True, False])
def test_ctrl_c_after_the_results_are_there_says_so(tmp_path: Path, cases: Path, to_file: bool) -> None:
    """Only the notes that follow are lost, and nobody routes the file again for them."""
    out = tmp_path / "out.csv"
    told, tell = os.pipe()
    os.set_blocking(tell, False)
    with suppress(BlockingIOError):
        while True:
            os.write(tell, b"." * 4096)
    os.set_blocking(tell, True)
    command = [sys.executable, "-m", "seips_cli", "batch", str(cases), *(["-o", str(out)] if to_file else [])]
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with (tmp_path / "stdout").open("wb") as stdout, subprocess.Popen(command, stdout=stdout, stderr=tell) as process:
        signal.signal(signal.SIGINT, before)
        os.close(tell)
        results = out if to_file else tmp_path / "stdout"
        wait_for(lambda: results.exists() and results.read_bytes().endswith(b"\n"))
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        with os.fdopen(told, "rb") as stderr:
            said = stderr.read().decode().splitlines()[-1]
        assert process.wait(20) == 130
    assert said == (f"Stopped. `{out}` is saved." if to_file else "Stopped. All results were written.")
    assert len(read(results.read_text(encoding="utf-8"))) == 3


@pytest.mark.parametrize("to_file", [True, False])
def test_whoever_reads_no_notes_gets_the_exit_code(tmp_path: Path, cases: Path, to_file: bool) -> None:
    """That some rows are not answered is also told where stderr leads nowhere."""
    told, tell = os.pipe()
    os.close(told)
    command = [
        sys.executable,
        "-m",
        "seips_cli",
        "batch",
        str(cases),
        *(["-o", str(tmp_path / "x")] if to_file else []),
    ]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=tell, check=False)
    os.close(tell)
    assert done.returncode == 1
    assert len(read((tmp_path / "x").read_text(encoding="utf-8") if to_file else done.stdout.decode())) == 3


def test_results_that_cannot_be_held_back_are_told_so(
    seips: Run, cases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What does not fit into memory waits in a temporary file; without room for it, nothing goes out."""
    monkeypatch.setattr(batch_command, "IN_MEMORY", 1)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    done = seips("batch", str(cases))
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("error: cannot hold the results back: ")


@pytest.mark.parametrize(("row", "code", "told"), [("other", 0, ""), ("othr", 1, ", 1 of them not answered")])
def test_a_reader_that_has_read_enough_is_no_fault(tmp_path: Path, row: str, code: int, told: str) -> None:
    """A closed pipe is no error; that a row could not be answered is still told, by the exit code too."""
    path = tmp_path / "cases.csv"
    path.write_text("school\n" + "other\n" * 99_999 + f"{row}\n", encoding="utf-8")
    with started(str(path)) as process:
        assert process.stdout
        assert process.stdout.readline().startswith("school,pathway")
        process.stdout.close()
        said = process.stderr.read() if process.stderr else ""
        assert process.wait(20) == code
    assert said.startswith(f"note: 100,000 rows{told}")
    assert "error:" not in said


def test_a_bar_shows_on_a_terminal_alone(tmp_path: Path, cases: Path) -> None:
    """Who waits sees how far it is; a script and a plain terminal see nothing move."""
    environment = {"TERM": "xterm", "PATH": "/usr/bin:/bin", "PYTHONPATH": ":".join(sys.path), "SEIPS_LOCAL": "off"}
    arguments = ["-m", "seips_cli", "batch", str(cases), "-o", str(tmp_path / "out.csv")]
    screen = pexpect.spawn(sys.executable, arguments, encoding="utf-8", env=environment, timeout=20)
    screen.expect_exact("Routing")
    screen.expect_exact("note: 3 rows")
    screen.expect(pexpect.EOF)
    # The line ends of Windows are part of what there is to read.
    cases.write_bytes(b"school\r\n" + b"other\r\n" * 10)
    screen = pexpect.spawn(sys.executable, [*arguments, "--force"], encoding="utf-8", env=environment, timeout=20)
    screen.expect_exact("100%")
    screen.expect_exact("note: 10 rows")
    screen.expect(pexpect.EOF)
    dumb = pexpect.spawn(sys.executable, [*arguments, "--force"], encoding="utf-8", env=environment | {"TERM": "dumb"})
    dumb.expect(pexpect.EOF)
    assert "Routing" not in (dumb.before or "")


def test_json_lines_that_are_called_otherwise_are_known(seips: Run, tmp_path: Path) -> None:
    """What a file holds is said, and what to call it; from stdin, where it has no name, it is read as it is."""
    path = tmp_path / "cases.csv"
    path.write_text('{"school": "other"}\n', encoding="utf-8")
    done = seips("batch", str(path))
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "error: the file holds JSON Lines, and is not called so\nhint: end its name in .jsonl\n"
    assert seips("batch", "-", stdin='{"school": "other"}\n').exit_code == 0


def test_a_question_called_like_a_result_is_refused(edition: Edition) -> None:
    """In another authority's dataset too, no column can mean two things."""
    question = replace(edition.data.questions[0], id="tier")
    data = replace(edition.data, questions=(question, *edition.data.questions[1:]))
    error = refused("tier\nother\n", edition=replace(edition, data=data))
    assert error.message == "the question `tier` is called like a column of the results"


@pytest.mark.parametrize("postcode", ["LE1 1ZZ", "rubbish"])
def test_a_postcode_that_settles_nothing_matters_only_where_the_home_is_asked(postcode: str) -> None:
    """A row whose answers suffice is answered as `seips route` would, whatever stands for a postcode."""
    header = "school,postcode,home,exclusion"
    rows = [f"other,{postcode},,", f"city-secondary,{postcode},city,", f"city-secondary,{postcode},,"]
    found = read(routed("\n".join([header, *rows, f"othr,{postcode},,"]) + "\n"))
    assert [row["pathway"] for row in found[:1]] == ["not-covered-school"]
    assert "postcode" not in found[1]["error"]
    assert all("the postcode " in row["error"] for row in found[2:])
    assert found[3]["error"].startswith("the answer to `school` is not one of its options")


#: Runs Python as it is told, and prints how that ended and how large it was at most.
MEASURED = """
import os, sys
pid = os.spawnv(os.P_NOWAIT, sys.executable, [sys.executable, *sys.argv[1:]])
_, status, used = os.wait4(pid, 0)
print(os.waitstatus_to_exitcode(status), used.ru_maxrss)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not say so")
@pytest.mark.parametrize("end", [".csv", ".jsonl"])
@pytest.mark.parametrize("own", [(), ("postcode", "ref", "meeting")], ids=["answers", "answers and own"])
def test_however_many_cases_differ_there_is_room_for_them(tmp_path: Path, end: str, own: Sequence[str]) -> None:
    """Nearly every row is another case, its columns are in no order, cells are empty or spelt loosely: below 100 MB."""
    chance = random.Random(11)
    options = {question.id: [one.id for one in question.options] for question in load().data.questions}
    drawn = {one: [*ids * 8, *(name.upper().replace("-", " ") for name in ids), ""] for one, ids in options.items()}
    drawn |= {"postcode": [*POSTCODES] * 5, "meeting": ["2026-11-24", "2026-12-01", ""], "ref": ["A1", "B-22", "900"]}
    names = sorted([*options, *own])
    rows = [[chance.choice(drawn[name]) for name in names] for _ in range(150_000)]
    cases = tmp_path / f"cases{end}"
    cases.write_text(as_json(names, rows) if end == ".jsonl" else as_csv(names, rows), encoding="utf-8")
    command = ["-m", "seips_cli", "batch", str(cases), "-o", str(tmp_path / f"results{end}")]
    # A process is counted as large as the one that it was started from, so a small one starts it.
    done = subprocess.run([sys.executable, "-c", MEASURED, *command], capture_output=True, text=True, check=True)
    code, most = map(int, done.stdout.split())
    assert code == 1
    assert most * (1 if sys.platform == "darwin" else 1024) < 100_000_000
