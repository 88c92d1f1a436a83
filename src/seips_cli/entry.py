"""Where `seips` starts: as little as can be, so that scripts wait for nothing and Ctrl-C is answered in words."""

import sys


def main() -> None:
    """Run the command that was typed."""
    try:
        from .quick import answered

        if (code := answered(sys.argv[1:])) is not None:
            sys.exit(code)
        from .cli import main as run

        run()
    except KeyboardInterrupt:
        from .stopping import words

        print(words(), file=sys.stderr)
        raise SystemExit(130) from None
