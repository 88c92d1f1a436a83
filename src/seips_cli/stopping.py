"""How the program ends before its end: by Ctrl-C, or by a signal from outside; and what is true when it does."""

from typing import NoReturn

#: What was put in its place, or went out, in words. A program that is stopped says it, and nothing else.
DONE: list[str] = []


def words() -> str:
    """What is said to whoever pressed Ctrl-C."""
    return f"\nStopped. {DONE[-1] if DONE else 'Nothing was saved.'}"


def listen() -> None:
    """Let whoever ends the program from outside, or closes its terminal, leave no half file either."""
    from signal import SIG_DFL, getsignal, signal

    for number in _signals():
        # `nohup` has it ignore the end of its terminal.
        if getsignal(number) == SIG_DFL:
            signal(number, _end)


def _end(number: int, _: object) -> NoReturn:
    from signal import signal

    # What closes a terminal or shuts a machine down often sends both, and the second must not stop the tidying up.
    for one in _signals():
        signal(one, lambda *_: None)
    raise SystemExit(128 + number)


def _signals() -> list[int]:
    """The signals that ask a program to end, those that this system has."""
    import signal

    return [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
