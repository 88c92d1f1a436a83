"""What can go wrong, in words for people, and the exit code of each."""

from enum import IntEnum


class ExitCode(IntEnum):
    """What the program tells the shell."""

    OK = 0
    NO_ANSWER = 1
    USAGE = 2
    BROKEN_DATA = 3
    BUG = 4
    INTERRUPTED = 130


class SeipsError(Exception):
    """Something a person can put right: *message* says what is wrong, *hint* what to type next."""

    exit_code = ExitCode.USAGE
    kind = "usage"
    #: Lines to print before the message, each beginning `file:line:`.
    faults: tuple[str, ...] = ()

    def __init__(self, message: str, *, hint: str = "", kind: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.kind = kind or self.kind


class NoAnswer(SeipsError):
    """The question was understood and the guidance has no answer to it."""

    exit_code = ExitCode.NO_ANSWER
    kind = "no-answer"


class UnansweredQuestion(SeipsError):
    """A question has to be answered first; *missing* holds its id and the ids of its options."""

    kind = "unanswered-question"

    def __init__(self, message: str, *, hint: str, missing: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
        super().__init__(message, hint=hint)
        self.missing = missing


class BrokenDataset(SeipsError):
    """The dataset cannot be trusted; *faults* are lines that each begin with `file:line:`."""

    exit_code = ExitCode.BROKEN_DATA
    kind = "broken-dataset"

    def __init__(self, message: str, *, hint: str = "", faults: tuple[str, ...] = ()) -> None:
        super().__init__(message, hint=hint)
        self.faults = faults


class Stopped(SeipsError):
    """The person left the questionnaire."""

    exit_code = ExitCode.INTERRUPTED
    kind = "stopped"


#: Every space of Unicode's category Zs but the ordinary one, such as the non-breaking space of a telephone number.
SPACES = str.maketrans(dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " "))


def plain(text: str) -> str:
    """*text* without anything a terminal could obey: odd spaces become ordinary, control and invisible marks go."""
    if text.isprintable():
        return text
    return "".join(char for char in text.translate(SPACES) if char.isprintable() or char == "\n")
