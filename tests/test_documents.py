"""What the documents say is what the program does."""

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("document", ["README.md", "docs/json.md"])
def test_generated_parts_are_current(document: str) -> None:
    """Every help text and transcript is what the commands print today (`make docs` writes them)."""
    command = [sys.executable, "-m", "cogapp", "-P", "--check", "--diff", "-I", "scripts", document]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every picture as it would be drawn today."""
    folder = tmp_path_factory.mktemp("pictures")
    subprocess.run([sys.executable, "scripts/pictures.py", str(folder)], cwd=ROOT, check=True)
    return folder


@pytest.mark.parametrize("name", ["flowchart.mmd", "flowchart.dot"])
def test_the_written_flowcharts_are_current(pictures: Path, name: str) -> None:
    """To the letter, what `seips export flowchart` gives today (`make docs` writes them)."""
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == (pictures / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["flowchart.svg", "terminal.svg"])
def test_the_pictures_are_current(pictures: Path, name: str) -> None:
    """The same words in the same order, at the same boxes and arrows; the tool that draws says where on the sheet."""
    kept, drawn = (ET.parse(folder / name).getroot() for folder in (ROOT / "docs", pictures))
    assert [words(one) for one in kept.iter()] == [words(one) for one in drawn.iter()]


def words(one: ET.Element) -> tuple[str, str, str] | None:
    """What an element of a picture says, and the box or arrow it is; None for its lines and colours."""
    said = " ".join((one.text or "").split()) if one.tag.endswith(("title", "desc", "text")) else ""
    return (one.tag, one.get("data-name", ""), said) if said or one.get("data-name") else None


@pytest.mark.parametrize("name", ["flowchart.svg", "terminal.svg"])
def test_the_readme_shows_each_picture_and_says_what_is_in_it(name: str) -> None:
    """Whoever does not see the picture is told the gist, in a sentence or more."""
    (alternative,) = re.findall(rf"!\[([^\]]+)\]\(docs/{re.escape(name)}\)", README)
    assert len(alternative.split()) >= 10


@pytest.mark.parametrize("name", ["flowchart.svg", "terminal.svg"])
def test_the_pictures_fetch_nothing(name: str) -> None:
    """No font, no script and no picture comes from elsewhere."""
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert not re.search(r"href|<script|<image|@font-face|@import|url\((?!#)", text)


def test_every_command_is_in_the_readme() -> None:
    """Nobody has to guess that a command exists."""
    from typer.main import get_command

    from seips_cli.cli import app

    for name in get_command(app).commands:  # type: ignore[attr-defined]
        assert f"seips {name}" in README


def test_every_exit_code_is_in_the_readme() -> None:
    """A script's author finds each code and what it means."""
    from seips_cli.errors import ExitCode

    for code in ExitCode:
        assert re.search(rf"^\| {int(code)} \|", README, re.MULTILINE), code


@pytest.mark.parametrize(
    "document",
    ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", *(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md"))],
)
def test_links_lead_somewhere(document: str) -> None:
    """Every link to a file of the project finds one."""
    page = ROOT / document
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            assert (page.parent / target).exists(), target
