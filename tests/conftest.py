"""What every test shares: the shipped dataset, a fixed environment, and the commands as a caller sees them."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from typer.testing import CliRunner, Result

from seips_cli.cli import app
from seips_cli.dataset import Dataset
from seips_cli.decision import diagram_of
from seips_cli.source import Edition, load

TYPE_CHECKING = False
if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from tests.browsing import Open, Window

#: Whatever the person who runs the tests has entered for themselves stays out of them.
os.environ["SEIPS_LOCAL"] = "off"
ROOT = Path(__file__).parent.parent
# How long a case takes says how busy the machine is, and nothing of the case.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

#: However busy the machine is, no test fails for being slow.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def fixed_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing about the machine changes what is printed."""
    monkeypatch.setenv("SEIPS_LOCAL", "off")
    for name in ("SEIPS_DATA", "SEIPS_DEBUG", "FORCE_COLOR", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"NO_COLOR": "1", "COLUMNS": "80", "TERM": "dumb"}.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(scope="session")
def edition() -> Edition:
    """The shipped dataset as it is read."""
    return load(ROOT / "data" / "partnerships.yaml")


@pytest.fixture(scope="session")
def data(edition: Edition) -> Dataset:
    """The records of the shipped dataset."""
    return edition.data


@pytest.fixture(scope="session")
def journeys(data: Dataset) -> list[tuple[dict[str, str], Any]]:
    """Every complete set of answers, with its outcome."""
    return list(diagram_of(data).journeys())


Run = Callable[..., Result]


@pytest.fixture
def seips() -> Run:
    """Run a command as a script would: no terminal, the two streams apart."""

    def run(*arguments: str, stdin: str = "") -> Result:
        return CliRunner().invoke(app, arguments, input=stdin, prog_name="seips")

    return run


@pytest.fixture
def seips_json(seips: Run) -> Callable[..., Any]:
    """Run a command with `--json` and give what it printed."""
    return lambda *arguments: json.loads(seips(*arguments, "--json").stdout)


@pytest.fixture(scope="session")
def program() -> list[str]:
    """The command as a new process."""
    return [sys.executable, "-m", "seips_cli"]


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """One browser for all tests that need one."""
    from tests.browsing import started

    with started() as browser:
        yield browser


@pytest.fixture
def opened(browser: "Browser", tmp_path: Path) -> "Iterator[Open]":
    """Open a page as a person would, from a file; afterwards, nothing was loaded and nothing complained."""
    from tests.browsing import Window

    windows: list[Window] = []

    def show(text: str, **options: Any) -> "Window":
        file = tmp_path / f"page-{len(windows)}.html"
        file.write_text(text, encoding="utf-8")
        windows.append(Window(browser, file, **options))
        return windows[-1]

    yield show
    for window in windows:
        window.context.close()
        assert not window.complaints
        assert set(window.requests) == {window.file.as_uri()}
