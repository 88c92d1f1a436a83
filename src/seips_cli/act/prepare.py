"""What to have ready before the meeting: each question, who would know, and what each pathway asks to see."""

from collections.abc import Iterator

from ..dataset import Dataset, Pathway, Question
from ..render import Section, spoken
from ..source import Edition


def sections(edition: Edition) -> Iterator[Section]:
    """The page to go round with before anything is asked."""
    data = edition.data
    yield Section("What to have ready before the meeting", tuple(_opening(data)))
    yield Section("What will be asked", tuple(_question(question) for question in data.questions), "1.")
    yield Section("What to bring", tuple(_wanted(data)), "-")
    warnings = tuple(warning.text for warning in data.about.warnings)
    yield Section("Bear in mind", (*warnings, data.about.safeguarding), "-")


def _opening(data: Dataset) -> Iterator[str]:
    yield f"{data.about.title}: from {data.guidance.called} of {spoken(data.guidance.revised)}."
    yield "Find out the answers first. You will not be asked them all, as each answer decides what comes next."
    yield "No pupil's name, date of birth or number is needed."


def _question(question: Question) -> str:
    """A question with its answers, and who would know."""
    hint = [f"({question.hint})"] if question.hint else []
    answers = "; ".join(option.text for option in question.options)
    known = [f"Who would know: {question.who_knows}"] if question.who_knows else []
    return "\n".join((question.text, *hint, f"Answers: {answers}", *known))


def _wanted(data: Dataset) -> Iterator[str]:
    """What the pathways ask to see; those that ask for the same stand together."""
    groups: dict[tuple[str, ...], list[Pathway]] = {}
    for pathway in data.pathways:
        if pathway.evidence:
            groups.setdefault(tuple(sorted(pathway.evidence)), []).append(pathway)
    for names, pathways in groups.items():
        items = (item.text for item in data.evidence if item.id in names)
        yield "\n".join((" · ".join(pathway.title for pathway in pathways), *items))
