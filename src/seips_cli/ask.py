"""The questionnaire: one question at a time, with a way back. Reads through `read` and writes through `say`."""

from collections.abc import Callable, Iterator
from enum import Enum

from .dataset import Dataset, Question
from .decision import Answers, asked, find, next_question
from .errors import Stopped, UnansweredQuestion
from .lookup import echo, folded
from .render import check_page

Read = Callable[[], str]
Say = Callable[[str], None]

KEYS = "Type a number. b goes back, ? says why we ask, q stops."
CHECK_KEYS = "Press Enter to see the result, or type a number to change an answer. b goes back, q stops."


class Key(Enum):
    """What a person may type besides an answer."""

    BACK = "b"
    WHY = "?"
    QUIT = "q"
    ENTER = ""


def interview(data: Dataset, given: Answers, read: Read, say: Say) -> dict[str, str]:
    """All the answers that *data* needs: those *given*, and the rest as a person types them.

    The state is nothing but the answers: back takes the last one away, change replaces one, and the questions follow.
    """
    answers = dict(given)
    while True:
        question = next_question(data, answers)
        if question is None:
            _drop_unneeded(data, answers, given, say)
            if _checked(data, answers, read, say):
                return answers
            continue
        reply = ask(question, read, say)
        if reply is Key.BACK:
            _step_back(data, answers, say)
        else:
            answers[question.id] = str(reply)


def ask(question: Question, read: Read, say: Say) -> str | Key:
    """The id of the option chosen, or Key.BACK. Asks again until it is one of these."""
    for line in _lines(question):
        say(line)
    while True:
        typed = _typed(read, question)
        chosen = _chosen(question, typed)
        if typed == Key.BACK.value:
            return Key.BACK
        if chosen:
            return chosen
        say(_help(question, typed))


def missing(question: Question) -> UnansweredQuestion:
    """The error that names *question* and its options."""
    options = tuple(option.id for option in question.options)
    return UnansweredQuestion(
        f"the question `{question.id}` is not answered: {question.text}",
        hint=f"add --answer {question.id}=OPTION, where OPTION is one of: {' · '.join(options)}",
        missing=((question.id, options),),
    )


def _lines(question: Question) -> Iterator[str]:
    yield ""
    yield question.text
    if question.hint:
        yield f"({question.hint})"
    yield from (f"{n}. {option.text}" for n, option in enumerate(question.options, 1))
    yield KEYS


def _typed(read: Read, question: Question) -> str:
    """What was typed, tidied. The end of the input leaves the question open, and q stops."""
    try:
        typed = read().strip()
    except EOFError:
        raise missing(question) from None
    if typed.lower() == Key.QUIT.value:
        raise Stopped("stopped; nothing was saved")
    return typed.lower() if typed.lower() == Key.BACK.value else typed


def _chosen(question: Question, typed: str) -> str:
    """The option that *typed* means, by number, id or words; "" for none."""
    if typed.isascii() and typed.isdigit() and 1 <= int(typed[:4]) <= len(question.options):
        return question.options[int(typed[:4]) - 1].id
    same = [option.id for option in question.options if folded(typed) in (folded(option.id), folded(option.text))]
    return same[0] if typed and same else ""


def _help(question: Question, typed: str) -> str:
    if typed == Key.WHY.value:
        return f"Why we ask: {question.why} (the note, {' and '.join(question.cites)})"
    said = f"`{echo(typed)}` is not one of the numbers. " if typed else ""
    return f"{said}Enter a number from 1 to {len(question.options)}."


def _step_back(data: Dataset, answers: dict[str, str], say: Say) -> None:
    """Take the last answer away, so that its question comes again."""
    counted = asked(data, answers)
    if counted:
        del answers[next(reversed(counted))]
    else:
        say("This is the first question.")


def _drop_unneeded(data: Dataset, answers: dict[str, str], given: Answers, say: Say) -> None:
    """Answers that a change has made pointless go, and are named; those given beforehand wait for the result."""
    counted = asked(data, answers)
    for name in [name for name in answers if name not in counted and name not in given]:
        say(f"No longer needed, so dropped: {find(data.questions, name).text}")
        del answers[name]


def _checked(data: Dataset, answers: dict[str, str], read: Read, say: Say) -> bool:
    """Show the answers; True when the person is content, False when one was changed or taken back."""
    counted = asked(data, answers)
    last = find(data.questions, next(reversed(counted)))
    say("\nCheck your answers")
    for line in check_page(data, counted):
        say(line)
    say(CHECK_KEYS)
    while True:
        typed = _typed(read, last)
        if typed == Key.ENTER.value:
            return True
        if typed == Key.BACK.value:
            _step_back(data, answers, say)
            return False
        if typed.isascii() and typed.isdigit() and 1 <= int(typed[:4]) <= len(counted):
            _change(data, answers, list(counted)[int(typed[:4]) - 1], read, say)
            return False
        say(f"Press Enter, or enter a number from 1 to {len(counted)}.")


def _change(data: Dataset, answers: dict[str, str], name: str, read: Read, say: Say) -> None:
    """Put one question again; b leaves its answer as it is."""
    reply = ask(find(data.questions, name), read, say)
    if reply is not Key.BACK:
        answers[name] = str(reply)
