"""No pupil's details, ever: what is typed of one is refused, or kept nowhere."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import Result

from seips_cli.cli import app
from seips_cli.errors import ExitCode

Run = Callable[..., Result]
#: A name, a date of birth and a UPN.
PUPIL = ("Ada Lovelace", "2012-12-10", "A123456789012")
#: How a date may come out that was typed otherwise.
WRITTEN = {"2012-12-10": ("2012-12-10", "20121210", "10 December 2012", "10/12/2012")}


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder to work in, with a local file that says nothing yet, and a folder for what is made."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SEIPS_LOCAL", str(tmp_path / "local.yaml"))
    (tmp_path / "local.yaml").write_text("", encoding="utf-8")
    (tmp_path / "made").mkdir()
    (tmp_path / "cases.csv").write_text("school\nother\n", encoding="utf-8")


ENTRY = "contacts:\n  - id: melton-co-ordinator\n    email: a@example.org\n    checked_on: 2026-11-03\n"
DATA = str(Path(__file__).parent.parent / "data" / "partnerships.yaml")
ANSWERS = (
    *("school=city-secondary", "home=county", "exclusion=at-risk", "level=psp2a", "ehcp=no", "sen-resources=yes"),
    "area=melton",
)
#: Each command with all that it needs to succeed, its arguments and then its options; what it can write, it writes.
COMPLETE: dict[tuple[str, ...], tuple[tuple[str, ...], tuple[str, ...]]] = {
    ("route",): (
        (),
        (
            *(word for answer in ANSWERS for word in ("-a", answer)),
            *("--save-answers", "made/answers.yaml", "--pack", "made/pack", "--force", "--no-input"),
        ),
    ),
    ("batch",): (("cases.csv",), ("-o", "made/results.csv", "--force")),
    ("contacts",): ((), ()),
    ("contacts", "set"): (("melton",), ("--role", "co-ordinator", "--email", "office@example.org")),
    ("contacts", "unset"): (("melton",), ()),
    ("contacts", "export"): ((), ()),
    ("contacts", "import"): (("sent.yaml",), ()),
    ("tier-map",): (("PSP3",), ()),
    ("where",): (("LE13 0UL",), ()),
    ("explain",): (("panel",), ()),
    ("prepare",): ((), ()),
    ("cost",): (
        (),
        ("--from", "2025-04-01", "--to", "2025-04-30", "--premium", "none", "--average-pupil-cost", "6500"),
    ),
    ("check",): ((), ()),
    ("diff",): ((DATA, DATA), ()),
    ("export", "flowchart"): ((), ("-o", "made/flowchart.svg", "--force")),
    ("export", "table"): ((), ("-o", "made/table.csv", "--force")),
    ("export", "page"): ((), ("-o", "made/page.html", "--force")),
}


def _texts(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Each command below *command*, with the option, or none for an argument, that takes text there."""
    for name, inner in getattr(command, "commands", {}).items():
        yield from _texts(inner, (*path, name))
    for parameter in command.params:
        if parameter.type.name != "boolean":
            yield path, tuple(parameter.opts[:1]) if parameter.param_type_name == "option" else ()


@pytest.fixture
def entered(tmp_path: Path) -> None:
    """A local file with an entry, and one that somebody sent."""
    for name in ("local.yaml", "sent.yaml"):
        (tmp_path / name).write_text(ENTRY, encoding="utf-8")


@pytest.mark.usefixtures("entered")
@pytest.mark.parametrize("command", COMPLETE, ids=" ".join)
def test_without_a_pupil_each_command_succeeds(seips: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    """So that it is the pupil's detail for which it is refused, and what is looked into is something."""
    arguments, options = COMPLETE[command]
    assert seips(*command, *arguments, *options).exit_code == ExitCode.OK
    written = [file for file in (tmp_path / "made").rglob("*") if file.is_file() and file.stat().st_size]
    assert any(option.startswith("made/") for option in options) == bool(written)


TEXTS = sorted(set(_texts(typer.main.get_command(app))))


@pytest.mark.usefixtures("entered")
@pytest.mark.parametrize(("command", "option"), TEXTS, ids=lambda part: " ".join(part))
@pytest.mark.parametrize("detail", PUPIL)
def test_no_pupil_gets_in_by_any_option_or_argument(
    seips: Run, tmp_path: Path, command: tuple[str, ...], option: tuple[str, ...], detail: str
) -> None:
    """A name, a date of birth and a UPN are refused wherever text is taken, and found in no file."""
    arguments, options = COMPLETE[command]
    # In the place of an argument, or beside all that the command needs.
    typed = (*arguments, *options, *option, detail) if option else (*arguments[:-1], detail, *options)
    result = seips(*command, *typed)
    assert result.exit_code != ExitCode.OK
    _refuse_trace(tmp_path, detail)


def _refuse_trace(folder: Path, detail: str) -> None:
    """Fail where a file below *folder* holds *detail*, or is called so."""
    for path in folder.rglob("*"):
        for form in WRITTEN.get(detail, (detail,)):
            assert form not in path.name
            assert not path.is_file() or form not in path.read_text(encoding="utf-8")


READING = [
    ("route", "--answers", "-", "--save-answers", "made/answers.yaml", "--pack", "made/pack"),
    ("route", "-a", "school=other", "--postcode", "-", "--save-answers", "made/answers.yaml", "--pack", "made/pack"),
    ("where", "-"),
    ("batch", "-", "-o", "made/results.csv"),
]


@pytest.mark.parametrize("command", READING, ids=" ".join)
@pytest.mark.parametrize("detail", PUPIL)
@pytest.mark.parametrize(
    "form", ["{0}\n", "school: {0}\n", "{0}: other\n", "school,{0}\nother,1\n", "school,ref\nother,{0}\n"]
)
def test_no_pupil_gets_in_by_what_is_piped(
    seips: Run, tmp_path: Path, command: tuple[str, ...], detail: str, form: str
) -> None:
    """What comes from another program is read as strictly as what is typed."""
    assert seips(*command, stdin=form.format(detail)).exit_code != ExitCode.OK
    _refuse_trace(tmp_path, detail)


def test_no_pupil_gets_in_by_an_answer(seips: Run, tmp_path: Path) -> None:
    """No question is called like a pupil, none can be answered so, and none is a school or a postcode."""
    for detail in PUPIL:
        for option in (("-a", f"school={detail}"), ("-a", f"{detail}=yes"), ("--school-name", detail)):
            assert seips("route", *option, "--save-answers", "made/answers.yaml").exit_code == ExitCode.USAGE
        refused = seips("route", "-a", "school=other", "--postcode", detail, "--save-answers", "made/answers.yaml")
        assert (refused.exit_code, detail in refused.stderr) == (ExitCode.USAGE, False)
        assert not [*(tmp_path / "made").iterdir()]


def test_a_postcode_is_looked_up_and_not_kept(seips: Run, tmp_path: Path) -> None:
    """Where a child lives is answered with a district alone."""
    typed = ("route", "-a", "school=other", "--postcode", "LE13 0UL", "--save-answers", "made/answers.yaml")
    assert seips(*typed, "--pack", "made/pack").exit_code == ExitCode.NO_ANSWER
    assert [*(tmp_path / "made").rglob("*.yaml")]
    _refuse_trace(tmp_path, "LE13 0UL")


#: What writes a file or a folder of a name that is typed, to one of the endings that it takes.
WRITERS = {
    ("route", "-a", "school=other", "--save-answers"): ".yaml",
    ("route", "-a", "school=other", "--pack"): "",
    ("batch", "cases.csv", "-o"): ".csv",
    ("contacts", "set", "melton", "--role", "co-ordinator", "--email", "office@example.org", "--local"): ".yaml",
    ("export", "flowchart", "-o"): ".mmd",
    ("export", "table", "-o"): ".sql",
    ("export", "page", "-o"): ".html",
}
#: How people call files after a pupil: a name, a number, and a birthday in whatever figures.
CALLED = [
    *("Ada_Lovelace", "ada-lovelace", "AdaLovelace", "ada", "LOVELACE", "Ada L 7B", "Lovelace-panel", "S Khan", "Zoë"),
    *("tom7", "7Amy", "panel ALI-10"),
    *("a-d-a", "\u674e-\u660e", "A123456789012-it", "a12345678901b", "A1234 5678 9012 3", "12345 6789 0123"),
    *("case 1234567", "ada_2011-05-04", "j 2011-5-3", "j 2011.5.3", "j 03052011", "May 3 2011", "3 5 2011", "3,5,2011"),
    *("jsdob03-05-11", "140311", "born-2011", "mar-2011", "2011.3", "\uff11\uff14\uff10\uff13\uff12\uff10\uff11\uff11"),
    "\u0662\u0660\u0661\u0661-\u0660\u0665-\u0660\u0664",
]


@pytest.mark.parametrize("writer", WRITERS, ids=" ".join)
@pytest.mark.parametrize("name", CALLED)
def test_no_file_or_folder_is_called_after_a_pupil(
    seips: Run, tmp_path: Path, writer: tuple[str, ...], name: str
) -> None:
    """A file outlives the case, and its name shows in every list of files; a name can be told from no other word."""
    there = sorted(tmp_path.rglob("*"))
    for path, told in ((f"{name}{WRITERS[writer]}", ""), (f"{name}/made{WRITERS[writer]}", "|no (such )?folder")):
        result = seips(*writer, path)
        assert (result.exit_code, sorted(tmp_path.rglob("*"))) == (2, there)
        assert re.search(f"that name holds what may be a{told}", result.stderr)


@pytest.mark.parametrize("writer", WRITERS, ids=" ".join)
@pytest.mark.parametrize(
    "name",
    [
        *("panel-2026-11-28", "case-012", "Melton panel 7JS", "review_December_2026", "BLC-17", "psp3-at-risk"),
        *("pack 2026-11-24", "answers-2026-11-24-10-30", "Year 10", "24 Nov 2026", "Autumn results", "routedCases"),
        *("decision_table", "our contacts", "0b8e9f2c-6a53-4a1e-9b7d-3c2f1e0d4a5b", "melton-coordinators", "panel-nov"),
        *("export_20261128_235959", "results-20261128T101010Z", "archive 2020", "results-2021-22", "plan b", "abc1"),
    ],
)
def test_a_file_is_called_after_its_day_the_pathway_or_a_case(
    seips: Run, tmp_path: Path, writer: tuple[str, ...], name: str
) -> None:
    """Words of the data and of all schools' lists, days of now, and short codes."""
    path = f"{name}{WRITERS[writer]}"
    assert seips(*writer, path).exit_code in (ExitCode.OK, ExitCode.NO_ANSWER)
    assert (tmp_path / path).exists()


def test_a_file_that_is_there_keeps_its_name(seips: Run, tmp_path: Path) -> None:
    """A program that makes its files first may call them so that nobody can read it; a pupil's number is seen there."""
    for name, is_written in (("tmpxk9qvh.csv", True), ("A123456789012.csv", False)):
        (tmp_path / name).touch()
        seips("batch", "cases.csv", "-o", name, "--force")
        assert bool((tmp_path / name).read_bytes()) is is_written


#: A pupil's details as people write them.
FORMS = [
    *("Ada Lovelace", "Lovelace, A.", "ada", "LOVELACE", "Ada_Lovelace", "Ada Lovelace 7B"),
    *("2012-12-10", "10/12/2012", "10.12.12", "10 Dec 2012", "10th of December 2012", "December 10 2012", "10122012"),
    *("10/12/'12", "10.XII.2012", "10//12//12"),
    *("A123456789012", "a 1234 5678 9012", "A12345678901B", "she hit a teacher", "LE13 0UL"),
]


@pytest.mark.parametrize("detail", FORMS)
@pytest.mark.parametrize("name", ["cases.csv", "cases.jsonl"])
def test_no_pupil_gets_in_by_a_cell(seips: Run, tmp_path: Path, detail: str, name: str) -> None:
    """Whatever the column is called and wherever the row stands; then there are no results at all."""
    rows = [{"school": "other", "school name": "7"}] * 50 + [{"school": "other", "school name": detail}]
    if name.endswith("csv"):
        text = "school,school name\n" + "".join(f'{row["school"]},"{row["school name"]}"\n' for row in rows)
    else:
        text = "".join(f"{json.dumps(row)}\n" for row in rows)
    (tmp_path / name).write_text(text, encoding="utf-8")
    done = seips("batch", name, "-o", "made/results.csv")
    assert (done.exit_code, done.stdout) == (ExitCode.USAGE, "")
    assert detail not in done.stderr
    assert not [*(tmp_path / "made").iterdir()]


@pytest.mark.parametrize("detail", FORMS)
def test_no_pupil_gets_in_by_an_answer_in_a_file(seips: Run, tmp_path: Path, detail: str) -> None:
    """A cell that is no answer is told of and not repeated; one in a file of answers is refused, its remarks left."""
    (tmp_path / "cases.csv").write_text(f'school,exclusion\nother,\n"{detail}",\n,"{detail}"\n', encoding="utf-8")
    assert seips("batch", "cases.csv", "-o", "made/results.csv").exit_code == ExitCode.NO_ANSWER
    assert detail not in (tmp_path / "made" / "results.csv").read_text(encoding="utf-8")
    for line in (f"school: {json.dumps(detail)}", f"{json.dumps(detail)}: other"):
        (tmp_path / "answers.yaml").write_text(f"{line}\n", encoding="utf-8")
        done = seips("route", "--answers", "answers.yaml", "--save-answers", "made/answers.yaml")
        assert done.exit_code == ExitCode.USAGE
    (tmp_path / "answers.yaml").write_text(f"school: other # {detail}\n", encoding="utf-8")
    seips("route", "--answers", "answers.yaml", "--save-answers", "made/answers.yaml")
    assert detail not in (tmp_path / "made" / "answers.yaml").read_text(encoding="utf-8")


#: What tells of a pupil, made to look like an address.
ADDRESSED = [
    *("--email=ada.lovelace@example.org", "--email=Ada@example.org", "--email=office@adalovelace.org"),
    *("--email=office+a+d+a@example.org", "--email=x@a-d-a.org", "--email=a1d1a1@example.org"),
    *("--url=https://ada-lovelace.example.org", "--url=https://lovelace.org/contact", "--email=tom.stole@leics.gov.uk"),
    *("--email=glen.southall@example.org", "--email=trinity.schmid@leics.gov.uk", "--url=https://southall.org"),
    "--url=https://www.leicsseips.org/bill-goodall-in-year-10-is-at-risk-of-permanent-exclusion",
    "--url=https://www.leicsseips.org/the-child-is-at-risk-of-harm-today-and-has-health-needs",
    *("--url=https://leics.gov.uk/pupil-excluded-from-school", "--url=https://leics.gov.uk/head-of-year-in-all-of-it"),
    *("--url=https://leics.gov.uk/page/2011/page/03/page/04", "--url=https://leics.gov.uk/a8202/page/0000/page/0001"),
    *("--email=ada.lovelace.hit@example.org", "--email=she.hit.a.teacher@example.org", "--email=ada_hit_pupil@a.org"),
    *("--email=office@ada-lovelace-hit-pupil.org", "--url=https://ada-lovelace-hit-teacher.example.org"),
    *("--email=a123456789012@example.org", "--email=ada.10122012@example.org", "--url=https://dob-2012-12-10.org"),
    *("--url=https://www.leicsseips.org/ada-lovelace", "--url=https://a.org/contact?Ada+Lovelace", "--phone=10122012"),
]


@pytest.mark.parametrize("option", ADDRESSED)
def test_no_pupil_gets_in_by_an_address(seips: Run, tmp_path: Path, option: str) -> None:
    """Entered, or written by hand and then merged: an address has room for a school's name or for that of staff."""
    assert seips("contacts", "set", "melton", "--role", "co-ordinator", option).exit_code == ExitCode.USAGE
    assert (tmp_path / "local.yaml").read_text(encoding="utf-8") == ""
    key, _, value = option.removeprefix("--").partition("=")
    entry = f"contacts:\n  - id: melton-co-ordinator\n    {key}: {value}\n    checked_on: 2026-11-03\n"
    (tmp_path / "sent.yaml").write_text(entry, encoding="utf-8")
    assert seips("contacts", "import", "sent.yaml").exit_code == ExitCode.BROKEN_DATA
    assert (tmp_path / "local.yaml").read_text(encoding="utf-8") == ""


KEYS = ["contacts: email", "contacts: phone", "contacts: url", "contacts: id", "contacts: note", "partnerships: name"]


@pytest.mark.parametrize("detail", FORMS)
@pytest.mark.parametrize("key", KEYS)
def test_no_pupil_gets_in_by_a_local_file(seips: Run, tmp_path: Path, detail: str, key: str) -> None:
    """Written by hand or sent by somebody, it is refused, and the own file stays as it was."""
    where, field = key.split(": ")
    entry = {"id": "melton" if where == "partnerships" else "melton-co-ordinator", "checked_on": "2026-11-03"}
    text = f"{where}:\n  - " + "\n    ".join(f"{k}: {json.dumps(v)}" for k, v in (entry | {field: detail}).items())
    (tmp_path / "sent.yaml").write_text(text, encoding="utf-8")
    assert seips("contacts", "import", "sent.yaml").exit_code in (ExitCode.USAGE, ExitCode.BROKEN_DATA)
    assert (tmp_path / "local.yaml").read_text(encoding="utf-8") == ""
    (tmp_path / "local.yaml").write_text(text, encoding="utf-8")
    assert seips("contacts", "export").exit_code in (ExitCode.USAGE, ExitCode.BROKEN_DATA)
