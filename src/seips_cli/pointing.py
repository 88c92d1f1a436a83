"""How to look whether what a dataset names is there: the small questions that `references` and `beside` put."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from .dataset import Dataset
from .near import the_nearest
from .unknown import Fault, Path, Unknown, Wrong

LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
#: A host with a dot, then signs of ASCII but quotes and angle brackets.
LINK = re.compile(rf"(?=.{{1,300}}\Z)https://{LABEL}(?:\.{LABEL})+(?::\d{{1,5}})?(?:[/?#][!#-&(-;=?-~]*)?", re.ASCII)

Options = Mapping[str, list[str]]


def options_by_question(data: Dataset) -> Options:
    """The ids of the options of each question; of two questions with one name the first, the other is a fault."""
    first: dict[str, list[str]] = {}
    for question in data.questions:
        first.setdefault(question.id, [option.id for option in question.options])
    return first


def named(path: Path, kind: str, name: str, known: Iterable[str]) -> Iterator[Fault]:
    """A fault if *name*, which stands at *path*, is none of *known*."""
    known = list(known)
    if name not in known:
        yield path, Unknown(kind, name, known)


def listed(path: Path, kind: str, names: Sequence[str], known: Iterable[str]) -> Iterator[Fault]:
    """The same for each of the *names* in the list at *path*."""
    known = list(known)
    for n, name in enumerate(names):
        yield from named((*path, n), kind, name, known)


def cited(path: Path, cites: Sequence[str], known: Sequence[str]) -> Iterator[Fault]:
    """What the record at *path* cites, at least one thing, is a paragraph of the guidance."""
    if not cites:
        message = "a citation is missing; name at least one paragraph of the guidance"
        yield (*path, "cites"), Wrong(message, "missing-citation", "add `cites: [PARAGRAPH]`" + _such_as(known))
    yield from listed((*path, "cites"), "paragraph", cites, known)


def _such_as(known: Sequence[str]) -> str:
    return f", such as `cites: [{known[0]}]`" if known else ""


def answer(path: Path, options: Options, question: str, option: str) -> Iterator[Fault]:
    """What is wrong with *option*, as an answer to a question that may itself be misspelt: then to the nearest."""
    meant = question if question in options else the_nearest(question, options)
    # That a question has no options at all is a fault of its own.
    if meant and options[meant] and option not in options[meant]:
        supposing = "" if meant == question else f"if `{meant}` was meant: "
        yield path, Unknown(f"option of `{meant}`", option, options[meant], supposing)


def link(path: Path, url: str) -> Iterator[Fault]:
    """A fault if *url* is no link that is safe to follow."""
    if not LINK.fullmatch(url):
        yield path, Wrong("write a link such as https://example.org/page, with no spaces, quotes or angle brackets")
