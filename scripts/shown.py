"""What the documents show: real commands with what they print, and a real conversation. Called by cog (`make docs`)."""

import os
import shlex
import subprocess
import sys

#: A documented command never depends on the machine that documents it.
ENVIRONMENT = {"PATH": os.environ["PATH"], "SEIPS_LOCAL": "off", "COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"}


def run(command: str) -> str:
    """What *command* prints, both streams, as a terminal would show them."""
    command, _, tail = command.partition(" | tail -")
    words = shlex.split(command)
    program = [sys.executable, "-m", "seips_cli"] if words[0] == "seips" else words[:1]
    done = subprocess.run(
        [*program, *words[1:]],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=ENVIRONMENT,
        check=False,
    )
    lines = done.stdout.rstrip().splitlines()
    return "\n".join(lines[-int(tail) :] if tail else lines)


def show(*commands: str) -> None:
    """A block of *commands*, each with what it prints."""
    block("\n".join(f"$ {command}\n{run(command)}" for command in commands))


def help_of(command: str) -> None:
    """A block with the help of *command*."""
    block(run(f"seips {command} --help"))


def conversation(*keys: str) -> None:
    """A block with a whole questionnaire, in which a person types *keys*, and its result."""
    from seips_cli import load
    from seips_cli.ask import interview
    from seips_cli.commands.place import aids
    from seips_cli.commands.route import OPENING
    from seips_cli.decision import decide
    from seips_cli.pages import route_sections
    from seips_cli.render import as_text
    from seips_cli.source import Atlas

    edition, said, waiting = load(), [OPENING], iter(keys)

    def read() -> str:
        key = next(waiting)
        said.append(f"> {key}")
        return key

    answers = interview(edition.data, {}, read, said.append, aids(edition.data, Atlas(edition)))
    result = as_text(route_sections(decide(edition.data, answers), edition), 80)
    block("$ seips route\n" + "\n".join(said).strip() + "\n\n" + result.rstrip())


def block(text: str) -> None:
    """*text* as it stands, fenced."""
    print(f"```text\n{text}\n```")
