"""A drawing as DOT, which Graphviz lays out. Whatever stands in it is shown as text."""

from collections.abc import Iterable, Iterator

from .flowchart import KEY, Box, Drawing, Kind, Part, folded, label

#: The shape of each kind of box. Colour only repeats what the shape and the words say.
SHAPES: dict[Kind, str] = {
    "start": 'shape=box peripheries=2 fillcolor="#eeeeee"',
    "question": 'shape=box style="rounded,filled" fillcolor="#ffffff"',
    "stated": 'shape=box fillcolor="#dcebf7"',
    "interpretation": 'shape=box style="dashed,filled" penwidth=1.5 fillcolor="#fff3d6"',
    "silent": 'shape=box style="diagonals,filled" margin="0.15,0.08" fillcolor="#f3e3f0"',
    "nothing": "shape=plain style=solid",
}
#: Points: of the title, and of all else.
LARGE, SMALL = 16, 10
#: Letters in a line: of a box, of one that begins a part, at an arrow, of a note.
BOX, START, LABEL, NOTE = 26, 54, 24, 100
CENTRED, LEFT = "\\n", "\\l"


def as_dot(drawing: Drawing) -> str:
    """*drawing* as a directed graph in DOT."""
    return "\n".join(_lines(drawing)) + "\n"


def _lines(drawing: Drawing) -> Iterator[str]:
    yield "digraph decision {"
    yield f'  graph [fontname="Arial" fontsize={LARGE} newrank=true nodesep=0.15 ranksep=0.2 labelloc=t labeljust=l]'
    yield f'  node [fontname="Arial" fontsize={SMALL} style=filled margin="0.13,0.06" height=0.3]'
    yield f'  edge [fontname="Arial" fontsize={SMALL} arrowsize=0.7]'
    for part in drawing.parts:
        yield from _part(part)
    yield from _key(drawing)
    yield from _compact(drawing)
    yield f'  label="{_text((drawing.title, drawing.dated), LEFT)}"'
    yield "}"


def _part(part: Part) -> Iterator[str]:
    """A part, with a frame round it unless it is the first."""
    yield f"  subgraph {'cluster' if part.hosts else 'part'}{part.number} {{ margin=5"
    yield from map(_box, part.boxes)
    for arrow in part.arrows:
        words = _text((f" {line} " for line in folded(label(arrow), LABEL) if line), CENTRED)
        yield f"    {arrow.source} -> {arrow.target}" + (f' [label="{words}"]' if words else "")
    yield "  }"


def _key(drawing: Drawing) -> Iterator[str]:
    """What the shapes mean, side by side, and the notes below."""
    names = " ".join(box.name for box in drawing.key)
    lines = (line for note in drawing.notes for line in folded(note, NOTE))
    yield f'  subgraph clusterKey {{ margin=5 fontsize={SMALL} label="{KEY}"'
    yield from map(_box, drawing.key)
    yield f'    Notes [{SHAPES["nothing"]} label="{_text(lines, LEFT)}"]'
    yield f"    {{ rank=same {names} }}"
    yield f"    {{ {names} }} -> Notes [style=invis]"
    yield "  }"


def _compact(drawing: Drawing) -> Iterator[str]:
    """Arrows that nobody sees: what is read later stands below the widest row of what is read first."""
    first, *others = drawing.parts
    row = _widest_row(first)
    for n, part in enumerate(others):
        above = [row[n % len(row)]] if n < 2 else [box.name for box in others[n - 1].boxes[-2:]]
        for name in above:
            yield f"  {name} -> {part.boxes[0].name} [style=invis]"
    for box in (others[0] if others else first).boxes[-2:]:
        yield f"  {box.name} -> {drawing.key[1].name} [style=invis]"


def _widest_row(part: Part) -> list[str]:
    """The boxes on the longest row at which *part* ends."""
    depth = {part.boxes[0].name: 0}
    for arrow in part.arrows:  # A question stands before what follows it, so its own depth is settled.
        depth[arrow.target] = max(depth.get(arrow.target, 0), depth[arrow.source] + 1)
    ends = [box.name for box in part.boxes if box.kind != "question"]
    return max(([name for name in ends if depth.get(name, 0) == row] for row in depth.values()), key=len)


def _box(box: Box) -> str:
    lines = (line for text in (box.heading, *box.lines) for line in folded(text, START if box.kind == "start" else BOX))
    return f'    {box.name} [label="{_text(lines, CENTRED)}" {SHAPES[box.kind]}]'


def _text(lines: Iterable[str], end: str) -> str:
    """*lines*, with nothing in them that a quoted string, or what Graphviz makes of one, would obey."""
    return "".join(line.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"') + end for line in lines)
