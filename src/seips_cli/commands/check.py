"""`seips check`: can a dataset be trusted? And does the published note still say what it cites?"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from ..errors import ExitCode
from .common import AsOf, Json, day, print_json, print_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..dataset import Dataset
    from ..parsing import Reading
    from ..proof.finding import Finding
    from ..proof.prove import Proof
    from ..proof.report import Placed

#: The parts of a dataset that must name what exists before anything can be proven of the rules.
FIRST = frozenset({"questions", "rules", "companions", "pathways", "tiers", "geography"})


def check(
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="A dataset. Default: the one in use.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Let warnings fail too.")] = False,
    fail_stale: Annotated[bool, typer.Option("--fail-stale", help="Let facts past their review date fail.")] = False,
    note: Annotated[
        Path | None, typer.Option("--note", metavar="FILE", help="The published note as text: is it still the same?")
    ] = None,
    as_of: AsOf = None,
    json: Json = False,
) -> int:
    """Prove a dataset: every set of answers leads to one pathway, and worse need never to a milder one.

    Every finding comes with its file and line, one case that shows it, and what to do. Exit code 0: proven. 3: faults.
    Warnings, such as facts to look at again, do not fail unless --strict.
    """
    from ..parsing import examine
    from ..proof.report import counted, finding_json, finding_lines, proof_json, proven_line
    from ..source import choose, load, read_bytes

    if file is None:
        load()  # what is in use is the dataset with the local file laid over it, so that must hold as well
    path = choose(file)
    reading = examine(read_bytes(path), str(path))
    findings, proof = _findings(reading, note, day(as_of))
    placed = sorted((_placed(reading, finding) for finding in findings), key=lambda one: one.line)
    faults = sum(one.finding.severity == "fault" for one in placed)
    standings = _standings(reading, note)
    if json:
        shown = [finding_json(one, str(path)) for one in placed]
        proven = proof_json(proof) if proof else None
        ok = not faults
        print_json(
            {
                "schema": "seips.check/1",
                "file": str(path),
                "ok": ok,
                "proven": proven,
                "findings": shown,
                "note": standings,
            }
        )
    else:
        print_lines(line for one in placed for line in finding_lines(reading.data, str(path), one))
        print_lines([_note_line(standings)] if standings else [])
        print_lines([proven_line(proof)] if proof else ["not proven: put these right first, then check again"])
        print_lines([f"{counted(faults, 'fault')}, {counted(len(placed) - faults, 'warning')}"])
    stale = fail_stale and any(one.finding.kind == "review-overdue" for one in placed)
    return ExitCode.BROKEN_DATA if faults or stale or (strict and placed) else ExitCode.OK


def _findings(reading: "Reading", note: Path | None, today: date) -> "tuple[list[Finding], Proof | None]":
    """All that is wrong with what was read, and the proof, where names are whole enough for one."""
    from ..proof.finding import Finding
    from ..proof.prove import prove
    from ..proof.review import overdue, working_names

    told, rest = reading.tree.told(reading.faults)
    found = [Finding(path, "broken-name", message, "") for path, message in told]
    found += [Finding(rest[0][0], "broken-name", f"and {len(rest):,} more", "")] if rest else []
    data = reading.data
    if data is None or any(path and path[0] in FIRST for path, _ in reading.faults):
        return found, None
    proof = prove(data)
    found += [*proof.findings, *overdue(data, today), *working_names(data)]
    found += _of_tables(reading.tree.file, data)
    return found + (list(_of_note(data, note)) if note else []), proof


def _standings(reading: "Reading", note: Path | None) -> dict[str, str]:
    """What has become of each paragraph in the published note."""
    from ..note import standings
    from ..source import read_text

    if note is None or reading.data is None:
        return {}
    return {standing.paragraph: standing.state for standing in standings(reading.data, read_text(note))}


def _note_line(standings: dict[str, str]) -> str:
    """How many paragraphs of the note are as they were, and which are not."""
    same = [name for name, state in standings.items() if state == "unchanged"]
    other = [f"{name} {state}" for name, state in standings.items() if state != "unchanged"]
    return f"the note: {len(same)} of {len(standings)} paragraphs unchanged ({', '.join([*same, *other])})"


def _of_tables(file: str, data: "Dataset") -> "Iterator[Finding]":
    """What is wrong with the tables beside the dataset."""
    from ..proof.finding import Finding
    from ..source import Atlas, Edition

    for fault in Atlas(Edition(data, file, "")).faults():
        yield Finding(("geography",), "broken-table", fault, "")


def _of_note(data: "Dataset", note: Path) -> "Iterator[Finding]":
    """What has changed in the published note, and what it asks that nothing answers to."""
    from ..note import standings, unanswered
    from ..proof.finding import Finding
    from ..source import read_text

    text = read_text(note)
    places = {paragraph.id: n for n, paragraph in enumerate(data.guidance.paragraphs)}
    for standing in standings(data, text):
        if standing.state != "unchanged":
            message = f"the paragraph is {standing.state} in {note}"
            fix = "read it again, see what cites it, and write its new mark"
            yield Finding(("guidance", "paragraphs", places[standing.paragraph]), "note-changed", message, fix)
    for one in unanswered(data, text):
        message = f"{note}:{one.line}: a sentence here tells somebody to do something, and nothing answers to it"
        fix = f"write `mark: {one.mark}` under its paragraph, with `answered_by` or with `waived` and the reason"
        path = ("guidance", "paragraphs", places[one.paragraph]) if one.paragraph else ("guidance", "paragraphs")
        yield Finding(path, "sentence-unanswered", message, fix)


def _placed(reading: "Reading", finding: "Finding") -> "Placed":
    from ..proof.report import Placed

    return Placed(finding, reading.tree.line(finding.path), reading.tree.where(finding.path))
