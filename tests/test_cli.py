"""The commands as a script meets them: what is on stdout, what is on stderr, and the exit code."""

import json
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from typer.testing import Result

from seips_cli import __version__
from seips_cli.dataset import Dataset
from seips_cli.decision import Outcome, decide
from seips_cli.pages import route_sections
from seips_cli.render import as_text
from seips_cli.source import Edition

ROOT = Path(__file__).parent.parent
Run = Callable[..., Result]
PANEL = [
    *("school=city-secondary", "home=county", "exclusion=at-risk", "level=psp2b", "ehcp=no"),
    *("sen-resources=no", "area=melton"),
]
NORTH_WEST = [*PANEL[:-1], "area=north-west-leicestershire"]


def given(pairs: list[str]) -> list[str]:
    """*pairs* as options."""
    return [word for pair in pairs for word in ("--answer", pair)]


def test_the_answer_is_whole_and_says_first_what_matters_first(seips: Run) -> None:
    """Pathway, contact and next steps come before evidence, cost, paragraph, warnings and the safeguarding line."""
    result = seips("route", *given(PANEL))
    assert result.exit_code == 0
    assert result.stderr == ""
    assert [line for line in result.stdout.splitlines() if line and not line.startswith((" ", "-", "1", "2", "3"))][
        :1
    ] == ["Refer to the partnership's panel"]
    starts = [
        "Refer to the partnership's panel",
        "Who to contact",
        "What to do next",
        "Also: Use the school's own SEN money",
        "What to have ready",
        "Cost: ",
        "Paragraph: access-3",
        "Warning: ",
        "Remember: ",
    ]
    lines = result.stdout.splitlines()
    places = [next(n for n, line in enumerate(lines) if line.startswith(start)) for start in starts]
    assert places == sorted(places)
    assert places[-1] == len(lines) - 1


def test_the_common_results_fit_one_screen(
    edition: Edition, data: Dataset, journeys: list[tuple[dict[str, str], Outcome]]
) -> None:
    """What the note states, with nothing beside it and no exception, takes at most 38 lines of 120 columns."""
    for answers, _ in journeys:
        result = decide(data, answers)
        exception = result.partnership and result.partnership.notice
        if result.pathway.basis == "stated" and not result.companions and not exception:
            text = as_text(route_sections(result, edition), 120)
            assert len(text.splitlines()) <= 38, result.pathway.id


def test_links_and_addresses_are_never_broken(
    edition: Edition, data: Dataset, journeys: list[tuple[dict[str, str], Outcome]]
) -> None:
    """On the narrowest terminal every link, e-mail address and number of a result can still be copied whole."""
    whole = {contact.id: [contact.email, contact.url] for contact in data.contacts}
    for answers, outcome in journeys[::7]:
        text = as_text(route_sections(decide(data, answers), edition), 30)
        assert all(part in text for name in outcome.contacts for part in whole[name])


def test_both_warnings_and_the_safeguarding_line_reach_every_reader(
    edition: Edition, data: Dataset, journeys: list[tuple[dict[str, str], Outcome]]
) -> None:
    """Every result says that the note is old, that arrangements have changed, and that judgement remains."""
    for answers, _ in journeys[::5]:
        text = as_text(route_sections(decide(data, answers), edition))
        for sentence in (*(warning.text for warning in data.about.warnings), data.about.safeguarding):
            assert text.count(sentence) == 1


def test_a_working_name_is_never_shown_as_a_fact(
    edition: Edition, data: Dataset, journeys: list[tuple[dict[str, str], Outcome]]
) -> None:
    """Wherever a partnership is named, the result says that it is a working name and where to confirm it."""
    for answers, outcome in journeys:
        if outcome.partnership:
            text = as_text(route_sections(decide(data, answers), edition))
            assert "working name" in text
            assert "https://www.leicsseips.org/about_us" in text


def test_north_west_leicestershire_is_told_to_try_the_county_first(seips: Run) -> None:
    """The Partnerships' own page makes an exception of North West Leicestershire, and the result puts it first."""
    contacts = seips("route", *given(NORTH_WEST)).stdout.split("Who to contact\n")[1]
    assert contacts.startswith("- County Inclusion Team")


def test_where_the_note_is_silent_the_exit_code_says_so(seips: Run) -> None:
    """A silent note is exit 1, with the nearest safe step and the question to put still printed."""
    result = seips("route", "-a", "school=other")
    assert result.exit_code == 1
    assert "The note is silent here." in result.stdout
    assert "Question to put:" in result.stdout


def test_a_missing_answer_is_named_with_its_options(seips: Run) -> None:
    """Without a terminal nothing is asked: the next question and its options are the error."""
    result = seips("route", "-a", "school=city-secondary")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == dedent("""\
        error: the question `home` is not answered: Which council area is the child's home address in?
        hint: add --answer home=OPTION, where OPTION is one of: county · city · elsewhere · not-sure
    """)


def test_answers_on_a_pipe_are_never_taken_for_typed_ones(seips: Run) -> None:
    """Lines on stdin are not read as numbers typed by a person."""
    assert seips("route", stdin="1\n1\n2\n").exit_code == 2


def test_a_missing_answer_as_json(seips: Run) -> None:
    """A script reads the same from one object on stderr."""
    result = seips("route", "-a", "school=city-secondary", "--json")
    assert result.stdout == ""
    assert json.loads(result.stderr) == {
        "schema": "seips.error/1",
        "error": "unanswered-question",
        "message": "the question `home` is not answered: Which council area is the child's home address in?",
        "hint": "add --answer home=OPTION, where OPTION is one of: county · city · elsewhere · not-sure",
        "missing": [{"question": "home", "options": ["county", "city", "elsewhere", "not-sure"]}],
    }


def test_the_json_of_a_result_has_the_promised_shape(seips: Run) -> None:
    """The keys of `seips.route/1` are those of the contract, schema first."""
    found = json.loads(seips("route", *given([*PANEL, "support=yes"]), "--json").stdout)
    assert list(found)[:10] == [
        *("schema", "dataset", "answers", "pathway", "companions", "tier"),
        *("partnership", "contacts", "because", "unused"),
    ]
    assert found["schema"] == "seips.route/1"
    assert {"version", "guidance_revised", "checked_on", "digest", "warnings"} <= set(found["dataset"])
    for pathway in (found["pathway"], *found["companions"]):
        assert {"id", "title", "summary", "basis", "rank", "steps", "evidence", "costs", "cites"} <= set(pathway)
    assert found["pathway"]["evidence"][1] == {
        "id": "sen-resources-used",
        "text": "Own SEN money (element 2) used for this child, with a record of it",
        "have": "missing",
        "cites": ["difference-2"],
        "basis": "interpretation",
        "source": None,
        "source_url": None,
        "source_date": None,
    }
    assert found["pathway"]["cites"][0]["phrase"] == "contact the appropriate Co-ordinator directly"
    assert {key: found["tier"][key] for key in ("city", "county", "basis")} == {
        "city": "PSP2b",
        "county": None,
        "basis": "silent",
    }
    assert (found["partnership"]["id"], found["partnership"]["status"]) == ("melton", "working-name")
    assert {
        *("id", "role", "organisation", "email", "phone", "url", "status"),
        *("source", "source_date", "checked_on"),
    } <= set(found["contacts"][0])
    assert [reason["question"] for reason in found["because"]] == list(found["answers"])
    assert found["unused"] == {"support": "yes"}


def test_an_unneeded_answer_is_named(seips: Run) -> None:
    """An answer that does not apply is left out of the decision and said to be."""
    result = seips("route", "-a", "school=other", "-a", "level=psp1")
    assert result.stderr == "note: the answer `level=psp1` was not needed and is left out\n"


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (["-a", "home=conty"], "no option of `home` is called `conty`", "did you mean `county`?"),
        (["-a", "hom=county"], "no question is called `hom`", "did you mean `home`?"),
        (["-a", "county"], "`county` is not an answer", "write --answer QUESTION=OPTION"),
        (["-a", "home=city", "-a", "home=county"], "`home` is answered twice: city and county", "keep one of them"),
        (["-a", "home=city", "-a", "Home=County"], "`home` is answered twice: city and county", "keep one of them"),
        (["--answers", "nowhere.yaml"], "cannot read `nowhere.yaml`: no such file or directory", ""),
        (["--sample"], "No such option: --sample", "`seips --help` lists commands and options"),
    ],
)
def test_a_slip_on_the_command_line_is_a_usage_error(seips: Run, arguments: list[str], message: str, hint: str) -> None:
    """What was typed wrongly is named, with what to type instead; exit 2."""
    result = seips("route", *arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"error: {message}")
    assert hint in result.stderr


def test_answers_are_saved_and_used_again(seips: Run, tmp_path: Path) -> None:
    """A file of answers gives the same result again, and an option beside it wins."""
    file = tmp_path / "answers.yaml"
    first = seips("route", *given(PANEL), "--save-answers", str(file))
    assert seips("route", "--answers", str(file)).stdout == first.stdout
    assert "Also:" not in seips("route", "--answers", str(file), "-a", "sen-resources=yes").stdout
    assert set(tmp_path.iterdir()) == {file}


def test_answers_are_saved_in_the_form_that_the_file_is_called_after(seips: Run, tmp_path: Path) -> None:
    """A file called JSON is one, for any program; it can be routed again."""
    file = tmp_path / "answers.json"
    first = seips("route", *given(PANEL), "--save-answers", str(file))
    assert json.loads(file.read_text(encoding="utf-8"))["area"] == "melton"
    assert seips("route", "--answers", str(file)).stdout == first.stdout


def test_a_result_as_json_is_a_file_of_answers_too(seips: Run, tmp_path: Path) -> None:
    """What `--json` printed can be kept and routed again."""
    file = tmp_path / "case.json"
    file.write_text(seips("route", *given(PANEL), "--json").stdout, encoding="utf-8")
    assert seips("route", "--answers", str(file)).stdout == seips("route", *given(PANEL)).stdout


def test_a_saved_file_is_not_overwritten_unasked(seips: Run, tmp_path: Path) -> None:
    """An existing file stays as it is without --force, and nothing is answered."""
    file = tmp_path / "answers.yaml"
    file.write_text("mine", encoding="utf-8")
    result = seips("route", *given(PANEL), "--save-answers", str(file))
    assert (result.exit_code, file.read_text(encoding="utf-8")) == (2, "mine")
    assert seips("route", *given(PANEL), "--save-answers", str(file), "--force").exit_code == 0
    assert "school: city-secondary" in file.read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_written_loses_nothing(seips: Run, tmp_path: Path) -> None:
    """A file that cannot be made is an error in words."""
    result = seips("route", *given(PANEL), "--save-answers", str(tmp_path / "no" / "a.yaml"))
    assert result.exit_code == 2
    assert "cannot write" in result.stderr


@pytest.mark.parametrize("text", ["- a", "a: [b]", "just words", "\x00", "a: {b", "name: Ada", "é".encode("cp1252")])
def test_a_file_that_holds_no_answers_is_refused(seips: Run, tmp_path: Path, text: str | bytes) -> None:
    """Whatever a file of answers holds, the end is a result or an error in words."""
    file = tmp_path / "answers.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    result = seips("route", "--answers", str(file))
    assert result.exit_code == 2
    assert result.stderr.startswith("error: ")


def test_markdown_is_a_document(seips: Run) -> None:
    """The same result as Markdown has one title, the same headings, and links left whole."""
    text = seips("route", *given(PANEL), "--markdown").stdout
    assert text.startswith("# Refer to the partnership's panel\n")
    assert text.count("\n## ") == 8
    assert "https://www.leicsseips.org/about_us" in text


def test_tier_map_prints_the_level_and_nothing_else(seips: Run) -> None:
    """A script gets one value on one line, in either direction."""
    assert seips("tier-map", "PSP3").stdout == "Tier 4\n"
    assert seips("tier-map", "tier 3").stdout == "PSP2a\n"


@pytest.mark.parametrize(
    ("level", "reason"),
    [
        ("psp2b", "PSP2b has no stated match. The note never maps PSP2b to a tier, and we do not guess."),
        ("T1", "Tier 1 has no stated match. The note does not mention Tier 1."),
        ("PSP9", "`PSP9` is not a level that is known here"),
    ],
)
def test_no_equivalent_is_silence_on_stdout(seips: Run, level: str, reason: str) -> None:
    """Where the note states no match a script gets nothing to mistake for one: exit 1 and the reason on stderr."""
    result = seips("tier-map", level)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"error: {reason}")


def test_the_whole_tier_table(seips: Run) -> None:
    """Without a level: every pair, PSP2b and Tier 1 included, with tabs between."""
    rows = [line.split("\t")[:3] for line in seips("tier-map").stdout.splitlines()]
    assert rows == [
        ["City PSP level", "County tier", "Basis"],
        ["-", "Tier 1", "silent"],
        ["PSP1", "Tier 2", "interpretation"],
        ["PSP2a", "Tier 3", "interpretation"],
        ["PSP2b", "-", "silent"],
        ["PSP3", "Tier 4", "stated"],
    ]


def test_tier_map_as_json(seips_json: Any) -> None:
    """The JSON of one level holds the pair it was read from and the answer."""
    found = seips_json("tier-map", "psp 2A")
    assert (found["schema"], found["answer"]) == ("seips.tier-map/1", "Tier 3")
    assert [(pair["city"], pair["county"], pair["basis"]) for pair in found["pairs"]] == [
        ("PSP2a", "Tier 3", "interpretation")
    ]
    assert len(seips_json("tier-map")["pairs"]) == 5


def test_contacts_say_what_is_published_and_where_to_look_for_the_rest(seips: Run) -> None:
    """The unpublished co-ordinator is said to be so; the published address is whole; each line is dated and sourced."""
    text = seips("contacts", "-p", "Melton Mowbray").stdout
    assert "Melton (working name)" in text
    assert "We hold no e-mail or telephone; look on https://www.leicsseips.org/about_us" in text
    assert "E-mail: senaservice@leics.gov.uk\n" in text
    assert "Charnwood" not in text
    assert text.count("From: ") == text.count("checked 24 November 2026")


def test_all_contacts_as_json(seips_json: Any, data: Dataset) -> None:
    """Without a partnership: every contact there is, each with its source and dates."""
    found = seips_json("contacts")
    assert found["schema"] == "seips.contacts/1"
    assert [contact["id"] for contact in found["contacts"]] == [contact.id for contact in data.contacts]
    assert all(contact["source"] and contact["source_date"] and contact["checked_on"] for contact in found["contacts"])


def test_no_contact_detail_is_there_without_a_published_source(data: Dataset) -> None:
    """Nothing marked as not published has an e-mail address or a number: none may be made up."""
    for contact in data.contacts:
        if contact.status == "not-published":
            assert (contact.email, contact.phone) == ("", "")


def test_an_unknown_partnership_is_no_answer(seips: Run) -> None:
    """A near miss is offered, not acted on: exit 1."""
    result = seips("contacts", "--partnership", "hinkley")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "did you mean `Hinckley`" in result.stderr


def test_broken_data_answers_nothing(seips: Run, tmp_path: Path) -> None:
    """A dataset that cannot be trusted gives exit 3, its faults with file and line, and no result."""
    text = (ROOT / "data" / "partnerships.yaml").read_text(encoding="utf-8")
    file = tmp_path / "mine.yaml"
    file.write_text(text.replace("pathway: panel", "pathway: pannel", 1), encoding="utf-8")
    line = text[: text.index("pathway: panel")].count("\n") + 1
    for command in (["route"], ["contacts"], ["tier-map"], ["tier-map", "PSP3"]):
        result = seips(*command, "--data", str(file))
        assert (result.exit_code, result.stdout) == (3, "")
        assert result.stderr.startswith(f"{file}:{line}: rule `at-risk-of-exclusion`, pathway: no pathway is called")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("      home: not-sure\n", "      home: elsewhere\n", "no rule holds where `school` is"),
        ("exclusion: at-risk\n", "exclusion: [at-risk, not-at-risk]\n", "two pathways for the same answers"),
        ("    rank: 2\n", "    rank: 0\n", "worse need is routed milder"),
    ],
)
def test_rules_that_could_send_a_child_to_the_wrong_door_answer_nothing(
    seips: Run, tmp_path: Path, old: str, new: str, fault: str
) -> None:
    """A gap, a conflict or a worse need routed milder is refused before the first question: exit 3."""
    text = (ROOT / "data" / "partnerships.yaml").read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "mine.yaml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    result = seips("route", "-a", "school=other", "--data", str(file))
    assert (result.exit_code, result.stdout) == (3, "")
    assert fault in result.stderr
    assert f"hint: `seips check {file}`" in result.stderr


def test_the_environment_names_another_dataset(seips: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """SEIPS_DATA stands in for --data, and --data wins."""
    small = str(ROOT / "tests" / "small.yaml")
    monkeypatch.setenv("SEIPS_DATA", small)
    assert seips("tier-map", "n1").stdout == "S1\n"
    assert seips("tier-map", "psp3", "--data", str(ROOT / "data" / "partnerships.yaml")).stdout == "Tier 4\n"


def test_another_dataset_runs_without_touching_python(seips: Run) -> None:
    """Rules, tiers, partnerships and words all come from the file."""
    small = ["--data", str(ROOT / "tests" / "small.yaml")]
    text = seips("route", "-a", "worry=grave", "-a", "side=north", *small).stdout
    assert text.startswith("Call\n")
    assert "Telephone: 0100 555 0100\n" in text


def test_the_version_says_how_old_things_are(seips: Run) -> None:
    """--version carries the guidance's date and the data's."""
    assert seips("--version").stdout == f"seips {__version__} (guidance of November 2020, data of 2026-11-24)\n"


def test_alone_it_shows_help(seips: Run) -> None:
    """`seips` by itself is a request for help, not an error."""
    assert (seips().exit_code, seips().stdout) == (0, seips("--help").stdout)


@pytest.mark.parametrize("command", [[], ["route"], ["contacts"], ["tier-map"]])
def test_help_is_everywhere(seips: Run, command: list[str]) -> None:
    """-h and --help are the same, on every command."""
    assert seips(*command, "-h").stdout == seips(*command, "--help").stdout != ""


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("seips con", ["contacts"]),
        ("seips contacts -p me", ["melton"]),
        ("seips route -a exclusion=", ["exclusion=not-at-risk", "exclusion=at-risk", "exclusion=excluded"]),
        ("seips route --answer heading", ["heading-for-tier-4=no", "heading-for-tier-4=yes"]),
        ("seips tier-map psp2", ["psp2a", "psp2b"]),
    ],
)
def test_shells_complete_from_the_data(
    seips: Run, monkeypatch: pytest.MonkeyPatch, typed: str, offered: list[str]
) -> None:
    """Completion offers commands, partnerships, questions with their options, and levels."""
    for name, value in {
        "_SEIPS_COMPLETE": "complete_bash",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(len(typed.split()) - 1),
    }.items():
        monkeypatch.setenv(name, value)
    assert seips().stdout.split() == offered


def test_an_unexpected_fault_is_owned_up_to(seips: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug is said to be one: no traceback, exit 4, and where to report it."""
    monkeypatch.setattr("seips_cli.source.trusted", lambda *_: 1 / 0)
    result = seips("tier-map", "--data", str(ROOT / "tests" / "broken.yaml"))
    assert result.exit_code == 4
    assert result.stderr.startswith("error: seips itself went wrong (ZeroDivisionError")


def test_the_target_of_the_answers_is_looked_at_before_anything_is_asked(seips: Run, tmp_path: Path) -> None:
    """Nobody answers ten questions to learn that the file cannot be written."""
    (tmp_path / "a.yaml").write_text("mine", encoding="utf-8")
    for target, words in {
        "a.yaml": "exists already",
        "no/a.yaml": "there is no such folder",
        ".": "not a plain file",
    }.items():
        result = seips("route", "--save-answers", str(tmp_path / target))
        assert (result.exit_code, result.stdout) == (2, "")
        assert words in result.stderr


def test_a_link_or_a_device_is_never_replaced(seips: Run, tmp_path: Path) -> None:
    """--force replaces plain files and nothing else."""
    (tmp_path / "real.yaml").write_text("mine", encoding="utf-8")
    (tmp_path / "link.yaml").symlink_to(tmp_path / "real.yaml")
    result = seips("route", *given(PANEL), "--save-answers", str(tmp_path / "link.yaml"), "--force")
    assert (result.exit_code, (tmp_path / "real.yaml").read_text(encoding="utf-8")) == (2, "mine")


def test_two_forms_at_once_are_refused(seips: Run) -> None:
    """--json and --markdown cannot both be had."""
    assert seips("route", *given(PANEL), "--json", "--markdown").exit_code == 2


def test_an_answer_given_twice_in_a_file_is_refused(seips: Run, tmp_path: Path) -> None:
    """A file that answers a question twice is not read as if the last one counted."""
    file = tmp_path / "answers.yaml"
    file.write_text("school: city-secondary\nschool: other\n", encoding="utf-8")
    result = seips("route", "--answers", str(file))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "school" in result.stderr


def test_with_json_an_error_is_all_there_is_on_stderr(seips: Run) -> None:
    """A script can parse stderr whole, whatever was said on the way."""
    result = seips("route", "--json", "--postcode", "LE7 7", "-a", "school=city-secondary")
    assert json.loads(result.stderr)["error"] == "unanswered-question"


def test_a_broken_dataset_does_not_hide_the_version(seips: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """--version answers even when the dataset cannot be read."""
    monkeypatch.setenv("SEIPS_DATA", "/nowhere")
    result = seips("--version")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"seips {__version__} (cannot read")


def test_a_city_on_both_sides_is_not_a_near_miss(seips: Run) -> None:
    """`Leicester` is no misspelling of a district; the way to settle it is said."""
    result = seips("contacts", "-p", "Leicester")
    assert result.exit_code == 1
    assert "lies on both sides of the boundary" in result.stderr
