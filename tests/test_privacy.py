"""No pupil's details, ever: what is typed of one is refused, or kept nowhere."""

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


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder to work in, with a local file that says nothing yet, and a folder for what is made."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SEIPS_LOCAL", str(tmp_path / "local.yaml"))
    (tmp_path / "local.yaml").write_text("", encoding="utf-8")
    (tmp_path / "made").mkdir()
    (tmp_path / "cases.csv").write_text("school\nother\n", encoding="utf-8")


#: What each command that writes a file is asked to write, so that there is a file to look into.
WRITING: dict[tuple[str, ...], tuple[str, ...]] = {
    ("route",): ("-a", "school=other", "--save-answers", "made/answers.yaml", "--pack", "made/pack", "--force"),
    ("batch",): ("cases.csv", "-o", "made/results.csv", "--force"),
    ("contacts", "set"): ("melton", "--role", "co-ordinator", "--email", "office@example.org"),
    ("contacts", "unset"): ("melton",),
    ("export", "flowchart"): ("-o", "made/flowchart.svg", "--force"),
    ("export", "table"): ("-o", "made/table.csv", "--force"),
    ("export", "page"): ("-o", "made/page.html", "--force"),
}


ENTRY = "contacts:\n  - id: melton-co-ordinator\n    email: a@example.org\n    checked_on: 2026-11-03\n"


def _texts(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Each command below *command*, with the option, or none for an argument, that takes text there."""
    for name, inner in getattr(command, "commands", {}).items():
        yield from _texts(inner, (*path, name))
    for parameter in command.params:
        # Where a file goes is the school's to choose; what is refused there is in `test_local`.
        if parameter.type.name not in ("boolean", "path") and parameter.name != "output":
            yield path, tuple(parameter.opts[:1]) if parameter.param_type_name == "option" else ()


@pytest.mark.parametrize("command", WRITING, ids=" ".join)
def test_without_a_pupil_there_is_a_file(seips: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    """So that looking into what is written looks into something."""
    (tmp_path / "local.yaml").write_text(ENTRY, encoding="utf-8")
    assert seips(*command, *WRITING[command]).exit_code in (ExitCode.OK, ExitCode.NO_ANSWER)
    assert any((tmp_path / "made").iterdir()) or (tmp_path / "local.yaml").read_text(encoding="utf-8") != ENTRY


TEXTS = sorted(set(_texts(typer.main.get_command(app))))


@pytest.mark.parametrize(("command", "option"), TEXTS, ids=lambda part: " ".join(part))
@pytest.mark.parametrize("detail", PUPIL)
def test_no_pupil_gets_in_by_any_option_or_argument(
    seips: Run, tmp_path: Path, command: tuple[str, ...], option: tuple[str, ...], detail: str
) -> None:
    """A name, a date of birth and a UPN, given wherever text is taken, are refused or found in no file."""
    seips(*command, *WRITING.get(command, ()), *option, detail)
    for path in tmp_path.rglob("*"):
        assert detail not in path.name
        assert not path.is_file() or detail not in path.read_text(encoding="utf-8")


def test_no_pupil_gets_in_by_an_answer(seips: Run, tmp_path: Path) -> None:
    """No question is called like a pupil, none can be answered so, and no school or postcode is kept."""
    for detail in PUPIL:
        file = tmp_path / "answers.yaml"
        assert seips("route", "-a", f"school={detail}", "--save-answers", str(file)).exit_code == 2
        assert seips("route", "-a", f"{detail}=yes", "--save-answers", str(file)).exit_code == 2
        assert seips("route", "--school-name", detail, "--save-answers", str(file)).exit_code == 2
        assert not file.exists()
        assert seips("route", "-a", "school=other", "--postcode", detail, "--save-answers", str(file)).exit_code == 1
        assert detail not in file.read_text(encoding="utf-8")
        file.unlink()
