"""One page that asks the same questions and shows the same result in any browser, with nothing installed or loaded."""

import json
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Any

from ..age import due
from ..errors import BrokenDataset
from ..html import STYLE, as_words, head
from ..places.postcodes import attributions, sources
from ..render import spoken
from ..source import Edition
from .guide import guide
from .places import places

OPENING = "No name or other detail of a pupil is needed. Nothing is kept, and nothing is sent anywhere."
CANNOT_ASK = "This page cannot ask its questions"
WHY_NOT = (
    "Scripts are off in this browser, or the browser is too old. "
    "Turn scripts on for this page, open it in another browser, or run: seips route"
)
OLD = "The facts on this page were last checked a year ago or more. Ask whoever gave it to you for a newer one."
FROM = "Where this page is from"
LOCAL = "It holds what one school has entered for itself as well, marked as entered locally."


def page(edition: Edition, postcodes: str = "") -> str:
    """The page for *edition*; with *postcodes*, the text of the table beside it, one can be looked up."""
    data = edition.data
    style, script = STYLE + _resource("page.css"), _script(with_postcodes=bool(postcodes))
    body = (
        f"<header><p>{as_words(data.about.title)}</p><p>{as_words(OPENING)}</p></header>",
        f'<p id="old" class="inset" data-from="{due(data.about.checked_on).isoformat()}" hidden>{as_words(OLD)}</p>',
        '<nav aria-label="Back"></nav>',
        # Not in a noscript element: what shows a page with its scripts taken out would not show that either.
        f"<main><h1>{as_words(CANNOT_ASK)}</h1><p>{as_words(WHY_NOT)}</p></main>",
        f"<footer><details><summary>{as_words(FROM)}</summary>{_list(_origin(edition, postcodes))}</details></footer>",
        _held("guide", guide(edition)),
        *([_held("places", _places(edition, postcodes))] if postcodes else []),
        f"<script>{script}</script>",
    )
    return f"{head(data.about.title, style, script)}<body>\n" + "\n".join(body) + "\n</body>\n</html>\n"


def _places(edition: Edition, postcodes: str) -> dict[str, Any]:
    geography = edition.data.geography
    if not (geography and geography.home):
        raise BrokenDataset("a table of postcodes needs to be told what each place answers")
    return places(edition.data, geography, geography.home, postcodes)


def _script(*, with_postcodes: bool) -> str:
    """Everything that the page runs; it begins when all of it is read."""
    parts = ["page.js", *(["postcodes.js"] if with_postcodes else [])]
    return "".join((*map(_resource, parts), "start();\n"))


def _resource(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _held(name: str, held: dict[str, Any]) -> str:
    """Data that no script tag in it can get out of."""
    text = json.dumps(held, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/json" id="{name}">{text}</script>'


def _list(lines: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{as_words(line)}</li>' for line in lines)}</ul>"


def _origin(edition: Edition, postcodes: str) -> Iterator[str]:
    """What the page was made from, so that a copy can be told from a newer one."""
    about, guidance = edition.data.about, edition.data.guidance
    yield f"Guidance: {guidance.title}, revised {spoken(guidance.revised)}."
    yield f"Data: version {about.version}, checked on {spoken(about.checked_on.isoformat())}."
    yield f"Fingerprint of the data (SHA-256): {edition.digest}"
    if edition.local:
        yield LOCAL
    if postcodes:
        yield "Postcodes: " + "; ".join(f"{one.name} ({one.edition})" for one in sources(postcodes))
        yield from attributions(postcodes)
