"""What scripts ask by the thousand: the same answer as the commands give, and none that could be stale."""

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import platformdirs.macos
import platformdirs.unix
import pytest
from hatch_build import printed, printed_places
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import ROOT, Run
from typer.testing import Result

from seips_cli import quick
from seips_cli.dataset import Dataset
from seips_cli.local import usual
from seips_cli.lookup import level_names, partnership_names
from seips_cli.pages import where_sections
from seips_cli.places.postcodes import Index, sources
from seips_cli.places.whereabouts import locate
from seips_cli.render import as_text
from seips_cli.source import Atlas, Edition

MADE, MADE_OF_PLACES = (make(ROOT / "data" / "partnerships.yaml") for make in (printed, printed_places))
loose = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def as_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """As in a wheel: what the build kept is there, and the data lie beside the code. Gives the folder of the data."""
    made, places = ModuleType("seips_cli.printed"), ModuleType("seips_cli.printed_places")
    for module, text in ((made, MADE), (places, MADE_OF_PLACES)):
        exec(text, vars(module))
        monkeypatch.setitem(sys.modules, module.__name__, module)
    data = tmp_path / "data"
    data.mkdir()
    for name in made.MADE_FROM:
        (data / name).write_bytes((ROOT / "data" / name).read_bytes())
    monkeypatch.setattr(quick, "__file__", str(tmp_path / "quick.py"))
    monkeypatch.delenv("COLUMNS")
    return data


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[str, str, int] | None:
    """What is printed for *arguments* before any command is loaded, and the exit code; None: left to the command."""
    capsys.readouterr()
    code = quick.answered(list(arguments))
    shown = capsys.readouterr()
    assert code is not None or shown == ("", "")
    return None if code is None else (*shown, code)


def commanded(done: Result) -> tuple[str, str, int]:
    """What a command prints, and its exit code."""
    return done.stdout, done.stderr, done.exit_code


#: Halves of postcodes that are not in the table; the last four lie where others keep the list.
ELSEWHERE = {"SW1A", "LE99", "B1", "NG1", "BT1", "IM1", "JE2", "GY1"}


def respelt(name: str) -> st.SearchStrategy[str]:
    """*name* in other cases, with other marks between its letters."""
    letters = st.tuples(*(st.sampled_from((char, char.upper(), char.lower())) for char in name))
    marks = st.lists(st.sampled_from(("", "", "", " ", "-", ".", "\t")), min_size=len(name), max_size=len(name))
    return st.tuples(letters, marks).map(lambda both: "".join(c + m for c, m in zip(*both, strict=True)))


@pytest.mark.parametrize("argument", ["--version", "--help", "-h"])
def test_version_and_help_are_what_the_command_prints(argument: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What the program says of itself is the same, however it was come by."""
    command = [sys.executable, "-c", "from seips_cli.cli import main; main()", argument]
    assert asked(capsys, argument) == (subprocess.check_output(command, text=True), "", 0)


@loose
@given(drawn=st.data())
def test_every_spelling_of_a_level_is_answered_as_the_command_does(
    drawn: st.DataObject, data: Dataset, seips: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """A level is mapped alike by the short way and the long one, and where none is stated, both say why."""
    assert data.tiers
    names = [name for name, _, _ in level_names(data.tiers)]
    typed = drawn.draw(st.sampled_from(names).flatmap(respelt) | st.text(max_size=8))
    done = seips("tier-map", typed)
    is_level = "is not a level" not in done.stderr and not typed.startswith("-")
    expected = commanded(done) if is_level and done.exit_code < 2 else None
    assert asked(capsys, "tier-map", typed) == expected
    if len(words := typed.split(" ")) > 1 and all(words) and not any(word.startswith("-") for word in words):
        assert asked(capsys, "tier-map", *words) == expected


@loose
@given(drawn=st.data())
def test_every_name_of_a_partnership_is_answered_as_the_command_does(
    drawn: st.DataObject, data: Dataset, seips: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """A partnership, district or town gives the very lines that the command prints."""
    names = [name for name, _ in partnership_names(data)]
    typed = drawn.draw(st.sampled_from(names).flatmap(respelt) | st.text(max_size=8))
    option = drawn.draw(st.sampled_from(("-p", "--partnership")))
    quickly = asked(capsys, "contacts", option, typed)
    done = seips("contacts", option, typed)
    assert quickly == (commanded(done) if done.exit_code == 0 else None) or (quickly is None and typed.startswith("-"))


def test_every_postcode_in_the_table_is_answered_as_the_command_does(
    edition: Edition, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every seventh of the listed postcodes gives the very lines that the command prints: they are of a few kinds."""
    atlas = Atlas(edition)
    table, origins = Index(atlas.postcodes), sources(atlas.postcodes)
    for postcode in list(table.units)[::7]:
        found = locate(edition.data, postcode, table, atlas)
        assert asked(capsys, "where", postcode) == (as_text(where_sections(edition.data, found, origins)), "", 0)


def test_every_half_and_every_unlisted_postcode_is_answered_as_the_command_does(
    edition: Edition, capsys: pytest.CaptureFixture[str]
) -> None:
    """A postcode that is not listed, or lies elsewhere, gives the very lines that the command prints, and its code."""
    atlas = Atlas(edition)
    table, origins = Index(atlas.postcodes), sources(atlas.postcodes)
    outcodes = sorted({postcode.partition(" ")[0] for postcode in table.units} | ELSEWHERE)
    halves = [f"{outcode} {figure}" for outcode in outcodes for figure in range(10)]
    for typed in (*outcodes, *halves, *(f"{half}AB" for half in halves), *(f"{half}ZZ" for half in halves)):
        found = locate(edition.data, typed, table, atlas)
        text, code = as_text(where_sections(edition.data, found, origins)), 0 if found.home else 1
        assert asked(capsys, "where", typed) == asked(capsys, "where", *typed.split()) == (text, "", code)


@loose
@given(drawn=st.data())
def test_what_is_typed_loosely_is_answered_as_the_command_does(
    drawn: st.DataObject, edition: Edition, seips: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """A postcode in any spelling, half of one, or none at all: the same lines, or it is left to the command."""
    units = sorted(Index(Atlas(edition).postcodes).units)[::97]
    typed = drawn.draw(st.sampled_from([*units, "LE1", "LE2 9", "LE29", "soar valley"]).flatmap(respelt) | st.text())
    quickly = asked(capsys, "where", typed)
    assert quickly is None or quickly == commanded(seips("where", typed))


QUESTIONS = [
    *(["tier-map", "PSP3"], ["tier-map", "PSP2b"], ["where", "LE2 9DH"], ["where", "SW1A 1AA"]),
    *(["contacts", "-p", "melton"], ["--version"], ["--help"]),
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_edited_dataset_is_left_to_the_command(
    question: list[str], as_installed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One more blank line in the file, and nothing that was kept is used."""
    assert asked(capsys, *question)
    with (as_installed / "partnerships.yaml").open("ab") as file:
        file.write(b"\n")
    assert asked(capsys, *question) is None


@pytest.mark.parametrize("question", QUESTIONS)
def test_another_dataset_is_left_to_the_command(
    question: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither `--data` nor SEIPS_DATA is answered from what was kept."""
    assert asked(capsys, *question, "--data", "mine.yaml") is None
    monkeypatch.setenv("SEIPS_DATA", "mine.yaml")
    assert asked(capsys, *question) is None


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_local_file_is_left_to_the_command(
    question: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where a local file is, or may be, names and contacts are not answered from what was kept."""
    is_local = question[0] in ("where", "contacts")
    monkeypatch.setenv("SEIPS_LOCAL", "mine.yaml")
    assert (asked(capsys, *question) is None) == is_local
    monkeypatch.delenv("SEIPS_LOCAL")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert asked(capsys, *question)
    (tmp_path / "seips").mkdir()
    (tmp_path / "seips" / usual.NAME).touch()
    assert (asked(capsys, *question) is None) == is_local


def test_an_edited_table_of_postcodes_is_left_to_the_command(
    as_installed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A changed table is read itself."""
    with (as_installed / "postcodes.csv").open("ab") as file:
        file.write(b"\n")
    assert asked(capsys, "where", "LE2 9DH") is None


def test_contacts_grown_old_are_left_to_the_command(
    data: Dataset, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before any fact is due to be looked at again, the kept lines, which say nothing of age, are no longer used."""
    oldest = min(source.checked_on for source in data.sources)
    for day, is_kept in ((oldest, True), (oldest.replace(year=oldest.year + 1), False)):
        monkeypatch.setattr(quick, "strftime", lambda _, day=day: day.isoformat())
        assert bool(asked(capsys, "contacts", "-p", "melton")) == is_kept


def test_a_checkout_is_left_to_the_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Where no wheel was built, nothing was kept."""
    monkeypatch.delitem(sys.modules, "seips_cli.printed")
    assert asked(capsys, "tier-map", "PSP3") is None


@pytest.mark.parametrize("folder", ["", "  ", "/elsewhere"])
def test_every_folder_that_a_local_file_may_be_in_is_looked_at(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folders that are looked at hold the one that platformdirs names, on each of the systems."""
    monkeypatch.setenv("XDG_CONFIG_HOME", folder)
    monkeypatch.setenv("HOME", "/home/someone")
    seen: list[str] = []
    monkeypatch.setattr("os.path.lexists", lambda path: seen.append(str(path)))
    monkeypatch.setattr(sys, "platform", "linux")
    assert not usual.may_exist()
    for system in (platformdirs.unix.Unix, platformdirs.macos.MacOS):
        assert str(system("seips").user_config_path / usual.NAME) in seen
    monkeypatch.setattr(sys, "platform", "win32")
    assert usual.may_exist()


@pytest.mark.parametrize("question", QUESTIONS)
def test_without_a_place_to_print_it_is_left_to_the_command(
    question: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A closed output, and a shell that asks how a line may go on, are for the command to judge."""
    monkeypatch.setattr(sys, "stdout", None)
    assert quick.answered(question) is None
    monkeypatch.undo()
    monkeypatch.setenv("_SEIPS_COMPLETE", "complete_bash")
    assert quick.answered(question) is None


@pytest.mark.parametrize("home", [None, ""])
def test_without_a_home_nothing_is_certain(home: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system knows another home by the user's name, and a local file may be there."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr("os.path.lexists", lambda _: False)
    monkeypatch.delenv("HOME")
    if home is not None:
        monkeypatch.setenv("HOME", home)
    assert usual.may_exist()
