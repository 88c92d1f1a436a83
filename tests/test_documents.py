"""What the documents say is what the program does."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("document", ["README.md", "docs/json.md"])
def test_generated_parts_are_current(document: str) -> None:
    """Every help text and transcript is what the commands print today (`make docs` writes them)."""
    command = [sys.executable, "-m", "cogapp", "-P", "--check", "--diff", "-I", "scripts", document]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


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
