"""Where `seips` starts: as little as can be, so that Ctrl-C is answered in words from the first moment."""


def main() -> None:
    """Run the command that was typed."""
    try:
        from .cli import main as run

        run()
    except KeyboardInterrupt:
        import sys

        print("\nStopped. Nothing was saved.", file=sys.stderr)
        raise SystemExit(130) from None
