"""How old a fact is, said wherever a school reads it: contacts in every form of output, and the school's own figure."""

import json
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import vobject
from markdown_it import MarkdownIt
from tests.conftest import ROOT, Run

from seips_cli.dataset import Cost
from seips_cli.pages import cost_text
from seips_cli.parsing import examine
from seips_cli.source import NO_LOCAL, load

PANEL = (
    *("-a", "school=city-secondary", "-a", "home=county", "-a", "exclusion=at-risk", "-a", "level=psp1"),
    *("-a", "ehcp=no", "-a", "sen-resources=no", "-a", "area=melton"),
)
COST = ("cost", "--from", "2025-04-01", "--to", "2026-03-31", "--premium", "none", "-p", "melton")
ENTERED = """\
contacts:
- id: melton-co-ordinator
  email: office@example.org
  checked_on: 2026-11-20
average_pupil_cost:
  amount: 6543.2
  checked_on: 2026-11-18
"""
OLD = "a year ago or more: make sure before you use it"
#: A day on which both are fresh, and one long after.
FRESH, LATER = "2026-11-24", "2030-01-01"
NOT_GIVEN = "The note does not give the figure."
OWN = "Average pupil cost: £6,543.20 a year (entered locally, checked 18 November 2026"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The local file in use, with an address and a figure in it."""
    path = tmp_path / "local.yaml"
    path.write_text(ENTERED, encoding="utf-8")
    monkeypatch.setenv("SEIPS_LOCAL", str(path))
    return path


class Words(HTMLParser):
    """What a reader of a page sees."""

    def __init__(self, page: str) -> None:
        """Read *page*."""
        super().__init__()
        self.seen = ""
        self.feed(page)

    def handle_data(self, data: str) -> None:
        """Keep what is no tag."""
        self.seen += data


def rendered(markdown: str) -> str:
    """What a reader of Markdown sees."""
    return Words(MarkdownIt().render(markdown)).seen


def packed(seips: Run, day: str, folder: Path) -> dict[str, str]:
    """The files of a pack as those who get them see them."""
    assert seips("route", *PANEL, "--pack", str(folder), "--as-of", day).exit_code == 0
    files = {file.name: file.read_bytes() for file in folder.iterdir()}
    mail = message_from_bytes(files["email.eml"], policy=default).get_content()
    cards = vobject.readComponents(files["contacts.vcf"].decode())
    return {
        "summary.md": rendered(files["summary.md"].decode()),
        "summary.html": Words(files["summary.html"].decode()).seen,
        # An address is in the head of a letter, and how old it is in the lines that are taken out before it goes.
        "email.eml": f"office@example.org\n{mail}",
        "contacts.vcf": next(f"{card.email.value}\n{card.note.value}" for card in cards if hasattr(card, "email")),
    }


def told(seips: Run, day: str, folder: Path) -> dict[str, str]:
    """Every form of output that names how to reach somebody, as a reader has it."""
    at = ("--as-of", day)
    printed = {
        "route": ("route", *PANEL),
        "route --markdown": ("route", *PANEL, "--markdown"),
        "route --explain": ("route", *PANEL, "--explain"),
        "contacts": ("contacts", "-p", "melton"),
        "cost": COST,
        "cost --markdown": (*COST, "--markdown"),
    }
    shown = {form: seips(*command, *at).stdout for form, command in printed.items()}
    read = {form: rendered(text) if "--markdown" in form else text for form, text in shown.items()}
    return read | packed(seips, day, folder)


@pytest.mark.usefixtures("own")
def test_every_form_says_when_a_contact_was_checked_and_whether_that_is_long_ago(seips: Run, tmp_path: Path) -> None:
    """An address that nobody has looked at for a year is used with care, on whatever sheet it is found."""
    for day, is_old in ((FRESH, False), (LATER, True)):
        for form, text in told(seips, day, tmp_path / day).items():
            assert "office@example.org" in text, form
            line = next(line for line in text.split("\n") if "checked 20 November 2026" in line)
            assert (f"checked 20 November 2026, {OLD}" in line) == is_old, form


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize("command", [("route", *PANEL), ("contacts", "-p", "melton"), COST], ids=lambda it: str(it[0]))
def test_json_says_of_each_contact_when_it_was_checked(seips_json: Any, command: tuple[str, ...]) -> None:
    """A script can tell an old address from a fresh one without counting days itself."""
    for day, is_old in ((FRESH, False), (LATER, True)):
        contacts = seips_json(*command, "--as-of", day)["contacts"]
        found = {one["email"]: (one["checked_on"], one["stale"]) for one in contacts}
        assert found["office@example.org"] == ("2026-11-20", is_old)
        assert {one["stale"] for one in contacts} == {is_old}


@pytest.mark.usefixtures("own")
def test_the_page_for_a_browser_grows_old_by_itself(seips: Run) -> None:
    """It is sent once and opened for years, so it holds from which day an address, and a figure, are old."""
    held = seips("export", "page", "--with-local").stdout.partition('id="guide">')[2].partition("</script>")[0]
    lines = [dict(line) for line in ({day: str(runs) for day, runs in line} for line in json.loads(held)["lines"])]
    address = next(line for line in lines if "office@example.org" in line[""])
    assert OLD not in address[""]
    assert OLD in address["2027-11-20"]
    figure = next(line for line in lines if "£6,543.20" in line[""])
    assert OLD not in figure[""]
    assert OLD in figure["2027-11-18"]


@pytest.mark.usefixtures("own")
def test_an_entered_figure_completes_every_later_result(seips: Run, tmp_path: Path) -> None:
    """The school's own file fills what the note leaves open; that the note leaves it open is still said."""
    files = packed(seips, LATER, tmp_path / "pack")
    texts = [files["summary.md"], files["summary.html"]]
    answers = tmp_path / "pack" / "answers.yaml"
    for command in (
        ("route", *PANEL),
        ("route", *PANEL, "--markdown"),
        ("explain", "panel"),
        ("explain", str(answers)),
    ):
        fresh = seips(*command, "--as-of", FRESH).stdout
        assert f"{NOT_GIVEN} {OWN})." in fresh
        assert "Ask the co-ordinator" not in fresh
        texts.append(seips(*command, "--as-of", LATER).stdout)
    assert all(f"{NOT_GIVEN} {OWN}, {OLD})." in text for text in texts)


def test_without_a_figure_the_school_is_told_whom_to_ask(seips: Run, seips_json: Any) -> None:
    """No figure is made up: the note gives none, and the co-ordinator knows it."""
    for command in (("route", *PANEL), ("explain", "panel")):
        assert f"{NOT_GIVEN} Ask the co-ordinator." in seips(*command).stdout
    costs = seips_json("route", *PANEL)["pathway"]["costs"]
    assert {one["figure"] for one in costs} == {None}


@pytest.mark.usefixtures("own")
def test_scripts_find_the_figure_where_the_guidance_gives_none(seips_json: Any) -> None:
    """As an amount in pounds, with its day, beside the cost that the guidance leaves open and no other."""
    for command, part in ((("route", *PANEL), "pathway"), (("explain", "programme-managed"), None)):
        for day, is_old in ((FRESH, False), (LATER, True)):
            found = seips_json(*command, "--as-of", day)
            costs = (found[part] if part else found)["costs"]
            figures = {one["id"]: one["figure"] for one in costs}
            own = {"amount": "6543.20", "status": "local", "checked_on": "2026-11-18", "stale": is_old}
            assert figures.pop("figure-not-given") == own
            assert set(figures.values()) == {None}
            assert next(one for one in costs if one["figure"])["basis"] == "silent"


def test_only_a_cost_that_the_data_leave_open_is_filled(own: Path) -> None:
    """A dataset says itself what a school's own figure fills; in one that says nothing of it, no figure turns up."""
    edition = load(local=own)
    silent = Cost("fee", "The fee is not given.", "silent", ("one",), until_then="Ask.")
    assert cost_text(silent, edition) == "The fee is not given. Ask."
    assert cost_text(replace(silent, filled_by="average_pupil_cost"), edition) == f"The fee is not given. {OWN})."
    river = load(ROOT / "examples" / "river-port.yaml", NO_LOCAL)
    assert river.data.costs
    told = replace(river, average_pupil_cost=edition.average_pupil_cost)
    assert all(cost_text(cost, told) == cost.text for cost in river.data.costs)


def test_what_fills_a_gap_must_be_something_that_a_local_file_can_hold() -> None:
    """A name that no local file knows would leave the gap open for good, so it is a fault with its line."""
    text = (ROOT / "data" / "partnerships.yaml").read_text(encoding="utf-8")
    wrong = text.replace("filled_by: average_pupil_cost", "filled_by: average_cost")
    read = examine(wrong.encode(), "wrong.yaml")
    assert any("average_pupil_cost" in message for _, message in read.faults)


def test_a_row_says_which_contacts_were_entered_locally_and_when(seips: Run, own: Path, tmp_path: Path) -> None:
    """In bulk as in one result."""
    cells = dict(part.split("=") for part in PANEL[1::2])
    cases = tmp_path / "cases.csv"
    cases.write_text(f"{','.join(cells)}\n{','.join(cells.values())}\n", encoding="utf-8")
    row = json.loads(seips("batch", str(cases), "--json", "--as-of", FRESH).stdout)
    assert own.exists()
    assert row["contacts_local"] == ["melton-co-ordinator"]
    assert dict(zip(row["contacts"], row["contacts_checked"], strict=True))["melton-co-ordinator"] == "2026-11-20"


def test_a_row_says_when_its_partnership_was_entered_locally(seips: Run, own: Path, tmp_path: Path) -> None:
    """A real name or other areas lead to somebody else than the guidance would, so each row says of what day it is."""
    cells = dict(part.split("=") for part in PANEL[1::2]) | {"area": "harborough"}
    moved = "partnerships:\n  - {id: charnwood, checked_on: 2026-11-18, areas: [charnwood, harborough]}\n"
    moved += "  - {id: south-leicestershire, checked_on: 2026-11-19, areas: [blaby, oadby-and-wigston]}\n"
    own.write_text(moved, encoding="utf-8")
    cases = tmp_path / "cases.csv"
    cases.write_text(f"{','.join(cells)}\n{','.join(cells.values())}\n", encoding="utf-8")
    for command in (("batch", str(cases), "--json"), ("export", "table", "--format", "jsonl")):
        rows = map(json.loads, seips(*command).stdout.splitlines())
        days = {row["partnership"]: row["partnership_local"] for row in rows}
        assert days["charnwood"] == "2026-11-18"
        assert days.get("melton") is None


def test_json_says_in_words_how_old_a_contact_is(seips: Run, own: Path) -> None:
    """Whoever shows it to a person needs no sentence of their own."""
    assert own.exists()
    for day, end in ((FRESH, ""), (LATER, f", {OLD}")):
        for command in (("route", *PANEL), ("contacts", "-p", "melton")):
            shown = json.loads(seips(*command, "--json", "--as-of", day).stdout)
            found = {one["id"]: one["checked"] for one in shown["contacts"]}
            assert found["melton-co-ordinator"] == f"checked 20 November 2026{end}"


EVERY_COMMAND = [
    ("route", *PANEL),
    ("route", *PANEL, "--pack", "pack"),
    ("contacts", "-p", "melton"),
    COST,
    ("explain", "panel"),
    ("where", "melton"),
    ("export", "table"),
    ("batch", "cases.csv", "-o", "-"),
    ("check",),
]


@pytest.mark.parametrize("command", EVERY_COMMAND, ids=" ".join)
def test_the_clock_that_is_set_forward_reaches_the_local_file(
    seips: Run, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    """What is entered next term can be tried out now: no day up to that of `--as-of` is still to come."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cases.csv").write_text("school,exclusion\nother,\n", encoding="utf-8")
    own.write_text(ENTERED.replace("2026-11-20", "2999-01-05"), encoding="utf-8")
    for then in ((), ("--as-of", "2999-01-04")):
        refused = seips(*command, *then)
        assert (refused.exit_code, "2999-01-05 is still to come" in refused.stdout + refused.stderr) == (3, True)
    for day in ("2999-01-05", "2999-02-01"):
        result = seips(*command, "--as-of", day, *(("--force",) if "--pack" in command else ()))
        assert (result.exit_code, "still to come" in result.stdout + result.stderr) == (0, False)
