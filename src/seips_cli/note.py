"""Whether the published note still says what the dataset cites, without the note being here: marks in place of words.

A mark is a number of words and a fingerprint of them, letters and digits alone, so that neither layout nor punctuation
counts. Pure: the note's text comes in as an argument and none of it goes out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Literal

from .dataset import Dataset, Paragraph, Sentence

State = Literal["unchanged", "changed", "missing"]


@dataclass(frozen=True)
class Standing:
    """What has become of a paragraph in the published text."""

    paragraph: str
    state: State


@dataclass(frozen=True)
class Unanswered:
    """A sentence that tells somebody to do something, to which nothing in the dataset answers."""

    line: int
    """Where it begins in the published text."""
    mark: str
    paragraph: str
    """The paragraph that it is known to be in; "" for a sentence that the dataset does not know."""


@dataclass(frozen=True)
class Word:
    """One word of the published text, folded, with its line and whether a sentence ends after it."""

    text: str
    line: int
    ends: bool


def mark(words: Sequence[str]) -> str:
    """The mark of *words*, which are folded already."""
    return f"{len(words)}-{sha256(' '.join(words).encode()).hexdigest()[:16]}"


def words_of(text: str) -> list[Word]:
    """The words of *text* in order; a line that is only an id in brackets has none, a blank one ends a sentence."""
    found: list[Word] = []
    for number, line in enumerate(text.splitlines(), 1):
        if found and not line.strip():
            found[-1] = replace(found[-1], ends=True)
        for chunk in _without_ids(line).split():
            parts = "".join(char if char.isalnum() else " " for char in chunk.casefold()).split()
            ends = chunk.rstrip("\"')”’").endswith((".", "?", "!", ":"))
            found += [Word(part, number, ends and part is parts[-1]) for part in parts]
    return found


def _without_ids(line: str) -> str:
    stripped = line.strip()
    return "" if stripped.startswith("[") and stripped.endswith("]") else line


def standings(data: Dataset, text: str) -> Iterator[Standing]:
    """For each paragraph of the guidance that has a mark: is it in *text* as it was, changed, or gone?"""
    words = [word.text for word in words_of(text)]
    for paragraph in data.guidance.paragraphs:
        if paragraph.mark:
            yield Standing(paragraph.id, _state(paragraph, words))


def _state(paragraph: Paragraph, words: Sequence[str]) -> State:
    if _found(paragraph.mark, words) is not None:
        return "unchanged"
    return "changed" if any(_found(one.mark, words) is not None for one in paragraph.sentences) else "missing"


def _found(wanted: str, words: Sequence[str]) -> int | None:
    """Where in *words* those with the mark *wanted* begin."""
    size = int(wanted.partition("-")[0])
    return next((n for n in range(len(words) - size + 1) if mark(words[n : n + size]) == wanted), None)


def unanswered(data: Dataset, text: str) -> Iterator[Unanswered]:
    """The sentences of *text* that tell somebody to do something, and to which nothing answers."""
    words, directive = words_of(text), {word.casefold() for word in data.guidance.directive_words}
    known = {one.mark: (paragraph.id, one) for paragraph in data.guidance.paragraphs for one in paragraph.sentences}
    for start, end in _sentences(words):
        folded = [word.text for word in words[start:end]]
        home, sentence = known.get(mark(folded), ("", Sentence("")))
        if directive & set(folded) and not (sentence.answered_by or sentence.waived):
            yield Unanswered(words[start].line, mark(folded), home)


def _sentences(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """The first word of each sentence and the word after its last."""
    start = 0
    for n, word in enumerate(words, 1):
        if word.ends or n == len(words):
            yield start, n
            start = n
