"""Writes the pictures in the documents: the flowchart in each of its formats, and one result on a terminal.

`python scripts/pictures.py [FOLDER]`, by default docs/. Each is what the command gives today; tests compare. A terminal
that can be watched is needed, so this does not run on Windows.
"""

import os
import shlex
import sys
from collections.abc import Iterator
from html import escape
from io import StringIO
from pathlib import Path
from textwrap import wrap

import pexpect
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from seips_cli.export.dot import as_dot
from seips_cli.export.flowchart import drawing
from seips_cli.export.mermaid import as_mermaid
from seips_cli.export.svg import as_svg
from seips_cli.source import load

ROOT = Path(__file__).parent.parent
DATA = ROOT / "data" / "partnerships.yaml"
#: The case that the README begins with, as of a day that stays.
COMMAND = (
    "seips route -a school=city-secondary -a home=county -a exclusion=at-risk -a level=psp2a -a ehcp=no "
    "-a sen-resources=yes -a area=melton --as-of 2026-11-24"
)
COLUMNS = 92
#: White on nearly black; the sixteen colours are not used, since nothing here says anything by colour.
THEME = TerminalTheme((17, 17, 17), (255, 255, 255), [(255, 255, 255)] * 8, [(255, 255, 255)] * 8)
#: Rich's own frame without the fonts, which it would fetch from elsewhere.
FRAME = """\
<svg viewBox="0 0 {{width}} {{height}}" role="img" lang="en-GB" aria-labelledby="title desc" \
xmlns="http://www.w3.org/2000/svg">
<title id="title">{title}</title><desc id="desc">{description}</desc>
<style>
.{{unique_id}}-matrix {{{{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; \
font-size: {{char_height}}px; line-height: {{line_height}}px; }}}}
.{{unique_id}}-title {{{{ font-size: 18px; font-weight: bold; font-family: Arial, Helvetica, sans-serif; }}}}
{{styles}}
</style>
<defs>
<clipPath id="{{unique_id}}-clip-terminal"><rect x="0" y="0" width="{{terminal_width}}" height="{{terminal_height}}" />
</clipPath>
{{lines}}
</defs>
{{chrome}}
<g transform="translate({{terminal_x}}, {{terminal_y}})" clip-path="url(#{{unique_id}}-clip-terminal)">
{{backgrounds}}
<g class="{{unique_id}}-matrix">
{{matrix}}
</g>
</g>
</svg>
"""


def on_a_terminal(command: str) -> str:
    """What *command* shows on a terminal, bold type and all."""
    shown = pexpect.run(
        shlex.join([sys.executable, "-m", "seips_cli", *shlex.split(command)[1:]]),
        env={"PATH": os.environ["PATH"], "TERM": "xterm-256color", "SEIPS_LOCAL": "off", "COLUMNS": str(COLUMNS)},
        dimensions=(100, COLUMNS),
    )
    assert isinstance(shown, bytes)
    return shown.decode().replace("\r\n", "\n").rstrip()


def typed(command: str) -> str:
    """*command* as one types what does not fit on a line, with no option parted from its value."""
    whole = f"$ {command}".replace("-a ", "-a\0").replace("--as-of ", "--as-of\0")
    return " \\\n    ".join(wrap(whole, COLUMNS - 6, break_on_hyphens=False)).replace("\0", " ")


def terminal() -> str:
    """A picture of a terminal after COMMAND."""
    console = Console(record=True, file=StringIO(), width=COLUMNS, force_terminal=True, color_system="truecolor")
    shown = Text.from_ansi(on_a_terminal(COMMAND))
    console.print(Text(typed(COMMAND)))
    console.print(shown)
    words = escape(" ".join(shown.plain.split())).replace("{", "{{").replace("}", "}}")
    frame = FRAME.format(title="What seips route says on a terminal", description=words)
    return console.export_svg(title="seips route", theme=THEME, code_format=frame, unique_id="terminal")


def pictures() -> Iterator[tuple[str, str]]:
    """Each picture's file name, and what is to stand in it."""
    edition = load(DATA, Path("off"))
    plan = drawing(edition.data, edition.digest)
    yield "flowchart.mmd", as_mermaid(plan)
    yield "flowchart.dot", as_dot(plan)
    yield "flowchart.svg", as_svg(plan)
    yield "terminal.svg", terminal()


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if sys.argv[1:] else ROOT / "docs"
    for name, text in pictures():
        (folder / name).write_text(text, encoding="utf-8")
