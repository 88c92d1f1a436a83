"""Where a home or a school is: settled from the table that comes with the program, or said not to be."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import Result

from seips_cli.dataset import Dataset
from seips_cli.places.postcodes import Index, Scan
from seips_cli.places.whereabouts import answers_of, locate
from seips_cli.source import Atlas, Edition, load

Run = Callable[..., Result]
ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def atlas(edition: Edition) -> Atlas:
    """The tables beside the shipped dataset."""
    return Atlas(edition)


@pytest.mark.parametrize(
    ("typed", "home", "area", "certainty"),
    [
        ("LE2 9DH", "county", "blaby", "exact"),
        ("LE2 8LE", "city", "", "exact"),
        ("LE5 1EN", "county", "charnwood", "exact"),
        ("LE15 7", "", "", "ambiguous"),
        ("LE15 6", "elsewhere", "", "whole-sector"),
        ("LE8", "county", "", "whole-outcode"),
        ("LE1", "city", "", "whole-outcode"),
        ("LE2", "", "", "ambiguous"),
        ("LE2 9", "", "", "ambiguous"),
        ("LE2 9ZZ", "", "", "unknown"),
        ("LE95 1AA", "", "", "unknown"),
        ("SW1A 1AA", "elsewhere", "", "whole-outcode"),
        ("ZZ99 9ZZ", "", "", "unknown"),
        ("Melton Mowbray", "county", "melton", "exact"),
        ("oadby & wigston", "county", "oadby-and-wigston", "exact"),
        ("Leicester", "", "", "ambiguous"),
        ("Soar Valley", "city", "", "school"),
        ("countesthorpe leysland", "county", "blaby", "school"),
        ("Ibstock School", "county", "", "school"),
        ("madani", "", "", "ambiguous"),
        ("sore valley", "", "", "unknown"),
        ("nowhere at all", "", "", "unknown"),
    ],
)
def test_places_are_settled_or_said_not_to_be(
    data: Dataset, atlas: Atlas, typed: str, home: str, area: str, certainty: str
) -> None:
    """City, County, elsewhere or cannot tell: never a guess from the neighbours in a split sector."""
    found = locate(data, typed, Scan(atlas.postcodes), atlas)
    assert (found.home, found.area, found.certainty) == (home, area, certainty)


def test_every_postcode_of_the_area_has_the_home_and_district_that_its_code_means(data: Dataset, atlas: Atlas) -> None:
    """All 26,298 listed postcodes are answered exactly, and the whole county has a partnership each."""
    index = Index(atlas.postcodes)
    areas = {area.ons_code: area.id for area in data.geography.areas} if data.geography else {}
    assert len(index.units) == 26298
    for postcode, code in index.units.items():
        found = locate(data, postcode, index, atlas)
        expected = "county" if code in areas else "city" if code == "E06000016" else "elsewhere"
        assert (found.home, found.area, found.certainty) == (expected, areas.get(code, ""), "exact")
        assert (found.partnership is not None) == (code in areas)


def test_what_is_possible_is_said_when_nothing_is_settled(data: Dataset, atlas: Atlas) -> None:
    """Half a postcode on both sides of the boundary names the sides."""
    found = locate(data, "LE2 9", Scan(atlas.postcodes), atlas)
    assert [(spot.name, spot.home) for spot in found.possible] == [("Leicester City", "city"), ("Blaby", "county")]


def test_neighbouring_authorities_are_named(seips: Run) -> None:
    """A home in Rutland is elsewhere, and the result says Rutland."""
    result = seips("where", "LE15 6")
    assert result.exit_code == 0
    assert result.stdout.startswith("LE15 6: Rutland\n")


def test_what_was_understood_is_echoed(seips: Run) -> None:
    """Sloppy typing is read as a postcode and shown as it is properly written."""
    for typed in ("le29dh", "LE2-9DH", " le2  9dh", "LE2 9dh"):
        assert seips("where", typed).stdout.startswith("LE2 9DH: Leicestershire (the County)\n")


def test_an_answer_carries_its_sources_and_its_doubts(seips: Run) -> None:
    """Edition dates, the boundary caveat and the working name come with the answer."""
    text = seips("where", "LE2 9DH").stdout
    assert "ONS Postcode Directory (November 2025)" in text
    assert "council tax" in text
    assert "(working name)" in text


def test_cannot_tell_says_how_to_find_out(seips: Run) -> None:
    """An unknown postcode is exit 1 with a way to settle it."""
    result = seips("where", "LE2 9ZZ")
    assert result.exit_code == 1
    assert "LE2 9ZZ: cannot tell" in result.stdout
    assert "How to find out: Ask which council bills the council tax." in result.stdout


def test_a_near_miss_of_a_school_is_offered_and_never_taken(seips: Run) -> None:
    """A misspelt school is exit 1 and a choice, with the age of the list."""
    result = seips("where", "sore valley")
    assert result.exit_code == 1
    assert "- Soar Valley College" in result.stdout
    assert "The list is of 2018/19" in result.stdout


def test_the_json_has_the_promised_shape(seips_json: Any) -> None:
    """The keys of `seips.where/1` are those of the contract."""
    found = seips_json("where", "LE2 9DH")
    assert list(found)[:5] == ["schema", "query", "understood", "home", "area"]
    assert {"ons_code", "partnership", "certainty", "possible", "reason", "sources"} <= set(found)
    assert list(found["partnership"].items())[:3] == [
        ("id", "south-leicestershire"),
        ("name", "South Leicestershire"),
        ("status", "working-name"),
    ]
    assert {"name", "edition", "licence"} == set(found["sources"][0])


def test_many_are_answered_a_line_each_and_in_order(seips: Run) -> None:
    """A list on stdin gives as many lines as it has, and exit 1 when any could not be settled."""
    lines = ["LE2 9DH", "", "nonsense", "LE1 1AA", "\x1b[31mLE2", "x" * 5000]
    result = seips("where", "-", stdin="\n".join(lines))
    rows = [line.split("\t") for line in result.stdout.splitlines()]
    assert [row[1] for row in rows] == ["county", "-", "-", "-", "-", "-"]
    assert all(len(row) == 7 for row in rows)
    assert "\x1b" not in result.stdout
    assert result.exit_code == 1
    found = [json.loads(line) for line in seips("where", "-", "--json", stdin="LE2 9DH\nLE1 1\n").stdout.splitlines()]
    assert [one["home"] for one in found] == ["county", "city"]


def test_a_long_list_and_a_closed_pipe() -> None:
    """A million lines are answered as they come; whoever reads only the first loses nothing."""
    command = f"yes 'LE2 9DH' | head -1000000 | \"{sys.executable}\" -m seips_cli where - | head -2"
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        ["/bin/sh", "-c", command], capture_output=True, text=True, env=environment, timeout=60, check=False
    )
    assert done.stderr == ""
    assert (
        done.stdout.splitlines()
        == ["LE2 9DH\tcounty\tblaby\tsouth-leicestershire\tworking-name\texact\tLE2 9DH is listed in Blaby."] * 2
    )


def test_bytes_that_are_no_text_are_no_postcode() -> None:
    """Input in any encoding is answered, not crashed on."""
    command = [sys.executable, "-m", "seips_cli", "where", "-"]
    done = subprocess.run(command, input=b"\xff\xfe\x00\n\xe9\n", capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (1, b"")


@given(st.text(max_size=60))
def test_anything_typed_is_answered_in_words(typed: str) -> None:
    """No text breaks the look-up, and both ways of reading the table agree on it."""
    edition = load(ROOT / "data" / "partnerships.yaml")
    atlas = Atlas(edition)
    assert locate(edition.data, typed, Scan(atlas.postcodes), atlas).reason


def test_replacing_the_table_changes_the_answers(seips: Run, tmp_path: Path) -> None:
    """When boundaries are redrawn, a new table beside the dataset is all that changes; no Python does."""
    text = (ROOT / "data" / "partnerships.yaml").read_text(encoding="utf-8")
    table = (ROOT / "data" / "postcodes.csv").read_text(encoding="utf-8")
    (tmp_path / "partnerships.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "schools.csv").write_text((ROOT / "data" / "schools.csv").read_text("utf-8"), encoding="utf-8")
    redrawn = table.replace("units,LE2 4,E07000135", "units,LE2 4,E06000016")
    assert redrawn != table
    (tmp_path / "postcodes.csv").write_text(redrawn, encoding="utf-8")
    listed = next(p for p, code in Index(table).units.items() if p.startswith("LE2 4") and code == "E07000135")
    assert "Leicestershire (the County)" in seips("where", listed).stdout
    assert "Leicester City" in seips("where", listed, "--data", str(tmp_path / "partnerships.yaml")).stdout


def test_a_missing_table_is_an_error_with_its_path(seips: Run, tmp_path: Path) -> None:
    """A dataset that names a table which is not there says which."""
    text = (ROOT / "data" / "partnerships.yaml").read_text(encoding="utf-8")
    (tmp_path / "partnerships.yaml").write_text(text, encoding="utf-8")
    result = seips("where", "LE2 9DH", "--data", str(tmp_path / "partnerships.yaml"))
    assert result.exit_code == 3
    assert "postcodes.csv" in result.stderr


def test_a_dataset_without_a_map_says_so(seips: Run) -> None:
    """Another authority's dataset need not know postcodes; asking it for one is no answer, not a crash."""
    result = seips("where", "LE2 9DH", "--data", str(ROOT / "tests" / "small.yaml"))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("error: this dataset does not say which authority")


REST = ["-a", "exclusion=at-risk", "-a", "level=none", "-a", "ehcp=no", "-a", "sen-resources=yes"]


def test_a_name_and_a_postcode_answer_three_questions(seips: Run) -> None:
    """School, home and district follow from a school's name and a postcode."""
    found = json.loads(seips("route", "--school-name", "soar valley", "--postcode", "le2 9dh", *REST, "--json").stdout)
    assert {"school": "city-secondary", "home": "county", "area": "blaby"}.items() <= found["answers"].items()
    assert found["partnership"]["id"] == "south-leicestershire"


def test_a_postcode_is_nowhere_in_a_result_or_a_file(seips: Run, tmp_path: Path) -> None:
    """The postcode is looked up and gone: not in the answers, the saved file, the JSON, the Markdown or the text."""
    file = tmp_path / "answers.yaml"
    arguments = ["route", "--school-name", "soar valley", "--postcode", "LE13 1AA", *REST]
    arguments[4] = next(p for p, c in Index(Atlas(load()).postcodes).units.items() if c == "E07000133")
    shown = [
        seips(*arguments, "--save-answers", str(file)).stdout,
        seips(*arguments, "--json").stdout,
        seips(*arguments, "--markdown").stdout,
        file.read_text(encoding="utf-8"),
    ]
    assert all(arguments[4] not in text and arguments[4].replace(" ", "") not in text for text in shown)


@pytest.mark.parametrize("name", ["madani", "sore valley", "ash field", "no such place"])
def test_a_school_that_is_not_settled_stops_there(seips: Run, name: str) -> None:
    """Several schools, a near miss, a special school or none: nothing is answered for the person."""
    result = seips("route", "--school-name", name, *REST)
    assert (result.exit_code, result.stdout) == (2, "")


def test_a_postcode_that_is_not_settled_leaves_the_question(seips: Run) -> None:
    """An unknown postcode is said to be so, and the home question stays to be answered."""
    result = seips("route", "-a", "school=city-secondary", "--postcode", "LE2 9ZZ")
    assert result.exit_code == 2
    assert "note: The postcode is not listed." in result.stderr
    assert "the question `home` is not answered" in result.stderr


def test_a_postcode_and_an_answer_that_differ_are_not_reconciled(seips: Run) -> None:
    """When the postcode says County and the answer says City, a person must decide."""
    result = seips("route", "-a", "home=city", "--postcode", "LE2 9DH")
    assert result.exit_code == 2
    assert "`home` is answered twice: city, and county by the name or postcode given" in result.stderr


def test_a_special_school_answers_nothing(data: Dataset, atlas: Atlas) -> None:
    """The note speaks of secondary schools; whether a special school counts is for a person to say."""
    found = locate(data, "Ash Field Academy", Scan(atlas.postcodes), atlas)
    assert found.school is not None
    assert answers_of(data, found) == {}


@pytest.mark.parametrize("typed", ["Rutland", "blaby", "le29dh"])
def test_a_home_may_be_named_by_its_place(seips: Run, typed: str) -> None:
    """A district or an authority answers the home question as a postcode does."""
    result = seips("route", "-a", "school=city-secondary", "--postcode", typed, *REST, "--json")
    assert json.loads(result.stdout or result.stderr).get("answers", {}).get("home") in {"county", "elsewhere"}


@pytest.mark.parametrize("name", ["groby", "wigston", "castle donington"])
def test_a_school_named_after_its_town_is_a_school(seips: Run, name: str) -> None:
    """At the school's name, a town is part of a name and not a place."""
    result = seips("route", "--school-name", name)
    assert "That is not" not in result.stderr
    assert "Understood" in result.stderr or "Which of these is it?" in result.stderr


def test_the_postcode_given_as_an_option_is_not_said_again(seips: Run) -> None:
    """What goes to stderr may be logged, so the postcode does not."""
    result = seips("route", "-a", "school=city-secondary", "--postcode", "LE2 9DH", *REST)
    assert "Understood: The postcode is listed in Blaby." in result.stderr
    assert "LE2 9DH" not in result.stderr + result.stdout
    assert (
        "blaby"
        in json.loads(
            seips("route", "-a", "school=city-secondary", "--postcode", "-", *REST, "--json", stdin="LE2 9DH\n").stdout
        )["answers"].values()
    )


@pytest.mark.parametrize("words", [("LE13", "0UL"), ("Melton", "Mowbray"), ("LE13", "0")])
def test_what_has_a_space_needs_no_quotation_marks(seips: Run, words: tuple[str, ...]) -> None:
    """Whoever is in a hurry types a postcode as it is written."""
    assert seips("where", *words).stdout == seips("where", " ".join(words)).stdout != ""


def test_a_level_with_a_space_needs_none_either(seips: Run) -> None:
    """As the guidance writes it."""
    assert seips("tier-map", "psp", "2A").stdout == "Tier 3\n"
