"""Where `seips` starts and ends: as little as can be, so that scripts wait for nothing and Ctrl-C is told in words."""

import gc
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


def main() -> "NoReturn":
    """Run the command that was typed, and leave."""
    # No command leaves much behind that only the collector finds, and its looking takes a good part of the time.
    gc.disable()
    try:
        code = _code()
    except KeyboardInterrupt:
        from .stopping import words

        print(words(), file=sys.stderr)
        code = 130
    _leave(code)


def _code() -> int:
    from .quick import answered

    if (code := answered(sys.argv[1:])) is not None:
        return code
    from .cli import main as run

    try:
        run()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def _leave(code: int) -> "NoReturn":
    """End here and now: to free all that was loaded, piece by piece, would take longer than what was asked for."""
    if sys.gettrace() or sys.getprofile():
        sys.exit(code)  # Whoever measures tells of it at the end of Python itself.
    for stream in filter(None, (sys.stderr, sys.stdout)):
        try:
            stream.flush()
        except (OSError, ValueError):
            # Notes may be lost; that a result is lost, Python tells with its exit code.
            if stream is sys.stdout:
                sys.exit(code)
    os._exit(code)
