"""Whether the published note still says what the dataset cites, without the note being here: marks in place of words.

A mark is a number of words and a fingerprint of them, letters and digits alone, so that neither layout nor punctuation
counts. A blank line, or an id in brackets on a line of its own, ends a paragraph; where there are such ids, what stands
before the first is no part of the note. Pure: the note's text comes in as an argument and none of it goes out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from typing import Literal

from .dataset import Dataset, Paragraph, Sentence

State = Literal["unchanged", "changed", "missing", "unmarked"]
Span = tuple[int, int]


@dataclass(frozen=True)
class Standing:
    """What has become of a paragraph in the published text."""

    paragraph: str
    state: State
    mark: str = ""
    """The mark of what stands in its place now, where that can be told."""


@dataclass(frozen=True)
class Unanswered:
    """A sentence, or a whole paragraph, that nothing in the dataset answers to."""

    line: int
    """Where it begins in the published text."""
    mark: str
    paragraph: str
    """The paragraph that it is known to be in; "" for one that the dataset does not know."""
    is_paragraph: bool = False


@dataclass(frozen=True)
class Word:
    """One word of the published text, folded, with its line, and whether a sentence or a paragraph ends after it."""

    text: str
    line: int
    ends: bool
    stops: bool = False
    """Whether what ends is a sentence by its full stop."""
    breaks: bool = False
    """Whether a paragraph ends."""


def mark(words: Sequence[str]) -> str:
    """The mark of *words*, which are folded already."""
    return f"{len(words)}-{sha256(' '.join(words).encode()).hexdigest()[:16]}"


def words_of(text: str) -> list[Word]:
    """The words of *text* in order; a line that is only an id in brackets has none."""
    found: list[Word] = []
    for number, line in enumerate(_note_lines(text), 1):
        if found and (not line.strip() or _is_id(line)):
            found[-1] = replace(found[-1], ends=True, breaks=True)
        for chunk in [] if _is_id(line) else line.split():
            parts = "".join(char if char.isalnum() else " " for char in chunk.casefold()).split()
            closing = chunk.rstrip("\"')”’")
            ends, stops = closing.endswith((".", "?", "!", ":")), closing.endswith((".", "?", "!"))
            found += [Word(part, number, ends and part is parts[-1], stops and part is parts[-1]) for part in parts]
    return found


def _note_lines(text: str) -> list[str]:
    """The lines of the note, with nothing in those before the first id."""
    lines = text.splitlines()
    first = next((n for n, line in enumerate(lines) if _is_id(line)), 0)
    return [""] * first + lines[first:]


def _is_id(line: str) -> bool:
    return line.strip().startswith("[") and line.strip().endswith("]")


@dataclass(frozen=True)
class Note:
    """A published text beside a dataset that cites it."""

    data: Dataset
    words: Sequence[Word]

    @cached_property
    def blocks(self) -> list[Span]:
        """The first word of each paragraph of the text and the word after its last."""
        return list(_parts([word.breaks for word in self.words]))

    @cached_property
    def spans(self) -> Mapping[str, Span]:
        """Where each paragraph stands that is there word for word."""
        found = ((paragraph.id, self.found(paragraph.mark)) for paragraph in self.data.guidance.paragraphs)
        return {name: span for name, span in found if span}

    def found(self, wanted: str) -> Span | None:
        """Where words with the mark *wanted* stand."""
        size = int(wanted.partition("-")[0] or 0)
        places = range(len(self.words) - size + 1) if size else ()
        return next(((n, n + size) for n in places if self.mark((n, n + size)) == wanted), None)

    def mark(self, span: Span) -> str:
        """The mark of the words in *span*."""
        return mark([word.text for word in self.words[slice(*span)]])

    def own(self, span: Span) -> Span:
        """*span*, and the whole sentences that stand before and after it in its paragraph and in no other."""
        first, last = self.around(span)
        stops = [n for n in range(span[1], last) if self.words[n].stops]
        is_sentence = first < span[0] and self.words[span[0] - 1].stops
        return (first if is_sentence else span[0]), (stops[-1] + 1 if stops else span[1])

    def around(self, span: Span) -> Span:
        """*span*, and all that stands before and after it in its paragraph and in no other."""
        inside = [block for block in self.blocks if block[0] < span[1] and span[0] < block[1]]
        first, last = inside[0][0], inside[-1][1]
        others = [other for other in self.spans.values() if other != span]
        first = max([first, *(end for _, end in others if first < end <= span[0])])
        last = min([last, *(start for start, _ in others if span[1] <= start < last)])
        return first, last


def standings(data: Dataset, text: str) -> Iterator[Standing]:
    """For each paragraph of the guidance: is it in *text* as it was, with more or other words, or gone?"""
    note = Note(data, words_of(text))
    for paragraph in data.guidance.paragraphs:
        yield _standing(note, paragraph)


def _standing(note: Note, paragraph: Paragraph) -> Standing:
    if not paragraph.mark:
        return Standing(paragraph.id, "unmarked")
    if span := note.spans.get(paragraph.id):
        own = note.own(span)
        return Standing(paragraph.id, "unchanged" if own == span else "changed", note.mark(own))
    left = [span for one in paragraph.sentences if (span := note.found(one.mark))]
    if not left:
        return Standing(paragraph.id, "missing")
    # A short sentence may stand elsewhere too: what holds most of the words is the paragraph.
    blocks = [[span for span in left if first <= span[0] and span[1] <= last] for first, last in note.blocks]
    most = max(blocks, key=lambda block: sum(end - start for start, end in block))
    return Standing(paragraph.id, "changed", note.mark(note.around((min(most or left)[0], max(most or left)[1]))))


def unanswered(data: Dataset, text: str) -> Iterator[Unanswered]:
    """The sentences of *text* that tell somebody to do something, and to which nothing answers; and new paragraphs."""
    note = Note(data, words_of(text))
    directive = {word.casefold() for word in data.guidance.directive_words}
    known = {one.mark: (paragraph.id, one) for paragraph in data.guidance.paragraphs for one in paragraph.sentences}
    new = list(_new_blocks(note, known))
    for block in new:
        yield Unanswered(note.words[block[0]].line, note.mark(block), "", is_paragraph=True)
    for start, end in _parts([word.ends for word in note.words]):
        wanted = note.mark((start, end))
        home, sentence = known.get(wanted, ("", Sentence("")))
        folded = {word.text for word in note.words[start:end]}
        is_told = any(first <= start and end <= last for first, last in new)
        if directive & folded and not (sentence.answered_by or sentence.waived or is_told):
            yield Unanswered(note.words[start].line, wanted, home)


def _new_blocks(note: Note, known: Mapping[str, object]) -> Iterator[Span]:
    """Paragraphs of whole sentences that hold no word of a known one; a heading, with no full stop, is none."""
    marked = [note.own(span) for span in note.spans.values()]
    for first, last in note.blocks:
        sentences = [(first + start, first + end) for start, end in _parts([w.ends for w in note.words[first:last]])]
        is_known = any(start < last and first < end for start, end in marked)
        is_known |= any(note.mark(sentence) in known for sentence in sentences)
        if not is_known and any(word.stops for word in note.words[first:last]):
            yield first, last


def _parts(ends: Sequence[bool]) -> Iterator[Span]:
    """The first of each part and the one after its last, where a part ends after each that is marked."""
    stops = [n for n, is_end in enumerate(ends, 1) if is_end or n == len(ends)]
    yield from zip([0, *stops[:-1]], stops, strict=True) if stops else ()
