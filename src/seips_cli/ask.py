"""The questionnaire: one question at a time, with a way back. Reads through `read` and writes through `say`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from .dataset import Dataset, Question
from .decision import Answers, asked, find, next_question
from .errors import SeipsError, Stopped, UnansweredQuestion
from .lookup import echo
from .pages import check_page, why_asked
from .spelling import folded

Read = Callable[[], str]
Say = Callable[[str], None]


@dataclass(frozen=True)
class Aid:
    """Another way to answer a question: words that a person may type instead of a number."""

    invitation: str
    """What may be typed, such as `a postcode`."""
    understand: Callable[[str], "Understood"]


@dataclass(frozen=True)
class Understood:
    """What words typed at a question came to: answers, or choices to make by number, or neither."""

    answers: Answers
    said: str
    choices: tuple[tuple[str, Answers], ...] = ()
    """What each choice is called, and the answers that it gives."""


CHECK = "Check your answers"
DROPPED = "No longer needed, so dropped: {question}"
KEYS = "Type a number{other}. b goes back, ? says why we ask, q stops."
CHECK_KEYS = "Press Enter to see the result, or type a number to change an answer. b goes back, q stops."


class Key(Enum):
    """What a person may type besides an answer."""

    BACK = "b"
    WHY = "?"
    QUIT = "q"
    ENTER = ""


class Interview:
    """One conversation. The state is nothing but the answers: back takes the last one away, change replaces one."""

    def __init__(self, data: Dataset, given: Answers, read: Read, say: Say, aids: Mapping[str, Aid]) -> None:
        self.data, self.given, self.read, self.say, self.aids = data, given, read, say, aids
        self.answers = dict(given)
        #: Answers that came along with the answer to another question, as a district does with a postcode.
        self.came_with: dict[str, str] = {}

    def run(self) -> dict[str, str]:
        """All the answers that are needed, once the person has checked them."""
        while True:
            question = next_question(self.data, self.answers)
            if question is None:
                self.drop_unneeded()
                if self.checked():
                    return self.answers
            elif (reply := self.ask(question)) is None:
                self.step_back()
            else:
                self.take(question.id, reply)

    def ask(self, question: Question) -> Answers | None:
        """What is answered, asking again until it can be understood; None to go back."""
        aid = self.aids.get(question.id)
        choices: tuple[tuple[str, Answers], ...] = ()
        for line in _lines(question, aid):
            self.say(line)
        while True:
            typed = _typed(self.read, question)
            if typed == Key.BACK.value:
                return None
            if chosen := _chosen(question, typed):
                return {question.id: chosen}
            if (more := _number(typed) - len(question.options)) in range(1, len(choices) + 1):
                understood = Understood(choices[more - 1][1], f"Understood: {choices[more - 1][0]}")
            else:
                understood = (
                    aid.understand(typed) if aid and _is_words(typed) else Understood({}, _help(question, typed))
                )
            self.say(understood.said)
            if question.id in understood.answers:
                return understood.answers
            choices = understood.choices or choices
            for n, (words, _) in enumerate(understood.choices, len(question.options) + 1):
                self.say(f"{n}. {words}")

    def take(self, name: str, reply: Answers) -> None:
        """Keep *reply* to the question *name*, and nothing that came with an earlier one."""
        self.forget(name)
        self.answers |= reply
        self.came_with |= {other: name for other in reply if other != name}

    def forget(self, name: str) -> None:
        """Take the answer to *name* away, with all that came with it."""
        for other in [name, *(other for other, first in self.came_with.items() if first == name)]:
            self.answers.pop(other, None)
            self.came_with.pop(other, None)

    def step_back(self) -> None:
        """Take the last answer away, so that its question comes again."""
        typed = [name for name in asked(self.data, self.answers) if name not in self.came_with]
        if typed:
            self.forget(typed[-1])
        else:
            self.say("This is the first question.")

    def drop_unneeded(self) -> None:
        """Answers that a change has made pointless go, and are named; those given beforehand wait for the result."""
        counted = asked(self.data, self.answers)
        for name in [name for name in self.answers if name not in counted and name not in self.given]:
            if name not in self.came_with:
                self.say(DROPPED.format(question=find(self.data.questions, name).text))
            self.forget(name)

    def checked(self) -> bool:
        """Show the answers; True when the person is content, False when one was changed or taken back."""
        counted = asked(self.data, self.answers)
        for line in (f"\n{CHECK}", *check_page(self.data, counted), CHECK_KEYS):
            self.say(line)
        while True:
            typed = _typed(self.read, None)
            if typed == Key.ENTER.value:
                return True
            if typed == Key.BACK.value:
                self.step_back()
                return False
            if name := _numbered(typed, list(counted)):
                self.change(name)
                return False
            self.say(f"Press Enter, or enter a number from 1 to {len(counted)}.")

    def change(self, name: str) -> None:
        """Put one question again; b leaves its answer as it is."""
        reply = self.ask(find(self.data.questions, name))
        if reply is not None:
            self.take(name, reply)


def interview(
    data: Dataset, given: Answers, read: Read, say: Say, aids: Mapping[str, Aid] | None = None
) -> dict[str, str]:
    """All the answers that *data* needs: those *given*, and the rest as a person types them."""
    return Interview(data, given, read, say, aids or {}).run()


def missing(question: Question) -> UnansweredQuestion:
    """The error that names *question* and its options."""
    options = tuple(option.id for option in question.options)
    return UnansweredQuestion(
        f"the question `{question.id}` is not answered: {question.text}",
        hint=f"add --answer {question.id}=OPTION, where OPTION is one of: {' · '.join(options)}",
        missing=((question.id, options),),
    )


def _unchecked() -> SeipsError:
    hint = "press Enter at the check to see the result"
    return SeipsError("the input ended before the answers were checked", hint=hint, kind="unchecked-answers")


def _lines(question: Question, aid: Aid | None) -> Iterator[str]:
    yield ""
    yield question.text
    if question.hint:
        yield f"({question.hint})"
    yield from (f"{n}. {option.text}" for n, option in enumerate(question.options, 1))
    yield KEYS.format(other=f", or {aid.invitation}" if aid else "")


def _typed(read: Read, question: Question | None) -> str:
    """What was typed, tidied. The end of the input leaves the question (None: the check) open, and q stops."""
    try:
        typed = read().strip()
    except EOFError:
        raise (missing(question) if question else _unchecked()) from None
    if typed.lower() == Key.QUIT.value:
        raise Stopped("stopped; nothing was saved")
    return typed.lower() if typed.lower() == Key.BACK.value else typed


def _chosen(question: Question, typed: str) -> str:
    """The option that *typed* means, by number, id or words; "" for none."""
    if numbered := _numbered(typed, [option.id for option in question.options]):
        return numbered
    same = [option.id for option in question.options if folded(typed) in (folded(option.id), folded(option.text))]
    return same[0] if typed and same else ""


def _numbered(typed: str, names: Sequence[str]) -> str:
    """The one of *names* that a number means; "" for none."""
    return names[_number(typed) - 1] if 1 <= _number(typed) <= len(names) else ""


def _number(typed: str) -> int:
    """The number that *typed* is; 0 for none."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 0


def _is_words(typed: str) -> bool:
    return typed != Key.WHY.value and len(typed) > 1 and not typed.isdigit()


def _help(question: Question, typed: str) -> str:
    if typed == Key.WHY.value:
        return f"Why we ask: {why_asked(question)}"
    said = f"`{echo(typed)}` is not one of the numbers. " if typed else ""
    return f"{said}Enter a number from 1 to {len(question.options)}."
