"""`seips prepare`: one page to go round with before the meeting, all of it from the dataset."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.test_pack import Page, hostile, one_line
from tests.test_reading import HARDEST, grade
from typer.testing import Result

from seips_cli.act.prepare import sections
from seips_cli.dataset import Dataset
from seips_cli.html import as_html
from seips_cli.source import Edition, load

ROOT = Path(__file__).parent.parent
DATASETS = sorted([*(ROOT / "data").glob("*.yaml"), *(ROOT / "examples").glob("*.yaml"), ROOT / "tests" / "small.yaml"])
Run = Callable[..., Result]


@pytest.mark.parametrize("file", DATASETS, ids=[file.stem for file in DATASETS])
def test_everything_that_may_be_asked_is_there(seips: Run, file: Path) -> None:
    """Each question with all its answers, and all evidence that any pathway asks to see, of whatever guidance."""
    data = load(file).data
    shown = seips("prepare", "--data", str(file)).stdout
    for question in data.questions:
        assert question.text in shown
        assert question.who_knows in shown
        assert all(option.text in shown for option in question.options)
    wanted = {name for pathway in data.pathways for name in pathway.evidence}
    assert all(item.text in shown for item in data.evidence if item.id in wanted)
    assert all(pathway.title in shown for pathway in data.pathways if pathway.evidence)
    assert data.about.safeguarding in shown


def test_every_question_says_who_would_know(data: Dataset) -> None:
    """Nobody has to guess whom to ask."""
    assert [question.id for question in data.questions if not question.who_knows] == []


def test_a_dataset_need_not_say_who_would_know(edition: Edition) -> None:
    """Where it does not, the line is left out rather than empty."""
    questions = tuple(replace(question, who_knows="") for question in edition.data.questions)
    silent = replace(edition, data=replace(edition.data, questions=questions))
    assert not any("Who would know" in line for section in sections(silent) for line in section.lines)


def test_pathways_that_ask_for_the_same_stand_together(edition: Edition) -> None:
    """No list of evidence is printed twice."""
    bring = next(section for section in sections(edition) if section.heading == "What to bring")
    lists = [line.partition("\n")[2] for line in bring.lines]
    assert len(lists) == len(set(lists))


def test_the_forms_say_the_same(seips: Run) -> None:
    """Plain lines, Markdown and a web page, with the same headings; two at once is an error."""
    text, markdown, page = (seips("prepare", *form).stdout for form in ([], ["--markdown"], ["--html"]))
    assert markdown.startswith("# What to have ready before the meeting\n")
    read = Page.of(page)
    for heading in ("What will be asked", "What to bring"):
        assert heading in text
        assert f"\n## {heading}\n" in markdown
        assert heading in read.text
    assert read.tags.count("h1") == 1
    assert {"ol", "ul"} <= set(read.tags)
    done = seips("prepare", "--markdown", "--html")
    assert (done.exit_code, done.stdout) == (2, "")


def test_hostile_text_is_shown_as_text(edition: Edition) -> None:
    """A dataset cannot put anything into the page but words."""
    nasty = "<script>alert('x')</script> \x1b[31m\"><img src=x onerror=y>"
    page = Page.of(as_html(sections(hostile(edition, nasty)), nasty))
    assert not set(page.tags) & {"script", "img"}
    assert one_line(nasty) in page.text


def test_the_page_is_plain(edition: Edition) -> None:
    """It asks for no more than grade 9, who would know included."""
    lines = (line for section in sections(edition) for text in section.lines for line in text.split("\n"))
    assert grade(" ".join(line.rstrip(".?") + "." for line in lines)) <= HARDEST
    who = " ".join(f"{question.who_knows}." for question in edition.data.questions)
    assert grade(who) <= HARDEST


def test_the_page_as_json(seips: Run, edition: Edition) -> None:
    """Scripts read the same headings and lines; only one form can be had at a time."""
    shown = json.loads(seips("prepare", "--json").stdout)
    assert shown["schema"] == "seips.prepare/1"
    page = [(section["heading"], tuple(section["lines"])) for section in shown["sections"]]
    assert page == [(section.heading, section.lines) for section in sections(edition)]
    assert seips("prepare", "--json", "--html").exit_code == 2
