"""A drawing as Mermaid, which many sites draw by themselves. Whatever stands in it is shown as text."""

from collections.abc import Iterable, Iterator

from .flowchart import KEY, Box, Drawing, Kind, folded, label

#: How each kind of box opens and closes.
SHAPES: dict[Kind, tuple[str, str]] = {
    "start": ("[[", "]]"),
    "question": ("(", ")"),
    "stated": ("[", "]"),
    "interpretation": ("([", "])"),
    "silent": ("{{", "}}"),
    "nothing": ("((", "))"),
}
#: Colour only repeats what the shape and the words say.
COLOURS: dict[Kind, str] = {
    "start": "#eeeeee",
    "question": "#ffffff",
    "stated": "#dcebf7",
    "interpretation": "#fff3d6",
    "silent": "#f3e3f0",
    "nothing": "#ffffff",
}
#: Beside letters and digits, what nothing obeys that reads the text; but a bullet that begins a line makes a list.
SAFE = " ,.?!'’‘“”():-"
BULLETS = ".)-"
#: Letters in a line: of a box, at an arrow, of a note.
BOX, LABEL, NOTE = 28, 24, 60
#: Wide enough, in pixels, that no line is folded again.
WIDTH = 480


def as_mermaid(drawing: Drawing) -> str:
    """*drawing* as a Mermaid flowchart."""
    return "\n".join(_lines(drawing)) + "\n"


def _lines(drawing: Drawing) -> Iterator[str]:
    yield f'%%{{init: {{"flowchart": {{"wrappingWidth": {WIDTH}}}}}}}%%'
    yield "flowchart TB"
    yield f"  accTitle: {_escaped(drawing.title)}"
    yield f"  accDescr: {_escaped(' '.join((drawing.dated, *drawing.notes)))}"
    for part in drawing.parts:
        yield f'  subgraph S{part.number}["Part {part.number}"]'
        yield "    direction TB"
        yield from map(_box, part.boxes)
        for arrow in part.arrows:
            words = _text(folded(label(arrow), LABEL))
            answers = f'|"{words}"|' if words else ""
            yield f"    {arrow.source} -->{answers} {arrow.target}"
        yield "  end"
    yield from _key(drawing)
    for kind, colour in COLOURS.items():
        dashes = ",stroke-dasharray:6 3" if kind == "interpretation" else ""
        yield f"  classDef {kind} fill:{colour},color:#111111,stroke:#333333{dashes}"
    yield "  classDef note fill:none,stroke:none,text-align:left"


def _key(drawing: Drawing) -> Iterator[str]:
    """What the shapes mean, and the title, the dates and the notes."""
    yield f'  subgraph Key["{_escaped(KEY)}"]'
    yield from map(_box, drawing.key)
    lines = [line for note in (drawing.title, drawing.dated, *drawing.notes) for line in folded(note, NOTE)]
    yield f'    Notes["{_text(lines)}"]:::note'
    yield "  end"


def _box(box: Box) -> str:
    opening, closing = SHAPES[box.kind]
    heading, *rest = (_text(folded(line, BOX)) for line in (box.heading, *box.lines))
    return f'    {box.name}{opening}"{"<br/>".join((f"<b>{heading}</b>", *rest))}"{closing}:::{box.kind}'


def _text(lines: Iterable[str]) -> str:
    return "<br/>".join(map(_escaped, lines))


def _escaped(line: str) -> str:
    """*line* with a number for each letter that Mermaid, Markdown or a browser could obey."""
    begun = len(line) - len(line.lstrip("0123456789"))
    harmless = (c.isalnum() or (c in SAFE and not (n == begun and c in BULLETS)) for n, c in enumerate(line))
    return "".join(c if safe else f"#{ord(c)};" for c, safe in zip(line, harmless, strict=True))
