"""Sections as a web page that stands alone: no script, nothing loaded, one A4 sheet when printed."""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from html import escape

from .errors import plain
from .render import Section

#: Colours are the reader's own, so that dark and high-contrast modes hold; nothing is said by colour.
STYLE = """
:root {
  color-scheme: light dark;
  background: Canvas;
  color: CanvasText;
  font: 100%/1.5 "Segoe UI", "Helvetica Neue", Arial, "DejaVu Sans Condensed", sans-serif;
}
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .75rem; text-wrap: balance; }
h2 { font-size: 1.15rem; line-height: 1.3; margin: 1.5rem 0 .4rem; padding-top: .6rem; border-top: 1px solid; }
p { margin: .4rem 0; }
ul, ol { margin: .4rem 0; padding-left: 2rem; }
li { margin: .35rem 0; }
.parts li { margin: 0 0 .75rem; }
a:focus-visible { outline: 3px solid; outline-offset: 2px; }
@page { size: A4; margin: 6mm 10mm; }
@media print {
  :root { color-scheme: light; font-size: 8.05pt; line-height: 1.1; }
  body { max-width: none; margin: 0; padding: 0; }
  main { columns: 2; column-gap: 6mm; }
  section:first-child { column-span: all; margin-bottom: 1mm; }
  section:nth-child(2) h2 { margin-top: 0; }
  h1 { font-size: 14pt; margin-bottom: 1mm; }
  h2 { font-size: 9.5pt; margin: 1mm 0 .2mm; padding-top: .4mm; border-top-width: .5pt; break-after: avoid; }
  p, ul, ol { margin: .6mm 0; }
  ul, ol { padding-left: 5.5mm; }
  li { margin: .25mm 0; break-inside: avoid; }
  .parts li { margin: 0 0 .6mm; }
  a { color: inherit; }
}
"""
#: What can be opened, written to or dialled; the address stands in the text as it is.
LINKED = re.compile(
    r"""(?P<url>https://[^\s<>"']*[^\s<>"'.,;:!?)\]])"""
    r"|(?P<mail>(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<tel>(?<![\w+/.-])(?:\+\d|0\d)[\d ]{7,16}\d(?![\w/-]))"
)
SCHEMES = {"url": "", "mail": "mailto:", "tel": "tel:"}


def as_html(sections: Iterable[Section], title: str) -> str:
    """The same as a web page called *title*; whatever stands in a section is shown as text."""
    filled = [section for section in sections if section.lines]
    parts = "\n".join(_section(n, section) for n, section in enumerate(filled))
    return f"{head(title)}<body>\n<main>\n{parts}\n</main>\n</body>\n</html>\n"


def head(title: str, style: str = STYLE, script: str = "") -> str:
    """What a browser is told first: the language, the look, and that nothing else may run (but *script*) or load."""
    runs = f"script-src {_fingerprint(script)}; " if script else ""
    policy = f"default-src 'none'; {runs}style-src {_fingerprint(style)}; base-uri 'none'; form-action 'none'"
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{as_words(title)}</title>\n<style>{style}</style>\n</head>\n"
    )


def _fingerprint(content: str) -> str:
    """The fingerprint by which a browser knows what may run or be shown."""
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


def _section(n: int, section: Section) -> str:
    level = 1 if n == 0 else 2
    heading = f"<h{level}>{as_words(section.heading)}</h{level}>"
    if not section.mark:
        return "\n".join(("<section>", heading, *(f"<p>{_block(line)}</p>" for line in section.lines), "</section>"))
    kind = "ol" if section.mark == "1." else "ul"
    parts = ' class="parts"' if all("\n" in line for line in section.lines) else ""
    items = (f"<li>{_block(line)}</li>" for line in section.lines)
    return "\n".join(("<section>", heading, f"<{kind}{parts}>", *items, f"</{kind}>", "</section>"))


def _block(line: str) -> str:
    """A line; where it has several parts, the first names the rest and stands out."""
    first, *rest = (_linked(part) for part in line.split("\n"))
    return "<br>\n".join((f"<strong>{first}</strong>", *rest)) if rest else first


def _linked(text: str) -> str:
    """*text* with what can be opened, written to or dialled as a link, and the rest as it stands."""
    return "".join(
        f'<a href="{escape(address)}">{escape(words)}</a>' if address else escape(words)
        for words, address in spans(text)
    )


def spans(text: str) -> Iterator[tuple[str, str]]:
    """*text* in runs, each with the address that it leads to ("" for none)."""
    text, done = plain(text), 0
    for found in LINKED.finditer(text):
        target = found[0].replace(" ", "") if found["tel"] else found[0]
        yield text[done : found.start()], ""
        yield found[0], SCHEMES[str(found.lastgroup)] + target
        done = found.end()
    yield text[done:], ""


def as_words(text: str) -> str:
    """*text* on one line, to stand between tags."""
    return escape(plain(text).replace("\n", " "))
