"""The page docs/write-your-own.md is followed to the letter, and the program says what the page shows.

`python tests/test_write_your_own.py` writes what the commands print today into the page.
"""

import re
import shlex
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from typer.testing import CliRunner

from seips_cli.cli import app

PAGE = Path(__file__).parent.parent / "docs" / "write-your-own.md"
FILE = "mine.yaml"
#: A block of YAML is written into the file; a block of text is a command, and what it prints.
BLOCK = re.compile(r"^```(yaml|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
#: A part of the file: a key at the margin, with all that stands under it.
PART = re.compile(r"^(\w+):.*\n(?:(?!\w).*\n)*", re.MULTILINE)


def follow(page: str, folder: Path) -> Iterator[tuple[str, str]]:
    """Every command of *page* with what it prints, while the file grows in *folder* as the page says."""
    path = folder / FILE
    path.touch()
    for kind, content in BLOCK.findall(page):
        if kind == "yaml":
            path.write_text(with_parts(path.read_text(encoding="utf-8"), content), encoding="utf-8")
        else:
            command = content.splitlines()[0].removeprefix("$ ")
            yield command, printed(command, folder)


def with_parts(text: str, block: str) -> str:
    """*text* with each part of *block*: in the place of the part with the same key, or else at the end."""
    for part in PART.finditer(block):
        same = next((old for old in PART.finditer(text) if old[1] == part[1]), None)
        text = text[: same.start()] + part[0] + text[same.end() :] if same else text + part[0]
    return text


def printed(command: str, folder: Path) -> str:
    """What *command* prints in *folder*, on the day that the page was written."""
    program, *words = shlex.split(command)
    assert program == "seips"
    day = ["--as-of", written_on()] if words[0] == "check" else []
    with chdir(folder):
        return CliRunner().invoke(app, [*words, *day], prog_name="seips").output


def written_on() -> str:
    """The day that the page gives for its own facts, so that they never grow old."""
    found = re.search(r"checked_on: (\S+)", PAGE.read_text(encoding="utf-8"))
    assert found
    return found[1]


def shown(page: str) -> list[tuple[str, str]]:
    """Every command of *page* with what the page says it prints."""
    blocks = [content.partition("\n") for kind, content in BLOCK.findall(page) if kind == "text"]
    return [(command.removeprefix("$ "), output) for command, _, output in blocks]


def test_each_step_says_what_the_page_shows(tmp_path: Path) -> None:
    """Somebody who follows the page sees on the screen, step by step, what stands in the page."""
    page = PAGE.read_text(encoding="utf-8")
    assert list(follow(page, tmp_path)) == shown(page)


def test_the_page_leads_from_nothing_to_a_proof(tmp_path: Path) -> None:
    """It begins with an empty file, meets gaps, doubles and worse need routed milder, and ends proven and answering."""
    said = [output for _, output in follow(PAGE.read_text(encoding="utf-8"), tmp_path)]
    assert said[0].startswith(f"{FILE}:1: ")
    met = ("this key is missing", "did you mean", "no rule holds", "two pathways for the same answers", "routed milder")
    assert [any(fault in output for output in said) for fault in met] == [True] * len(met)
    proven = [n for n, output in enumerate(said) if re.search(r"^proven: (.*)\n0 faults, 0 warnings", output)]
    assert proven
    assert all("fault" not in output for output in said[proven[-1] + 1 :])


def test_the_page_asks_for_no_python() -> None:
    """Every block is YAML to copy, or a command to type."""
    fences = re.findall(r"^```(\w*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(fences) == {"yaml", "text", ""}


def test_the_page_is_plain() -> None:
    """Whoever looks after the guidance can read how to write it down."""
    from tests.test_reading import HARDEST, grade

    prose = re.sub(r"[`*#|\[\]]|\(\S+\)", "", BLOCK.sub("", PAGE.read_text(encoding="utf-8")))
    assert grade(prose) <= HARDEST


@pytest.mark.parametrize("key", ["about", "questions", "rules"])
def test_a_part_takes_the_place_of_the_one_before(key: str) -> None:
    """What the page gives again replaces what stood there, and everything else stays as it was."""
    before = "about:\n  title: a\n# a note\nquestions:\n  - id: b\nrules: []\n"
    after = with_parts(before, f"{key}:\n  new: yes\n")
    expected = {**yaml.load(before, yaml.BaseLoader), key: {"new": "yes"}}
    assert yaml.load(after, yaml.BaseLoader) == expected
    assert list(yaml.load(after, yaml.BaseLoader)) == list(expected)


def write() -> None:
    """Put into the page what each of its commands prints today."""
    page = PAGE.read_text(encoding="utf-8")
    with TemporaryDirectory() as folder:
        said = iter(list(follow(page, Path(folder))))

    def current(block: re.Match[str]) -> str:
        if block[1] == "yaml":
            return block[0]
        command, output = next(said)
        return f"```text\n$ {command}\n{output}```"

    PAGE.write_text(BLOCK.sub(current, page), encoding="utf-8")


if __name__ == "__main__":
    write()
